"""A warehouse that a run works on, as a command begins with it."""

from __future__ import annotations

from typing import Final

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import BackfillRange, resolve_backfill
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.locks import WarehouseLock

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
