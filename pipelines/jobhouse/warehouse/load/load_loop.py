"""The load loop: take a batch that was read, make it a package, load it, until the run ends.

A thread reads on meanwhile (`ReadAhead`), at most one batch ahead. Killed at any point, at most two batches of pages
are requested again, the one in hand and the one ahead: a package that was not finished is dropped, and one that was is
loaded first by the next run (see `recovery`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.durable_files import make_mark
from jobhouse.errors import Stopped
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import cycle_start, today_utc
from jobhouse.sentrion.read.batch import BatchItem, BatchRecords
from jobhouse.sentrion.read.read_ahead import ReadAhead
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.rereads import RereadQueue
from jobhouse.warehouse.ledger.spending import paid_for
from jobhouse.warehouse.load.load_failures import translate_errors
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.load.pipeline import extract, load_extracted
from jobhouse.warehouse.load.saved_state import recall
from jobhouse.warehouse.verify.stored_verdicts import PeriodicVerdicts

LOOK_UP_SECONDS: Final = 10.0
"""How long the reading waits for a load, to look up what is paid for; a load takes seconds."""


def read_history(session: LoadSession, rate_limiter: RateLimiter, rereads: RereadQueue | None = None) -> None:
    """Read what is missing into the warehouse, batch by batch, until the run has ended.

    Between two batches, the warehouse is left to a nightly run that waits for it. `rereads` are days that are read once
    more.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.
    """
    settings, run, database = session.settings, session.run, Lock()
    batch = BatchLimits.of(settings)
    read_session = ReadSession(run, batch, rereads, _known_to_be_paid(session, database))
    with translate_errors():
        _read_batches(session, read_session, rate_limiter, database)
    if run.events.error:
        raise run.events.error
    if run.events.interrupted and not run.events.finished:
        raise Stopped("Interrupted; what was read is loaded, run the same command again to go on.")


def _known_to_be_paid(session: LoadSession, database: Lock) -> Callable[[Sequence[str]], Collection[str]]:
    """Which versions are known to be paid for in this billing cycle; under `free_only`, at any time.

    A run that may read free pages alone reads what was paid for in this cycle, whenever it was stored first. The file
    is not opened for reading while a load holds it: DuckDB lets no process open a file in two ways. After a while none
    is known, since answers on their way must not wait.
    """

    def known(ids: Sequence[str]) -> Collection[str]:
        if not database.acquire(timeout=LOOK_UP_SECONDS):
            return ()
        begun = cycle_start(today_utc(), session.settings.billing_cycle_day)
        since = None if session.run.limits.free_only else begun
        try:
            return paid_for(session.warehouse, ids, since=since)
        finally:
            database.release()

    return known


def _read_batches(session: LoadSession, read_session: ReadSession, rate_limiter: RateLimiter, database: Lock) -> None:
    """Read and load until the run ends; `database` is held by the thread that uses the file."""
    warehouse, run = session.warehouse, session.run
    recall(session.pipeline, warehouse, read_session)
    verdicts = PeriodicVerdicts(warehouse, run, session.settings.known_search)
    make_mark(warehouse.load_in_progress)
    session.follow_cycle()
    while not run.events.ended or read_session.rows_left_over:
        verdicts.store_if_due()
        if session.lock and session.lock.is_nightly_waiting() and not read_session.rows_left_over:
            _yield_to_nightly(session, read_session)
        run.events.enter("reading")
        with _read_ahead(session, read_session, rate_limiter) as ahead:
            for batch in ahead.batches():
                _pack(session, batch, read_session)
                with _rest_packed_on_failure(session, ahead, read_session):
                    _load(session, verdicts, database)
                    if session.lock and session.lock.is_nightly_waiting():
                        ahead.pause()
    warehouse.end_load()
    verdicts.store()


def _read_ahead(session: LoadSession, read_session: ReadSession, rate_limiter: RateLimiter) -> ReadAhead:
    """The reading from the stored checkpoint on."""
    resolved = session.range_today
    checkpoint = session.saved.checkpoint(resolved)
    if read_session.rereads:
        read_session.rereads.preview(checkpoint, resolved.oldest)
    return ReadAhead(resolved, checkpoint, read_session, rate_limiter)


def _pack(session: LoadSession, batch: Iterator[BatchItem], read_session: ReadSession) -> None:
    """Make a package of a batch, which may still be being read."""
    run, ends = session.run, list[BatchRecords]()
    resolved = session.resolved.as_of(today_utc())
    source = sentrion(read_session=read_session, resolved=resolved, batch=_noting_end(batch, ends))
    extract(session.pipeline, session.warehouse, source)
    if ends and ends[0].packed:
        run.counters.mark_packed(ends[0].packed)


def _load(session: LoadSession, verdicts: PeriodicVerdicts, database: Lock) -> None:
    """Load the package, and judge now and then what is loaded."""
    events = session.run.events
    with database:
        events.enter("loading")
        load_extracted(session.pipeline, session.warehouse, session.run)
        session.follow_cycle()
        events.enter("reading")
        verdicts.store_if_due()


@contextmanager
def _rest_packed_on_failure(session: LoadSession, ahead: ReadAhead, read_session: ReadSession) -> Iterator[None]:
    """Where the block fails, make packages of what was read meanwhile too: it is paid for, and the next run loads it.

    Only for a block before which each batch that was taken is packed: a package must not go on where rows are missing.
    """
    try:
        yield
    except Exception:
        ahead.pause()
        with suppress(PipelineStepFailed, OSError):  # a full disk takes no package; then they are asked for again
            for batch in ahead.batches():
                _pack(session, batch, read_session)
        raise


def _noting_end(batch: Iterator[BatchItem], ends: list[BatchRecords]) -> Iterator[BatchItem]:
    """The same items, of which the last one is put into `ends` too."""
    for item in batch:
        if isinstance(item, BatchRecords):
            ends.append(item)
        yield item


def _yield_to_nightly(session: LoadSession, read_session: ReadSession) -> None:
    """Let the nightly run that waits have the warehouse, then start again from the state that it left."""
    session.warehouse.end_load()
    session.yield_to_nightly()
    read_session.seen_pages.windows.clear()  # the nightly run read on in them
    recall(session.pipeline, session.warehouse, read_session)
    make_mark(session.warehouse.load_in_progress)
