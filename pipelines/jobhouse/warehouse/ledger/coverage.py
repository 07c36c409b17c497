"""Which days of the history are there, search by search, from the ledger's counts alone: what `status` shows.

A day is judged by the window that read it last, as `verify` judges it but without looking at each row: that takes
minutes on a large warehouse. So what was lost after it was stored shows in `verify` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final, Literal

import duckdb

from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.plan.windows import Window, day_of, months
from jobhouse.warehouse.connect import LOADED
from jobhouse.warehouse.ledger.migration import windows_relation
from jobhouse.warehouse.verify.verdicts import Background, WindowFacts, judge
from jobhouse.warehouse.verify.verify import excludes_duplicates

DayState = Literal["missing", "open", "short", "complete"]
"""`missing`: no window of it was begun; `open`: begun, not read to its end; `short`: less came than was announced."""

_WINDOWS: Final = f"""
with

latest as (
    select search, arg_max(filters_hash, started_at) as filters_hash
    from sentrion.windows
    where {LOADED}
    group by search
),

kept as (
    select
        window_id, reading_id, count(*) as pages, coalesce(sum(rows), 0)::bigint as rows,
        min(total) as lowest_total, max(total) as highest_total
    from sentrion.requests
    where page is not null and {LOADED}
    group by window_id, reading_id
)

select
    windows.search, windows.filters_hash, windows.window_id, windows.since, windows.until, windows.published_after,
    windows.published_before, windows.status, windows.reading_id, coalesce(windows.pages, 0),
    coalesce(windows.rows_delivered, 0), windows.expected_total, coalesce(windows.refreshed_at, windows.completed_at),
    windows.note, coalesce(kept.pages, 0), coalesce(kept.rows, 0), coalesce(windows.rows_distinct, 0),
    coalesce(windows.rows_distinct, 0), 0, 0, kept.lowest_total, kept.highest_total
from {{windows}} as windows
inner join latest using (search, filters_hash)
left join kept using (window_id, reading_id)
where windows.{LOADED} and windows.status != 'split'
order by windows.search, windows.window_id
"""

_SEARCHES: Final = f"select distinct search from sentrion.search_hits where {LOADED}"

# where there is one search, every version was found by it, and millions of rows need no join
_JOBS_OF_ONE: Final = f"""
select any_value(search), left(post_date, 7), count(*) from sentrion.job_versions where {LOADED} group by 2
"""
_JOBS: Final = f"""
select hits.search, left(versions.post_date, 7), count(*)
from sentrion.search_hits as hits
inner join sentrion.job_versions as versions using (version_id)
where hits.{LOADED} and versions.{LOADED}
group by all
"""


@dataclass(frozen=True)
class Month:
    """One calendar month of one search, as far as it belongs to the history: its days from `since` on, its jobs.

    `jobs` are the distinct job versions that the search found and whose day of posting is in the month.
    """

    search: str
    month: date
    since: date
    days: int
    days_complete: int
    days_short: int
    days_open: int
    jobs: int


@dataclass(frozen=True)
class DateSpan:
    """Days in a row that are not complete, and for the same reason."""

    search: str
    since: date
    until: date
    state: DayState


@dataclass(frozen=True)
class Asked:
    """The days that a search was ever to read, `since` up to and without `until`."""

    search: str
    since: date
    until: date


@dataclass(frozen=True)
class Coverage:
    """All searches, day by day, from the oldest day served (or read) to today."""

    months: list[Month]
    incomplete: list[DateSpan]
    asked: list[Asked]


def read_coverage(db: duckdb.DuckDBPyConnection, history: Window, known: Callable[[str], Search | None]) -> Coverage:
    """The coverage by the ledger as it stands; `known` tells a search as the settings have it now."""
    found = Coverage([], [], [])
    query = _WINDOWS.format(windows=windows_relation(db))
    jobs = _jobs(db)
    for search, rows in groupby(db.execute(query).fetchall(), key=lambda row: str(row[0])):
        hashes, windows = zip(*((str(row[1]), WindowFacts(*row[2:])) for row in rows), strict=True)
        excluding = excludes_duplicates(known(search), hashes[0])
        asked = Asked(search, min(one.since for one in windows), max(one.until for one in windows))
        span = Window(min(history.since, day_of(asked.since)), max(history.until, day_of(asked.until)))
        days = day_states(windows, span, leaves_out_duplicates=excluding)
        found.asked.append(asked)
        found.months.extend(_months(search, span, days, jobs))
        found.incomplete.extend(stretches(search, span, days))
    return found


def day_states(windows: Sequence[WindowFacts], span: Window, *, leaves_out_duplicates: bool = False) -> list[DayState]:
    """The state of each day of a span."""
    speaking = speakers(windows, span)
    heard = {one.window_id: one for one in speaking if one is not None}
    background = Background.of(list(heard.values()), excludes_duplicates=leaves_out_duplicates)
    states = {name: _state(one, background) for name, one in heard.items()}
    return ["missing" if one is None else states[one.window_id] for one in speaking]


def speakers(windows: Iterable[WindowFacts], span: Window) -> list[WindowFacts | None]:
    """For each day the window that speaks for it: the one that was completed last, or else one that was begun."""
    first = span.since.toordinal()
    days: list[WindowFacts | None] = [None] * span.days
    for window in sorted(windows, key=_weight):
        since, until = max(0, window.since.toordinal() - first), window.until.toordinal() - first
        days[since:until] = [window] * len(days[since:until])
    return days


def stretches(search: str, span: Window, days: Sequence[DayState]) -> Iterator[DateSpan]:
    """The days that are not complete, joined to the fewest stretches."""
    for state, places in groupby(range(len(days)), key=lambda place: days[place]):
        found = list(places)
        if state != "complete":
            yield DateSpan(search, span.since.add(days=found[0]), span.since.add(days=found[-1] + 1), state)


def _weight(window: WindowFacts) -> tuple[bool, bool, datetime]:
    return window.status == "complete", window.pages > 0, window.read_at or datetime.min.replace(tzinfo=UTC)


def _state(window: WindowFacts, background: Background) -> DayState:
    if window.status != "complete":
        return "open" if window.pages else "missing"
    return "short" if judge(window, background).verdict == "short" else "complete"


def _months(
    search: str, span: Window, days: Sequence[DayState], jobs: Mapping[tuple[str, str], int]
) -> Iterator[Month]:
    for month in months(span):
        start = month.since.toordinal() - span.since.toordinal()
        part = days[start : start + month.days]
        first = month.since.replace(day=1)
        yield Month(
            search, first, month.since, month.days, part.count("complete"), part.count("short"), part.count("open"),
            jobs.get((search, f"{first:%Y-%m}"), 0),
        )  # fmt: skip


def _jobs(db: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, str], int]:
    """Versions by search and month of posting, the month as it begins a date: YYYY-MM."""
    query = _JOBS if len(db.execute(_SEARCHES).fetchall()) > 1 else _JOBS_OF_ONE
    found: dict[tuple[str, str], int] = defaultdict(int)
    for search, month, count in db.execute(query).fetchall():
        found[search, str(month)] += count
    return found
