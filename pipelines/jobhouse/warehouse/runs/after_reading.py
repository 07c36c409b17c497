"""What comes after reading: whether days came short is checked, and the models are built."""

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
from jobhouse.warehouse.waiting import until_interrupted


@dataclass(frozen=True)
class FollowUp:
    """What was done after a backfill; `error` says what went wrong in it and after it, in one sentence."""

    error: JobhouseError | None = None
    built: Built | None = None
    status: WarehouseStatus | None = None
    """At the end; None where nothing was ever recorded, or a person ended the run."""


def follow_up(session: LoadSession, read: Callable[[], None], *, builds: bool) -> FollowUp:
    """Read, then report the days that came short and build the models.

    A limit, credits that are used up and an API that refuses or fails end only the reading: what was read is built.
    Nothing is built where a person ended the run, or what was read could not be stored.
    """
    warehouse, run = session.warehouse, session.run
    ended = _ended(read)
    if run.events.interrupted:
        return FollowUp(ended or (not_built() if builds else None))
    if ended and not run.events.error:
        return FollowUp(ended)
    try:
        run.events.enter("checking")
        status = read_status(warehouse, session.settings)
    except UsageError:  # nothing was recorded yet
        return FollowUp(ended)
    short = None if ended else short_days(status, run.search, session.resolved.asked)
    built, failed = build(warehouse, run) if builds and status.versions and status.marts != "current" else (None, None)
    if built:
        status = replace(status, marts="current")
    error = worst_of(ended, short, failed)
    record(warehouse, run, error)
    return FollowUp(error, built, status)


def not_built() -> Stopped:
    """The error of a run that was interrupted after all was read."""
    return Stopped("Interrupted: all was read and is stored, the marts were not built; jobhouse transform builds them.")


def _ended(read: Callable[[], None]) -> JobhouseError | None:
    try:
        read()
    except JobhouseError as error:
        return error
    return None


def build(warehouse: Warehouse, run: Run) -> tuple[Built | None, JobhouseError | None]:
    """Build the models; an error is returned, not raised."""
    run.events.enter("building")
    try:
        return transform(warehouse, on_built=partial(_show_model, run), keep_waiting=until_interrupted(run)), None
    except UsageError:
        return None, None  # there is nothing to build from yet
    except KeyboardInterrupt:
        return None, Stopped(
            "Interrupted while the models were built: what was read is stored, and the marts are as they were; "
            "jobhouse transform builds them."
        )
    except JobhouseError as error:
        return None, error


def _show_model(run: Run, model: str, _seconds: float, _audits: int) -> None:
    run.events.enter("building", model)


def short_days(status: WarehouseStatus, search: str, asked: BackfillRange) -> DataCheckFailed | None:
    """The error that names the days of a range for which less came than was announced, and what repairs them."""
    first, until = str(asked.since or ""), str(asked.until or "9999")
    short = [
        span
        for span in status.incomplete
        if span.search == search and span.state == "short"
        if str(span.until) > first and str(span.since) < until
    ]
    if not short:
        return None
    days = sum((span.until - span.since).days for span in short)
    others = "" if len(short) == 1 else f" ({len(short)} ranges, {counted(days, 'day')} in all)"
    named = "" if search == "default" else f" --search {search}"
    return DataCheckFailed(
        f"{_range(short[0])} short: less came than was announced{others}; "
        f"read it again with jobhouse verify --repair{named}."
    )


def _range(span: DateSpan) -> str:
    last = span.until - timedelta(days=1)
    return f"{span.since} is" if last == span.since else f"{span.since} to {last} is"
