"""Asks the API for its totals now, and reads again the windows that are short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from math import ceil

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.config.search import search_option
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window, cycle_start
from jobhouse.sentrion.probe.totals import TotalRequest, ask_totals
from jobhouse.sentrion.probe_source import recorded_requests
from jobhouse.sentrion.state.rereads import RereadQueue
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.altered_rows import put_back, set_aside
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.killed_loads import remove_unrecorded
from jobhouse.warehouse.ledger.prices import job_price
from jobhouse.warehouse.ledger.run_outcomes import recorded
from jobhouse.warehouse.ledger.spending import bind_to_cycle
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.runs.credit_needs import Funds, Need
from jobhouse.warehouse.verify.contents import AlteredRow
from jobhouse.warehouse.verify.judging import window_of
from jobhouse.warehouse.verify.verdicts import Judged, Verification
from jobhouse.warehouse.verify.verify import verify
from jobhouse.warehouse.verify.window_facts import WindowFacts


@dataclass(frozen=True)
class RepairContext:
    """What asking for totals and reading again need: the warehouse held and resumed, what is known, and the rate."""

    session: LoadSession
    resolved: ResolvedBackfill
    rate_limiter: RateLimiter

    @classmethod
    def of(cls, session: LoadSession, rate_limiter: RateLimiter) -> RepairContext:
        return cls(session, session.range_today, rate_limiter)

    @property
    def warehouse(self) -> Warehouse:
        return self.session.warehouse

    def verify(self, since: str | None, until: str | None, totals: dict[str, int | None] | None = None) -> Verification:
        """The verdicts on the windows as they are now.

        Raises:
            UsageError: all windows were read under other filters than the search has now, so totals would not compare.

        """
        search = self.resolved.search
        found = verify(
            self.warehouse,
            search.name,
            since,
            until,
            known=lambda *_: search,
            totals_now=totals,
        )
        if found.is_of_former_filters:
            read = self.warehouse.command(f"jobhouse backfill{search_option(search.name)}")
            raise UsageError(
                f"Nothing was read yet with the filters that the search {search.name!r} has now; "
                f"read it with {read}, or verify without --ask and --repair."
            )
        return found


def need_of_asking(context: RepairContext, found: Verification, run: Run) -> tuple[Need, Funds]:
    """The most that asking for the totals will spend: the first page of each window that is not paid for."""
    bind_to_cycle(run, context.resolved.settings, context.warehouse)
    to_pay = [facts for facts in _askable(context, found) if not _is_paid_for(context, facts)]
    return _need_of_jobs(context, run, SMALLEST_PAGE * len(to_pay))


def need_of_repair(context: RepairContext, found: Verification, run: Run) -> tuple[Need, Funds]:
    """What reading again will spend: the jobs that are not paid for in this billing cycle."""
    bind_to_cycle(run, context.resolved.settings, context.warehouse)
    unpaid = sum(_unpaid_jobs(context, judged) for judged in found.windows if _is_repairable(context, judged))
    return _need_of_jobs(context, run, unpaid)


def _need_of_jobs(context: RepairContext, run: Run, jobs: int) -> tuple[Need, Funds]:
    resolved = context.resolved
    per_job = job_price(context.warehouse, resolved.settings.billing_cycle_day)
    need = Need(run.command, fixed=ceil(jobs * per_job), job_price=per_job)
    return need, Funds.of(context.warehouse, run, resolved.today, resolved.settings)


def _unpaid_jobs(context: RepairContext, judged: Judged) -> int:
    facts = judged.facts
    jobs = max(judged.total_now or 0, facts.expected_total or 0, facts.rows_delivered)
    return max(0, jobs - facts.distinct) if _is_paid_for(context, facts) else jobs


def _is_paid_for(context: RepairContext, facts: WindowFacts) -> bool:
    """Whether the window was read in this billing cycle, and reading it again is not known to be charged."""
    start = cycle_start(context.resolved.today, context.resolved.settings.billing_cycle_day)
    is_recent = facts.read_at is not None and facts.read_at.astimezone(UTC).date() >= start
    return is_recent and not context.resolved.findings.rereads_cost


def totals_now(context: RepairContext, found: Verification, run: Run) -> dict[str, int | None]:
    """The API's total of each complete window that it still serves; the requests are recorded in the ledger.

    An error that ends the asking early is in `run.events.error`.
    """
    session = context.session.for_run(run)
    questions = [
        TotalRequest(facts.window_id, facts.published_after, facts.published_before)
        for facts in _askable(context, found)
    ]
    with recorded(context.warehouse, run):
        totals = ask_totals(context.resolved, questions, run, context.rate_limiter)
        session.store(recorded_requests(run, totals.requests))
    return totals.now


def _askable(context: RepairContext, found: Verification) -> list[WindowFacts]:
    """The complete windows that the API still serves."""
    return [
        judged.facts
        for judged in found.windows
        if judged.facts.status == "complete" and judged.facts.published_after >= context.resolved.oldest
    ]


def _is_repairable(context: RepairContext, judged: Judged) -> bool:
    return judged.is_worth_reading_again and window_of(judged.facts).since >= context.resolved.oldest


def reread_short(context: RepairContext, found: Verification, run: Run) -> bool:
    """Read what is short from its first page; False where there is nothing that the API still serves.

    Raises:
        JobhouseError: what ended the reading early; the windows stay open, and backfill goes on with them.
    """
    windows = [window_of(judged.facts) for judged in found.windows if _is_repairable(context, judged)]
    if not windows:
        return False
    with writer(context.warehouse) as db:
        remove_unrecorded(db)  # they would keep their copies out when these are read again
    session = replace(context.session.for_run(run), resolved=context.session.resolved.within(_span(windows)))
    read_history(session, context.rate_limiter, RereadQueue(reopened=windows))
    return True


@contextmanager
def altered_set_aside(context: RepairContext, altered: Iterable[AlteredRow]) -> Iterator[list[str]]:
    """Within the block, altered rows whose windows the API still serves are not stored; yields their ids.

    Their windows are short then, and can be read again. Whichever way the block ends, what has not come again is put
    back.
    """
    ids, oldest = [row.version_id for row in altered], context.resolved.oldest.isoformat()
    if not ids:
        yield []
        return
    with writer(context.warehouse) as db:
        removed = set_aside(db, ids, context.resolved.search.name, oldest)
    try:
        yield removed
    finally:
        with writer(context.warehouse) as db:
            put_back(db)


def _span(windows: Iterable[Window]) -> Window:
    return Window(min(window.since for window in windows), max(window.until for window in windows))
