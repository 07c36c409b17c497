"""The commands that ask the API a few questions: `probe` and `plan`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from jobhouse.cli.new_warehouse import announce_new, ask_for_new
from jobhouse.cli.options import SearchName, Since, Until
from jobhouse.counting import counted

if TYPE_CHECKING:
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (probe, plan):
        app.command()(command)


def probe(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The findings with all their evidence as JSON.")] = False,
) -> None:
    """Find out what the API's documentation leaves open, for at most 30 requests and 300 credits."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal import findings as report
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.load import backfill

    settings, run = Settings.load(), Run("probe")
    ask_for_new(context.obj)
    with asking_held(context.obj, settings, run) as budget:
        found = backfill.probe(context.obj, settings, run, budget)
    if json:
        typer.echo(report.as_json(found))
    else:
        report.show(found, Terminal())
        typer.echo(f"Asked with {counted(run.requests, 'request')}, {counted(run.credits_used, 'credit')}.")


def plan(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    search: SearchName = "default",
    max_credits: Annotated[int | None, typer.Option(min=0, help="Say what so many credits would buy.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Price a backfill before it runs, for at most 12 requests and 120 credits."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.read.batch import resolve_backfill
    from jobhouse.sentrion.state.run import Run
    from jobhouse.terminal import estimate as report
    from jobhouse.terminal.console import Terminal
    from jobhouse.warehouse.load import backfill
    from jobhouse.warehouse.load.pipeline import BackfillRange

    settings, run, wanted = Settings.load(), Run("plan", search), BackfillRange(since, until)
    resolve_backfill(settings, search, since, until, wanted.order)  # what is wrong is said before any work
    ask_for_new(context.obj)
    with asking_held(context.obj, settings, run) as budget:
        price = backfill.price(context.obj, settings, run, budget, wanted, max_credits)
    if json:
        typer.echo(report.as_json(price))
    else:
        report.show(price, max_credits, Terminal())


@contextmanager
def asking_held(warehouse: Warehouse, settings: Settings, run: Run) -> Iterator[RateBudget]:
    """Hold the warehouse and the rate budget; say at the end what is to be known."""
    from jobhouse.interrupts import interruptible
    from jobhouse.sentrion.fetch.rate_limiter import RateBudget

    announce_new(warehouse)
    with warehouse.held(), interruptible(run):
        warehouse.refuse_demo()
        with RateBudget.at(warehouse.rate, settings.requests_per_minute, run.say) as budget:
            yield budget
    say_notes(run)


def say_notes(run: Run) -> None:
    """The run's notes on stderr, a line each."""
    for note in run.notes:
        typer.echo(f"jobhouse: {note}.", err=True)
