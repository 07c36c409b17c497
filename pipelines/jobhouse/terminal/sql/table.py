"""A result of SQL as a table in a pipe: rounded and clipped. Other formats carry it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Final

from rich.box import Box
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.terminal.sql.cells import NUMBERS, cell, line
from jobhouse.terminal.sql.display import WIDEST
from jobhouse.terminal.sql.layout import GAP
from jobhouse.warehouse.serve.statement_result import ResultColumn, StatementResult

MOST_ROWS: Final = 200
"""More rows than a person reads; the other formats write all of them."""

_PIPE_WIDTH: Final = 100_000
"""Of a pipe, which cuts nothing."""
LINE_BELOW_HEADINGS: Final = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def drawn(result: StatementResult) -> str:
    """The table with all columns, and a line that counts its rows."""
    rows = result.first_rows(MOST_ROWS + 1)
    cells = [[cell(value) for value in row] for row in rows[:MOST_ROWS]]
    console = Console(file=StringIO(), width=_PIPE_WIDTH, color_system=None)
    with console.capture() as capture:
        console.print(_table(result.columns, cells))
    return "\n".join([*(row.rstrip() for row in capture.get().splitlines()), _count(len(rows))])


def _table(columns: Sequence[ResultColumn], cells: Sequence[Sequence[str]]) -> Table:
    table = Table(box=LINE_BELOW_HEADINGS, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column in columns:
        justify: JustifyMethod = "right" if column.kind in NUMBERS else "left"
        table.add_column(_clipped(line(column.name)), justify=justify, max_width=WIDEST)
    for row in cells:
        table.add_row(*map(_clipped, row))
    return table


def _clipped(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="ellipsis")


def _count(found: int) -> str:
    if found > MOST_ROWS:
        return f"The first {MOST_ROWS} rows; there are more: --format csv, json or parquet gives all of them."
    return counted(found, "row")
