"""A warehouse that a run works on, as a command begins with it."""

from __future__ import annotations

from typing import Final

from jobhouse.errors import Stopped
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange, resolve_backfill
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.locks import WarehouseLock
from jobhouse.warehouse.runs.backfill import backfill

NIGHTLY: Final = BackfillRange(order="newest")
"""What a nightly run begins with."""


def session_of(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    asked: BackfillRange | None = None,
    lock: WarehouseLock | None = None,
) -> LoadSession:
    """What was asked for, resolved, and the pipeline, resumed."""
    asked = asked or BackfillRange()
    resolved = resolve_backfill(settings, run.search, asked.since, asked.until, asked.order)
    return LoadSession.start(warehouse, run, resolved, lock)


def backfill_without_probe(session: LoadSession) -> None:
    """Read what is missing; nothing but a limit of requests may end it before."""
    with RateLimiter(10**6) as rate_limiter:
        try:
            backfill(session, rate_limiter, probes=False)
        except Stopped:
            assert session.run.limits.max_requests
