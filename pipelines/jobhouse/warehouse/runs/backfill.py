"""A backfill: what it needs, its price, the probe before a first one, the reading, and what a stop leaves over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final

import dlt

from jobhouse.clock import now_text
from jobhouse.counting import counted
from jobhouse.errors import JobhouseError, Stopped
from jobhouse.interrupts import interruptible
from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.config.settings import NO_LIMIT
from jobhouse.sentrion.estimate import backfill_price
from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS, BackfillEstimate
from jobhouse.sentrion.estimate.job_credits import KnownBefore
from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.sentrion.plan.windows import cycle_start, merge
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from jobhouse.sentrion.probe.probe_client import ProbeClient
from jobhouse.sentrion.probe_source import probe_source, small_requests
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.ledger.prices import job_price
from jobhouse.warehouse.ledger.run_outcomes import recorded
from jobhouse.warehouse.ledger.spending import copies_share, jobs_per_day, paid_jobs
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.load.saved_state import keep_estimate
from jobhouse.warehouse.runs.credit_needs import (
    OLD_CURSORS,
    Funds,
    JobDensity,
    Knowledge,
    Need,
    at_known_price,
    need_of,
)

HANDFUL: Final = 5
"""So few windows are read without a probe: tight ranges would save less than it costs."""
WORTH_IT: Final = 4
"""A run's limits must hold this many times the limits of the probe, or the probe would use too much of them."""


def probe(session: LoadSession, rate_limiter: RateLimiter) -> Findings:
    """Ask the API what its documentation leaves open, and store the findings.

    Raises:
        JobhouseError: what ended the probe early; what it had found out is kept.

    """
    with recorded(session.warehouse, session.run):
        session.store(probe_source(session.settings, session.run, rate_limiter))
        _raise_what_ended(session.run)
        for note in session.saved.findings.left_out(session.range_today.search.filters):
            session.run.events.add_note(note)
    return session.saved.findings


def price(session: LoadSession, rate_limiter: RateLimiter, max_credits: int | None) -> BackfillEstimate:
    """What the backfill would cost, from a few requests and from what is known; the estimate is kept.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    warehouse, run, resolved = session.warehouse, session.run, session.range_today
    priced = _priced(session, resolved, max_credits)
    again = need_of_backfill(session)[0].again
    prices: list[BackfillEstimate] = []

    async def ask(probe_client: ProbeClient) -> list[Finding]:
        try:
            prices.append(await priced(probe_client))
            keep_estimate(dlt.current.source_state(), resolved, now_text(), prices[0].spans)
        except JobhouseError as error:
            run.events.end(error)
        return []

    with recorded(warehouse, run):
        session.store(small_requests(session.settings, run, rate_limiter, ESTIMATE_LIMITS, ask))
        _raise_what_ended(run)
    left = Funds.of(warehouse, run, resolved.today, session.settings)
    return replace(with_refused_cursors(prices[0], again), account=left.account, cycle_left=left.cycle_left)


def with_refused_cursors(estimate: BackfillEstimate, credits_: int) -> BackfillEstimate:
    """The estimate whose high value covers that the API refuses the cursors of windows whose jobs it charges again."""
    if not credits_ or estimate.credits is None:
        return estimate
    note = f"of the credits, {credits_:,} are in case the API refuses {OLD_CURSORS}, and charges their jobs again"
    return replace(estimate, credits=estimate.credits + Estimate(0, 0, credits_), notes=(*estimate.notes, note))


def _priced(
    session: LoadSession, resolved: ResolvedBackfill, max_credits: int | None
) -> Callable[[ProbeClient], Awaitable[BackfillEstimate]]:
    """What prices a backfill with a client, by what the ledger knows."""
    warehouse, filters_hash = session.warehouse, resolved.search.filters_hash
    missing = session.saved.missing(resolved)
    start = cycle_start(resolved.today, session.settings.billing_cycle_day)
    unread = merge(state.window for state in missing if not state.cursor)
    known = KnownBefore(
        per_day=jobs_per_day(warehouse, filters_hash),
        paid=paid_jobs(warehouse, start, unread, filters_hash),
        copies_share=copies_share(warehouse, filters_hash),
        job_price=job_price(warehouse, session.settings.billing_cycle_day),
    )
    return partial(
        backfill_price.price,
        resolved=resolved,
        missing=missing,
        known=known,
        max_credits=max_credits,
        probes=not session.saved.findings.were_probed and len(missing) > HANDFUL,
    )


def need_of_first_backfill(resolved: ResolvedBackfill, run: Run) -> tuple[Need, Funds]:
    """What a backfill will spend where there is no warehouse yet, without making one."""
    limit = resolved.settings.max_credits_per_cycle
    funds = Funds(max_credits=run.limits.max_credits, cycle_left=limit if limit < NO_LIMIT else None)
    return Need(run.command, (JobDensity(resolved.wanted, None),)), funds


def need_of_backfill(session: LoadSession) -> tuple[Need, Funds]:
    """What a backfill will spend, from what is known; nothing is sent."""
    warehouse, run, resolved = session.warehouse, session.run, session.range_today
    missing = session.saved.missing(resolved)
    probe_credits = PROBE_LIMITS.credits if _is_probe_worth_it(session, missing) else 0
    knowledge = Knowledge.of(warehouse, session.saved, resolved)
    return (
        at_known_price(need_of(run.command, knowledge, missing, probe_credits), warehouse, session.settings),
        Funds.of(warehouse, run, resolved.today, session.settings),
    )


def probe_and_price(session: LoadSession, pricing: Run, rate_limiter: RateLimiter) -> None:
    """Learn what a backfill will cost: a probe where none was made, then the price by the run `pricing`.

    Raises:
        JobhouseError: the API's refusal or failure.

    """
    probing_run = Run("probe", pricing.search, transport=pricing.transport)
    with interruptible(probing_run, pricing):
        if not session.saved.findings.were_probed:
            probe(session.for_run(probing_run), rate_limiter)
        price(session.for_run(pricing), rate_limiter, None)


def backfill(session: LoadSession, rate_limiter: RateLimiter, *, probes: bool = True) -> None:
    """Read what is missing; a first reading probes the API before, and a stopped one says what is left.

    Raises:
        JobhouseError: what ended the run early; everything read before it is loaded.

    """
    if probes and _is_probe_worth_it(session, session.saved.missing(session.range_today)):
        session.run.events.enter("probing")
        session.store(probe_source(session.settings, session.run, rate_limiter))
    for note in session.saved.notes_on_filters(session.range_today):
        session.run.events.add_note(note)
    session.run.events.progress.planned = session.saved.jobs_planned(session.range_today)
    try:
        read_history(session, rate_limiter)
    except Stopped as stop:
        raise type(stop)(f"{stop} {what_is_left(session)}") from None


def what_is_left(session: LoadSession) -> str:
    """Windows, days and about how many jobs are still to be read, in one sentence.

    The jobs are those that the progress of the run shows as not read yet, where it could tell.
    """
    resolved, saved = session.range_today, session.saved
    missing = saved.missing(resolved)
    days = sum(state.window.days for state in missing)
    jobs = session.run.events.progress.outlook().left
    if jobs is None:
        jobs = Knowledge.of_jobs(session.warehouse, saved, resolved).jobs_left(missing)
    about = "" if jobs is None else f", about {counted(jobs, 'job')}"
    return f"Left to read: {counted(len(missing), 'window')}, {counted(days, 'day')}{about}."


def _raise_what_ended(run: Run) -> None:
    if run.events.error:
        raise run.events.error
    if run.events.interrupted:
        raise Stopped("Interrupted; what was answered is kept, run the same command again for the rest.")


def _is_probe_worth_it(session: LoadSession, missing: list[WindowState]) -> bool:
    """Whether there is much to read, the API was never probed, and the run's limits hold enough for a probe."""
    return not session.saved.findings.were_probed and len(missing) > HANDFUL and _limits_allow_probe(session.run)


def _limits_allow_probe(run: Run) -> bool:
    """Whether they do, and those of the probe allow one of its small requests, which may cost as much as any did."""
    requests, credits_ = run.limits.max_requests, run.limits.credits_left(run.counters)
    enough_requests = requests is None or requests >= WORTH_IT * PROBE_LIMITS.requests
    enough_credits = credits_ is None or credits_ >= WORTH_IT * PROBE_LIMITS.credits
    return enough_requests and enough_credits and run.counters.reserved.of_page(SMALLEST_PAGE) <= PROBE_LIMITS.credits
