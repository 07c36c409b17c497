"""Draws the progress of a run, fitted to the terminal: a bar, the calendar, and the facts."""

from __future__ import annotations

from typing import Final

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from jobhouse.terminal.progress.calendar import STATES, CalendarPen, calendar_table
from jobhouse.terminal.progress.run_progress import RunProgress
from jobhouse.terminal.progress.words import facts, percent, stage, time_left

_FEWEST_COLUMNS: Final = 60
"""Columns below which calendar and facts do not fit side by side."""
_FEWEST_ROWS: Final = 20
"""Rows below which the calendar is left out."""


def draw(progress: RunProgress, console: Console) -> RenderableType:
    """The whole drawing: the calendar stands beside the facts, above them, or is left out."""
    parts = [_stage_line(progress), _bar(progress, console.width)]
    if progress.months and console.height >= _FEWEST_ROWS:
        parts += _calendar_and_facts(progress, console)
    else:
        parts.append(_facts_table(progress))
    if progress.warning:
        parts.append(_one_row(Text(progress.warning, style="yellow")))
    return Group(*parts)


def _calendar_and_facts(progress: RunProgress, console: Console) -> list[RenderableType]:
    pen, present, facts_table = CalendarPen.of(console), progress.months_by_state(), _facts_table(progress)
    legend = _one_row(pen.legend(state for state in reversed(STATES) if present[state]))
    if console.width < _FEWEST_COLUMNS:
        return [calendar_table(progress.months, pen, gap=""), facts_table, legend]
    side_by_side = Table.grid(padding=(0, 3))
    side_by_side.add_row(calendar_table(progress.months, pen, gap=" "), facts_table)
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
        width=max(10, min(40, width - 35)),
        style="bright_black",
        complete_style="green",
        finished_style="green",
    )
    line = Table.grid(padding=(0, 1))
    line.add_row(bar, percent(progress.share), _one_row(Text(time_left(progress), style="dim")))
    return line


def _facts_table(progress: RunProgress) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in facts(progress):
        table.add_row(Text(name, style="dim"), _one_row(Text(value)))
    return table


def _one_row(text: Text) -> Text:
    """A text that takes one row of the terminal, however long it is."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text
