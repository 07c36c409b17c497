"""What jobs and pages have cost so far, read back from the ledger."""

from __future__ import annotations

from typing import Final

import duckdb
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.plan.windows import cycle_start, day_of
from jobhouse.sentrion.state.reserved_credits import LargestPage
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.folder import Warehouse

# the jobs of a window that started again are not all in its row while it is read, but all that they cost is
_JOB_PRICES: Final = f"""
select timezone('UTC', started_at)::date as read_on, max(credits_used / greatest(rows_delivered, rows_distinct))
from sentrion.windows
where credits_used > 0 and greatest(rows_delivered, rows_distinct) > 0 and started_at is not null
    and (status = 'complete' or note is null) and {LOADED}
group by read_on
"""
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
    """The most credits that a job of one window has cost, in the latest billing cycle that charged any; at least 1.

    Earlier cycles do not count, so that neither an old price nor a mistake of the API stays for ever.
    """
    try:
        with reader(warehouse) as db:
            prices = [(day_of(day), float(price)) for day, price in db.execute(_JOB_PRICES).fetchall()]
    except (UsageError, duckdb.CatalogException):
        return 1.0
    if not prices:
        return 1.0
    start = cycle_start(max(day for day, _ in prices), billing_cycle_day)
    return max(1.0, *(price for day, price in prices if day >= start))
