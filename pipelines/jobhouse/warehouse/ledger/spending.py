"""What was paid, read back from the ledger: by billing cycle, and for which days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

import duckdb
from pendulum import Date

from jobhouse.counting import counted
from jobhouse.errors import JobhouseError, UsageError
from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.config.settings import NO_LIMIT, Settings
from jobhouse.sentrion.estimate.job_credits import PaidJobs
from jobhouse.sentrion.fetch.retry import REFUSED_BEFORE_WORK
from jobhouse.sentrion.plan.windows import Window, cycle_start, day_of, today_utc
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.balance import read_balance
from jobhouse.warehouse.ledger.counts import new_versions
from jobhouse.warehouse.ledger.prices import largest_page, price_on_record
from jobhouse.warehouse.ledger.spending_journal import (
    SpendingJournal,
    journals,
    make_folder,
    most_spent,
    old_journals,
    remove_recorded,
    set_aside_foreign,
    unrecorded,
)

RecordedCredits = Sequence[tuple[str, date, int]]
"""The id of a run, a day (UTC), and the credits that the run's requests of that day count for."""

# what a request counts for: as its run counted it; in rows of earlier versions, which do not say, a request that was
# neither answered with a page nor refused may have been charged without saying so
_UNSAID_COST: Final = f"""
case
    when rows is not null then case when credits_used >= 0 then credits_used else rows end
    when status in ({", ".join(map(str, sorted(REFUSED_BEFORE_WORK)))}) then 0
    else {PAGE_LIMIT}
end
"""
_SPENT: Final = """
select run_id, timezone('UTC', requested_at)::date, coalesce(sum({cost}), 0)::bigint from sentrion.requests group by all
"""
_STORED_SINCE: Final = f"""
select
    count(*) filter (window_id in (select window_id from sentrion.windows where filters_hash = ?)) as same_filters,
    count(*) - same_filters as others
from sentrion.job_versions
where fetched_at >= ?::timestamp at time zone 'UTC' and left(post_date, 10) >= ? and left(post_date, 10) < ?
    and {LOADED}
"""
# small requests have labels in place of windows, which also name the filters
_ASKED_SINCE: Final = f"""
select coalesce(sum(least(rows, credits_used)), 0)::bigint
from sentrion.requests
where requested_at >= ?::timestamp at time zone 'UTC' and window_id not like '%/%/%' and credits_used > 0 and {LOADED}
"""
_STORED: Final = """
select version_id from sentrion.job_versions
where version_id in (select unnest(?)) and fetched_at >= ?::timestamp at time zone 'UTC'
"""
_WAS_CHARGED: Final = "select 1 from sentrion.requests where rows > 0 and credits_used >= rows limit 1"
_HAD_CREDITS: Final = "select 1 from sentrion.requests where credits_remaining > 0 limit 1"
_COLUMNS: Final = "select column_name from duckdb_columns() where schema_name = 'sentrion' and table_name = 'requests'"
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d{1,12})\n")
_WORTH_A_RATE: Final = 1_000
"""With fewer new versions, what a thousand of them cost says nothing: one that was repaired may cost whole windows."""
_PAID_SHARE: Final = 0.9
"""The share of new versions that a run must have paid for to say what a thousand cost: prices differ a little."""
_DENSITY: Final = f"""
select sum(coalesce(rows_distinct, rows_delivered)) / sum(until - since)
from sentrion.windows
where status = 'complete' and filters_hash = ? and {LOADED}
"""
_JOBS_READ: Final = f"""
select since, until, coalesce(rows_distinct, rows_delivered)
from sentrion.windows
where status = 'complete' and filters_hash = ? and {LOADED}
order by since
"""

_COPIES: Final = f"""
select sum(greatest(rows_delivered - rows_distinct, 0)) / sum(rows_delivered)
from sentrion.windows
where status = 'complete' and filters_hash = ? and rows_distinct is not null and {LOADED}
having sum(rows_delivered) >= 1000
"""


def bind_to_cycle(run: Run, settings: Settings, warehouse: Warehouse, *, again: bool = False) -> None:
    """Let the run spend no more than other runs of this billing cycle have left, and write down what it spends.

    Called again, it changes nothing, unless it is to look `again` at what others have spent meanwhile.
    """
    is_bound = run.counters.reserved.journal is not None
    if is_bound and not again:
        return
    if not is_bound:
        _open_journal(run, settings, warehouse)
    start = cycle_start(today_utc(), settings.billing_cycle_day)
    if settings.max_credits_per_cycle < NO_LIMIT:
        spent = credits_since(warehouse, start, settings, besides=run.run_id)
        run.change_limits(max_credits_per_cycle=settings.max_credits_per_cycle, spent_in_cycle=spent)
    with suppress(UsageError, duckdb.CatalogException), reader(warehouse) as db:
        reserved = run.counters.reserved
        reserved.expect(largest_page(db, start))
        run.counters.balance.was_above_zero |= db.execute(_HAD_CREDITS).fetchone() is not None
        if not is_bound:
            is_known = db.execute(_WAS_CHARGED).fetchone() is not None
            # last: it alone needs the table of loads
            reserved.expect_price(price_on_record(db, settings.billing_cycle_day), is_known=is_known)


def _open_journal(run: Run, settings: Settings, warehouse: Warehouse) -> None:
    today = today_utc()
    set_aside_foreign(warehouse, run.events.add_note)
    if make_folder(warehouse) and warehouse.load_in_progress.exists():
        _note_killed_run(warehouse, settings, today)
    if old := old_journals(warehouse, today):
        remove_recorded(warehouse, old, _by_run(_recorded(warehouse)))
    run.counters.reserved.journal = SpendingJournal(warehouse, run).write


def _note_killed_run(warehouse: Warehouse, settings: Settings, today: Date) -> None:
    """A run of an earlier version that was killed took the records of its last batch with it, and kept no journal."""
    with warehouse.unrecorded_credits.open("a", encoding="utf-8") as file:
        file.write(f"{today} {settings.pages_per_batch * settings.page_size}\n")


def _of_earlier_versions(warehouse: Warehouse, start: Date, batch: int) -> int:
    """What killed runs of earlier versions left, by their lines; one that is cut or damaged counts as a full batch."""
    try:
        text = warehouse.unrecorded_credits.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return 0
    lines = [_LINE.fullmatch(line) for line in text.splitlines(keepends=True) if line.strip()]
    return sum(batch if line is None else int(line[2]) for line in lines if line is None or line[1] >= str(start))


def credits_since(warehouse: Warehouse, start: Date, settings: Settings, besides: str = "") -> int:
    """What may have been spent since a cycle began, from the file; without one, what has no record."""
    return spent_in_cycle(_recorded(warehouse), warehouse, start, settings, besides)


def _recorded(warehouse: Warehouse) -> RecordedCredits:
    """What the ledger has on record; nothing where there is none."""
    try:
        with reader(warehouse) as db:
            return recorded_credits(db)
    except (UsageError, duckdb.CatalogException):
        return []


def recorded_credits(db: duckdb.DuckDBPyConnection) -> RecordedCredits:
    """What each run spent on each day, by the ledger.

    The query takes no value: DuckDB would import pandas for it, which takes longer than all else that `status` does.
    """
    columns = {name for (name,) in db.execute(_COLUMNS).fetchall()}
    cost = f"coalesce(credits_reserved, {_UNSAID_COST})" if "credits_reserved" in columns else _UNSAID_COST
    return db.execute(_SPENT.format(cost=cost)).fetchall()


def spent_in_cycle(
    recorded: RecordedCredits, warehouse: Warehouse, start: Date, settings: Settings, besides: str = ""
) -> int:
    """Credits that may have been spent since a cycle began by all runs `besides` one, with and without a record."""
    by_run = _by_run(recorded)
    written = {run_id: spent for run_id, spent in journals(warehouse).items() if run_id != besides}
    batch = settings.pages_per_batch * settings.page_size
    return (
        sum(spent for run_id, day, spent in recorded if day >= start and run_id != besides)
        + unrecorded(written, by_run, start, batch)
        + _of_earlier_versions(warehouse, start, batch)
    )


def unrecorded_by_run(recorded: RecordedCredits, warehouse: Warehouse) -> dict[str, int]:
    """Credits that runs may have spent and that no record accounts for, by run; those without any are left out."""
    by_run = _by_run(recorded)
    beyond = {run_id: credits_ - by_run[run_id] for run_id, credits_ in most_spent(warehouse).items()}
    return {run_id: credits_ for run_id, credits_ in beyond.items() if credits_ > 0}


def _by_run(recorded: RecordedCredits) -> Counter[str]:
    by_run: Counter[str] = Counter()
    for run_id, _, spent in recorded:
        by_run[run_id] += spent
    return by_run


def last_balance(warehouse: Warehouse, start: Date) -> int | None:
    """The credits that were left by the last answer of this billing cycle that said so; None: none did."""
    try:
        with reader(warehouse) as db:
            return read_balance(db, start)
    except (UsageError, duckdb.CatalogException):
        return None


def paid_jobs(warehouse: Warehouse, start: Date, windows: Sequence[Window], filters_hash: str) -> PaidJobs:
    """Jobs of these windows that were first read since a day began (UTC), with these filters or with others.

    The jobs of small requests are not stored, so all of them count as jobs of others.
    """
    same, others = 0, int(_number(warehouse, _ASKED_SINCE, [str(start)]) or 0)
    with suppress(UsageError, duckdb.CatalogException), reader(warehouse) as db:
        for window in windows:
            values = [filters_hash, str(start), str(window.since), str(window.until)]
            found = db.execute(_STORED_SINCE, values).fetchone() or (0, 0)
            same, others = same + found[0], others + found[1]
    return PaidJobs(same, others)


def paid_for(warehouse: Warehouse, ids: Sequence[str], since: Date | None) -> set[str]:
    """Those of the versions that were stored since a day began (UTC), or at any time."""
    try:
        with reader(warehouse) as db:
            return {one for (one,) in db.execute(_STORED, [list(ids), str(since or date.min)]).fetchall()}
    except (JobhouseError, duckdb.Error):  # a page is read all the same
        return set()


def in_money(run: Run, new: int, job_price: float | None = None) -> str:
    """What a run has spent, what the API said is left, and the price of a thousand of the versions that were new.

    That is left out where the run has spent too little for `new` versions at what a job has cost in it (`job_price`):
    some of them were paid for before, as by a run that was killed.
    """
    parts = [f"{counted(run.counters.credits_used, 'credit')} used", *run.counters.in_doubt()]
    if run.counters.credits_remaining is not None:
        parts.append(f"{run.counters.credits_remaining:,} left as the API said last")
    if more := run.counters.uncounted:
        parts.append(f"{more:,} more gone than that: others use the account, or the API charges more than it says")
    paid_by_run = run.counters.credits_used / job_price if job_price else 0
    if new >= _WORTH_A_RATE and paid_by_run >= _PAID_SHARE * new:
        parts.append(f"{1_000 * run.counters.credits_used / new:,.0f} per thousand new versions")
    return ", ".join(parts)


def versions_after(warehouse: Warehouse, run: Run) -> tuple[int, int]:
    """The versions that a run was the first to bring, and all that are stored."""
    try:
        with reader(warehouse) as db:
            found = new_versions(db)
    except (UsageError, duckdb.CatalogException):
        return 0, 0
    return found.get(run.run_id, 0), sum(found.values())


def in_jobs(run: Run, new: int, in_all: int) -> str:
    """What a run has read, in the words of `status`: jobs as pages delivered them, and the versions stored of them."""
    delivered, requests = counted(run.counters.rows_delivered, "job"), counted(run.counters.requests, "request")
    versions = f"{counted(new, 'new version')} stored, {counted(in_all, 'version')} in all"
    return f"{delivered} delivered with {requests}, {versions}"


def jobs_per_day(warehouse: Warehouse, filters_hash: str) -> float | None:
    """How many jobs a day had, over the windows that are complete."""
    return _number(warehouse, _DENSITY, [filters_hash])


def jobs_read(warehouse: Warehouse, filters_hash: str) -> list[tuple[Window, int]]:
    """The windows that are complete, and how many jobs each brought."""
    try:
        with reader(warehouse) as db:
            rows = db.execute(_JOBS_READ, [filters_hash]).fetchall()
    except (UsageError, duckdb.CatalogException):
        return []
    return [(Window(day_of(since), day_of(until)), int(jobs or 0)) for since, until, jobs in rows]


def copies_share(warehouse: Warehouse, filters_hash: str) -> float | None:
    """The share of exact copies among the jobs of complete windows; None where fewer than a thousand were read."""
    return _number(warehouse, _COPIES, [filters_hash])


def _number(warehouse: Warehouse, query: str, values: list[Any]) -> float | None:
    """One number from the warehouse; None where there is nothing yet."""
    try:
        with reader(warehouse) as db:
            row = db.execute(query, values).fetchone()
    except (UsageError, duckdb.CatalogException):
        return None
    return None if row is None or row[0] is None else float(row[0])
