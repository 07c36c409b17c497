"""Earlier readings as the ledger has them, and how late jobs appeared after their day was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import duckdb

from jobhouse.sentrion.plan.refresh import MOST_LOOKBACK, NEW_DAYS, PastReading
from jobhouse.sentrion.plan.windows import Window, day_of
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse

ENOUGH_LATE_VERSIONS: Final = 100
"""With fewer late versions, how late they came says nothing."""
COVERED_SHARE: Final = 0.99
"""The share of late versions that the lookback should find; the refresh of older months finds the rest."""

_PAST: Final = f"""
select since, until, timezone('UTC', started_at)::date, refreshed_at is not null, completed_at
from sentrion.windows
where search = $search and filters_hash = $filters_hash and status = 'complete' and {LOADED}
order by window_id
"""

# only days that were watched from fresh until beyond the longest lookback: with younger ones, what was not seen yet
# would pass for what does not happen, and the lookback would shrink to what it looks at
_LATENESS: Final = f"""
with

readings as (
    select
        unnest(generate_series(since::timestamp, until::timestamp - interval 1 day, interval 1 day))::date as day,
        timezone('UTC', completed_at)::date as first_on,
        completed_at as first_at,
        timezone('UTC', coalesce(refreshed_at, completed_at))::date as last_on
    from sentrion.windows
    where search = $search and filters_hash = $filters_hash and status = 'complete' and {LOADED}
),

days as (
    select day, min(first_at) filter (day < first_on - 1) as first_at, max(last_on) as last_on
    from readings
    group by day
),

watched as (
    select day, first_at
    from days
    where timezone('UTC', first_at)::date - day <= $fresh and last_on - day >= $watched
),

late as (
    select timezone('UTC', versions.fetched_at)::date - watched.day as days_late
    from sentrion.job_versions as versions
    inner join watched on try_cast(substr(versions.post_date, 1, 10) as date) = watched.day
    where versions.search = $search and versions.fetched_at > watched.first_at
)

select count(*), quantile_disc(days_late, {COVERED_SHARE}) from late
"""

# a change is a version of an advert that was there before under the same address
_CHANGES: Final = """
with fresh as (
    select version_id, job_url from sentrion.job_versions where search = $search and fetched_at >= $since
)

select
    count(*) filter (earlier.job_url is null),
    count(*) filter (earlier.job_url is not null)
from fresh
left join (
    select distinct job_url
    from sentrion.job_versions
    where search = $search and fetched_at < $since and job_url in (select job_url from fresh)
) as earlier using (job_url)
"""


@dataclass(frozen=True)
class LateArrivals:
    """How many versions appeared after their day was first complete, and the days within which nearly all did."""

    versions: int = 0
    days: int | None = None


@dataclass(frozen=True)
class Past:
    """What a nightly run needs of the ledger."""

    readings: list[PastReading] = field(default_factory=list)
    late_arrivals: LateArrivals = field(default_factory=LateArrivals)


def past_of(warehouse: Warehouse, search: str, filters_hash: str) -> Past:
    """The complete readings of a search and how late versions came; both empty where nothing was read yet."""
    if not warehouse.database.exists():
        return Past()
    given = {"search": search, "filters_hash": filters_hash}
    with reader(warehouse) as db:
        try:
            rows = db.execute(_PAST, given).fetchall()
            late = db.execute(_LATENESS, {**given, "fresh": NEW_DAYS, "watched": MOST_LOOKBACK}).fetchone()
        except duckdb.CatalogException:
            return Past()
    assert late is not None
    return Past([_reading(*row) for row in rows], LateArrivals(*late))


def changes_since(warehouse: Warehouse, search: str, since: datetime) -> tuple[int, int]:
    """How many job versions were first fetched since then: of new adverts, and of adverts that were known before."""
    if not warehouse.database.exists():
        return 0, 0
    with reader(warehouse) as db:
        try:
            row = db.execute(_CHANGES, {"search": search, "since": since}).fetchone()
        except duckdb.CatalogException:
            return 0, 0
    assert row is not None
    return int(row[0]), int(row[1])


def _reading(since: date, until: date, read_on: date, is_refresh: bool, completed_at: datetime) -> PastReading:
    return PastReading(Window(day_of(since), day_of(until)), day_of(read_on), is_refresh, completed_at.isoformat())
