"""Which days of the history are there, search by search: what `status` shows.

A day is what the verdict on its window says; of several windows, the one that read the day last speaks for it.
`ops.coverage_daily` says the same in SQL, but for days that had not ended when they were read: there, the verdict on
their window stands until a later run reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Final, Literal

import duckdb

from jobhouse.sentrion.plan.windows import Window, day_of, months
from jobhouse.warehouse.connect import LOADED
from jobhouse.warehouse.verify.judging import KnownSearch, judged_searches
from jobhouse.warehouse.verify.verdicts import Judged, Verdict

DayState = Literal["missing"] | Verdict
"""`missing`: no window of the day was begun; else the verdict on the window that speaks for it."""
READ_TO_THE_END: Final[tuple[DayState, ...]] = ("verified", "drifted", "over", "unknown")
"""The states of days that count as complete: as much came as was announced, as far as that can be known."""

_SEARCHES: Final = f"select distinct search from sentrion.search_hits where {LOADED}"

# where there is one search, every version was found by it, and millions of rows need no join
_VERSIONS_OF_ONE: Final = f"""
select any_value(search), left(post_date, 7), count(*) from sentrion.job_versions where {LOADED} group by 2
"""
_VERSIONS: Final = f"""
select hits.search, left(versions.post_date, 7), count(*)
from sentrion.search_hits as hits
inner join sentrion.job_versions as versions using (version_id)
where hits.{LOADED} and versions.{LOADED}
group by all
"""


@dataclass(frozen=True)
class Month:
    """One calendar month of one search, as far as it belongs to the history: its days from `since` on, its versions.

    `versions` are the distinct job versions that the search found and whose day of posting is in the month.
    """

    search: str
    month: date
    since: date
    days: int
    days_complete: int
    """Those of the states in `READ_TO_THE_END`."""
    days_short: int
    days_open: int
    versions: int


@dataclass(frozen=True)
class DateSpan:
    """Days in a row that are in the same state."""

    search: str
    since: date
    until: date
    state: DayState


@dataclass(frozen=True)
class SearchRange:
    """The days that a search was ever to read, `since` up to and without `until`."""

    search: str
    since: date
    until: date
    is_of_former_filters: bool = False
    """Whether the settings have other filters for the search now, and nothing was read with them."""


@dataclass(frozen=True)
class Coverage:
    """All searches, day by day, from the oldest day served (or read) to today."""

    months: list[Month]
    spans: list[DateSpan]
    """All days."""
    asked: list[SearchRange]

    @property
    def incomplete(self) -> list[DateSpan]:
        """The days that are not complete."""
        return [span for span in self.spans if span.state not in READ_TO_THE_END]


def read_coverage(db: duckdb.DuckDBPyConnection, history: Window, known: KnownSearch) -> Coverage:
    """The coverage by the verdicts as they stand; `known` gives a search as the settings have it now."""
    found = Coverage([], [], [])
    versions = _versions(db)
    for judged in judged_searches(db, known):
        facts = [one.facts for one in (*judged.current, *judged.superseded)]
        since, until = min(one.since for one in facts), max(one.until for one in facts)
        asked = SearchRange(judged.search, since, until, judged.is_of_former_filters)
        span = Window(min(history.since, day_of(asked.since)), max(history.until, day_of(asked.until)))
        days = day_states(judged.current, span, history.until.subtract(days=1))
        found.asked.append(asked)
        found.months.extend(_months(judged.search, span, days, versions))
        found.spans.extend(spans_of(judged.search, span, days))
    return found


def day_states(windows: Iterable[Judged], span: Window, today: date) -> list[DayState]:
    """The state of each day of a span, by the window that was completed last, or else by one that was begun.

    Days that had not ended when they were read are open from the next day on.
    """
    first = span.since.toordinal()
    days: list[DayState] = ["missing"] * span.days
    for one in sorted(windows, key=_weight):
        since, until = max(0, one.facts.since.toordinal() - first), one.facts.until.toordinal() - first
        days[since:until] = [_state(one)] * len(days[since:until])
        whole = max(since, one.facts.whole_until(today).toordinal() - first)
        days[whole:until] = ["open"] * len(days[whole:until])
    return days


def spans_of(search: str, span: Window, days: Sequence[DayState]) -> Iterator[DateSpan]:
    """The days, joined to the fewest spans of one state."""
    for state, places in groupby(range(len(days)), key=lambda place: days[place]):
        found = list(places)
        yield DateSpan(search, span.since.add(days=found[0]), span.since.add(days=found[-1] + 1), state)


def _weight(judged: Judged) -> tuple[bool, bool, datetime, str]:
    facts = judged.facts
    read_at = facts.read_at or datetime.min.replace(tzinfo=UTC)
    return facts.status == "complete", facts.is_begun, read_at, facts.window_id


def _state(judged: Judged) -> DayState:
    return "missing" if judged.verdict == "open" and not judged.facts.is_begun else judged.verdict


def _months(
    search: str, span: Window, days: Sequence[DayState], versions: Mapping[tuple[str, str], int]
) -> Iterator[Month]:
    for month in months(span):
        start = month.since.toordinal() - span.since.toordinal()
        part = days[start : start + month.days]
        first = month.since.replace(day=1)
        yield Month(
            search, first, month.since, month.days, sum(state in READ_TO_THE_END for state in part),
            part.count("short"), part.count("open"), versions.get((search, f"{first:%Y-%m}"), 0),
        )  # fmt: skip


def _versions(db: duckdb.DuckDBPyConnection) -> Mapping[tuple[str, str], int]:
    """Versions by search and month of posting, the month as it begins a date: YYYY-MM."""
    query = _VERSIONS if len(db.execute(_SEARCHES).fetchall()) > 1 else _VERSIONS_OF_ONE
    found: dict[tuple[str, str], int] = defaultdict(int)
    for search, month, count in db.execute(query).fetchall():
        found[search, str(month)] += count
    return found
