"""`jobhouse backfill` reads history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jobhouse.cli.consent import Consent, CostCheck, MaxCredits, Yes, need_printer
from jobhouse.cli.live_progress import rate_limiter_for, rate_limiter_with_lock, rate_limiter_with_progress
from jobhouse.cli.messages import load_settings, notes_printed, print_built
from jobhouse.cli.new_warehouse import announce_new, ask_for_new
from jobhouse.cli.options import NoTransform, ProgressForm, SearchName, Since, Until, loading_warehouse_of

if TYPE_CHECKING:
    from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal.progress.display import ProgressFormat
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs.credit_needs import Funds, Need
    from jobhouse.warehouse.runs.read_and_build import BackfillReport


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
    max_requests: Annotated[int | None, typer.Option(min=0, metavar="N", help="Stop after so many requests.")] = None,
    yes: Yes = False,
    no_transform: NoTransform = False,
    progress: ProgressForm = "auto",
) -> None:
    """Read history, then build the marts. Run again, it goes on where it stopped."""
    from jobhouse.sentrion.plan.backfill_range import check_range, resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.sentrion.state.run_limits import RunLimits
    from jobhouse.warehouse.load.load_session import LoadSession

    check_range(since, until)
    warehouse, settings = loading_warehouse_of(context), load_settings()
    resolved = resolve_backfill(settings, search, since, until, order)  # an error is raised before any folder is made
    run = Run("backfill", search, RunLimits(max_requests, max_credits))
    say = need_printer(silent=progress in ("none", "json"))
    consent = Consent.of(settings, yes=yes, max_credits=max_credits, say=say)
    ask_for_new(warehouse, yes=yes)
    is_absent = warehouse.is_absent
    if is_absent:
        _agree_on_first(consent, warehouse, resolved, run)
    with warehouse.held() as lock:
        warehouse.refuse_demo()
        announce_new(warehouse)
        session = LoadSession.start(warehouse, run, resolved, lock)
        if not is_absent:
            _agree(consent, session)
        done = _read_and_build(session, progress, builds=not no_transform)
    _print_done(run, done, warehouse)
    if done.error:
        raise done.error


def _read_and_build(session: LoadSession, progress: ProgressFormat, *, builds: bool) -> BackfillReport:
    """Read with the progress shown, then build; what was read and spent is printed in any case."""
    from jobhouse.warehouse.runs.read_and_build import read_and_build

    warehouse, settings, run = session.warehouse, session.settings, session.run
    showing = rate_limiter_with_progress(warehouse, run, progress, settings.requests_per_minute, settings.page_size)
    with _spending_printed(warehouse, run), notes_printed(run), showing as rate_limiter:
        return read_and_build(session, rate_limiter, builds=builds)


def _print_done(run: Run, done: BackfillReport, warehouse: Warehouse) -> None:
    """Print what was built, and what to run next where nothing went wrong."""
    from jobhouse.terminal.next_step import next_step

    if not run.counters.requests and not done.error:
        typer.echo("Nothing to do: every day asked for is complete.")
    if done.built:
        print_built(done.built)
    if done.status and not done.error:
        step = next_step(done.status)
        report, ask = map(warehouse.command, ("jobhouse report", "jobhouse sql"))
        typer.echo(f"Next: {warehouse.command(step.command)} ({step.why})." if step else f"Next: {report}, or {ask}.")


@contextmanager
def _spending_printed(warehouse: Warehouse, run: Run) -> Iterator[None]:
    """Print at the end, also after an error, what was read and what it cost."""
    from jobhouse.warehouse.ledger.prices import price_in_run
    from jobhouse.warehouse.ledger.spending import in_jobs, in_money, versions_after

    try:
        yield
    finally:
        if run.counters.requests:
            new, in_all = versions_after(warehouse, run)
            typer.echo(f"{in_jobs(run, new, in_all)}; {in_money(run, new, price_in_run(warehouse, run.run_id))}.")


def _agree(consent: Consent, session: LoadSession) -> None:
    """Ask for leave to spend what the backfill needs; while a person thinks, other runs may have the warehouse."""
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.runs.backfill import need_of_backfill, probe_and_price

    def need_once_priced() -> tuple[Need, Funds]:
        pricing = Run("plan", session.run.search, transport=session.run.transport)
        with rate_limiter_for(session.warehouse, session.settings, pricing) as rate_limiter:
            probe_and_price(session, pricing, rate_limiter)
        return need_of_backfill(session)

    assess = partial(need_of_backfill, session)
    consent.seek(session.run, assess, _cost_check(need_once_priced), session.released)


def _agree_on_first(consent: Consent, warehouse: Warehouse, resolved: ResolvedBackfill, run: Run) -> None:
    """The same where there is no folder yet; none is made before somebody agrees to spend."""
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs.backfill import need_of_backfill, need_of_first_backfill, probe_and_price

    def need_once_priced() -> tuple[Need, Funds]:
        pricing = Run("plan", run.search, transport=run.transport)
        with rate_limiter_with_lock(warehouse, resolved.settings, pricing) as (lock, rate_limiter):
            session = LoadSession.start(warehouse, run, resolved, lock)
            probe_and_price(session, pricing, rate_limiter)
            return need_of_backfill(session)

    consent.seek(run, partial(need_of_first_backfill, resolved, run), _cost_check(need_once_priced))


def _cost_check(ask: Callable[[], tuple[Need, Funds]]) -> CostCheck:
    """How the size of a backfill is found out: by a probe and a price."""
    from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS
    from jobhouse.sentrion.probe.probe import PROBE_LIMITS

    return CostCheck(PROBE_LIMITS.credits + ESTIMATE_LIMITS.credits, ask)
