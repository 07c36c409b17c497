"""The state of a warehouse in the terminal, and as JSON."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, get_args

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from jobhouse.counting import counted
from jobhouse.sanitize import json_text
from jobhouse.terminal.findings import findings_table
from jobhouse.terminal.four_counts import EXPLANATION, sentence
from jobhouse.terminal.next_step import next_step
from jobhouse.terminal.plain_table import plain_table
from jobhouse.terminal.progress.calendar import STATES, CalendarPen, CalendarState
from jobhouse.warehouse.ledger.coverage import DateSpan, DayState, Month
from jobhouse.warehouse.ledger.last_runs import RunRow
from jobhouse.warehouse.ledger.status import WarehouseStatus
from jobhouse.warehouse.verify.verdicts import Verdict

_MOST_BEGUN: Final = 5
"""Windows shown that are begun and not complete."""
_MOST_IN_DAYS: Final = 4
"""Months shown day by day, of those whose days are not in one state."""
_MARKS: Final[Mapping[DayState, CalendarState]] = {"missing": "missing", "open": "partly", "short": "short"}
"""How days that are not complete are drawn."""
_WITH_YEAR: Final = ("started (UTC)", "%Y-%m-%d %H:%M")
_WITHOUT_YEAR: Final = ("UTC", "%m-%d %H:%M")
"""A heading, and the format of the times below it."""
_ANY_WIDTH: Final = 1_000
"""Columns of a terminal on which every table fits."""

_NUMBERS: Final[Mapping[str, Callable[[RunRow], int]]] = {
    "requests": lambda run: run.requests,
    "delivered": lambda run: run.rows_delivered,
    "new": lambda run: run.versions_new,
    "credits": lambda run: run.credits_used,
}
_ON_NARROW_TERMINALS: Final = (
    (tuple(_NUMBERS), _WITH_YEAR), (("new", "credits"), _WITH_YEAR), (("credits",), _WITH_YEAR),
    (("credits",), _WITHOUT_YEAR), ((), _WITHOUT_YEAR),
)  # fmt: skip
"""What the table of runs counts, and how it writes when they started: the narrower the terminal the less."""
_CALENDARS: Final = (
    ("  ", ("days", "versions")), ("", ("days", "versions")), ("", ("versions",)), ("", ()),
)  # fmt: skip
"""The gap between months, and what is counted beside them: the narrower the terminal the less."""


@dataclass(frozen=True)
class Year:
    """The months of one year and search, added up."""

    search: str
    year: int
    days: int
    days_complete: int
    versions: int


def as_json(status: WarehouseStatus, command: Callable[[str], str] = str) -> str:
    """The status as one JSON object; dates and times in ISO 8601. `command` adds a folder to a command line."""
    step = next_step(status)
    facts = asdict(status) | {
        "months": [asdict(month) | {"state": state_of(month)} for month in status.months],
        "years": [asdict(year) for year in years_of(status.months)],
        "next": None if step is None or status.at_work else {"command": command(step.command), "why": step.why},
    }
    return json_text(facts, default=_iso, indent=2)


def show(status: WarehouseStatus, console: Console, command: Callable[[str], str] = str) -> None:
    """Coverage year by month, then what is open, what it cost, how the last runs went, and what to run next.

    `command` adds a folder to a command line.
    """
    pen = CalendarPen.of(console)
    made_up = ", made up by jobhouse demo" if status.is_demo else ""
    behind = ", postings and openings as of the last build" if status.marts == "behind" else ""
    console.print(f"jobs: {sentence(status.counts)}{behind}{made_up}", EXPLANATION, sep="\n")
    for search, months in _by_search(status.months).items():
        console.print()
        title = f"search {search}{_difference(search, status)}"
        console.print(_first_that_fits(console, *(_coverage(title, months, pen, *one) for one in _CALENDARS)))
        _show_days(search, months, status.incomplete, pen, console)
    present = {state_of(month) for month in status.months}
    console.print(pen.legend(state for state in reversed(STATES) if state in present))
    _show_verdicts(status, console)
    _show_begun_windows(status, console)
    _show_after_a_blank_line(console, _spending(status))
    _show_runs(status, console)
    if status.findings:
        _show_after_a_blank_line(console, findings_table([(finding, finding.means) for finding in status.findings]))
    _show_after_a_blank_line(console, _next(status, command))


def _difference(search: str, status: WarehouseStatus) -> str:
    """What follows the name of a search that the settings do not have, or have with other filters."""
    if search in status.removed_searches:
        return ", not in the settings any more"
    is_former = any(asked.is_of_former_filters for asked in status.asked if asked.search == search)
    return ", read with former filters" if is_former else ""


def _first_that_fits(console: Console, *tables: Table) -> Table:
    """The first table that the terminal shows without cutting a cell, or the last."""
    options = console.options.update(max_width=_ANY_WIDTH)
    whole = (table for table in tables if console.measure(table, options=options).maximum <= console.width)
    return next(whole, tables[-1])


def _show_after_a_blank_line(console: Console, part: RenderableType) -> None:
    console.print()
    console.print(part)


def state_of(month: Month) -> CalendarState:
    """The state of a month as a whole; short comes first, since a short month is easily taken for a complete one."""
    if month.days_short:
        return "short"
    if month.days_complete == month.days:
        return "complete"
    return "partly" if month.days_complete or month.days_open else "missing"


def years_of(months: Sequence[Month]) -> Iterator[Year]:
    """The sums of each search and year."""
    for search, found in _by_search(months).items():
        for year in sorted({month.month.year for month in found}):
            of_year = [month for month in found if month.month.year == year]
            yield Year(
                search, year, sum(month.days for month in of_year), sum(month.days_complete for month in of_year),
                sum(month.versions for month in of_year),
            )  # fmt: skip


def _by_search(months: Sequence[Month]) -> Mapping[str, list[Month]]:
    searches: dict[str, list[Month]] = defaultdict(list)
    for month in months:
        searches[month.search].append(month)
    return searches


def _coverage(title: str, months: list[Month], pen: CalendarPen, gap: str, numbers: Sequence[str]) -> Table:
    table = plain_table(["year", "", *numbers], title=title, numbers=numbers)
    (_, letters), *rows = pen.year_rows({month.month: state_of(month) for month in months}, gap)
    table.columns[1].header = letters
    for (name, marks), year in zip(rows, years_of(months), strict=True):
        counts = {"days": f"{year.days_complete} of {year.days}", "versions": f"{year.versions:,}"}
        table.add_row(name, marks, *(counts[one] for one in numbers))
    return table


def _show_days(
    search: str, months: list[Month], incomplete: list[DateSpan], pen: CalendarPen, console: Console
) -> None:
    """Day by day, the newest months whose days are not in one state."""
    of_search = [span for span in incomplete if span.search == search]
    by_day = [(month, list(_day_states(month, of_search))) for month in months if month.days_complete < month.days]
    mixed = [(month, states) for month, states in by_day if len({*states} - {None}) > 1]
    for month, states in mixed[-_MOST_IN_DAYS:]:
        line = Text.assemble(f" {month.month:%Y-%m} ", pen.row(states))
        count = f"  {month.days_complete} of {month.days} days"
        if line.cell_len + len(count) <= console.width:
            line.append(count, style="dim")
        console.print(line, no_wrap=True, overflow="ellipsis")


def _day_states(month: Month, incomplete: list[DateSpan]) -> Iterator[CalendarState | None]:
    """The state of each day of a month; None for days outside the history."""
    first = month.month
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    unread: dict[date, CalendarState] = {
        day: _MARKS[span.state]
        for span in incomplete
        for day in days
        if span.since <= day < span.until and span.state in _MARKS
    }
    for day in days:
        is_held = month.since <= day < month.since + timedelta(days=month.days)
        yield unread.get(day, "complete") if is_held else None


def _show_verdicts(status: WarehouseStatus, console: Console) -> None:
    """How many days that were read got which verdict."""
    days: Counter[str] = Counter()
    for span in status.spans:
        days[span.state] += (span.until - span.since).days
    counts = [f"{days[verdict]:,} {verdict}" for verdict in get_args(Verdict) if days[verdict]]
    if counts:
        console.print(Text(f"days by verdict: {', '.join(counts)}", style="dim"))


def _show_begun_windows(status: WarehouseStatus, console: Console) -> None:
    begun = [window for window in status.open_windows if window.pages or window.note]
    for window in begun[:_MOST_BEGUN]:
        note = f": {window.note}" if window.note else ""
        pages = f", {counted(window.pages, 'page')} read" if window.pages else ""
        console.print(f"  {window.since} to {window.until} {window.status}{pages}{note}")
    if len(begun) > _MOST_BEGUN:
        console.print(f"  and {len(begun) - _MOST_BEGUN} more that are begun")


def _spending(status: WarehouseStatus) -> Table:
    cycle, rate = status.cycle, status.rate
    limit = "" if cycle.max_credits is None else f" of {cycle.max_credits:,}"
    failed = f" ({status.requests_failed:,} brought no page)" if status.requests_failed else ""
    last = cycle.until - timedelta(days=1)
    facts = Table.grid(padding=(0, 2))
    counting = f"{cycle.credits_reserved:,}{limit} credits count in the cycle {cycle.since} to {last}"
    facts.add_row("limits", f"{counting}: charges, and the most that lost answers and killed runs may have cost")
    requests = counted(status.requests, "request")
    facts.add_row("charged", f"{status.credits_used:,} credits in all, for {requests}{failed}")
    if status.credits_remaining is not None:
        facts.add_row("account", f"{status.credits_remaining:,} credits left, as the API said last")
    # the demo reads from a sandbox of its own, which lets more requests in than the API
    most = "" if status.is_demo else f" of {rate.requests_per_minute:,}"
    facts.add_row("rate", f"{rate.requests_last_minute:,}{most} requests in the last minute")
    return facts


def _show_runs(status: WarehouseStatus, console: Console) -> None:
    """The last runs, and why those ended that are not done."""
    tables = (_runs(status, names, *started) for names, started in _ON_NARROW_TERMINALS)
    _show_after_a_blank_line(console, _first_that_fits(console, *tables))
    for line in _notes(status):
        console.print(line)


def _runs(status: WarehouseStatus, numbers: Sequence[str], started: str, form: str) -> Table:
    means = {"delivered": "the jobs delivered to them", "new": "the versions that were new"}
    title = " and ".join(means[name] for name in numbers if name in means)
    table = plain_table(
        [started, "command", "outcome", *numbers],
        title=f"last runs, {title}" if title else "last runs",
        numbers=numbers,
    )
    for run in status.runs:
        counts = [f"{_NUMBERS[name](run):,}" for name in numbers]
        table.add_row(f"{run.started_at:{form}}", run.command, run.outcome, *counts)
    return table


def _notes(status: WarehouseStatus) -> Iterator[str]:
    """Why runs ended otherwise than done, the latest first; what several runs of a command say stands there once."""
    times: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for run in status.runs:
        if run.outcome not in ("done", "running") and run.note:
            times[run.command, run.note].append(run.started_at)
    for (command, note), started in times.items():
        and_before = f", and {counted(len(started) - 1, 'run')} before it" if len(started) > 1 else ""
        yield f" {started[0]:%Y-%m-%d %H:%M} {command}{and_before}: {note}"


def _next(status: WarehouseStatus, command: Callable[[str], str]) -> Text:
    step = next_step(status)
    if status.at_work:
        so_far = f"\n      so far: {step.why}" if step else ""
        are = "which is at work" if len(status.at_work) == 1 else "which are at work"
        return Text.assemble("next: wait for ", ("; ".join(status.at_work), "bold"), f", {are}{so_far}")
    if step is None:
        return Text("next: nothing needs to be run")
    return Text.assemble("next: ", (command(step.command), "bold"), "\n      ", step.why)


def _iso(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")
