"""Asking the API for its totals now, and reading again the windows that turned out short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from dlt.extract import DltSource

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.billing_cycle import cycle_start
from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.rereads import RereadQueue
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.probe.totals import TotalRequest, ask_totals, asked
from jobhouse.sentrion.read.batch import BackfillRange, ResolvedBackfill
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.outcomes import recorded
from jobhouse.warehouse.ledger.spending import bind_to_cycle
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.needs import Means, Need
from jobhouse.warehouse.load.pipeline import store
from jobhouse.warehouse.load.recovery import remove_unrecorded, resume_pipeline
from jobhouse.warehouse.locks import WarehouseLock
from jobhouse.warehouse.verify.contents import AlteredRow
from jobhouse.warehouse.verify.verdicts import Judged, Verification, WindowFacts
from jobhouse.warehouse.verify.verify import verify, window_of

_DELETE_ALTERED: Final = """
delete from sentrion.job_versions
where list_contains($ids, version_id)
    and version_id in (select version_id from sentrion.search_hits where search = $search)
    and window_id in (select window_id from sentrion.windows where search = $search and since >= $oldest::date)
returning version_id
"""


@dataclass(frozen=True)
class RepairContext:
    """What asking and reading need: the warehouse held, checked settings with the search, and the rate."""

    warehouse: Warehouse
    scope: ResolvedBackfill
    rate_limiter: RateLimiter
    lock: WarehouseLock

    def verify(self, since: str | None, until: str | None, totals: dict[str, int | None] | None = None) -> Verification:
        """The windows as they stand.

        Raises:
            UsageError: they were read under other filters than the search has now, so asking would compare unlikes.

        """
        search = self.scope.search
        found = verify(
            self.warehouse,
            search.name,
            since,
            until,
            known=search,
            totals_now=totals,
        )
        if found.filters_hash != search.filters_hash:
            raise UsageError(
                f"The filters of the search {search.name!r} have changed since it was last read; "
                "read it with jobhouse backfill, or verify without --ask and --repair."
            )
        return found


def need_of_asking(desk: RepairContext, found: Verification, run: Run) -> tuple[Need, Means]:
    """What asking for the totals will spend at the most: the first page of each window that is not paid for."""
    bind_to_cycle(run, desk.scope.settings, desk.warehouse)
    to_pay = [facts for facts in _askable(desk, found) if not _is_paid_for(desk, facts)]
    return Need(run.command, fixed=SMALLEST_PAGE * len(to_pay)), _means(desk, run)


def need_of_repair(desk: RepairContext, found: Verification, run: Run) -> tuple[Need, Means]:
    """What reading again will spend: the jobs that are not paid for in this billing cycle."""
    bind_to_cycle(run, desk.scope.settings, desk.warehouse)
    unpaid = sum(_unpaid_jobs(desk, judged) for judged in found.windows if _is_repairable(desk, judged))
    return Need(run.command, fixed=unpaid), _means(desk, run)


def _unpaid_jobs(desk: RepairContext, judged: Judged) -> int:
    facts = judged.facts
    jobs = max(judged.total_now or 0, facts.expected_total or 0, facts.rows_delivered)
    return max(0, jobs - facts.distinct) if _is_paid_for(desk, facts) else jobs


def _is_paid_for(desk: RepairContext, facts: WindowFacts) -> bool:
    """Whether the window was read in this billing cycle, and reading it again is not known to be charged."""
    start = cycle_start(desk.scope.today, desk.scope.settings.billing_cycle_day)
    is_recent = facts.read_at is not None and facts.read_at.astimezone(UTC).date() >= start
    return is_recent and not desk.scope.findings.rereads_cost


def _means(desk: RepairContext, run: Run) -> Means:
    return Means.of(desk.warehouse, run, desk.scope.today, desk.scope.settings)


def totals_now(desk: RepairContext, found: Verification, run: Run) -> dict[str, int | None]:
    """The API's total of each complete window that it still serves; the requests go into the ledger.

    Raises:
        JobhouseError: what kept the API from being asked; what was asked before stands in the ledger.
    """
    bind_to_cycle(run, desk.scope.settings, desk.warehouse)
    questions = [
        TotalRequest(facts.window_id, facts.published_after, facts.published_before) for facts in _askable(desk, found)
    ]
    with recorded(desk.warehouse, run):
        totals = ask_totals(desk.scope, questions, run, desk.rate_limiter)
        _store_records(desk.warehouse, run, asked(run, totals.requests))
        if run.events.error:
            raise run.events.error
    return totals.now


def _askable(desk: RepairContext, found: Verification) -> list[WindowFacts]:
    """The complete windows that the API still serves."""
    return [
        judged.facts
        for judged in found.windows
        if judged.facts.status == "complete" and judged.facts.published_after >= desk.scope.oldest
    ]


def _is_repairable(desk: RepairContext, judged: Judged) -> bool:
    return judged.is_worth_reading_again and window_of(judged.facts).since >= desk.scope.oldest


def read_again(desk: RepairContext, found: Verification, run: Run) -> bool:
    """Read what is short from its first page; False where there is nothing that the API still serves.

    Raises:
        JobhouseError: what ended the reading early; the windows stay open, and backfill goes on with them.
    """
    windows = [window_of(judged.facts) for judged in found.windows if _is_repairable(desk, judged)]
    if not windows:
        return False
    _remove_what_killed_loads_left(desk.warehouse, run)
    rereads, settings = RereadQueue(reopened=windows), desk.scope.settings
    read_history(desk.warehouse, settings, run, desk.rate_limiter, _range_of(windows), desk.lock, rereads=rereads)
    return True


def remove_altered(desk: RepairContext, altered: Iterable[AlteredRow]) -> list[str]:
    """Delete the rows that do not hold what was delivered, where the API still serves their windows; says which.

    Insert-only merges would keep what is delivered again out. Their windows are short from here on, and read again.
    """
    given = {
        "ids": [row.version_id for row in altered],
        "search": desk.scope.search.name,
        "oldest": desk.scope.oldest.isoformat(),
    }
    with writer(desk.warehouse) as db:
        return [str(row[0]) for row in db.execute(_DELETE_ALTERED, given).fetchall()]


def _store_records(warehouse: Warehouse, run: Run, source: DltSource) -> None:
    """Load what an earlier run left, and then the records of this one."""
    store(resume_pipeline(warehouse, run), warehouse, run, source)


def _range_of(windows: Iterable[Window]) -> BackfillRange:
    since, until = min(window.since for window in windows), max(window.until for window in windows)
    return BackfillRange(since.isoformat(), until.isoformat())


def _remove_what_killed_loads_left(warehouse: Warehouse, run: Run) -> None:
    """Rows of a load that was never recorded, and whose package is gone, would keep their re-read copies out."""
    _store_records(warehouse, run, asked(run, ()))
    with writer(warehouse) as db:
        remove_unrecorded(db)
