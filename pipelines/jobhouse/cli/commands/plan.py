"""`jobhouse plan` prices a backfill before it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from jobhouse.cli.live_progress import rate_limiter_with_lock
from jobhouse.cli.messages import load_settings
from jobhouse.cli.new_warehouse import ask_for_new
from jobhouse.cli.options import SearchName, Since, Until, loading_warehouse_of


def plan(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    search: SearchName = "default",
    max_credits: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Report what so many credits would buy.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Price a backfill before it runs. For at most 12 requests and 120 credits, at one for a job."""
    from jobhouse.sentrion.plan.backfill_range import check_range, resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal import estimate as report
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.load.load_session import LoadSession
    from jobhouse.warehouse.runs import backfill

    check_range(since, until)
    warehouse = loading_warehouse_of(context)
    settings, run = load_settings(), Run("plan", search)
    resolved = resolve_backfill(settings, search, since, until, "expiring")  # an error is raised before any work
    ask_for_new(warehouse)
    with rate_limiter_with_lock(warehouse, settings, run) as (lock, rate_limiter):
        price = backfill.price(LoadSession.start(warehouse, run, resolved, lock), rate_limiter, max_credits)
    if json:
        typer.echo(report.as_json(price))
    else:
        report.show(price, max_credits, Terminal())
