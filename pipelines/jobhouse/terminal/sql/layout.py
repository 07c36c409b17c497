"""How wide the columns of a table are: readable, and no wider than the screen where that is possible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len

from jobhouse.terminal.sql.cells import WHOLE, line
from jobhouse.warehouse.serve.statement_result import ResultColumn

GAP: Final = 2
"""Spaces between two columns."""
_READABLE: Final = 14
"""Characters that a text keeps at least, where it has as many; a heading is folded so far."""


def natural_widths(columns: Sequence[ResultColumn], cells: Sequence[Sequence[str]], widest: int | None) -> list[int]:
    """What each column would take with all the room it wants."""
    return [_widest_of(column, [row[place] for row in cells], widest) for place, column in enumerate(columns)]


def fitted_widths(
    columns: Sequence[ResultColumn], cells: Sequence[Sequence[str]], widest: int | None, room: int
) -> list[int] | None:
    """Widths that fit into the room, the widest columns giving way first; None where that would clip too much.

    Types are clipped rather than values, and headings are folded.
    """
    widths = natural_widths(columns, cells, widest)
    for has_types in (True, False):
        least = [
            min(width, _least(column, [row[place] for row in cells], has_types=has_types))
            for place, (column, width) in enumerate(zip(columns, widths, strict=True))
        ]
        if total(least) <= room:
            return _narrowed(widths, least, room)
    return None


def _narrowed(widths: list[int], least: Sequence[int], room: int) -> list[int]:
    while total(widths) > room:
        place = max(range(len(widths)), key=lambda one: (widths[one] > least[one], widths[one]))
        widths[place] -= 1
    return widths


def total(widths: Sequence[int]) -> int:
    """Columns of the screen that a table takes."""
    return sum(widths) + GAP * (len(widths) - 1)


def folded(name: str, width: int) -> str:
    """A heading on as many lines as it needs, broken after underscores where there are any."""
    lines = [""]
    for part in re.findall(r"[^_]*_+|[^_]+", line(name)):
        for piece in (part[start : start + width] for start in range(0, len(part), width)):
            if cell_len(lines[-1] + piece) <= width:
                lines[-1] += piece
            else:
                lines.append(piece)
    return "\n".join(lines)


def _widest_of(column: ResultColumn, cells: Sequence[str], widest: int | None) -> int:
    of_cells = max(map(cell_len, cells), default=0)
    if widest is not None and column.kind not in WHOLE:
        of_cells = min(of_cells, widest)
    return max(1, cell_len(line(column.name)), cell_len(column.type_name), of_cells)


def _least(column: ResultColumn, cells: Sequence[str], *, has_types: bool) -> int:
    of_cells = max(map(cell_len, cells), default=0)
    of_name = max(map(cell_len, re.findall(r"[^_]*_+|[^_]+", line(column.name))), default=1)
    return max(
        min(_READABLE, of_name),
        min(_READABLE, cell_len(column.type_name)) if has_types else 0,
        of_cells if column.kind in WHOLE else min(_READABLE, of_cells),
    )
