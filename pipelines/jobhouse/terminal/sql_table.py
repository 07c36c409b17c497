"""A result of SQL as a table to read: rounded, clipped and fitted to the terminal. Other formats carry it exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from rich.cells import cell_len, set_cell_size

from jobhouse.counting import counted
from jobhouse.warehouse.serve.query import Answer, Column

MOST_ROWS: Final = 200
"""A table is for eyes; whoever wants more rows takes another format."""

_WIDEST: Final = 60
_NARROWEST: Final = 12
_GAP: Final = "  "
_NUMBERS: Final = frozenset(
    {"tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"}
    | {"float", "double", "decimal"}
)


def drawn(answer: Answer, width: int | None) -> str:
    """The table and a line that counts its rows; without a width, such as into a pipe, no column is left out."""
    rows = answer.first_rows(MOST_ROWS + 1)
    shown = rows[:MOST_ROWS]
    cells = [[_line(column.name) for column in answer.columns], *([_cell(value) for value in row] for row in shown)]
    widths, left_out = _fitted([max(cell_len(row[i]) for row in cells) for i in range(len(answer.columns))], width)
    lines = [_row(row, widths, answer.columns) for row in cells]
    lines.insert(1, _GAP.join("─" * size for size in widths))
    return "\n".join([*lines, _count(len(rows)), *_named(answer.columns[len(answer.columns) - left_out :])])


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


def _fitted(wanted: list[int], width: int | None) -> tuple[list[int], int]:
    """Widths of the columns that find room, and how many at the end do not."""
    widths = [min(size, _WIDEST) for size in wanted]
    if width is None:
        return widths, 0
    while _total(widths) > width and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    left_out = 0
    while _total(widths) > width and len(widths) > 1:
        widths.pop()
        left_out += 1
    return widths, left_out


def _total(widths: list[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _row(cells: Sequence[str], widths: list[int], columns: Sequence[Column]) -> str:
    aligned = [
        _aligned(cell, size, to_the_right=column.kind in _NUMBERS)
        for cell, size, column in zip(cells, widths, columns, strict=False)  # columns at the end may be left out
    ]
    return _GAP.join(aligned).rstrip()


def _aligned(cell: str, size: int, *, to_the_right: bool) -> str:
    length = cell_len(cell)
    if length > size:
        return set_cell_size(cell, size - 1) + "…"
    return " " * (size - length) + cell if to_the_right else cell + " " * (size - length)


def _count(found: int) -> str:
    if found > MOST_ROWS:
        return f"The first {MOST_ROWS} rows; there are more: --format csv, json or parquet gives all of them."
    return counted(found, "row")


def _named(columns: Sequence[Any]) -> list[str]:
    if not columns:
        return []
    return [f"Not shown, for want of room: {', '.join(_line(column.name) for column in columns)}"]
