"""A backfill from its reading to its marts: what is missing is read, days that came short are named, models built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, Interrupted, JobhouseError, NothingYet, Stopped, worst_of
from jobhouse.interrupts import interruptible, is_of_interrupt
from jobhouse.sentrion.config.search import search_option
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import named_days
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.build.transform import Built, transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.run_outcomes import record, recorded
from jobhouse.warehouse.ledger.status import WarehouseStatus, read_status
from jobhouse.warehouse.load.load_session import LoadSession
from jobhouse.warehouse.runs.backfill import backfill
from jobhouse.warehouse.waiting import until_interrupted


@dataclass(frozen=True)
class BackfillReport:
    """What a backfill did; `error` says what went wrong in reading, checking or building, in one sentence."""

    error: JobhouseError | None = None
    built: Built | None = None
    status: WarehouseStatus | None = None
    """At the end; None where nothing was ever recorded, or a person ended the run."""


def read_and_build(
    session: LoadSession, rate_limiter: RateLimiter, *, builds: bool, probes: bool = True
) -> BackfillReport:
    """Read what is missing, then report the days that came short and build the models.

    A limit, credits that are used up and an API that refuses or fails end only the reading: what was read is built.
    Nothing is built where a person ended the run, or what was read could not be stored.
    """
    warehouse, run = session.warehouse, session.run
    ended = _read(session, rate_limiter, probes=probes)
    if run.events.interrupted:
        return BackfillReport(ended or (not_built(warehouse) if builds else None))
    if ended and not run.events.error:
        return BackfillReport(ended)
    try:
        run.events.enter("checking")
        status = read_status(warehouse, session.settings)
    except NothingYet:  # nothing was recorded
        return BackfillReport(ended)
    except JobhouseError as unreadable:
        return BackfillReport(worst_of(ended, unreadable))
    short = None if ended else short_days(warehouse, status, run.search, session.resolved.asked)
    built, failed = build(warehouse, run) if builds and status.versions and status.marts != "current" else (None, None)
    if built:
        status = replace(status, marts="current")
    error = worst_of(ended, short, failed)
    record(warehouse, run, error)
    return BackfillReport(error, built, status)


def not_built(warehouse: Warehouse) -> Stopped:
    """The error of a run that was interrupted after all was read."""
    builds = warehouse.command("jobhouse transform")
    return Stopped(f"Interrupted: all was read and is stored, the marts were not built; {builds} builds them.")


def _read(session: LoadSession, rate_limiter: RateLimiter, *, probes: bool) -> JobhouseError | None:
    """Read with Ctrl-C caught; return what ended the reading early, since what was read before it is built."""
    try:
        with interruptible(session.run), recorded(session.warehouse, session.run):
            backfill(session, rate_limiter, probes=probes)
    except JobhouseError as error:
        return error
    return None


def build(warehouse: Warehouse, run: Run) -> tuple[Built | None, JobhouseError | None]:
    """Build the models; an error is returned, not raised. That there is nothing to build from is none."""
    run.events.enter("building")
    try:
        built = transform(
            warehouse,
            on_built=partial(_show_model, run),
            on_planned=run.events.plan_models,
            keep_waiting=until_interrupted(run),
        )
        return built, None
    except NothingYet:
        return None, None
    except Interrupted as error:
        run.events.interrupt()
        return None, error
    except JobhouseError as error:
        return None, error
    except (KeyboardInterrupt, RuntimeError) as error:  # DuckDB raises the latter in place of the former
        if not is_of_interrupt(error):
            raise
        run.events.interrupt()
        return None, Stopped(
            "Interrupted while the models were built: what was read is stored, and the marts are as they were; "
            f"{warehouse.command('jobhouse transform')} builds them."
        )


def _show_model(run: Run, model: str, _seconds: float, _audits: int) -> None:
    run.events.enter("building", model)


def short_days(
    warehouse: Warehouse, status: WarehouseStatus, search: str, days: BackfillRange
) -> DataCheckFailed | None:
    """The error that names the days of a range for which less came than was announced, and what repairs them."""
    first, until = str(days.since or ""), str(days.until or "9999")
    short = [
        span
        for span in status.incomplete
        if span.search == search and span.state == "short"
        if str(span.until) > first and str(span.since) < until
    ]
    if not short:
        return None
    count = sum((span.until - span.since).days for span in short)
    others = "" if len(short) == 1 else f" ({len(short)} ranges, {counted(count, 'day')} in all)"
    repair = warehouse.command(f"jobhouse verify --repair{search_option(search)}")
    return DataCheckFailed(
        f"{named_days(short[0].since, short[0].until)} is short: less came than was announced{others}; "
        f"read it again with {repair}."
    )
