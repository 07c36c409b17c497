"""What jobs and pages have cost so far, read back from the ledger."""

from __future__ import annotations

from typing import Final

import duckdb
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.plan.windows import cycle_start, day_of
from jobhouse.sentrion.state.reserved_credits import MOST_CREDITS_PER_JOB, LargestPage
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse

# answers that charged for their jobs; earlier versions also kept prices that cannot be
_CHARGED: Final = f"from sentrion.requests where credits_used between 1 and {MOST_CREDITS_PER_JOB} * rows and {LOADED}"
_JOB_PRICES: Final = f"""
select timezone('UTC', requested_at)::date as requested_on, max(credits_used / rows)
{_CHARGED}
group by requested_on
"""
_PRICE_IN_RUN: Final = f"select median(credits_used / rows) {_CHARGED} and run_id = ?"
_LARGEST_PAGE: Final = f"""
select greatest(rows, credits_used) as price, timezone('UTC', requested_at)::date as requested_on
from sentrion.requests
where price > {PAGE_LIMIT} and requested_on >= '{{since}}'::date
order by price desc, requested_on desc
limit 1
"""


def largest_page(db: duckdb.DuckDBPyConnection, since: Date) -> LargestPage:
    """The largest page since a billing cycle began, where it had more jobs or credits than any page is to have.

    Earlier cycles do not count: a page that the API priced by mistake would stop each run with a lower limit for ever.
    An API that does charge so much says so again at the first page of a cycle, while no other is in flight. The date is
    no parameter of the query, since DuckDB would import pandas for that.
    """
    found = db.execute(_LARGEST_PAGE.format(since=since.isoformat())).fetchone()
    return LargestPage(*found) if found else LargestPage()


def job_price(warehouse: Warehouse, billing_cycle_day: int) -> float:
    """The most credits that a job of one answer has cost, in the latest billing cycle that charged any; at least 1.

    All answers count, those of `probe` and `plan` too. Earlier cycles do not, so that neither an old price nor a
    mistake of the API stays for ever.
    """
    try:
        with reader(warehouse) as db:
            return price_on_record(db, billing_cycle_day)
    except (UsageError, duckdb.CatalogException):
        return 1.0


def price_on_record(db: duckdb.DuckDBPyConnection, billing_cycle_day: int) -> float:
    """The same, in a file that is open.

    Raises:
        duckdb.CatalogException: no load has made the table of requests yet.
    """
    prices = [(day_of(day), float(price)) for day, price in db.execute(_JOB_PRICES).fetchall()]
    if not prices:
        return 1.0
    start = cycle_start(max(day for day, _ in prices), billing_cycle_day)
    return max(1.0, *(price for day, price in prices if day >= start))


def price_in_run(warehouse: Warehouse, run_id: str) -> float | None:
    """The credits that a job has cost by most of the charged answers of a run; None: the run was not charged."""
    try:
        with reader(warehouse) as db:
            found = db.execute(_PRICE_IN_RUN, [run_id]).fetchone()
    except (UsageError, duckdb.CatalogException):
        return None
    return None if found is None or found[0] is None else float(found[0])
