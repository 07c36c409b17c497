"""One night: what is new, then recent days and a share of the older ones once more, then what follows a reading."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, JobhouseError, worst_of
from jobhouse.sentrion.config.settings import NO_LIMIT, Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.refresh import Night, RefreshPlan, first_missing_day, lookback_from, plan_refresh
from jobhouse.sentrion.plan.rereads import RereadQueue, rereading
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.batch import BackfillRange, ResolvedBackfill, as_day
from jobhouse.sentrion.state.checkpoint import Checkpoint, WindowState
from jobhouse.sentrion.state.events import outcome_of
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.outcomes import record
from jobhouse.warehouse.ledger.spending import bind_to_cycle, in_money
from jobhouse.warehouse.load.after_reading import build, not_built
from jobhouse.warehouse.load.backfill import price
from jobhouse.warehouse.load.late_arrivals import ENOUGH_LATE_VERSIONS, LateArrivals, Past, changes_since, past_of
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.needs import Knowledge, Means, Need, need_of
from jobhouse.warehouse.load.recovery import resume_pipeline
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.verify.verify import verify

_VERDICTS: Final = {"done": "complete", "check_failed": "failed a check"}


@dataclass(frozen=True)
class NightReport:
    """What a night did; `error` is what ended it early, once what was read is stored and worked up."""

    run: Run
    new: int
    changed: int
    seconds: float
    lookback: int
    sweep: RefreshPlan
    error: JobhouseError | None

    def line(self) -> str:
        run, sweep = self.run, self.sweep
        outcome = outcome_of(self.error) if isinstance(self.error, DataCheckFailed) else run.events.outcome
        verdict = _VERDICTS.get(outcome, outcome)
        dear = f", {sweep.months_over_budget} wait for --max-credits" if sweep.months_over_budget else ""
        money = in_money(run, self.new + self.changed)
        return (
            f"nightly {run.search}: {counted(self.new, 'job')} new, {self.changed:,} changed; "
            f"{counted(run.counters.requests, 'request')}, {money}, {self.seconds:.0f} s; {verdict}; "
            f"looked back {counted(self.lookback, 'day')}, "
            f"took {sweep.months_due} of {sweep.months_in_all} older months{dear}"
        )


def run_night(
    warehouse: Warehouse, settings: Settings, run: Run, rate_limiter: RateLimiter, lookback: int | None = None
) -> NightReport:
    """Read what is missing of the recent days, read again what the plan of the night says, and work it up.

    `lookback` (days) overrides the setting, which overrides what follows from the lateness observed.
    """
    began = time.monotonic()
    plan = planned_night(warehouse, settings, run, lookback)
    rereads = _revisits(plan.sweep, plan.scope, plan.past)
    error = _read(warehouse, plan.scope, run, rate_limiter, _wanted(plan.night, plan.checkpoint), rereads)
    error = error or not_built() if run.events.interrupted else worst_of(error, _build(warehouse, run))
    record(warehouse, run, error)
    new, changed = changes_since(warehouse, run.search, run.started_at)
    return NightReport(run, new, changed, time.monotonic() - began, plan.night.lookback, plan.sweep, error)


@dataclass(frozen=True)
class PlannedNight:
    """What a night is to read, and what it was planned from."""

    memory: SavedState
    scope: ResolvedBackfill
    checkpoint: Checkpoint
    past: Past
    night: Night
    sweep: RefreshPlan


def planned_night(warehouse: Warehouse, settings: Settings, run: Run, lookback: int | None) -> PlannedNight:
    memory = SavedState.of(resume_pipeline(warehouse, run))
    memory.check_version()
    scope = memory.scope(settings, run, BackfillRange(order="newest"))
    checkpoint = memory.checkpoint(scope)
    past = past_of(warehouse, run.search, scope.search.filters_hash)
    night = night_of(scope, past.lateness, lookback)
    has_limit = run.limits.max_credits is not None or settings.max_credits_per_cycle < NO_LIMIT
    sweep = plan_of_night(night, scope, checkpoint, past, may_cost=has_limit)
    return PlannedNight(memory, scope, checkpoint, past, night, sweep)


def need_of_night(
    warehouse: Warehouse, settings: Settings, run: Run, lookback: int | None = None
) -> tuple[Need, Means]:
    """What the night will spend, from what is known; nothing is sent."""
    plan = planned_night(warehouse, settings, run, lookback)
    bind_to_cycle(run, settings, warehouse)
    wanted = _wanted(plan.night, plan.checkpoint)
    days = Window(as_day(wanted.since or "", "since"), as_day(wanted.until or "", "until"))
    missing = plan.checkpoint.missing(days, plan.night.today, plan.night.oldest, plan.scope.findings.bounds)
    again = [WindowState.of(window, plan.night.oldest) for window in plan.sweep.windows]
    knowledge = Knowledge.of(warehouse, plan.memory.state, plan.scope)
    return need_of(run.command, knowledge, [*missing, *again]), Means.of(warehouse, run, plan.night.today, settings)


def find_out(
    warehouse: Warehouse, settings: Settings, search: str, rate_limiter: RateLimiter, lookback: int | None = None
) -> None:
    """Learn what the days of the night hold, by pricing them; the price is kept.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    plan = planned_night(warehouse, settings, Run("nightly", search), lookback)
    price(warehouse, settings, Run("plan", search), rate_limiter, _wanted(plan.night, plan.checkpoint), None)


def night_of(scope: ResolvedBackfill, lateness: LateArrivals, lookback: int | None) -> Night:
    observed = lookback_from(lateness.versions, lateness.days, enough=ENOUGH_LATE_VERSIONS)
    days = lookback or scope.settings.lookback_days or observed
    return Night(scope.today, scope.oldest, days, scope.settings.billing_cycle_day)


def plan_of_night(
    night: Night, scope: ResolvedBackfill, checkpoint: Checkpoint, past: Past, *, may_cost: bool
) -> RefreshPlan:
    """The windows to be read again tonight, as the ledger and the checkpoint stand."""
    under_way = [reading.window for reading in checkpoint.again.values() if reading.pages]
    return plan_refresh(night, checkpoint.settled(scope.today), past.readings, under_way, may_cost=may_cost)


def _revisits(sweep: RefreshPlan, scope: ResolvedBackfill, past: Past) -> RereadQueue:
    first = {one.window: one.first_completed_at for one in past.readings}
    bounds = scope.findings.bounds
    return RereadQueue([rereading(window, scope.oldest, first.get(window), bounds) for window in sweep.windows])


def _wanted(night: Night, checkpoint: Checkpoint) -> BackfillRange:
    since = first_missing_day(night, checkpoint.done)
    return BackfillRange(since.isoformat(), night.today.add(days=1).isoformat(), "newest")


def _read(
    warehouse: Warehouse,
    scope: ResolvedBackfill,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
    rereads: RereadQueue,
) -> JobhouseError | None:
    """Read and verify, and return what ended it early: what was read before that is worked up all the same."""
    try:
        read_history(warehouse, scope.settings, run, rate_limiter, wanted, rereads=rereads)
    except JobhouseError as error:
        return error
    run.events.enter("checking")
    found = verify(warehouse, run.search, wanted.since, wanted.until, known=scope.search)
    if not found.short:
        return None
    first = found.short[0]
    return DataCheckFailed(
        f"{first.facts.since} to {first.facts.until} is short: {first.reason}; see jobhouse verify --repair."
    )


def _build(warehouse: Warehouse, run: Run) -> JobhouseError | None:
    """Bring the models up to date and note what their audits warn of; what kept the models from it is returned."""
    built, failed = build(warehouse, run)
    for warning in built.warnings if built else ():
        run.events.add_note(warning)
    return failed
