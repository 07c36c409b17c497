"""`jobhouse backfill` reads history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jobhouse.cli.consent import Consent, FindOut, MaxCredits, Yes, silent_or_said
from jobhouse.cli.live_progress import asking_held, watched
from jobhouse.cli.messages import say_built, say_notes
from jobhouse.cli.new_warehouse import announce_new, ask_for_new
from jobhouse.cli.options import ProgressForm, SearchName, Since, Until, warehouse_of
from jobhouse.counting import counted

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.sentrion.read.batch import BackfillRange
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.load.after_reading import FollowUp
    from jobhouse.warehouse.locks import WarehouseLock


def backfill(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    search: SearchName = "default",
    order: Annotated[
        Literal["expiring", "newest", "oldest"],
        typer.Option(help="expiring: what is about to fall off the six years first, then newest first."),
    ] = "expiring",
    max_credits: MaxCredits = None,
    max_requests: Annotated[int | None, typer.Option(min=0, help="Stop after so many requests.")] = None,
    yes: Yes = False,
    no_transform: Annotated[bool, typer.Option("--no-transform", help="Leave the marts as they are.")] = False,
    progress: ProgressForm = "auto",
) -> None:
    """Read history, then build the marts. Run again, it goes on where it stopped."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.read.batch import BackfillRange, resolve_backfill
    from jobhouse.sentrion.state.limits import RunLimits
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.load.after_reading import follow_up

    warehouse = warehouse_of(context)
    settings, wanted = Settings.load(), BackfillRange(since, until, order)
    resolve_backfill(settings, search, since, until, order)  # what is wrong is said before any folder is made
    run = Run("backfill", search, RunLimits(max_requests, max_credits))
    say = silent_or_said(silent=progress in ("none", "json"))
    consent = Consent.of(settings, yes=yes, max_credits=max_credits, say=say)
    ask_for_new(warehouse, yes=yes)
    _agree(consent, warehouse, settings, run, wanted)
    announce_new(warehouse)
    with warehouse.held() as lock:
        warehouse.refuse_demo()
        rate, size = settings.requests_per_minute, settings.page_size
        with (
            _spending_said(warehouse, run),
            notes_said(run),
            watched(warehouse, run, progress, rate, size) as rate_limiter,
        ):
            read = partial(fill, warehouse, settings, run, rate_limiter, wanted, lock, probes=True)
            done = follow_up(warehouse, settings, run, wanted, read, builds=not no_transform)
    _say_done(run, done, warehouse)
    if done.error:
        raise done.error


def _say_done(run: Run, done: FollowUp, warehouse: Warehouse) -> None:
    """What was built, and what to do next, where nothing went wrong."""
    from jobhouse.terminal.next_step import next_step

    if not run.counters.requests and not done.error:
        typer.echo("Nothing to do: every day asked for is complete.")
    if done.built:
        say_built(done.built)
    if done.ledger and not done.error:
        step = next_step(done.ledger)
        report, ask = map(warehouse.command, ("jobhouse report", "jobhouse sql"))
        typer.echo(f"Next: {warehouse.command(step.command)} ({step.why})." if step else f"Next: {report}, or {ask}.")


@contextmanager
def _spending_said(warehouse: Warehouse, run: Run) -> Iterator[None]:
    """Say at the end, whichever it is, what was read and what that took."""
    from jobhouse.warehouse.ledger.spending import in_money, new_jobs

    try:
        yield
    finally:
        if run.counters.requests:
            money = in_money(run, new_jobs(warehouse, run))
            jobs, requests = run.events.progress.jobs_read, run.counters.requests
            typer.echo(f"{counted(jobs, 'job')} read with {counted(requests, 'request')}; {money}.")


def _agree(consent: Consent, warehouse: Warehouse, settings: Settings, run: Run, wanted: BackfillRange) -> None:
    """Ask for leave to spend what the backfill needs; nobody waits for the warehouse while a person thinks."""
    from jobhouse.sentrion.estimate import estimate
    from jobhouse.sentrion.probe.probe import PROBE_LIMITS
    from jobhouse.warehouse.load import backfill as backfill_module
    from jobhouse.warehouse.load.needs import Means, Need

    def assess() -> tuple[Need, Means]:
        if warehouse.is_new:
            return backfill_module.need_of_first_backfill(settings, run, wanted)
        with warehouse.held():
            warehouse.refuse_demo()
            return backfill_module.need_of_backfill(warehouse, settings, run.like(), wanted)

    def find_out() -> None:
        with asking_held(warehouse, settings, run.like("plan")) as rate_limiter:
            backfill_module.find_out(warehouse, settings, run.search, rate_limiter, wanted)

    is_allowed = consent.seek(assess, FindOut(PROBE_LIMITS.credits + estimate.PROBE_LIMITS.credits, find_out))
    run.change_limits(free_only=not is_allowed)


def fill(
    warehouse: Warehouse,
    settings: Settings,
    run: Run,
    rate_limiter: RateLimiter,
    wanted: BackfillRange,
    lock: WarehouseLock | None = None,
    *,
    probes: bool = False,
) -> None:
    """Read history with Ctrl-C caught; a first reading probes the API before."""
    from jobhouse.interrupts import interruptible
    from jobhouse.warehouse.ledger.outcomes import recorded
    from jobhouse.warehouse.load.backfill import backfill

    with interruptible(run), recorded(warehouse, run):
        backfill(warehouse, settings, run, rate_limiter, wanted, lock, probes=probes)


@contextmanager
def notes_said(run: Run) -> Iterator[None]:
    try:
        yield
    finally:
        say_notes(run)
