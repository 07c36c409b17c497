"""`jobhouse probe` finds out what the API's documentation leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jobhouse.cli.live_progress import rate_limiter_with_lock
from jobhouse.cli.messages import load_settings
from jobhouse.cli.new_warehouse import ask_for_new
from jobhouse.cli.options import loading_warehouse_of
from jobhouse.counting import counted
from jobhouse.errors import Stopped

if TYPE_CHECKING:
    from jobhouse.sentrion.state.run import Run


def probe(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The findings with all their evidence as JSON.")] = False,
) -> None:
    """Find out what the API's documentation leaves open. For at most 30 requests and 300 credits, at one for a job."""
    from jobhouse.sentrion.plan.backfill_range import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal import findings as report
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs import backfill

    warehouse = loading_warehouse_of(context)
    settings, run = load_settings(), Run("probe")
    resolved = resolve_backfill(settings, run.search, None, None, "expiring")
    ask_for_new(warehouse)
    with rate_limiter_with_lock(warehouse, settings, run) as (lock, rate_limiter):
        found = backfill.probe(LoadSession.start(warehouse, run, resolved, lock), rate_limiter)
    if not found.were_probed:
        raise _found_nothing(run)
    if json:
        typer.echo(report.as_json(found))
    else:
        report.show(found, Terminal())
        typer.echo(
            f"Asked with {counted(run.counters.requests, 'request')}, {counted(run.counters.credits_used, 'credit')}."
        )


def _found_nothing(run: Run) -> Stopped:
    requests, page = run.counters.requests, run.counters.reserved.largest_page
    if not requests:
        return Stopped(
            f"Nothing was asked: a page of this API has cost {counted(page, 'credit')}, which is more than a whole "
            "probe may; a backfill works without."
        )
    spent = f"{counted(requests, 'request')} and {counted(run.counters.credits_used, 'credit')}"
    return Stopped(
        f"The probe reached its own limits with {spent} before it found out anything; a backfill works without."
    )
