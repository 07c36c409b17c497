"""The verdicts on all windows: judged in one place, stored in `sentrion.window_verdicts`, and read from there.

A verdict rests on the evidence for its window and on what the search's other windows teach about its totals, so all
windows of a search are judged together. The evidence takes a look at each job version, and so is computed when a window
was read, or when `verify` looks again; what it found (rows that were lost, a total that was asked for) holds until the
window is read again. A stored verdict names the reading that it judges; once the window is read again, it counts no
more. Where one is missing, as after a kill or in the file of an earlier version, readers judge for themselves, by the
same rule, and the next run or build stores it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import EVERYTHING, Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.config.tables import FINDINGS
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.sentrion.plan.windows import Window, day_of, merge, subtract
from jobhouse.warehouse.connect import LOADED, tables_of_dataset
from jobhouse.warehouse.migration import windows_relation
from jobhouse.warehouse.raw_tables import WINDOW_VERDICTS, relation_or_empty
from jobhouse.warehouse.verify.evidence import read_evidence
from jobhouse.warehouse.verify.verdicts import Background, Judged, judge
from jobhouse.warehouse.verify.window_facts import WindowFacts

TotalsNow = Mapping[str, int | None]
"""What the API answered when it was asked for totals, by window; None where it gave none."""
KnownSearch = Callable[[str, Mapping[str, Any]], Search | None]
"""A search as the settings have it now, with the filter values that ask for all jobs."""

# the query takes no value: DuckDB would import pandas for it, which takes longer than all else that `status` does
_WINDOWS: Final = f"""
with

windows as (
    select *, coalesce(refreshed_at, completed_at) as read_at
    from {{windows}}
    where {LOADED} and status != 'split'
),

latest as (
    select search, arg_max(filters_hash, started_at) as filters_hash
    from windows
    group by search
)

select
    windows.search, windows.filters_hash, latest.filters_hash, verdicts.verdict, verdicts.reason,
    verdicts.excludes_duplicates,
    windows.window_id, windows.since, windows.until, windows.published_after, windows.published_before,
    windows.status, windows.reading_id, coalesce(windows.pages, 0), coalesce(windows.rows_delivered, 0),
    windows.expected_total, windows.read_at, windows.note,
    coalesce(verdicts.pages_kept, 0), coalesce(verdicts.rows_kept, 0), coalesce(verdicts.versions_delivered, 0),
    coalesce(verdicts.versions_stored, 0), coalesce(verdicts.versions_lost, 0), coalesce(verdicts.rows_repeated, 0),
    verdicts.lowest_total, verdicts.highest_total, coalesce(verdicts.is_read_twice, false),
    coalesce(verdicts.is_confirmed, false), verdicts.asked_at, verdicts.total_now, windows.started_at
from windows
inner join latest using (search)
left join {{verdicts}} as verdicts
    on windows.window_id = verdicts.window_id
    and windows.reading_id is not distinct from verdicts.reading_id
    and windows.read_at is not distinct from verdicts.read_at
order by windows.search, windows.window_id
"""


@dataclass(frozen=True)
class StoredWindow:
    """A window, with the stored verdict on its present reading where there is one."""

    facts: WindowFacts
    verdict: Any = None
    reason: str = ""

    @property
    def lacks_evidence(self) -> bool:
        return self.facts.status == "complete" and self.verdict is None


@dataclass(frozen=True)
class _Filters:
    """The filters of a search whose windows are judged."""

    hash: str
    exclude_duplicates: bool
    are_former: bool
    """Whether the settings have others now, with which nothing was read yet."""


@dataclass(frozen=True)
class JudgedSearch:
    """All windows of a search under its filters in the settings, or where none was read with these, under the last.

    `current` are the windows that speak for their days; the days of `superseded` ones were wholly read since by others.
    """

    search: str
    filters_hash: str
    current: list[Judged]
    superseded: list[Judged]
    excludes_duplicates: bool
    is_stored: bool
    """Whether these verdicts are those of the table."""
    is_of_former_filters: bool
    """Whether the settings have other filters for the search now, and nothing was read with them."""


def judged_searches(
    db: duckdb.DuckDBPyConnection,
    known: KnownSearch,
    *,
    search: str | None = None,
    looks_again: Callable[[WindowFacts], bool] = lambda facts: False,
    totals: TotalsNow | None = None,
) -> list[JudgedSearch]:
    """The verdicts on the windows of all searches, or of one.

    Args:
        db: the warehouse.
        known: a search as the settings have it now.
        search: the only search to judge.
        looks_again: the windows for which the evidence is computed even where it is stored.
        totals: what the API answered just now.
    """
    judged, everything = [], _everything(db)
    for name, rows in groupby(db.execute(_query(db)).fetchall(), key=lambda row: row[0]):
        if search not in (None, name):
            continue
        ledger = list(rows)
        filters = _filters_to_judge(ledger, known(name, everything))
        of_search = [row for row in ledger if row[1] == filters.hash]
        windows = [StoredWindow(_asked(WindowFacts(*row[6:]), totals or {}), row[3], row[4]) for row in of_search]
        unjudged = [one.facts.window_id for one in windows if one.lacks_evidence or looks_again(one.facts)]
        is_new = bool(unjudged or totals)
        judged.append(_judged(name, filters, _with_evidence(db, windows, unjudged), is_new=is_new))
    return judged


def search_in_settings(name: str, everything: Mapping[str, Any]) -> Search | None:
    """A search as the settings have it, for what does not need it: None where they are wrong."""
    try:
        return Settings.load_without_key().known_search(name, everything)
    except UsageError:
        return None


def window_of(facts: WindowFacts) -> Window:
    return Window(day_of(facts.since), day_of(facts.until))


def _query(db: duckdb.DuckDBPyConnection) -> str:
    verdicts = relation_or_empty(WINDOW_VERDICTS, is_there=WINDOW_VERDICTS.name in tables_of_dataset(db))
    return _WINDOWS.format(windows=windows_relation(db), verdicts=verdicts)


def _filters_to_judge(ledger: Sequence[tuple[Any, ...]], setting: Search | None) -> _Filters:
    """Those that are set now, where any window was read with them, or else those that were read last."""
    as_set = setting.as_recorded({row[1] for row in ledger}) if setting else None
    is_read = as_set is not None and any(row[1] == as_set.filters_hash for row in ledger)
    chosen = as_set.filters_hash if as_set and is_read else ledger[0][2]
    excludes = as_set is not None and is_read and as_set.filters["exclude_duplicates"] is not False
    excluded = any(row[5] for row in ledger if row[1] == chosen)  # as far as the settings told when it was judged
    return _Filters(chosen, excludes or excluded, are_former=as_set is not None and not is_read)


def _everything(db: duckdb.DuckDBPyConnection) -> Mapping[str, Any]:
    """The filter values that ask for all jobs, by the findings of the last probe where there was one."""
    if FINDINGS.name not in tables_of_dataset(db):
        return EVERYTHING
    rows = db.execute(f"select question, answer, contradicted from sentrion.findings where {LOADED}").fetchall()
    answers = [Finding(question, answer, {}, "", 0, 0, contradicted) for question, answer, contradicted in rows]
    return Findings({answer.question: answer for answer in answers}).everything()


def _judged(search: str, filters: _Filters, windows: list[StoredWindow], *, is_new: bool) -> JudgedSearch:
    """Judge all windows, or where nothing `is_new` take the stored verdicts."""
    current, superseded = split_by_currency(one.facts for one in windows)
    background = Background.of(current, excludes_duplicates=filters.exclude_duplicates)
    stored = {} if is_new else {one.facts.window_id: one for one in windows if one.verdict is not None}

    def judgement(facts: WindowFacts) -> Judged:
        kept = stored.get(facts.window_id)
        return Judged(facts, kept.verdict, kept.reason) if kept else judge(facts, background)

    return JudgedSearch(
        search,
        filters.hash,
        [judgement(facts) for facts in current],
        [judgement(facts) for facts in superseded],
        filters.exclude_duplicates,
        is_stored=len(stored) == len(windows),
        is_of_former_filters=filters.are_former,
    )


def _with_evidence(
    db: duckdb.DuckDBPyConnection, windows: list[StoredWindow], unjudged: list[str]
) -> list[StoredWindow]:
    """The windows with the evidence for some of them computed."""
    evidence = read_evidence(db, unjudged)
    return [
        replace(one, facts=replace(one.facts, **vars(evidence[one.facts.window_id])))
        if one.facts.window_id in evidence
        else one
        for one in windows
    ]


def _asked(facts: WindowFacts, totals: TotalsNow) -> WindowFacts:
    if facts.window_id not in totals:
        return facts
    return replace(facts, asked_at=datetime.now(UTC), total_now=totals[facts.window_id])


def split_by_currency(facts: Iterable[WindowFacts]) -> tuple[list[WindowFacts], list[WindowFacts]]:
    """The windows that speak for their days, and those whose days were wholly read since, by other windows."""
    current, superseded, covered = [], [], list[Window]()
    for window in sorted(facts, key=lambda one: (one.read_at is not None, one.read_at or 0), reverse=True):
        days = window_of(window)
        if not subtract([days], covered):
            superseded.append(window)
            continue
        current.append(window)
        if window.status == "complete":
            covered = merge([*covered, days])
    return current, superseded
