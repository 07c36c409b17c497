"""The ledger read back with SQL: which days are there, what is open, what it cost, how the last runs ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import duckdb

from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.read import nothing_yet, reader


@dataclass(frozen=True)
class Month:
    """One calendar month of one search: its days, how many are complete, and the jobs its windows brought."""

    search: str
    month: date
    days: int
    days_complete: int
    jobs: int


@dataclass(frozen=True)
class OpenWindow:
    """A window that is not complete, and why."""

    window_id: str
    since: date
    until: date
    status: str
    pages: int
    note: str | None


@dataclass(frozen=True)
class RunRow:
    """How one run went."""

    command: str
    started_at: datetime
    updated_at: datetime
    outcome: str
    requests: int
    rows_delivered: int
    credits_used: int
    note: str | None


@dataclass(frozen=True)
class FindingRow:
    """What was found out about the API; `means` says more where the answer is a value to send."""

    question: str
    answer: str
    means: str
    contradicted: str | None


@dataclass(frozen=True)
class Ledger:
    """What `status` shows."""

    versions: int
    months: list[Month]
    open_windows: list[OpenWindow]
    credits_used: int
    credits_remaining: int | None
    requests: int
    requests_failed: int
    runs: list[RunRow]
    findings: list[FindingRow]


# a row of the ledger counts once its package is recorded as loaded: a killed load leaves rows that are not yet true
_LOADED: Final = "_dlt_load_id in (select load_id from sentrion._dlt_loads where status = 0)"

# a window may be covered twice, by a re-reading or by the halves that replaced it: a day is complete if one says so
_MONTHS: Final = f"""
with

latest as (
    select search, arg_max(filters_hash, started_at) as filters_hash
    from sentrion.windows
    where {_LOADED}
    group by search
),

windows as (
    select windows.*
    from sentrion.windows
    inner join latest using (search, filters_hash)
    where {_LOADED}
),

days as (
    select search, unnest(generate_series(min(since)::timestamp, max(until) - 1, interval 1 day))::date as day
    from windows
    group by search
),

covered as (
    select days.search, days.day, coalesce(bool_or(windows.status = 'complete'), false) as is_complete
    from days
    left join windows
        on days.search = windows.search and days.day >= windows.since and days.day < windows.until
    group by all
),

jobs as (
    select search, date_trunc('month', since)::date as month, sum(rows_distinct) as jobs
    from windows
    group by all
)

select
    covered.search,
    date_trunc('month', covered.day)::date as month,
    count(*) as days,
    count(*) filter (covered.is_complete) as days_complete,
    coalesce(any_value(jobs.jobs), 0)::bigint as jobs
from covered
left join jobs on covered.search = jobs.search and date_trunc('month', covered.day)::date = jobs.month
group by all
order by covered.search, month
"""

# a window planned by one run is no longer open once another has read its days in windows of its own
_OPEN: Final = f"""
select window_id, since, until, status, pages, note
from sentrion.windows as open
where status != 'complete' and coalesce(note, '') not like '%split into%' and {_LOADED}
    and exists (
        select 1
        from unnest(generate_series(open.since::timestamp, open.until::timestamp - interval 1 day, interval 1 day))
            as days(day)
        where not exists (
            select 1
            from sentrion.windows as complete
            where complete.search = open.search and complete.filters_hash = open.filters_hash
                and complete.status = 'complete' and complete.{_LOADED}
                and days.day >= complete.since and days.day < complete.until
        )
    )
order by since desc
"""

_REQUESTS: Final = f"""
select
    count(*),
    count(*) filter (error is not null),
    coalesce(sum(credits_used), 0)::bigint,
    arg_max(credits_remaining, requested_at)
from sentrion.requests
where {_LOADED}
"""

_RUNS: Final = f"""
select command, started_at, updated_at, outcome, requests, rows_delivered, credits_used, note
from sentrion.runs
where {_LOADED}
order by started_at desc
limit 5
"""

_FINDINGS: Final = f"""
select question, answer, coalesce(evidence ->> '$.means', ''), contradicted
from sentrion.findings
where {_LOADED}
order by question
"""


def read_ledger(warehouse: Warehouse) -> Ledger:
    """The whole ledger in one consistent reading.

    Raises:
        UsageError: there is no warehouse yet, or nothing was read into it.
        Stopped: a load holds the file for longer than a reader waits.
    """
    with reader(warehouse) as db:
        try:
            requests, failed, credits_used, remaining = _one(db, _REQUESTS)
            (versions,) = _one(db, "select count(*) from sentrion.job_versions")
            return Ledger(
                versions,
                [Month(*row) for row in db.execute(_MONTHS).fetchall()],
                [OpenWindow(*row) for row in db.execute(_OPEN).fetchall()],
                credits_used,
                remaining,
                requests,
                failed,
                [RunRow(*row) for row in db.execute(_RUNS).fetchall()],
                _findings(db),
            )
        except duckdb.CatalogException:
            raise nothing_yet(warehouse) from None


def _findings(db: duckdb.DuckDBPyConnection) -> list[FindingRow]:
    try:
        return [FindingRow(*row) for row in db.execute(_FINDINGS).fetchall()]
    except duckdb.CatalogException:  # nothing was asked yet
        return []


def _one(db: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = db.execute(query).fetchone()
    assert row is not None
    return row
