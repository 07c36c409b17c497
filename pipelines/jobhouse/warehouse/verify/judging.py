"""The verdicts on all windows: judged in one place, stored in `sentrion.window_verdicts`, and read from there.

A verdict rests on the evidence for its window and on what the search's other windows teach about its totals, so all
windows of a search are judged together. The evidence takes a look at each job version, and so is computed when a window
was read, or when `verify` looks again; what it found (rows that were lost, a total that was asked for) holds until the
window is read again. A stored verdict names the reading that it judges; once the window is read again, it counts no
more. Where one is missing, as after a kill or in the file of an earlier version, readers judge for themselves, by the
same rule, and the next run or build stores it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.windows import Window, day_of, merge, subtract
from jobhouse.warehouse.connect import LOADED, tables_of_dataset
from jobhouse.warehouse.migration import windows_relation
from jobhouse.warehouse.raw_tables import WINDOW_VERDICTS, relation_or_empty
from jobhouse.warehouse.verify.evidence import read_evidence
from jobhouse.warehouse.verify.verdicts import Background, Judged, judge
from jobhouse.warehouse.verify.window_facts import WindowFacts

Totals = Mapping[str, int | None]
"""What the API answered when it was asked for totals, by window; None where it gave none."""
KnownSearch = Callable[[str], Search | None]
"""A search as the settings have it now."""

# the query takes no value: DuckDB would import pandas for it, which takes longer than all else that `status` does
_WINDOWS: Final = f"""
with

latest as (
    select search, arg_max(filters_hash, started_at) as filters_hash
    from {{windows}}
    where {LOADED}
    group by search
),

windows as (
    select *, coalesce(refreshed_at, completed_at) as read_at
    from {{windows}}
    where {LOADED} and status != 'split'
)

select
    windows.search, windows.filters_hash, verdicts.verdict, verdicts.reason, verdicts.excludes_duplicates,
    windows.window_id, windows.since, windows.until, windows.published_after, windows.published_before,
    windows.status, windows.reading_id, coalesce(windows.pages, 0), coalesce(windows.rows_delivered, 0),
    windows.expected_total, windows.read_at, windows.note,
    coalesce(verdicts.pages_kept, 0), coalesce(verdicts.rows_kept, 0), coalesce(verdicts.versions_delivered, 0),
    coalesce(verdicts.versions_stored, 0), coalesce(verdicts.versions_lost, 0), coalesce(verdicts.rows_repeated, 0),
    verdicts.lowest_total, verdicts.highest_total, coalesce(verdicts.is_read_twice, false),
    coalesce(verdicts.is_confirmed, false), verdicts.asked_at, verdicts.total_now, windows.started_at
from windows
inner join latest using (search, filters_hash)
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
class JudgedSearch:
    """All windows of a search, under the filters that it last used.

    `current` are the windows that speak for their days; the days of `superseded` ones were wholly read since by others.
    """

    search: str
    filters_hash: str
    current: list[Judged]
    superseded: list[Judged]
    excludes_duplicates: bool
    is_stored: bool
    """Whether these verdicts are those of the table."""


def judged_searches(
    db: duckdb.DuckDBPyConnection,
    known: KnownSearch,
    *,
    search: str | None = None,
    looks_again: Callable[[WindowFacts], bool] = lambda facts: False,
    totals: Totals | None = None,
) -> list[JudgedSearch]:
    """The verdicts on the windows of all searches, or of one.

    Args:
        db: the warehouse.
        known: a search as the settings have it now.
        search: the only search to judge.
        looks_again: the windows for which the evidence is computed even where it is stored.
        totals: what the API answered just now.
    """
    judged = []
    for (name, filters_hash), rows in groupby(db.execute(_query(db)).fetchall(), key=lambda row: (row[0], row[1])):
        if search not in (None, name):
            continue
        of_search = list(rows)
        windows = [StoredWindow(_asked(WindowFacts(*row[5:]), totals or {}), row[2], row[3]) for row in of_search]
        unjudged = [one.facts.window_id for one in windows if one.lacks_evidence or looks_again(one.facts)]
        excludes = _excludes_duplicates(known(name), filters_hash) or any(row[4] for row in of_search)
        is_new = bool(unjudged or totals)
        judged.append(
            _judged(name, filters_hash, _with_evidence(db, windows, unjudged), excludes=excludes, is_new=is_new)
        )
    return judged


def search_in_settings(name: str) -> Search | None:
    """A search as the settings have it, for what does not need it: None where they are wrong."""
    try:
        return Settings.load_without_key().known_search(name)
    except UsageError:
        return None


def window_of(facts: WindowFacts) -> Window:
    return Window(day_of(facts.since), day_of(facts.until))


def _query(db: duckdb.DuckDBPyConnection) -> str:
    verdicts = relation_or_empty(WINDOW_VERDICTS, is_there=WINDOW_VERDICTS.name in tables_of_dataset(db))
    return _WINDOWS.format(windows=windows_relation(db), verdicts=verdicts)


def _judged(
    search: str, filters_hash: str, windows: list[StoredWindow], *, excludes: bool, is_new: bool
) -> JudgedSearch:
    """Judge all windows, or where nothing `is_new` take the stored verdicts."""
    current, superseded = split_by_currency(one.facts for one in windows)
    background = Background.of(current, excludes_duplicates=excludes)
    stored = {} if is_new else {one.facts.window_id: one for one in windows if one.verdict is not None}

    def judgement(facts: WindowFacts) -> Judged:
        kept = stored.get(facts.window_id)
        return Judged(facts, kept.verdict, kept.reason) if kept else judge(facts, background)

    return JudgedSearch(
        search,
        filters_hash,
        [judgement(facts) for facts in current],
        [judgement(facts) for facts in superseded],
        excludes,
        is_stored=len(stored) == len(windows),
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


def _asked(facts: WindowFacts, totals: Totals) -> WindowFacts:
    if facts.window_id not in totals:
        return facts
    return replace(facts, asked_at=datetime.now(UTC), total_now=totals[facts.window_id])


def _excludes_duplicates(known: Search | None, filters_hash: str) -> bool:
    """Whether the API left duplicates out, as far as the settings still tell."""
    if known is None or known.as_recorded([filters_hash]).filters_hash != filters_hash:
        return False
    return known.filters["exclude_duplicates"] is not False


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
