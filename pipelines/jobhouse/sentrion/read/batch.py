"""One batch: from the days that are wanted and the checkpoint to rows, and to the records of the ledger."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.findings import Assumption
from jobhouse.sentrion.plan.windows import in_order
from jobhouse.sentrion.read.arrow_ledger import RunRecords
from jobhouse.sentrion.read.batch_plan import BatchPlan
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.crawl import Crawl
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.rereads import RereadQueue
from jobhouse.sentrion.state.window_state import WindowState, join_notes


@dataclass(kw_only=True)
class BatchRecords(RunRecords):
    """What a batch adds to the ledger after its rows; `findings` are set where answers of the batch contradict some."""

    plan: BatchPlan
    window_states: Sequence[WindowState]
    expired: Sequence[WindowState] = ()
    contradicted: Sequence[Assumption] = ()
    """Findings that answers of this batch contradict."""
    packed: tuple[int, int] | None = None
    """Pages and reserved credits of the run up to the end of the batch; None: some of their rows wait for the next."""


BatchItem: TypeAlias = Chunk | BatchRecords
"""What a batch consists of: chunks of rows, and its records at the end."""


async def batch_items(
    resolved: ResolvedBackfill, checkpoint: Checkpoint, read_session: ReadSession, rate_limiter: RateLimiter
) -> AsyncGenerator[BatchItem]:
    """Chunks of rows with the window states after them, and at the end the records of the batch."""
    settings, run = resolved.settings, read_session.run
    plan = plan_of(resolved, checkpoint, read_session.rereads)
    expired = [_expire(state) for state in checkpoint.expired(resolved.oldest)]
    crawl = Crawl(plan, read_session, rate_limiter)
    run.events.progress.begin_batch(resolved.history, checkpoint.complete_on(resolved.today), plan.window_states)
    if read_session.rows_left_over:
        for rows in crawl.buffer.admit_held():
            yield rows.to_chunk(plan.search.name)
    elif plan.window_states:
        async with connection(settings.base_url, settings.api_key, settings.max_concurrency, run.transport) as http:
            async for chunk in crawl.chunks(Client(http, crawl.gate, RetryPolicy.of(settings))):
                yield chunk
    else:
        run.events.finish(read_session.failed.values())
    touched = crawl.moved_windows()
    read_session.note_cursors(touched)
    moved = [*_not_shown_yet(plan, read_session), *touched, *expired]
    shown = {state.window: state for state in moved if _is_shown(state)}
    yield BatchRecords(
        requests=crawl.buffer.records(),
        findings=plan.findings if crawl.monitor.contradicted else None,
        plan=plan,
        window_states=list(shown.values()),
        expired=expired,
        contradicted=crawl.monitor.contradicted,
        run_row=run.row(),
        packed=None if read_session.rows_left_over else run.counters.so_far,
    )


def move_checkpoint(checkpoint: Checkpoint, item: BatchItem) -> None:
    """Move the checkpoint to where an item of a batch has brought its windows."""
    for state in item.window_states if isinstance(item, Chunk) else ():
        checkpoint.record(state)
    for state in item.expired if isinstance(item, BatchRecords) else ():
        checkpoint.forget(state)


def plan_of(resolved: ResolvedBackfill, checkpoint: Checkpoint, rereads: RereadQueue | None = None) -> BatchPlan:
    """The windows to read: what is missing, in the order asked for, and then the rereads."""
    missing = {
        state.window: state
        for state in checkpoint.missing(resolved.wanted, resolved.today, resolved.oldest, resolved.findings.bounds)
    }
    ordered = [missing[window] for window in in_order(missing, resolved.order, resolved.oldest)]
    plan = BatchPlan(
        search=resolved.search,
        window_states=rereads.choose(ordered, checkpoint) if rereads else ordered,
        oldest=resolved.oldest,
        page_size=resolved.settings.page_size,
        max_concurrency=resolved.settings.max_concurrency,
        max_window_jobs=resolved.settings.max_window_jobs,
        findings=resolved.findings,
        only_free=rereads.only_free if rereads else (),
    )
    return replace(plan, window_states=[state for state in plan.window_states if not plan.leaves_out(state)])


def _not_shown_yet(plan: BatchPlan, read_session: ReadSession) -> list[WindowState]:
    """The planned windows that this run has not written to the ledger yet."""
    new = [state for state in plan.window_states if plan.window_id(state) not in read_session.shown_windows]
    read_session.shown_windows.update(plan.window_id(state) for state in new)
    return new


def _is_shown(state: WindowState) -> bool:
    """Whether the state goes into the ledger: days that are done stay complete there until a reread of them ends."""
    return not state.rereading or state.status == "complete"


def _expire(state: WindowState) -> WindowState:
    note = join_notes(state.note, "older than six years by now: no longer served")
    return replace(state, status="stopped", note=note)
