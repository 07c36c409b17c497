"""A nightly run: read what is new, refresh recent days and a share of the older ones, then verify and build."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, JobhouseError, Stopped, worst_of
from jobhouse.interrupts import interruptible, interruption_kept
from jobhouse.sentrion.config.search import search_option
from jobhouse.sentrion.config.settings import NO_LIMIT
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.refresh import (
    CATCH_UP_DAYS,
    Night,
    RefreshPlan,
    first_missing_day,
    gaps_after_pauses,
    lookback_from,
    plan_refresh,
)
from jobhouse.sentrion.plan.windows import Window, named_days
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.events import Outcome, outcome_of
from jobhouse.sentrion.state.rereads import RereadQueue, rereading
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.prices import price_in_run
from jobhouse.warehouse.ledger.run_outcomes import record
from jobhouse.warehouse.ledger.spending import in_money
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.runs.backfill import price
from jobhouse.warehouse.runs.credit_needs import Funds, Knowledge, Need, at_known_price, need_of
from jobhouse.warehouse.runs.late_arrivals import ENOUGH_LATE_VERSIONS, LateArrivals, Past, changes_since, past_of
from jobhouse.warehouse.runs.read_and_build import build, not_built
from jobhouse.warehouse.verify.verify import verify

_ENDINGS: Final = {"done": "complete", "check_failed": "failed a check"}


@dataclass(frozen=True)
class NightReport:
    """What a nightly run did; `error` is what ended it early, once what was read is stored and built."""

    run: Run
    new: int
    changed: int
    seconds: float
    lookback: int
    refresh: RefreshPlan
    error: JobhouseError | None
    gaps: Sequence[Window] = ()
    """Days that a pause left unread and that are left to `backfill`."""
    job_price: float | None = None
    """The credits that a job has cost in this run; None: it was not charged."""

    def line(self) -> str:
        run, refresh = self.run, self.refresh
        reading, outcome = run.events.outcome, self.outcome
        ending = _ENDINGS.get(outcome, outcome)
        over_budget = f", {refresh.months_over_budget} wait for --max-credits" if refresh.months_over_budget else ""
        money = in_money(run, self.new + self.changed, self.job_price)
        took = "took" if reading == "done" or outcome == "check_failed" else "was to take"
        return (
            f"nightly {run.search}: {counted(self.new, 'job')} new, {self.changed:,} changed; "
            f"{counted(run.counters.requests, 'request')}, {money}, {self.seconds:.0f} s; {ending}; "
            f"looked back {counted(self.lookback, 'day')}, "
            f"{took} {refresh.months_due} of {refresh.months_in_all} older months{over_budget}{self._not_read()}"
        )

    @property
    def outcome(self) -> Outcome:
        """How the night ended: the reading, or what failed after it; a failed load leaves the reading unfinished."""
        reading = self.run.events.outcome
        is_check = isinstance(self.error, DataCheckFailed) and not self.gaps
        return outcome_of(self.error) if self.error and (is_check or reading in ("done", "running")) else reading

    def _not_read(self) -> str:
        if not self.gaps:
            return ""
        days = ", ".join(named_days(gap.since, gap.until) for gap in self.gaps)
        return f"; {counted(sum(gap.days for gap in self.gaps), 'day')} left to backfill: {days}"


@dataclass(frozen=True)
class PlannedNight:
    """What a night is to read, and what it was planned from.

    `days` are those that are missing; `gaps` lie further back, and are left to `backfill`.
    """

    session: LoadSession
    days: ResolvedBackfill
    checkpoint: Checkpoint
    past: Past
    night: Night
    refresh: RefreshPlan
    gaps: Sequence[Window] = ()


def plan_night(session: LoadSession, lookback: int | None = None) -> PlannedNight:
    """The plan by the ledger and the checkpoint; nothing is sent.

    `lookback` (days) overrides the setting, which overrides what follows from how late jobs were seen to appear.
    """
    range_today, run = session.range_today, session.run
    checkpoint = session.saved.checkpoint(range_today)
    past = past_of(session.warehouse, run.search, range_today.search.filters_hash)
    night = night_of(range_today, past.late_arrivals, lookback)
    may_cost = run.limits.max_credits is not None or session.settings.max_credits_per_cycle < NO_LIMIT
    refresh = plan_of_night(night, range_today, checkpoint, past, may_cost=may_cost)
    first = first_missing_day(night, checkpoint.complete)
    days = range_today.within(Window(first, night.today.add(days=1)))
    gaps = gaps_after_pauses(night, first, checkpoint.complete_on(night.today), past.readings)
    return PlannedNight(session, days, checkpoint, past, night, refresh, gaps)


def need_of_night(plan: PlannedNight) -> tuple[Need, Funds]:
    """What the night will spend, from what is known; nothing is sent."""
    session, today = plan.session, plan.night.today
    warehouse, run, saved = session.warehouse, session.run, session.saved
    again = [WindowState.of(window, plan.night.oldest) for window in plan.refresh.windows]
    knowledge = Knowledge.of(warehouse, saved, plan.days)
    need = need_of(run.command, knowledge, [*saved.missing(plan.days), *again])
    need = at_known_price(need, warehouse, session.settings)
    return need, Funds.of(warehouse, run, today, session.settings)


def price_night(plan: PlannedNight, pricing: Run, rate_limiter: RateLimiter) -> None:
    """Learn what the days of the night hold, by the run `pricing`; the price is kept.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    price(replace(plan.session.for_run(pricing), resolved=plan.days), rate_limiter, None)


def run_night(plan: PlannedNight, rate_limiter: RateLimiter, *, builds: bool = True) -> NightReport:
    """Read what is missing of the recent days and what the plan refreshes, then verify and build."""
    began, warehouse, run = time.monotonic(), plan.session.warehouse, plan.session.run
    error = _read(plan, rate_limiter, builds=builds)
    if builds:
        error = error or not_built(warehouse) if run.events.interrupted else worst_of(error, _build(warehouse, run))
    if not run.events.interrupted:
        error = worst_of(error, _left_to_backfill(plan))
    record(warehouse, run, error)
    new, changed = changes_since(warehouse, run.search, run.started_at)
    seconds = time.monotonic() - began
    per_job = price_in_run(warehouse, run.run_id)
    return NightReport(run, new, changed, seconds, plan.night.lookback, _as_read(plan), error, plan.gaps, per_job)


def _left_to_backfill(plan: PlannedNight) -> DataCheckFailed | None:
    """What to say of days that a pause left unread: none of the nights to come reads them."""
    if not plan.gaps:
        return None
    first, option = plan.gaps[0], search_option(plan.session.run.search)
    command = f"jobhouse backfill --since {first.since} --until {first.until}{option}"
    others = f"; {counted(len(plan.gaps) - 1, 'further gap')} will be named after it" if plan.gaps[1:] else ""
    are = "is" if first.days == 1 else "are"
    return DataCheckFailed(
        f"{named_days(first.since, first.until)} ({counted(first.days, 'day')}) {are} not read to the end, and "
        f"nightly reads no missing days that lie more than {CATCH_UP_DAYS} days back; read what is missing with "
        f"{plan.session.warehouse.command(command)}{others}."
    )


def night_of(range_today: ResolvedBackfill, late_arrivals: LateArrivals, lookback: int | None) -> Night:
    """What tonight looks back on: days as the option says, else the setting, else what late jobs have needed."""
    observed = lookback_from(late_arrivals.versions, late_arrivals.days, enough=ENOUGH_LATE_VERSIONS)
    days = lookback or range_today.settings.lookback_days or observed
    return Night(range_today.today, range_today.oldest, days, range_today.settings.billing_cycle_day)


def plan_of_night(
    night: Night, range_today: ResolvedBackfill, checkpoint: Checkpoint, past: Past, *, may_cost: bool
) -> RefreshPlan:
    """The windows to be read again tonight, as the ledger and the checkpoint stand."""
    under_way = [state.window for state in checkpoint.rereads.values() if state.pages]
    return plan_refresh(
        night,
        checkpoint.complete_on(range_today.today),
        past.readings,
        under_way,
        may_cost=may_cost,
        charged_again_before=range_today.charged_again_before,
    )


def _rereads(plan: PlannedNight) -> RereadQueue:
    first = {one.window: one.first_completed_at for one in plan.past.readings}
    oldest, bounds = plan.night.oldest, plan.days.findings.bounds
    windows = [rereading(window, oldest, first.get(window), bounds) for window in plan.refresh.windows]
    return RereadQueue(windows, only_free=plan.refresh.only_free)


def _as_read(plan: PlannedNight) -> RefreshPlan:
    """What was read again, without the months that were left since rereads turned out to be charged."""
    refresh, saved = plan.refresh, plan.session.saved
    if not (refresh.only_free and saved.findings.rereads_cost):
        return refresh
    waiting = [state.window for state in saved.checkpoint(plan.session.range_today).rereads.values()]
    done = sum(not any(month.contains(window) for window in waiting) for month in refresh.only_free)
    return replace(refresh, months_due=done, months_over_budget=refresh.months_unrefreshed - done)


def _read(plan: PlannedNight, rate_limiter: RateLimiter, *, builds: bool) -> JobhouseError | None:
    """Read with Ctrl-C caught; return what ended that early, since what was read before it is built all the same."""
    session = plan.session
    for note in plan.days.findings.left_out(plan.days.search.filters):
        session.run.events.add_note(note)
    try:
        with interruptible(session.run):
            read_history(replace(session, resolved=plan.days), rate_limiter, _rereads(plan))
    except JobhouseError as error:
        return error
    try:
        with interruption_kept():
            return _check(plan)
    except KeyboardInterrupt:
        session.run.events.interrupt()
        if builds:
            return not_built(session.warehouse)
        checks = session.warehouse.command(f"jobhouse verify{search_option(session.run.search)}")
        return Stopped(f"Interrupted: all was read and is stored; {checks} checks it.")


def _check(plan: PlannedNight) -> DataCheckFailed | None:
    """Verify the days of the night; what is short is returned."""
    session, days = plan.session, plan.days
    session.run.events.enter("checking")
    found = verify(
        session.warehouse,
        days.search.name,
        str(days.wanted.since),
        str(days.wanted.until),
        known=lambda *_: days.search,
    )
    if not found.short:
        return None
    first = found.short[0]
    repair = session.warehouse.command(f"jobhouse verify --repair{search_option(session.run.search)}")
    return DataCheckFailed(
        f"{first.facts.since} to {first.facts.until} is short: {first.reason}; read it again with {repair}."
    )


def _build(warehouse: Warehouse, run: Run) -> JobhouseError | None:
    """Bring the models up to date and note what their audits warn of; what kept the models from it is returned."""
    built, failed = build(warehouse, run)
    for warning in built.warnings if built else ():
        run.events.add_note(warning)
    return failed
