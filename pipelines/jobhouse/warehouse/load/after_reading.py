"""What follows a reading: a look at whether all came that was announced, and the models brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, JobhouseError, Stopped, UsageError, worst_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.build.transform import Built, transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.coverage import DateSpan
from jobhouse.warehouse.ledger.outcomes import record
from jobhouse.warehouse.ledger.status import WarehouseStatus, read_status
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.load.pipeline import keep_waiting


@dataclass(frozen=True)
class FollowUp:
    """What was done after a backfill: `error` is the worst of what went wrong in it and after it, in one sentence."""

    error: JobhouseError | None = None
    built: Built | None = None
    ledger: WarehouseStatus | None = None
    """As it stands at the end; None where nothing was ever recorded, or nobody waits for it."""


def follow_up(session: LoadSession, read: Callable[[], None], *, builds: bool) -> FollowUp:
    """Read, then say which days came short and build the models, unless a person ended the run or it cannot go on.

    A limit, credits that are used up and an API that refuses or fails end the reading alone: what came before is built.
    """
    warehouse, run = session.warehouse, session.run
    ended = _ended(read)
    if run.events.interrupted:
        return FollowUp(ended or (not_built() if builds else None))
    if ended and not run.events.error:
        return FollowUp(ended)
    try:
        run.events.enter("checking")
        ledger = read_status(warehouse, session.settings)
    except UsageError:  # nothing was recorded yet
        return FollowUp(ended)
    short = None if ended else short_days(ledger, run.search, session.resolved.asked)
    built, failed = build(warehouse, run) if builds and ledger.versions and ledger.marts != "current" else (None, None)
    if built:
        ledger = replace(ledger, marts="current")
    error = worst_of(ended, short, failed)
    record(warehouse, run, error)
    return FollowUp(error, built, ledger)


def not_built() -> Stopped:
    """For a run that was interrupted once all was read."""
    return Stopped("Interrupted: all was read and is stored, the marts were not built; jobhouse transform builds them.")


def _ended(read: Callable[[], None]) -> JobhouseError | None:
    try:
        read()
    except JobhouseError as error:
        return error
    return None


def build(warehouse: Warehouse, run: Run) -> tuple[Built | None, JobhouseError | None]:
    """Bring the models up to date; what kept them from it is returned, not raised."""
    run.events.enter("building")
    tell = partial(_say_model, run)
    try:
        return transform(warehouse, tell=tell, keep_waiting=partial(keep_waiting, run)), None
    except UsageError:
        return None, None  # there is nothing to build from yet
    except KeyboardInterrupt:
        return None, Stopped(
            "Interrupted while the models were built: what was read is stored, and the marts are as they were; "
            "jobhouse transform builds them."
        )
    except JobhouseError as error:
        return None, error


def _say_model(run: Run, model: str, _seconds: float, _audits: int) -> None:
    run.events.enter("building", model)


def short_days(ledger: WarehouseStatus, search: str, asked: BackfillRange) -> DataCheckFailed | None:
    """The days of a range for which less came than was announced, as `status` shows them, and what mends it."""
    first, until = str(asked.since or ""), str(asked.until or "9999")
    short = [
        stretch
        for stretch in ledger.incomplete
        if stretch.search == search and stretch.state == "short"
        if str(stretch.until) > first and str(stretch.since) < until
    ]
    if not short:
        return None
    days = sum((stretch.until - stretch.since).days for stretch in short)
    others = "" if len(short) == 1 else f" ({len(short)} ranges, {counted(days, 'day')} in all)"
    named = "" if search == "default" else f" --search {search}"
    return DataCheckFailed(
        f"{_range(short[0])} short: less came than was announced{others}; "
        f"read it again with jobhouse verify --repair{named}."
    )


def _range(stretch: DateSpan) -> str:
    last = stretch.until - timedelta(days=1)
    return f"{stretch.since} is" if last == stretch.since else f"{stretch.since} to {last} is"
