"""The load loop: read a batch, make it a package, load it, until the run ends.

Killed at any point, at most one batch of pages is requested again: a package that was not finished is dropped, and one
that was is loaded first by the next run (see `recovery`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final

from jobhouse.errors import Stopped
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import cycle_start, today_utc
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.rereads import RereadQueue
from jobhouse.warehouse.ledger.spending import paid_for
from jobhouse.warehouse.load.load_failures import translate_errors
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.load.pipeline import extract, load_extracted
from jobhouse.warehouse.load.saved_state import recall
from jobhouse.warehouse.verify.stored_verdicts import PeriodicVerdicts

BATCH_BYTES: Final = 32 * 1024**2
"""Answers of so many bytes fill a batch, before its pages do where texts are long: it bounds the memory of a load."""


def read_history(session: LoadSession, rate_limiter: RateLimiter, rereads: RereadQueue | None = None) -> None:
    """Read what is missing into the warehouse, batch by batch, until the run has ended.

    Between two batches, the warehouse is left to a nightly run that waits for it. `rereads` are days that are read once
    more.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.
    """
    settings, run = session.settings, session.run
    batch = BatchLimits(settings.pages_per_batch, settings.batch_seconds, BATCH_BYTES)
    read_session = ReadSession(run, batch, rereads, _known_to_be_paid(session))
    with translate_errors():
        _read_batches(session, read_session, rate_limiter)
    if run.events.error:
        raise run.events.error
    if run.events.interrupted and not run.events.finished:
        raise Stopped("Interrupted; what was read is loaded, run the same command again to go on.")


def _known_to_be_paid(session: LoadSession) -> Callable[[Sequence[str]], Collection[str]]:
    """Which versions are known to be paid for in this billing cycle; under `free_only`, at any time.

    A run that may read free pages alone reads what was paid for in this cycle, whenever it was stored first.
    """
    since = None if session.run.limits.free_only else cycle_start(today_utc(), session.settings.billing_cycle_day)
    return partial(paid_for, session.warehouse, since=since)


def _read_batches(session: LoadSession, read_session: ReadSession, rate_limiter: RateLimiter) -> None:
    warehouse, run = session.warehouse, session.run
    recall(session.pipeline, warehouse, read_session)
    verdicts = PeriodicVerdicts(warehouse, run, session.settings.known_search)
    warehouse.load_in_progress.touch()
    while not run.events.ended or read_session.rows_left_over:
        verdicts.store_if_due()
        if session.lock and session.lock.is_nightly_waiting() and not read_session.rows_left_over:
            _yield_to_nightly(session, read_session)
        run.events.enter("reading")
        resolved = session.resolved.as_of(today_utc())
        source = sentrion(read_session=read_session, rate_limiter=rate_limiter, resolved=resolved)
        extract(session.pipeline, warehouse, source)
        if not read_session.rows_left_over:
            run.counters.mark_packed()
        run.events.enter("loading")
        load_extracted(session.pipeline, warehouse, run)
    warehouse.end_load()
    verdicts.store()


def _yield_to_nightly(session: LoadSession, read_session: ReadSession) -> None:
    """Let the nightly run that waits have the warehouse, then start again from the state that it left."""
    session.warehouse.end_load()
    session.yield_to_nightly()
    read_session.seen_pages.windows.clear()  # the nightly run read on in them
    recall(session.pipeline, session.warehouse, read_session)
    session.warehouse.load_in_progress.touch()
