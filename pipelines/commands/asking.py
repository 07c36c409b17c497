"""The commands that ask the API a few questions: `probe` and `plan`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.choices import SearchName, Since, Until
from pipelines.commands.making import announce_new, ask_for_new
from pipelines.counting import counted

if TYPE_CHECKING:
    from pipelines.sentrion.budget import RateBudget
    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse.folder import Warehouse


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (probe, plan):
        app.command()(command)


def probe(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The findings with all their evidence as JSON.")] = False,
) -> None:
    """Find out what the API's documentation leaves open, for at most 30 requests and 300 credits."""
    from pipelines.report import findings as report
    from pipelines.report.terminal import Terminal
    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse import errands

    settings, run = Settings.load(), Run("probe")
    ask_for_new(context.obj)
    with asking_held(context.obj, settings, run) as budget:
        found = errands.probe(context.obj, settings, run, budget)
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
    from pipelines.report import plan as report
    from pipelines.report.terminal import Terminal
    from pipelines.sentrion.batch import scope_of
    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse import errands
    from pipelines.warehouse.load import Wanted

    settings, run, wanted = Settings.load(), Run("plan", search), Wanted(since, until)
    scope_of(settings, search, since, until, wanted.order)  # what is wrong is said before any work
    ask_for_new(context.obj)
    with asking_held(context.obj, settings, run) as budget:
        price = errands.price(context.obj, settings, run, budget, wanted, max_credits)
    if json:
        typer.echo(report.as_json(price))
    else:
        report.show(price, max_credits, Terminal())


@contextmanager
def asking_held(warehouse: Warehouse, settings: Settings, run: Run) -> Iterator[RateBudget]:
    """Hold the warehouse and the rate budget; say at the end what is to be known."""
    from pipelines.interrupts import interruptible
    from pipelines.sentrion.budget import RateBudget

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
