"""The commands for who works with what was read: `transform`, `status`, `sql`, `report`, `publish`, `explore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jobhouse.cli.options import warehouse_of
from jobhouse.counting import counted

if TYPE_CHECKING:
    from jobhouse.warehouse.build.transform import Built


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    for command in (transform, status, sql, report, publish, explore):
        app.command()(command)


def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from nothing.")] = False,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    from jobhouse.warehouse.build.transform import say_progress
    from jobhouse.warehouse.build.transform import transform as build
    from jobhouse.warehouse.ledger.outcomes import mend_outcomes

    warehouse = warehouse_of(context)
    warehouse.refuse_unmade()
    with warehouse.held():
        mend_outcomes(warehouse)
        built = build(warehouse, full=full, tell=say_progress)
    say_built(built)


def status(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Show coverage by month, what is open, requests, credits, the last runs, and what to run next."""
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.terminal.console import Terminal
    from jobhouse.terminal.status import as_json, show
    from jobhouse.warehouse.ledger.status import read_status

    warehouse = warehouse_of(context)
    ledger = read_status(warehouse, Settings.load_without_key())
    if json:
        typer.echo(as_json(ledger, warehouse.command))
    else:
        show(ledger, Terminal(), warehouse.command)


def sql(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="SQL to run; - reads it from stdin.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", metavar="FILE", help="Run the SQL of a file.")] = None,
    form: Annotated[
        Literal["table", "csv", "json", "parquet"],
        typer.Option("--format", help="table: to read. The others: the last result, whole, for programs."),
    ] = "table",
    examples: Annotated[bool, typer.Option("--examples", help="Print questions with their queries.")] = False,
) -> None:
    """Ask the warehouse in SQL, read-only; without a query, an interactive prompt."""
    from jobhouse.child_process import in_child
    from jobhouse.terminal.sql import ask, sql_given
    from jobhouse.warehouse.serve import query as asked

    if examples:
        return typer.echo(asked.examples(), nl=False)
    text = sql_given(query, file)
    warehouse = warehouse_of(context)
    if text is not None:
        return in_child(lambda: ask(warehouse, text, form))
    from jobhouse.terminal.prompt import talk

    return talk(warehouse, lambda typed: in_child(lambda: ask(warehouse, typed, form)))


def report(context: typer.Context) -> None:
    """Write report.html into the warehouse folder: one file with plots, that needs no network."""
    from jobhouse.report.page import write_report

    typer.echo(f"Open the report in a browser: {write_report(warehouse_of(context)).resolve().as_uri()}")


def publish(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Default: published/jobs.duckdb in the warehouse.")
    ] = None,
) -> None:
    """Write a read-only copy of the marts for BI tools, and swap it in at once."""
    from jobhouse.terminal.publication import published
    from jobhouse.warehouse.serve.publish import publish as publish_marts

    typer.echo(published(publish_marts(warehouse_of(context), to)))


def explore(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port on loopback; 0 takes a free one.")] = 0,
) -> None:
    """Open the published marts in a notebook, with filters, plots and SQL of your own; needs jobhouse[explore]."""
    from jobhouse.explore import workspace
    from jobhouse.explore.server import serve

    def say(what: str) -> None:
        typer.echo(f"explore: {what}", err=True)

    warehouse = warehouse_of(context)
    workspace.refuse_without_the_extra()
    warehouse.refuse_unmade()
    workspace.bring_copy_up_to_date(warehouse, say)
    serve(
        workspace.lay_out(warehouse, say),
        port,
        ready=lambda url: typer.echo(f"Open the notebook in a browser, Ctrl-C ends it: {url}"),
    )


def say_built(built: Built) -> None:
    for warning in built.warnings:
        typer.echo(f"jobhouse: {warning}.", err=True)
    typer.echo(
        f"{counted(built.models, 'model')} built and {counted(built.audits, 'audit')} passed in {built.seconds:.1f} s."
    )
