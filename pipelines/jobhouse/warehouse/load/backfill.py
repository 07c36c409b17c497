"""Reading with forethought: the probe, by itself or before a first backfill, the price, and what a stop leaves over."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import dlt

from jobhouse.counting import counted
from jobhouse.errors import JobhouseError, Stopped
from jobhouse.sentrion.config.billing_cycle import cycle_start
from jobhouse.sentrion.config.settings import NO_LIMIT, Settings
from jobhouse.sentrion.estimate import estimate
from jobhouse.sentrion.estimate.estimate import Price
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import merge
from jobhouse.sentrion.probe.findings import Finding, Findings
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from jobhouse.sentrion.probe.probe_client import ProbeClient
from jobhouse.sentrion.probe.probe_source import errand, probing
from jobhouse.sentrion.read.batch import BackfillRange, ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.state.checkpoint import Checkpoint, WindowState, now_text
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.outcomes import recorded
from jobhouse.warehouse.ledger.spending import bind_to_cycle, copies_share, jobs_per_day, stored_since
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.needs import DayPrice, Knowledge, Means, Need, keep_estimate, need_of
from jobhouse.warehouse.load.pipeline import store
from jobhouse.warehouse.load.recovery import resume_pipeline
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.locks import WarehouseLock

HANDFUL: Final = 5
"""Windows up to which tight ranges would not bring in what the probe costs."""
WORTH_IT: Final = 4
"""How many times the probe's own limits a run's limits must hold for the probe not to eat them up."""


def probe(warehouse: Warehouse, settings: Settings, run: Run, rate_limiter: RateLimiter) -> Findings:
    """Ask the API what its documentation leaves open, and keep the findings.

    Raises:
        JobhouseError: what ended the probe early; what it had found out is kept.

    """
    pipeline = resume_pipeline(warehouse, run)
    SavedState.of(pipeline).check_version()
    bind_to_cycle(run, settings, warehouse)
    with recorded(warehouse, run):
        store(pipeline, warehouse, run, probing(settings, run, rate_limiter))
        _raise_what_ended(run)
    return SavedState.of(pipeline).findings


def price(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
    max_credits: int | None,
) -> Price:
    """What reading `wanted` would cost, from a few requests and from what is known.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    pipeline = resume_pipeline(warehouse, run)
    memory = SavedState.of(pipeline)
    memory.check_version()
    bind_to_cycle(run, settings, warehouse)
    scope = memory.scope(settings, run, wanted)
    missing = _missing(memory.checkpoint(scope), scope)
    start = cycle_start(scope.today, settings.billing_cycle_day)
    paid = stored_since(warehouse, start, merge(reading.window for reading in missing if not reading.cursor))
    per_day = jobs_per_day(warehouse, scope.search.filters_hash)
    copies = copies_share(warehouse, scope.search.filters_hash)
    probes = not memory.findings.were_probed and len(missing) > HANDFUL
    prices: list[Price] = []

    async def ask(probe_client: ProbeClient) -> list[Finding]:
        try:
            prices.append(
                await estimate.price(
                    probe_client, scope, missing, per_day, paid, max_credits, probes=probes, copies=copies
                )
            )
            keep_estimate(dlt.current.source_state(), scope, now_text(), prices[0].stretches)
        except JobhouseError as error:
            run.events.end(error)
        return []

    with recorded(warehouse, run):
        store(pipeline, warehouse, run, errand(settings, run, rate_limiter, estimate.PROBE_LIMITS, ask))
        _raise_what_ended(run)
    left = Means.of(warehouse, run, scope.today, settings)
    return replace(prices[0], account=left.account, cycle_left=left.cycle_left)


def need_of_first_backfill(settings: Settings, run: Run, wanted: BackfillRange) -> tuple[Need, Means]:
    """The same where there is no warehouse yet, without making one."""
    scope = resolve_backfill(settings, run.search, wanted.since, wanted.until, wanted.order)
    limit = settings.max_credits_per_cycle
    means = Means(max_credits=run.limits.max_credits, cycle_left=limit if limit < NO_LIMIT else None)
    return Need(run.command, (DayPrice(scope.wanted, None),)), means


def need_of_backfill(warehouse: Warehouse, settings: Settings, run: Run, wanted: BackfillRange) -> tuple[Need, Means]:
    """What a backfill will spend, from what is known; nothing is sent."""
    pipeline = resume_pipeline(warehouse, run)
    memory = SavedState.of(pipeline)
    memory.check_version()
    bind_to_cycle(run, settings, warehouse)
    scope = memory.scope(settings, run, wanted)
    missing = _missing(memory.checkpoint(scope), scope)
    probe_credits = PROBE_LIMITS.credits if _wants_probe(memory, missing, run) else 0
    need = need_of(run.command, Knowledge.of(warehouse, memory.state, scope), missing, probe_credits)
    return need, Means.of(warehouse, run, scope.today, settings)


def find_out(
    warehouse: Warehouse, settings: Settings, search: str, rate_limiter: RateLimiter, wanted: BackfillRange
) -> None:
    """Learn what a backfill will cost: a probe where none was made, then the price, which is kept.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    if not SavedState.of(resume_pipeline(warehouse, Run("probe", search))).findings.were_probed:
        probe(warehouse, settings, Run("probe", search), rate_limiter)
    price(warehouse, settings, Run("plan", search), rate_limiter, wanted, None)


def backfill(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
    lock: WarehouseLock | None = None,
    *,
    probes: bool = True,
) -> None:
    """Read what is missing; a first reading probes the API before, and a stopped one says what is left.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.

    """
    pipeline = resume_pipeline(warehouse, run)
    SavedState.of(pipeline).check_version()
    bind_to_cycle(run, settings, warehouse)
    if probes:
        _probe_if_new(pipeline, warehouse, settings, run, rate_limiter, wanted)
    if note := SavedState.of(pipeline).changed_filters(SavedState.of(pipeline).scope(settings, run, wanted)):
        run.events.add_note(note)
    try:
        read_history(warehouse, settings, run, rate_limiter, wanted, lock, pipeline)
    except Stopped as stop:
        raise type(stop)(f"{stop} {what_is_left(pipeline, warehouse, settings, run, wanted.still_served())}") from None


def _raise_what_ended(run: Run) -> None:
    if run.events.error:
        raise run.events.error
    if run.events.interrupted:
        raise Stopped("Interrupted; what was answered is kept, run the same command again for the rest.")


def what_is_left(
    pipeline: dlt.Pipeline, warehouse: Warehouse, settings: Settings, run: Run, wanted: BackfillRange
) -> str:
    """Windows, days and about how many jobs are still to be read, in one sentence."""
    memory = SavedState.of(pipeline)
    scope = memory.scope(settings, run, wanted)
    missing = _missing(memory.checkpoint(scope), scope)
    days = sum(reading.window.days for reading in missing)
    jobs = Knowledge.of_jobs(warehouse, memory.state, scope).jobs_left(missing)
    about = "" if jobs is None else f", about {counted(jobs, 'job')}"
    return f"Left to read: {counted(len(missing), 'window')}, {counted(days, 'day')}{about}."


def _probe_if_new(
    pipeline: dlt.Pipeline,
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
) -> None:
    memory = SavedState.of(pipeline)
    scope = memory.scope(settings, run, wanted)
    if _wants_probe(memory, _missing(memory.checkpoint(scope), scope), run):
        run.events.enter("probing")
        store(pipeline, warehouse, run, probing(settings, run, rate_limiter))


def _wants_probe(memory: SavedState, missing: list[WindowState], run: Run) -> bool:
    return not memory.findings.were_probed and len(missing) > HANDFUL and _limits_allow(run)


def _limits_allow(run: Run) -> bool:
    requests, credits_ = run.limits.max_requests, run.limits.credits_left(run.counters)
    enough_requests = requests is None or requests >= WORTH_IT * PROBE_LIMITS.requests
    return enough_requests and (credits_ is None or credits_ >= WORTH_IT * PROBE_LIMITS.credits)


def _missing(checkpoint: Checkpoint, scope: ResolvedBackfill) -> list[WindowState]:
    return checkpoint.missing(scope.wanted, scope.today, scope.oldest, scope.findings.bounds)
