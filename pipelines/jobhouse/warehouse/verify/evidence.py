"""What windows brought, counted again from the receipts of their pages, and how much of it is stored.

Each page that a checkpoint counts left a receipt on its request: the keys of the versions it delivered. So a page that
was acknowledged and not stored is noticed, and which one it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.warehouse.connect import LOADED
from jobhouse.warehouse.deletions import deletions_relation

_FIRST: Final = f"replace(reading_id, '{SECOND}', '')"
_KEY: Final = f"substr(version_id, 1, {KEY_DIGITS})"

_EVIDENCE: Final = f"""
with

windows as (
    select window_id, search, reading_id
    from sentrion.windows
    where window_id in (select unnest($window_ids)) and {LOADED}
),

receipts as (
    select
        requests.window_id, requests.reading_id, windows.search, page, total,
        octet_length(version_keys) // 8 as rows, lower(hex(version_keys)) as keys
    from sentrion.requests
    inner join windows using (window_id, search)
    where page is not null and requests.{LOADED}
),

delivered as (
    select
        window_id, reading_id, search, page, unnest(range(rows)) as place,
        unnest(regexp_extract_all(keys, '{"." * KEY_DIGITS}')) as key  -- one walk, however many jobs the page has
    from receipts
),

asked as (
    select distinct search, key from delivered
),

stored as (
    select distinct asked.search, asked.key
    from asked
    semi join (select {_KEY} as key from sentrion.job_versions where {LOADED}) as versions on asked.key = versions.key
    semi join (select search, {_KEY} as key from sentrion.search_hits where {LOADED}) as hits
        on asked.search = hits.search and asked.key = hits.key
),

deleted as (
    select distinct {_KEY} as key from {{deletions}}
),

by_key as (
    select
        window_id, reading_id, delivered.key, any_value(stored.key is not null) as is_stored,
        any_value(deleted.key is not null) as is_deleted
    from delivered
    left join stored on delivered.search = stored.search and delivered.key = stored.key
    left join deleted on delivered.key = deleted.key
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
    select window_id, count(distinct key) as lost from by_key where not (is_stored or is_deleted) group by all
)

select
    windows.window_id,
    coalesce(pages_kept, 0), coalesce(rows_kept, 0)::bigint, coalesce(distinct_keys, 0), coalesce(stored, 0),
    coalesce(lost, 0), coalesce(in_twice, 0)::bigint, lowest_total, highest_total,
    coalesce(windows.reading_id != {_FIRST}, false), confirmed.window_id is not null
from windows
left join kept using (window_id, reading_id)
left join keys on windows.window_id = keys.window_id and {_FIRST} = keys.first_id
left join confirmed using (window_id, reading_id)
left join twice using (window_id, reading_id)
left join lost using (window_id)
"""

_ROWS: Final = """
select window_id, sum(octet_length(version_keys) // 8)::bigint
from sentrion.requests
where window_id in (select unnest($window_ids)) and version_keys is not null
group by all
"""
ROWS_AT_A_TIME: Final = 60_000
"""Delivered rows that are looked at in one query, unless a single window has more: no more memory than a load takes."""


@dataclass(frozen=True)
class Evidence:
    """Counts of one window; `WindowFacts` says what each means."""

    pages_kept: int = 0
    rows_kept: int = 0
    distinct: int = 0
    stored: int = 0
    lost: int = 0
    in_twice: int = 0
    lowest_total: int | None = None
    highest_total: int | None = None
    read_twice: bool = False
    confirmed: bool = False


def read_evidence(db: duckdb.DuckDBPyConnection, window_ids: Iterable[str]) -> Mapping[str, Evidence]:
    """The evidence for these windows; it takes a look at each job version that they delivered."""
    found: dict[str, Evidence] = {}
    query = _EVIDENCE.format(deletions=deletions_relation(db))
    for names in _portions(db, list(window_ids)):
        rows = db.execute(query, {"window_ids": names}).fetchall()
        found |= {str(window_id): Evidence(*counts) for window_id, *counts in rows}
    return found


def _portions(db: duckdb.DuckDBPyConnection, names: list[str]) -> Iterator[list[str]]:
    """The windows, so many at a time that memory does not grow with what they delivered together."""
    rows_of = dict(db.execute(_ROWS, {"window_ids": names}).fetchall()) if names else {}
    portion: list[str] = []
    rows = 0
    for name in names:
        if portion and rows + rows_of.get(name, 0) > ROWS_AT_A_TIME:
            yield portion
            portion, rows = [], 0
        portion.append(name)
        rows += rows_of.get(name, 0)
    if portion:
        yield portion
