"""What was paid, read back from the ledger: by billing cycle, and for which days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import duckdb
from pendulum import Date

from pipelines.errors import UsageError
from pipelines.sentrion.batch import today_utc
from pipelines.sentrion.contract import PAGE_LIMIT
from pipelines.sentrion.cycle import cycle_start
from pipelines.sentrion.run import Run
from pipelines.sentrion.settings import NO_LIMIT, Settings
from pipelines.sentrion.windows import Window
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.read import reader

# an answer that was lost on its way (no status, or a broken 200) may have been charged without saying so
_COST: Final = f"""
coalesce(sum(case
    when rows is not null then coalesce(credits_used, rows)
    when status is null or status = 200 then {PAGE_LIMIT}
    else 0
end), 0)::bigint
"""
_SPENT: Final = f"""
select {_COST} from sentrion.requests where requested_at >= ?::timestamp at time zone 'UTC' and run_id != ?
"""
_SPENT_BY_DAY: Final = f"select timezone('UTC', requested_at)::date, {_COST} from sentrion.requests group by 1"
_STORED_SINCE: Final = """
select count(*)
from sentrion.job_versions
where fetched_at >= ?::timestamp at time zone 'UTC' and left(post_date, 10) >= ? and left(post_date, 10) < ?
"""
_DENSITY: Final = """
select sum(rows_delivered) / sum(until - since)
from sentrion.windows
where status = 'complete' and filters_hash = ?
"""


def bind_to_cycle(run: Run, settings: Settings, warehouse: Warehouse) -> None:
    """Let the run spend no more than earlier runs of this billing cycle have left; called anew, it changes nothing."""
    if run.bound_to_cycle:
        return
    run.bound_to_cycle = True
    if warehouse.unclean.exists():
        _note_killed_run(warehouse, settings)
    if settings.max_credits_per_cycle < NO_LIMIT:
        start = cycle_start(today_utc(), settings.billing_cycle_day)
        run.max_credits_per_cycle = settings.max_credits_per_cycle
        run.spent_in_cycle = credits_since(warehouse, start, besides=run.run_id) + _unrecorded(warehouse, start)


def _note_killed_run(warehouse: Warehouse, settings: Settings) -> None:
    """A run that was killed took the records of its last batch with it, not what they cost."""
    with warehouse.unrecorded.open("a", encoding="utf-8") as file:
        file.write(f"{today_utc()} {settings.pages_per_batch * settings.page_size}\n")


def _unrecorded(warehouse: Warehouse, start: Date) -> int:
    if not warehouse.unrecorded.exists():
        return 0
    lines = [line.split() for line in warehouse.unrecorded.read_text(encoding="utf-8").splitlines()]
    return sum(int(credits_) for day, credits_ in lines if day >= str(start))


def spent_in_cycle(db: duckdb.DuckDBPyConnection, warehouse: Warehouse, start: Date) -> int:
    """Credits that may have been spent since a cycle began, by all runs, what killed ones did not record included.

    The query takes no value: DuckDB would import pandas for it, which takes longer than all else that `status` does.
    """
    by_day = db.execute(_SPENT_BY_DAY).fetchall()
    return sum(int(spent) for day, spent in by_day if day >= start) + _unrecorded(warehouse, start)


def credits_since(warehouse: Warehouse, start: Date, besides: str = "") -> int:
    """Credits that may have been spent since a day began (UTC), by the ledger of requests, `besides` one run's."""
    return int(_number(warehouse, _SPENT, [str(start), besides]) or 0)


def stored_since(warehouse: Warehouse, start: Date, windows: Sequence[Window]) -> int:
    """Jobs of these windows that were first read since a day began (UTC)."""
    return sum(
        int(_number(warehouse, _STORED_SINCE, [str(start), str(window.since), str(window.until)]) or 0)
        for window in windows
    )


def jobs_per_day(warehouse: Warehouse, filters_hash: str) -> float | None:
    """How many jobs a day had, over the windows that are complete."""
    return _number(warehouse, _DENSITY, [filters_hash])


def _number(warehouse: Warehouse, query: str, values: list[Any]) -> float | None:
    """One number from the warehouse; None where there is nothing yet."""
    try:
        with reader(warehouse) as db:
            row = db.execute(query, values).fetchone()
    except (UsageError, duckdb.CatalogException):
        return None
    return None if row is None or row[0] is None else float(row[0])
