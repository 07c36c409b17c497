"""The ledger read back with SQL: which days are there, what is open, what it cost, how the last runs ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

import duckdb
from pendulum import Date

from jobhouse.counting import counted
from jobhouse.errors import NothingYet
from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.config.settings import NO_LIMIT, Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import Window, cycle_start, oldest_day, today_utc
from jobhouse.warehouse.connect import LOADED, fetch_from, reader, tables_of_dataset
from jobhouse.warehouse.deletions import marts_hold_deleted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.balance import read_balance
from jobhouse.warehouse.ledger.counts import Counts, read_counts
from jobhouse.warehouse.ledger.coverage import Coverage, DateSpan, Month, SearchRange, read_coverage
from jobhouse.warehouse.ledger.killed_runs import killed_before_loading
from jobhouse.warehouse.ledger.last_runs import RunRow, programs_at_work, read_runs, with_builders
from jobhouse.warehouse.ledger.prices import largest_page
from jobhouse.warehouse.ledger.spending import RecordedCredits, recorded_credits, spent_in_cycle
from jobhouse.warehouse.ledger.spending_journal import most_spent
from jobhouse.warehouse.migration import windows_relation
from jobhouse.warehouse.model_files import mart_columns


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
class FindingRow:
    """What was found out about the API; `means` says more where the answer is a value to send."""

    question: str
    answer: str
    means: str
    contradicted: str | None


@dataclass(frozen=True)
class Cycle:
    """The billing cycle of today: its days, what was spent in it at the most, and what may be (None: no limit).

    `page` is what a page may cost: the page size, or the largest page that came, where that is larger.
    """

    since: date
    until: date
    credits_reserved: int
    max_credits: int | None
    page: int = PAGE_LIMIT


@dataclass(frozen=True)
class Rate:
    """How much of the rate the last minute took, over all processes that use the warehouse folder."""

    requests_last_minute: int
    requests_per_minute: int


Marts = Literal["none", "behind", "current"]
"""Whether the models were ever built; `behind`: jobs were loaded or deleted since, or an earlier version built them."""


@dataclass(frozen=True)
class WarehouseStatus:
    """What `status` shows."""

    is_demo: bool
    as_of: datetime
    oldest_served: date
    versions: int
    months: list[Month]
    incomplete: list[DateSpan]
    spans: list[DateSpan]
    """All days, the complete ones too."""
    asked: list[SearchRange]
    open_windows: list[OpenWindow]
    credits_used: int
    credits_remaining: int | None
    cycle: Cycle
    requests: int
    requests_failed: int
    rate: Rate
    marts: Marts
    runs: list[RunRow]
    last_readings: dict[str, datetime]
    """When each search was last read to its end."""
    findings: list[FindingRow]
    delivered: int = 0
    """Jobs on all pages, second readings included."""
    postings: int | None = None
    openings: int | None = None
    removed_searches: list[str] = field(default_factory=list)
    """Those that were read and that the settings do not have any more, so that no command reads them."""
    at_work: list[str] = field(default_factory=list)
    """The other programs that run on the warehouse, such as `jobhouse demo, PID 4711`, where the system lists them."""
    marts_of_earlier_version: bool = False
    """Whether an earlier version built the marts, so that they lack tables or columns of this one."""

    @property
    def counts(self) -> Counts:
        """The four counts of jobs."""
        return Counts(self.delivered, self.versions, self.postings, self.openings)


# a window planned by one run is no longer open once another has read its days in windows of its own
_OPEN: Final = f"""
select window_id, since, until, status, pages, note
from {{windows}} as open
where status not in ('complete', 'split') and {LOADED}
    and exists (
        select 1
        from unnest(generate_series(open.since::timestamp, open.until::timestamp - interval 1 day, interval 1 day))
            as days(day)
        where not exists (
            select 1
            from sentrion.windows as complete
            where complete.search = open.search and complete.filters_hash = open.filters_hash
                and complete.status = 'complete' and complete.{LOADED}
                and days.day >= complete.since and days.day < complete.until
        )
    )
order by since desc
"""

_REQUESTS: Final = f"""
select
    count(*),
    count(*) filter (error is not null),
    coalesce(sum(credits_used), 0)::bigint
from sentrion.requests
where {LOADED}
"""

_FINDINGS: Final = f"""
select question, answer, coalesce(evidence ->> '$.means', ''), contradicted
from sentrion.findings
where {LOADED}
order by question
"""


_KILLED: Final = f"select run_id from sentrion.runs where outcome = 'killed' and {LOADED}"

_LAST_READINGS: Final = f"""
select search, max(started_at) from sentrion.runs
where {LOADED} and command in ('backfill', 'nightly') and outcome in ('done', 'check_failed') group by search
"""

# every load of jobs brings its run's row, which the models take in with the jobs
_LAST_LOAD: Final = f"select max(updated_at) from sentrion.runs where {LOADED} and pages > 0"
_LAST_BUILD: Final = "select max(updated_at) from ops.runs where page_count > 0"


def read_status(warehouse: Warehouse, settings: Settings) -> WarehouseStatus:
    """The whole ledger in one consistent reading; nothing is sent and nothing is written.

    Raises:
        NothingYet: there is no warehouse yet, or nothing was read into it.
        UsageError: its file cannot be read or is damaged.
        Stopped: a load holds the file for longer than a reader waits.
    """
    now, today = datetime.now(UTC), today_utc()
    if not warehouse.database.exists():
        raise _nothing_yet(warehouse)
    with reader(warehouse) as db:
        there = tables_of_dataset(db)
        if not {"runs", "requests"} <= there:  # a run that sent nothing makes the first alone
            killed = db.execute(_KILLED).fetchall() if "runs" in there else []
            raise _nothing_yet(warehouse, [run_id for (run_id,) in killed])
        history = Window(oldest_day(today), today.add(days=1))
        was_read = {"windows", "job_versions", "search_hits"} <= there  # a probe alone makes none of them
        coverage = read_coverage(db, history, settings.known_search) if was_read else Coverage([], [], [])
        requests, failed, credits_used = _one(db, _REQUESTS)
        counts, at_work = read_counts(db, was_read=was_read), programs_at_work(warehouse)
        (marts, is_of_earlier_version), recorded = _marts(db), recorded_credits(db)
        runs = read_runs(db, warehouse, recorded, was_read=was_read)
        return WarehouseStatus(
            is_demo=warehouse.holds_demo,
            as_of=now,
            oldest_served=history.since,
            versions=counts.versions,
            months=coverage.months,
            incomplete=coverage.incomplete,
            spans=coverage.spans,
            asked=coverage.asked,
            open_windows=_open_windows(db) if was_read else [],
            credits_used=credits_used,
            credits_remaining=read_balance(db),
            cycle=_cycle(db, warehouse, recorded, settings, today),
            requests=requests,
            requests_failed=failed,
            rate=Rate(RateLimiter.used_at(warehouse.rate), settings.requests_per_minute),
            marts=marts,
            runs=runs if marts == "current" else with_builders(runs, at_work),
            last_readings=dict(db.execute(_LAST_READINGS).fetchall()),
            findings=[FindingRow(*row) for row in db.execute(_FINDINGS).fetchall()] if "findings" in there else [],
            delivered=counts.delivered,
            postings=counts.postings,
            openings=counts.openings,
            removed_searches=[one.search for one in coverage.asked if settings.known_search(one.search) is None],
            at_work=at_work,
            marts_of_earlier_version=is_of_earlier_version,
        )


def _nothing_yet(warehouse: Warehouse, recorded: Sequence[str] = ()) -> NothingYet:
    """The error for a warehouse without a load, and what runs may have spent that were killed before theirs.

    `recorded` are those that a later run recorded before it was killed itself.
    """
    error, killed = warehouse.nothing_yet(), {*recorded, *(run.run_id for run in killed_before_loading(warehouse))}
    spent = most_spent(warehouse)
    of_killed = sum(credits_ for run_id, credits_ in spent.items() if run_id in killed)
    said = [str(error)]
    if killed:
        its = "its" if len(killed) == 1 else "their"
        said.append(
            f"{counted(len(killed), 'run')} ended without recording how, before anything was loaded; {its} "
            f"requests may have cost up to {counted(of_killed, 'credit')}."
        )
    if lost := sum(spent.values()) - of_killed:
        said.append(
            f"Runs whose records are gone with {warehouse.database.name} spent up to {counted(lost, 'credit')}."
        )
    return NothingYet(" ".join(said))


def _open_windows(db: duckdb.DuckDBPyConnection) -> list[OpenWindow]:
    query = _OPEN.format(windows=windows_relation(db))
    return [OpenWindow(*row) for row in db.execute(query).fetchall()]


def _cycle(
    db: duckdb.DuckDBPyConnection, warehouse: Warehouse, recorded: RecordedCredits, settings: Settings, today: Date
) -> Cycle:
    since = cycle_start(today, settings.billing_cycle_day)
    limit = settings.max_credits_per_cycle
    spent = spent_in_cycle(recorded, warehouse, since, settings)
    page = max(settings.page_size, largest_page(db, since).size)
    return Cycle(since, since.add(months=1), spent, limit if limit < NO_LIMIT else None, page)


def _marts(db: duckdb.DuckDBPyConnection) -> tuple[Marts, bool]:
    """The state of the marts, and whether an earlier version built them."""
    (loaded,) = _one(db, _LAST_LOAD)
    try:
        (built,) = _one(db, _LAST_BUILD)
    except duckdb.CatalogException:
        return "none", False
    is_of_earlier_version = mart_columns(fetch_from(db)).are_of_earlier_version
    is_current = loaded is None or (built is not None and built >= loaded)
    is_outdated = is_of_earlier_version or marts_hold_deleted(fetch_from(db))
    return ("current" if is_current and not is_outdated else "behind"), is_of_earlier_version


def _one(db: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = db.execute(query).fetchone()
    assert row is not None
    return row
