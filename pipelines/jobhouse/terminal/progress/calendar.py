"""The progress calendar: a row for each year, with a glyph for each month that shows how far it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jobhouse.sentrion.plan.windows import Window, months

CalendarState = Literal["missing", "partly", "reading", "short", "complete"]
"""Of a month or a day. `partly`: some days are complete, or a day's window was begun; `reading`: it is being read."""
STATES: Final[tuple[CalendarState, ...]] = get_args(CalendarState)

WORDS: Final[Mapping[CalendarState, str]] = {
    "complete": "complete",
    "reading": "being read",
    "partly": "partly",
    "short": "short",
    "missing": "not started",
}
_STYLES: Final[Mapping[CalendarState, str]] = {
    "complete": "green",
    "reading": "bold cyan",
    "partly": "yellow",
    "short": "bold red",
    "missing": "dim",
}
_GLYPHS: Final[Mapping[CalendarState, str]] = {
    "complete": "■", "reading": "◧", "partly": "▪", "short": "✗", "missing": "·",
}  # fmt: skip
_PLAIN_GLYPHS: Final[Mapping[CalendarState, str]] = {
    "complete": "#", "reading": ">", "partly": "+", "short": "!", "missing": ".",
}  # fmt: skip
_MONTH_LETTERS: Final = "JFMAMJJASOND"


@dataclass(frozen=True)
class CalendarPen:
    """Draws states with glyphs that the terminal's encoding has; each differs without colour, too."""

    glyphs: Mapping[CalendarState, str]

    @classmethod
    def of(cls, console: Console) -> CalendarPen:
        """The pen for this console: ASCII where its encoding has nothing else."""
        return cls(_PLAIN_GLYPHS if console.options.ascii_only else _GLYPHS)

    def mark(self, state: CalendarState | None) -> Text:
        """The glyph of one state; a blank where there is none."""
        return Text(" ") if state is None else Text(self.glyphs[state], style=_STYLES[state])

    def row(self, states: Iterable[CalendarState | None], gap: str = "") -> Text:
        """The glyphs of some months or days."""
        return Text(gap).join(map(self.mark, states))

    def legend(self, states: Iterable[CalendarState]) -> Text:
        """Each glyph with its meaning."""
        return Text("  ").join(Text.assemble(self.mark(state), " ", (WORDS[state], "dim")) for state in states)

    def year_rows(self, states: Mapping[date, CalendarState], gap: str = " ") -> list[tuple[str, Text]]:
        """The letters of the months, then each year with its months; `states` are by the first day of a month."""
        years = range(min(states).year, max(states).year + 1)
        rows = [
            (str(year), self.row((states.get(date(year, month, 1)) for month in range(1, 13)), gap)) for year in years
        ]
        return [("", Text(gap.join(_MONTH_LETTERS), style="dim")), *rows]


def calendar_table(states: Mapping[date, CalendarState], pen: CalendarPen, gap: str) -> Table:
    """The calendar, ready to print; `states` are by the first day of a month."""
    table = Table.grid(padding=(0, 1))
    for year, months_of_year in pen.year_rows(states, gap):
        table.add_row(Text(year, style="dim"), months_of_year)
    return table


@lru_cache(maxsize=8)
def month_states(
    history: Window, complete: tuple[Window, ...], under_way: frozenset[Window] = frozenset()
) -> Mapping[date, CalendarState]:
    """The state of each month of a history, from the windows that are complete and those that are being read.

    The first and the last month count as far as they belong to the history. The result is kept, since the display
    asks several times a second.
    """
    days = {first_of(month): month.days for month in months(history)}
    done = Counter[date]()
    for month in _months_within(complete, history):
        done[first_of(month)] += month.days
    busy = {first_of(month) for month in _months_within(under_way, history)}
    return MappingProxyType({first: _state(days[first], done[first], is_read=first in busy) for first in days})


def first_of(month: Window) -> date:
    """The first day of the month that a window, or a part of one, lies in."""
    return date(month.since.year, month.since.month, 1)


def _months_within(windows: Iterable[Window], history: Window) -> Iterable[Window]:
    for window in windows:
        if inside := window.overlap(history):
            yield from months(inside)


def _state(days: int, done: int, *, is_read: bool) -> CalendarState:
    if is_read:
        return "reading"
    if done >= days:
        return "complete"
    return "partly" if done else "missing"
