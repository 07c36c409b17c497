"""The state of a warehouse in the terminal, and as JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.terminal.findings import table
from jobhouse.terminal.next_step import next_step
from jobhouse.terminal.progress.calendar import STATES, CalendarPen, State
from jobhouse.warehouse.ledger.coverage import DateSpan, Month
from jobhouse.warehouse.ledger.status import WarehouseStatus

_MOST_OPEN: Final = 5
_MOST_IN_DAYS: Final = 4
"""Months shown day by day: their days are not all alike."""
_NARROW: Final = 60
"""Columns below which months stand side by side without a gap."""


@dataclass(frozen=True)
class Year:
    """The months of one year and search, added up."""

    search: str
    year: int
    days: int
    days_complete: int
    jobs: int


def as_json(ledger: WarehouseStatus, command: Callable[[str], str] = str) -> str:
    """The ledger as one JSON object; dates and times in ISO 8601. `command` adds a folder to a command line."""
    step = next_step(ledger)
    facts = asdict(ledger) | {
        "months": [asdict(month) | {"state": state_of(month)} for month in ledger.months],
        "years": [asdict(year) for year in years_of(ledger.months)],
        "next": None if step is None else {"command": command(step.command), "why": step.why},
    }
    return json_text(facts, default=_iso, indent=2)


def show(ledger: WarehouseStatus, console: Console, command: Callable[[str], str] = str) -> None:
    """Coverage year by month, then what is open, what it cost, how the last runs went, and what to run next.

    `command` adds a folder to a command line.
    """
    pen = CalendarPen.of(console)
    made_up = ", made up by jobhouse demo" if ledger.is_demo else ""
    console.print(f"{ledger.versions:,} job versions in the warehouse{made_up}")
    for search, months in _by_search(ledger.months).items():
        console.print()
        console.print(_coverage(search, months, pen, gap="" if console.width < _NARROW else "  "))
        _show_days(search, months, ledger.incomplete, pen, console)
    there = {state_of(month) for month in ledger.months}
    console.print(pen.legend(state for state in reversed(STATES) if state in there))
    _show_open(ledger, console)
    _show_spending(ledger, console)
    console.print()
    console.print(_runs(ledger))
    if ledger.findings:
        console.print()
        console.print(table([(finding, finding.means) for finding in ledger.findings]))
    console.print()
    console.print(_next(ledger, command))


def state_of(month: Month) -> State:
    """Short before all else, since it looks complete from afar."""
    if month.days_short:
        return "short"
    if month.days_complete == month.days:
        return "complete"
    return "partly" if month.days_complete or month.days_open else "missing"


def years_of(months: Sequence[Month]) -> Iterator[Year]:
    for search, found in _by_search(months).items():
        for year in sorted({month.month.year for month in found}):
            of_year = [month for month in found if month.month.year == year]
            yield Year(
                search, year, sum(month.days for month in of_year), sum(month.days_complete for month in of_year),
                sum(month.jobs for month in of_year),
            )  # fmt: skip


def _by_search(months: Sequence[Month]) -> Mapping[str, list[Month]]:
    searches: dict[str, list[Month]] = defaultdict(list)
    for month in months:
        searches[month.search].append(month)
    return searches


def _coverage(search: str, months: list[Month], pen: CalendarPen, gap: str) -> Table:
    table = _table(f"search {search}", "year", "", "days", "jobs", right=("days", "jobs"))
    (_, letters), *rows = pen.year_rows({month.month: state_of(month) for month in months}, gap)
    table.columns[1].header = letters
    for (name, marks), year in zip(rows, years_of(months), strict=True):
        table.add_row(name, marks, f"{year.days_complete} of {year.days}", f"{year.jobs:,}")
    return table


def _show_days(
    search: str, months: list[Month], incomplete: list[DateSpan], pen: CalendarPen, console: Console
) -> None:
    """The newest months whose days differ, day by day."""
    of_search = [stretch for stretch in incomplete if stretch.search == search]
    by_day = [(month, list(_days_of(month, of_search))) for month in months if month.days_complete < month.days]
    for month, states in [(month, states) for month, states in by_day if len({*states} - {None}) > 1][-_MOST_IN_DAYS:]:
        line = Text.assemble(f" {month.month:%Y-%m} ", pen.row(states))
        line.append(f"  {month.days_complete} of {month.days} days", style="dim")
        console.print(line, no_wrap=True, overflow="ellipsis")


def _days_of(month: Month, incomplete: list[DateSpan]) -> Iterator[State | None]:
    """The days of a month; those that the history does not hold are blank."""
    first = month.month
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    unread: dict[date, State] = {
        day: "partly" if stretch.state == "open" else stretch.state
        for stretch in incomplete
        for day in days
        if stretch.since <= day < stretch.until
    }
    for day in days:
        is_held = month.since <= day < month.since + timedelta(days=month.days)
        yield unread.get(day, "complete") if is_held else None


def _show_open(ledger: WarehouseStatus, console: Console) -> None:
    begun = [window for window in ledger.open_windows if window.pages or window.note]
    for window in begun[:_MOST_OPEN]:
        note = f": {window.note}" if window.note else ""
        console.print(f"  {window.since} to {window.until} {window.status}, {counted(window.pages, 'page')} read{note}")
    if len(begun) > _MOST_OPEN:
        console.print(f"  and {len(begun) - _MOST_OPEN} more that are begun")


def _show_spending(ledger: WarehouseStatus, console: Console) -> None:
    cycle, rate = ledger.cycle, ledger.rate
    limit = "" if cycle.max_credits is None else f" of {cycle.max_credits:,}"
    failed = f" ({ledger.requests_failed:,} without a page)" if ledger.requests_failed else ""
    last = cycle.until - timedelta(days=1)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("credits", f"{cycle.credits_used:,}{limit} in the billing cycle from {cycle.since} to {last}")
    facts.add_row("", f"{ledger.credits_used:,} with {counted(ledger.requests, 'request')}{failed} in all")
    if ledger.credits_remaining is not None:
        facts.add_row("", f"{ledger.credits_remaining:,} left, as the API said last")
    # the demo reads from a sandbox of its own, which lets more requests in than the API
    most = "" if ledger.is_demo else f" of {rate.requests_per_minute:,}"
    facts.add_row("rate", f"{rate.requests_last_minute:,}{most} requests in the last minute")
    console.print()
    console.print(facts)


def _runs(ledger: WarehouseStatus) -> Table:
    table = _table(
        "last runs", "started (UTC)", "command", "outcome", "requests", "jobs", "credits",
        right=("requests", "jobs", "credits"),
    )  # fmt: skip
    for run in ledger.runs:
        table.add_row(
            f"{run.started_at:%Y-%m-%d %H:%M}", run.command, run.outcome,
            f"{run.requests:,}", f"{run.jobs_read:,}", f"{run.credits_used:,}",
        )  # fmt: skip
    return table


def _next(ledger: WarehouseStatus, command: Callable[[str], str]) -> Text:
    step = next_step(ledger)
    if step is None:
        return Text("next: nothing needs to be run")
    return Text.assemble("next: ", (command(step.command), "bold"), "\n      ", step.why)


def _table(title: str, *headings: str, right: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1), show_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", no_wrap=True)
    return table


def _iso(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
