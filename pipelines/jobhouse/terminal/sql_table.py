"""A result of SQL as a table to read: rounded, clipped and fitted to the terminal. Other formats carry it exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from io import StringIO
from typing import Final

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.warehouse.serve.query import Answer, Column

MOST_ROWS: Final = 200
"""More rows than a person reads; the other formats write all of them."""

_WIDEST: Final = 60
_NARROWEST: Final = 12
"""Characters of a column: more are clipped; a column that would get fewer, and has more to show, is left out."""
_GAP: Final = 2
_PIPE_WIDTH: Final = 100_000
"""Of a pipe, which cuts nothing."""
_LINE_BELOW_HEADINGS: Final = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_NUMBERS: Final = frozenset(
    {"tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"}
    | {"float", "double", "decimal"}
)


def drawn(answer: Answer, width: int | None) -> str:
    """The table and a line that counts its rows; without a width, such as into a pipe, no column is left out."""
    rows = answer.first_rows(MOST_ROWS + 1)
    cells = [[_cell(value) for value in row] for row in rows[:MOST_ROWS]]
    columns = answer.columns[: _how_many_fit(answer.columns, cells, width)]
    console = Console(file=StringIO(), width=width or _PIPE_WIDTH, color_system=None)
    with console.capture() as capture:
        console.print(_table(columns, cells))
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join([*lines, _count(len(rows)), *_left_out(answer.columns[len(columns) :])])


def _table(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> Table:
    """Of the first columns; the widest of them give way where there is not room for all."""
    table = Table(box=_LINE_BELOW_HEADINGS, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0))
    for column in columns:
        justify: JustifyMethod = "right" if column.kind in _NUMBERS else "left"
        table.add_column(_clipped(_line(column.name)), justify=justify, max_width=_WIDEST)
    for row in cells:
        table.add_row(*map(_clipped, row[: len(columns)]))
    return table


def _clipped(cell: str) -> Text:
    return Text(cell, no_wrap=True, overflow="ellipsis")


def _how_many_fit(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int | None) -> int:
    """The number of columns, from the first on, that have room at their narrowest; at least one."""
    if width is None:
        return len(columns)
    count, taken = 0, -_GAP
    for place, column in enumerate(columns):
        widest = max(cell_len(text) for text in (_line(column.name), *(row[place] for row in cells)))
        taken += _GAP + min(widest, _NARROWEST)
        if taken > width:
            break
        count += 1
    return max(1, count)


def _cell(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case float():
            return _rounded(value)
        case datetime() | date() | time():
            return _moment(value)
        case list() | dict():
            return _line(json.dumps(value, default=_cell, ensure_ascii=False))
    return _line(str(value))


def _moment(value: datetime | date | time) -> str:
    """To the second, and UTC without saying so."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix("+00:00")
    return value.isoformat()


def _rounded(value: float) -> str:
    if value != 0 and abs(value) < 0.001:
        return f"{value:.4g}"
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _line(text: str) -> str:
    """One line that cannot steer the terminal: adverts hold line ends, and may hold anything."""
    return "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _WIDEST])


def _count(found: int) -> str:
    if found > MOST_ROWS:
        return f"The first {MOST_ROWS} rows; there are more: --format csv, json or parquet gives all of them."
    return counted(found, "row")


def _left_out(columns: Sequence[Column]) -> list[str]:
    if not columns:
        return []
    return [f"Not shown, for want of room: {', '.join(_line(column.name) for column in columns)}"]
