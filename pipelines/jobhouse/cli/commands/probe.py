"""`jobhouse probe` finds out what the API's documentation leaves open."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.live_progress import rate_limiter_with_lock
from jobhouse.cli.new_warehouse import ask_for_new
from jobhouse.cli.options import loading_warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import Stopped


def probe(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The findings with all their evidence as JSON.")] = False,
) -> None:
    """Find out what the API's documentation leaves open. For at most 30 requests and 300 credits."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal import findings as report
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs import backfill

    warehouse = loading_warehouse_of(context)
    settings, run = Settings.load(), Run("probe")
    resolved = resolve_backfill(settings, run.search, None, None, "expiring")
    ask_for_new(warehouse)
    with rate_limiter_with_lock(warehouse, settings, run) as (lock, rate_limiter):
        found = backfill.probe(LoadSession.start(warehouse, run, resolved, lock), rate_limiter)
    if not found.were_probed:
        spent = f"{counted(run.counters.requests, 'request')} and {counted(run.counters.credits_used, 'credit')}"
        raise Stopped(
            f"The probe reached its own limits with {spent} before it found out anything; "
            "another one would cost the same, and a backfill works without."
        )
    if json:
        typer.echo(report.as_json(found))
    else:
        report.show(found, Terminal())
        typer.echo(
            f"Asked with {counted(run.counters.requests, 'request')}, {counted(run.counters.credits_used, 'credit')}."
        )
