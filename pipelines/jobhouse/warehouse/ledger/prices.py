"""What jobs and pages have cost so far, read back from the ledger."""

from __future__ import annotations

from typing import Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.plan.windows import cycle_start, day_of
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
