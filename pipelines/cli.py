"""The command line: `jobhouse [--warehouse DIR] COMMAND`.

Results go to stdout, progress and errors to stderr, and every way to end has its exit code (see `errors`). Heavy
imports stay inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, NoReturn, cast

import typer

from pipelines.errors import JobhouseError, Stopped, UsageError
from pipelines.warehouse.dlt_options import quiet_dlt
from pipelines.warehouse.folder import Warehouse

if TYPE_CHECKING:
    from types import FrameType

    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse.load import Wanted

BUG_LOG: Final = "error.log"
DEMO_JOBS: Final = 25_000
DEMO_RATE: Final = 6_000
"""Requests a minute at the demo's own sandbox; the real API's 100 would make the demo wait for minutes."""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

Since = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="First day; default: the oldest day served.")]
Until = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day behind the last; default: tomorrow.")]
SearchName = Annotated[str, typer.Option("--search", metavar="NAME", help="A search from the settings.")]


@app.callback()
def jobhouse(
    context: typer.Context,
    warehouse: Annotated[
        Path, typer.Option(envvar="JOBHOUSE_WAREHOUSE", metavar="DIR", help="The folder that holds everything.")
    ] = Path("warehouse"),
) -> None:
    """Six years of job postings in your own warehouse, ready for SQL."""
    context.obj = Warehouse(warehouse)


@app.command()
def demo(context: typer.Context) -> None:
    """Fill a warehouse from the built-in sandbox: no key, no network, under a minute."""
    from pipelines.sandbox.options import DEFAULT_KEY
    from pipelines.sandbox.options import Settings as SandboxSettings
    from pipelines.sandbox.server import run_in_child
    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse.load import Wanted

    warehouse = _warehouse(context)
    with warehouse.held():
        warehouse.claim_for_demo()
        with run_in_child(SandboxSettings(jobs=DEMO_JOBS, rate=DEMO_RATE)) as url:
            settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=DEMO_RATE)
            run = Run("demo")
            _read(warehouse, settings, run, Wanted())
        _build(warehouse)
    typer.echo(f"{run.rows_delivered:,} made-up jobs read with {run.requests:,} requests into {warehouse.database}.")
    typer.echo("Look at what is there: jobhouse status")


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Port on loopback; 0 takes a free one.")] = 8765,
    data: Annotated[str | None, typer.Option(metavar="FILE", help="Replay a Parquet or JSON-lines file.")] = None,
    jobs: Annotated[str | None, typer.Option(metavar="N", help="Made-up postings in six years.")] = None,
    faults: Annotated[str | None, typer.Option(metavar="NAME=VALUE,...", help="Behaviours and faults.")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="Seed of postings and faults.")] = None,
    key: Annotated[str | None, typer.Option(help="The API key that is let in; default: sandbox-key.")] = None,
    rate: Annotated[str | None, typer.Option(metavar="N", help="Requests a minute; 0 is no limit.")] = None,
    latency: Annotated[str | None, typer.Option(metavar="SECONDS", help="Wait before each answer.")] = None,
    credits_: Annotated[
        str | None, typer.Option("--credits", metavar="N", help="Credits of a billing cycle; default: no end.")
    ] = None,
) -> None:
    """Serve a local stand-in of the API, with a switch for everything its documentation leaves open."""
    from pipelines.sandbox.options import settings_from
    from pipelines.sandbox.server import say_ready, serve

    settings = settings_from(
        {
            "data": data,
            "jobs": jobs,
            "switches": faults,
            "seed": seed,
            "key": key,
            "rate": rate,
            "latency": latency,
            "credits": credits_,
        }
    )
    if not 0 <= port <= 65_535:
        raise UsageError(f"--port cannot be {port}; it takes a number from 0 to 65535.")
    serve(settings, port=port, ready=say_ready)


@app.command()
def backfill(
    context: typer.Context,
    since: Since = None,
    until: Until = None,
    search: SearchName = "default",
    order: Annotated[
        Literal["expiring", "newest", "oldest"],
        typer.Option(help="expiring: what is about to fall off the six years first, then newest first."),
    ] = "expiring",
    max_credits: Annotated[int | None, typer.Option(min=0, help="Stop before more credits are spent.")] = None,
    max_requests: Annotated[int | None, typer.Option(min=0, help="Stop after so many requests.")] = None,
) -> None:
    """Read history; run again, it goes on where it stopped."""
    from pipelines.sentrion.run import Run
    from pipelines.sentrion.settings import Settings
    from pipelines.warehouse.load import Wanted

    warehouse = _warehouse(context)
    settings = Settings.load()
    with warehouse.held():
        warehouse.refuse_demo()
        run = Run("backfill", search, max_requests=max_requests, max_credits=max_credits)
        _read(warehouse, settings, run, Wanted(since, until, order))
    if run.requests:
        typer.echo(f"{run.rows_delivered:,} jobs read with {run.requests:,} requests, {run.credits_used:,} credits.")
    else:
        typer.echo("Nothing to do: every day asked for is complete.")


@app.command()
def transform(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build every model from nothing.")] = False,
) -> None:
    """Build the SQL models: staging, intermediate, marts and ops."""
    warehouse = _warehouse(context)
    with warehouse.held():
        _build(warehouse, full=full)


@app.command()
def status(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="The same facts as JSON.")] = False,
) -> None:
    """Show coverage by month, what is open, requests, credits and the last runs."""
    from rich.console import Console

    from pipelines.report.status import as_json, show
    from pipelines.warehouse.ledger import read_ledger

    ledger = read_ledger(_warehouse(context))
    if json:
        typer.echo(as_json(ledger))
    else:
        show(ledger, Console())


@app.command()
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
    from pipelines.report.ask import ask, sql_given
    from pipelines.warehouse import query as asked

    if examples:
        return typer.echo(asked.examples(), nl=False)
    text = sql_given(query, file)
    if text is not None:
        return ask(_warehouse(context), text, form)
    from pipelines.report.prompt import talk

    return talk(_warehouse(context), lambda typed: ask(_warehouse(context), typed, form))


@app.command()
def report(context: typer.Context) -> None:
    """Write report.html into the warehouse folder: one file with plots, that needs no network."""
    from pipelines.report.page import write_report

    typer.echo(f"Open the report in a browser: {write_report(_warehouse(context)).resolve().as_uri()}")


@app.command()
def publish(
    context: typer.Context,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Default: published/jobs.duckdb in the warehouse.")
    ] = None,
) -> None:
    """Write a read-only copy of the marts for BI tools, and swap it in at once."""
    from pipelines.report.publication import published
    from pipelines.warehouse.publish import publish as publish_marts

    typer.echo(published(publish_marts(_warehouse(context), to)))


def _warehouse(context: typer.Context) -> Warehouse:
    return cast("Warehouse", context.obj)


def _read(warehouse: Warehouse, settings: Settings, run: Run, wanted: Wanted) -> None:
    """Read history with the progress shown and Ctrl-C caught."""
    from pipelines.report.progress import Pace, shown
    from pipelines.sentrion.batch import scope_of
    from pipelines.sentrion.budget import RateBudget
    from pipelines.warehouse.load import read_history

    scope_of(settings, run.search, wanted.since, wanted.until, wanted.order)  # what is wrong is said before any work
    rate = settings.requests_per_minute
    with (
        RateBudget.at(warehouse.rate, rate) as budget,
        _interruptible(run),
        shown(run, Pace(rate, budget.used), run.command),
    ):
        read_history(warehouse, settings, run, budget, wanted)


def _build(warehouse: Warehouse, *, full: bool = False) -> None:
    """Build the models, a line on stderr for each, and say how many."""
    from pipelines.warehouse.transform import say_progress, transform

    built = transform(warehouse, full=full, tell=say_progress)
    typer.echo(f"{built.models} models built and {built.audits} audits passed in {built.seconds:.1f} s.")


@contextmanager
def _interruptible(run: Run) -> Iterator[None]:
    """First Ctrl-C or SIGTERM: finish the batch in hand. Second: stop at once, which loses nothing that was loaded."""

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if run.interrupted:
            _leave_at_once()
        run.interrupt()
        sys.stderr.write("\nFinishing the batch in hand; once more stops at once.\n")

    before = {name: signal.signal(name, handle) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _leave_at_once() -> NoReturn:
    """End without waiting for any thread; the next run treats it like a kill."""
    sys.stderr.write("\nStopped at once; what was loaded is kept, run the same command again to go on.\n")
    sys.stderr.flush()
    os._exit(3)


def main() -> NoReturn:
    """Run the command line and end with its exit code; an error is one sentence on stderr."""
    quiet_dlt()
    sys.exit(_run())


def _run() -> int:
    try:
        app(prog_name="jobhouse", standalone_mode=False)
    except KeyboardInterrupt:
        typer.echo("jobhouse: interrupted.", err=True)
        return Stopped.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: one sentence for the user, the rest in a file
        return _exit_code(error)
    return 0


def _exit_code(error: Exception) -> int:
    """Say what went wrong in one sentence, and return the code to end with."""
    match error:
        case JobhouseError() if not _is_bug(error):
            typer.echo(f"jobhouse: {error}", err=True)
            return error.exit_code
        case typer.Exit():
            return error.exit_code
        case typer.TyperException():
            message = error.format_message()
            typer.echo(
                message if message.startswith("Usage:") else f"jobhouse: {message} See jobhouse --help.", err=True
            )
            return UsageError.exit_code
        case BrokenPipeError():  # the reader of our output, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case _:
            return _report_bug(error)


def _is_bug(error: JobhouseError) -> bool:
    return error.exit_code == JobhouseError.exit_code


def _report_bug(error: Exception) -> int:
    log = Path(BUG_LOG)
    log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    typer.echo(f"jobhouse: a bug, {type(error).__name__}; please report it with the file {log.resolve()}.", err=True)
    return JobhouseError.exit_code
