"""`jobhouse demo` fills a warehouse from the built-in sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from jobhouse.cli.live_progress import rate_limiter_with_progress
from jobhouse.cli.messages import notes_printed, print_built
from jobhouse.cli.new_warehouse import announce_new
from jobhouse.cli.options import ProgressForm, loading_warehouse_of
from jobhouse.cli.program import as_called

if TYPE_CHECKING:
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse


DEMO_JOBS: Final = 25_000
DEMO_RATE: Final = 6_000
"""Requests a minute at the demo's own sandbox; the real API's 100 would make the demo wait for minutes."""


def demo(context: typer.Context, progress: ProgressForm = "auto") -> None:
    """Fill a warehouse from the built-in sandbox. No key, no network, a minute or a few."""
    from jobhouse.interrupts import interruptible
    from jobhouse.report.page import write_report
    from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
    from jobhouse.sandbox.server import run_in_child
    from jobhouse.sentrion.config.contract import PAGE_LIMIT
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.config.settings_files import read_settings_files
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.build.transform import transform
    from jobhouse.warehouse.ledger.run_outcomes import recorded
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs.backfill import backfill

    read_settings_files()  # the demo needs none of them, but dlt reads them
    warehouse, run = loading_warehouse_of(context), Run("demo")
    with warehouse.held():
        warehouse.claim_for_demo()
        announce_new(warehouse)
        showing = rate_limiter_with_progress(warehouse, run, progress, DEMO_RATE, PAGE_LIMIT)
        with notes_printed(run), recorded(warehouse, run), showing as rate_limiter:
            served = SandboxOptions(jobs=DEMO_JOBS, rate=DEMO_RATE, charges=warehouse.demo_charges)
            with run_in_child(served) as url:
                settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=DEMO_RATE)
                resolved = resolve_backfill(settings, run.search, None, None, "expiring")
                session = LoadSession.start(warehouse, run, resolved)
                with interruptible(run):
                    backfill(session, rate_limiter, probes=False)
            run.events.enter("building")
            built = transform(
                warehouse,
                on_built=lambda model, _seconds, _audits: run.events.enter("building", model),
                on_planned=run.events.plan_models,
            )
            run.events.enter("reporting")
            page = write_report(warehouse)
    print_built(built)
    typer.echo(_of_demo(run, warehouse))
    typer.echo(_counted(warehouse))
    typer.echo(f"Open the report in a browser: {page.resolve().as_uri()}")
    typer.echo("Then try:")
    for one in ("jobhouse status", "jobhouse sql --examples", "jobhouse sql"):
        typer.echo(f"  {warehouse.command(one).replace('jobhouse', as_called(), 1)}")


def _counted(warehouse: Warehouse) -> str:
    """How many jobs there are, counted in four ways, and what each counts."""
    from jobhouse.terminal.four_counts import EXPLANATION, sentence
    from jobhouse.warehouse.connect import reader
    from jobhouse.warehouse.ledger.counts import read_counts

    with reader(warehouse) as db:
        return f"Jobs in all: {sentence(read_counts(db, was_read=True))}.\n{EXPLANATION}"


def _of_demo(run: Run, warehouse: Warehouse) -> str:
    """What this run of the demo has read."""
    from jobhouse.warehouse.ledger.spending import in_jobs, versions_after

    if not run.counters.requests:
        return f"All made-up jobs were read before, into {warehouse.database}; nothing was left to read."
    return f"{in_jobs(run, *versions_after(warehouse, run))}, in {warehouse.database}."
