"""The load loop: read a batch, make it a package, load it, until the run ends.

Killed at any point, at most one batch of pages is requested again: a package that was not finished is dropped, and one
that was is loaded first by the next run (see `recovery`).
"""

from __future__ import annotations

from functools import partial
from typing import Final

import dlt

from jobhouse.errors import Stopped
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.config.billing_cycle import cycle_start
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.rereads import RereadQueue
from jobhouse.sentrion.read.batch import BackfillRange, resolve_backfill, today_utc
from jobhouse.sentrion.read.session import BatchLimits, ReadSession
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import bind_to_cycle, paid_for
from jobhouse.warehouse.load.load_failures import translate_errors
from jobhouse.warehouse.load.pipeline import extract, load_extracted
from jobhouse.warehouse.load.recovery import resume_pipeline
from jobhouse.warehouse.load.saved_state import recall
from jobhouse.warehouse.locks import WarehouseLock

BATCH_BYTES: Final = 32 * 1024**2
"""Answers that make a full batch, long before its pages do where texts are long: what bounds a load's memory."""


def read_history(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange | None = None,
    lock: WarehouseLock | None = None,
    pipeline: dlt.Pipeline | None = None,
    rereads: RereadQueue | None = None,
) -> None:
    """Read what is missing into the warehouse, batch by batch, until `run` has ended.

    Between two batches, `lock` is yielded to a nightly run that waits for it. `pipeline` is what `resume_pipeline`
    returned, where the run has called it already. `rereads` are days that are read once more.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.
    """
    wanted = wanted or BackfillRange()
    # what is wrong is said before any work
    resolve_backfill(settings, run.search, wanted.since, wanted.until, wanted.order)
    batch = BatchLimits(settings.pages_per_batch, settings.batch_seconds, BATCH_BYTES)
    session = ReadSession(run, batch, rereads)
    with translate_errors():
        _read_batches(
            pipeline or resume_pipeline(warehouse, run), warehouse, settings, session, rate_limiter, wanted, lock
        )
    if run.events.error:
        raise run.events.error
    if run.events.interrupted and not run.events.finished:
        raise Stopped("Interrupted; what was read is loaded, run the same command again to go on.")


def _read_batches(
    pipeline: dlt.Pipeline,
    warehouse: Warehouse,
    settings: Settings,
    session: ReadSession,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
    lock: WarehouseLock | None,
) -> None:
    run = session.run
    recall(pipeline, warehouse, session)
    bind_to_cycle(run, settings, warehouse)
    # a run that may read free pages alone reads what was paid for in this cycle, whenever it was stored first
    since = None if run.limits.free_only else cycle_start(today_utc(), settings.billing_cycle_day)
    session.paid_for = partial(paid_for, warehouse, since=since)
    warehouse.load_in_progress.touch()
    while not run.events.ended or session.held:
        if lock and lock.is_nightly_waiting() and not session.held:
            pipeline = _after_yielding(lock, warehouse, settings, session)
        days = wanted.still_served()
        run.events.enter("reading")
        extract(
            pipeline,
            warehouse,
            sentrion(days.since, days.until, run.search, days.order, settings, session, rate_limiter),
        )
        if not session.held:
            run.counters.mark_packed()
        run.events.enter("loading")
        load_extracted(pipeline, warehouse, run)
    warehouse.end_load()


def _after_yielding(
    lock: WarehouseLock, warehouse: Warehouse, settings: Settings, session: ReadSession
) -> dlt.Pipeline:
    """Let the nightly run that waits have the warehouse, then start again from the state that it left."""
    run = session.run
    warehouse.end_load()
    run.events.last_warning = "a nightly run has its turn; waiting for it"
    lock.yield_to_nightly(is_over=lambda: run.events.ended)
    run.events.last_warning = None
    session.seen_pages.windows.clear()  # another process read on in them
    pipeline = resume_pipeline(warehouse, run)
    recall(pipeline, warehouse, session)
    bind_to_cycle(run, settings, warehouse, anew=True)
    warehouse.load_in_progress.touch()
    return pipeline
