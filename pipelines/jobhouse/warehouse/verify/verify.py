"""The ledger held against what is stored, window by window, with nothing but SQL and arithmetic.

Each page that a checkpoint counts left a receipt on its request: the keys of the versions it delivered. So a page
that was acknowledged and not stored is noticed, and which one it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import duckdb
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.sentrion.plan.windows import Window, day_of, merge, subtract
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.migration import windows_relation
from jobhouse.warehouse.verify.verdicts import Background, Verification, WindowFacts, counted, judge

_FIRST: Final = f"replace(reading_id, '{SECOND}', '')"
_KEY: Final = f"substr(version_id, 1, {KEY_DIGITS})"

_LATEST_HASH: Final = f"""
select arg_max(filters_hash, started_at) from sentrion.windows where search = $search and {LOADED}
"""

_FACTS: Final = f"""
with

windows as (
    select
        window_id, since, until, published_after, published_before, status, reading_id,
        coalesce(pages, 0) as pages, coalesce(rows_delivered, 0) as rows_delivered, expected_total,
        coalesce(refreshed_at, completed_at) as read_at, note
    from {{windows}}
    where search = $search and filters_hash = $filters_hash and {LOADED} and status != 'split'
        and since < $until::date and until > $since::date
),

receipts as (
    select window_id, reading_id, page, total, octet_length(version_keys) // 8 as rows, lower(hex(version_keys)) as keys
    from sentrion.requests
    where search = $search and page is not null and {LOADED} and window_id in (select window_id from windows)
),

delivered as (
    select window_id, reading_id, page, place, substr(keys, 1 + {KEY_DIGITS} * place, {KEY_DIGITS}) as key
    from (select *, unnest(range(rows)) as place from receipts)
),

stored as (
    select {_KEY} as key from sentrion.job_versions where {LOADED}
    intersect
    select {_KEY} from sentrion.search_hits where search = $search and {LOADED}
),

by_key as (
    select window_id, reading_id, key, key in (select key from stored) as is_stored
    from delivered
    group by all
),

in_sequence as (
    select
        window_id, reading_id, page, place, key,
        lead(key) over (partition by window_id, reading_id, page order by place) as next_key
    from delivered
),

twice as (
    select window_id, reading_id, sum(times - 1) as in_twice
    from (
        select window_id, reading_id, key, next_key, count(*) as times
        from in_sequence
        where next_key != key
        group by all
    )
    group by all
),

kept as (
    select
        window_id, reading_id, count(*) as pages_kept, sum(rows) as rows_kept,
        min(total) as lowest_total, max(total) as highest_total
    from receipts
    group by all
),

-- both readings of a window that was read twice speak for it
keys as (
    select
        window_id, {_FIRST} as first_id, count(distinct key) as distinct_keys,
        count(distinct key) filter (is_stored) as stored
    from by_key
    group by all
),

sums as (
    select window_id, reading_id, {_FIRST} as first_id, count(*) as rows, sum(hash(key)) as digest
    from delivered
    group by all
),

confirmed as (
    select second.window_id, second.reading_id
    from sums as second
    inner join sums as first
        on second.window_id = first.window_id and second.first_id = first.reading_id
        and second.rows = first.rows and second.digest = first.digest
    where second.reading_id != second.first_id
),

lost as (
    select window_id, count(distinct key) as lost from by_key where not is_stored group by all
)

select
    windows.*,
    coalesce(pages_kept, 0), coalesce(rows_kept, 0)::bigint, coalesce(distinct_keys, 0), coalesce(stored, 0),
    coalesce(lost, 0), coalesce(in_twice, 0)::bigint, lowest_total, highest_total,
    coalesce(windows.reading_id != {_FIRST}, false), confirmed.window_id is not null
from windows
left join kept using (window_id, reading_id)
left join keys on windows.window_id = keys.window_id and {_FIRST} = keys.first_id
left join confirmed using (window_id, reading_id)
left join twice using (window_id, reading_id)
left join lost using (window_id)
order by since, until
"""


def verify(
    warehouse: Warehouse,
    search: str,
    since: str | None = None,
    until: str | None = None,
    *,
    known: Search | None = None,
    totals_now: Mapping[str, int | None] | None = None,
) -> Verification:
    """Hold every window of a search and range against what is stored, and against the API's totals where asked.

    The windows are those of the filters that the search last used; `known` is what the settings know of it.

    Raises:
        UsageError: nothing was read by this search, or a date is none.
        Stopped: a load holds the file for longer than a reader waits.
    """
    filters_hash, facts = facts_of(warehouse, search, since, until)
    current, superseded = _current(facts)
    background = Background.of(current, excludes_duplicates=excludes_duplicates(known, filters_hash))
    asked = totals_now or {}
    judged = [
        judge(window, background, asked=window.window_id in asked, total_now=asked.get(window.window_id))
        for window in current
    ]
    judged += [judge(window, background) for window in superseded if window.lost]
    judged.sort(key=lambda one: (one.facts.since, one.facts.until))
    return Verification(
        search=search,
        filters_hash=filters_hash,
        windows=judged,
        superseded=sum(not window.lost for window in superseded),
        open_days=_open_days(facts, since, until),
        counts=counted(judged),
    )


def facts_of(warehouse: Warehouse, search: str, since: str | None, until: str | None) -> tuple[str, list[WindowFacts]]:
    """The hash of the filters that a search last used, and its windows in a range with their receipts looked up."""
    with reader(warehouse) as db:
        try:
            filters_hash = _value(db, _LATEST_HASH, search=search)
            found = _rows(
                db, _FACTS.format(windows=windows_relation(db)), search=search, filters_hash=filters_hash,
                since=since or "0001-01-01", until=until or "9999-12-31",
            )  # fmt: skip
        except (duckdb.CatalogException, duckdb.BinderException):
            found = []
    if not found:
        raise UsageError(
            f"The warehouse {warehouse.folder} holds no windows of the search {search!r} in this range; "
            f"fill it with {warehouse.command('jobhouse backfill')}."
        )
    return filters_hash, [WindowFacts(*row) for row in found]


def excludes_duplicates(known: Search | None, filters_hash: str) -> bool:
    """Whether the API left duplicates out, as far as the settings still tell."""
    if known is None or known.filters_hash != filters_hash:
        return False
    return known.filters["exclude_duplicates"] is not False


def window_of(facts: WindowFacts) -> Window:
    return Window(day_of(facts.since), day_of(facts.until))


def _current(facts: Iterable[WindowFacts]) -> tuple[list[WindowFacts], list[WindowFacts]]:
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


def _open_days(facts: Iterable[WindowFacts], since: str | None, until: str | None) -> int:
    """Days of the range asked for, or else between the ledger's first and last, that no complete window covers."""
    windows = [(window_of(window), window.status) for window in facts]
    first = Date.fromisoformat(since) if since else min(window.since for window, _ in windows)
    last = Date.fromisoformat(until) if until else max(window.until for window, _ in windows)
    complete = [window for window, status in windows if status == "complete"]
    return sum(gap.days for gap in subtract([Window(first, last)], complete))


def _value(db: duckdb.DuckDBPyConnection, query: str, **given: Any) -> Any:
    row = db.execute(query, given).fetchone()
    return row[0] if row else None


def _rows(db: duckdb.DuckDBPyConnection, query: str, **given: Any) -> list[tuple[Any, ...]]:
    return db.execute(query, given).fetchall()
