"""Draws the progress of a run, fitted to the terminal: a bar, the calendar, and the facts."""

from __future__ import annotations

from typing import Final

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from jobhouse.terminal.progress.calendar import STATES, CalendarPen, calendar_table
from jobhouse.terminal.progress.run_progress import RunProgress
from jobhouse.terminal.progress.words import facts, how_far, stage, time_left

_FEWEST_ROWS: Final = 20
"""Rows below which the calendar is left out."""
_FEWEST_COLUMNS: Final = 78
"""Columns below which the longest facts do not fit beside the calendar."""
_FOLDED_FROM: Final = 40
"""Columns from which on facts take two rows rather than lose their end: fewer would take too many rows."""
_ROWS_OF_A_WARNING: Final = 2


def draw(progress: RunProgress, console: Console) -> RenderableType:
    """The whole drawing: the calendar stands beside the facts, above them, or is left out."""
    parts = [_stage_line(progress), _bar(progress, console.width)]
    if progress.months and console.height >= _FEWEST_ROWS:
        parts += _calendar_and_facts(progress, console)
    else:
        parts.append(_facts_table(progress, console.width))
    if progress.warning:
        parts.append(_in_rows(Text(progress.warning, style="yellow"), _ROWS_OF_A_WARNING, console.width))
    return Group(*parts)


def _calendar_and_facts(progress: RunProgress, console: Console) -> list[RenderableType]:
    """Beside each other where neither is cut, otherwise one above the other."""
    pen, present, facts_table = (
        CalendarPen.of(console),
        progress.months_by_state(),
        _facts_table(progress, console.width),
    )
    legend = pen.legend(state for state in reversed(STATES) if present[state])
    if console.width < _FEWEST_COLUMNS:
        return [calendar_table(progress.months, pen, gap=""), facts_table, legend]
    calendar = calendar_table(progress.months, pen, gap=" ")
    side_by_side = Table.grid(padding=(0, 3))
    side_by_side.add_column(width=console.measure(calendar).maximum)
    side_by_side.add_row(calendar, facts_table)
    return [side_by_side, legend]


def _stage_line(progress: RunProgress) -> RenderableType:
    line = Text.assemble((progress.command, "bold"), "  ", stage(progress))
    if progress.stage == "building" and progress.working_on:
        line.append(f": {progress.working_on}", style="dim")
    return _one_row(line)


def _bar(progress: RunProgress, width: int) -> RenderableType:
    bar = ProgressBar(
        total=1.0,
        completed=progress.share,
        width=max(8, min(40, width - 35)),
        style="bright_black",
        complete_style="green",
        finished_style="green",
    )
    line = Table.grid(padding=(0, 1))
    line.add_row(bar, how_far(progress), _one_row(Text(time_left(progress), style="dim")))
    return line


def _facts_table(progress: RunProgress, width: int) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    for name, value in facts(progress):
        table.add_row(Text(name, style="dim"), Text(value) if width >= _FOLDED_FROM else _one_row(Text(value)))
    return table


def _in_rows(text: Text, rows: int, width: int) -> Text:
    """A text that takes some rows of the terminal, however long it is."""
    text.truncate(max(1, rows * width - width // 4), overflow="ellipsis")  # lines end with whole words
    return text


def _one_row(text: Text) -> Text:
    """A text that takes one row of the terminal, however long it is."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
