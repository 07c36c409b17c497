"""The account's balance, read back from the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import duckdb

# by the rule of `sentrion.state.counters.Balance`: a request sent after an answer came knows better, and of requests
# that were under way at the same time the lower balance is the later one; ops.credits_daily has the same rule
_BALANCE: Final = """
select min(credits_remaining)
from (
    select credits_remaining, requested_at, latency_ms, max(requested_at) over () as last_requested_at
    from sentrion.requests
    where credits_remaining is not null
        and requested_at >= timestamp '{since}' at time zone 'UTC'
        and requested_at <= timestamp '{now}' at time zone 'UTC'
)
where requested_at = last_requested_at or date_diff('millisecond', requested_at, last_requested_at) < latency_ms
"""


def read_balance(db: duckdb.DuckDBPyConnection, since: date = date.min) -> int | None:
    """The credits that were left by the last answer since a day began (UTC) that said so; None: none did.

    What seems to be from the future was requested while the clock was ahead, so others may be later. The query takes no
    value: DuckDB would import pandas for it, which takes longer than all else that `status` does.

    Raises:
        CatalogException: nothing was requested yet.
    """
    query = _BALANCE.format(since=since.isoformat(), now=f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")
    found = db.execute(query).fetchone()
    return None if found is None or found[0] is None else int(found[0])
