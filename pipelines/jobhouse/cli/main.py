"""The command line: `jobhouse [--warehouse DIR] COMMAND`.

Results go to stdout, progress and errors to stderr, and every way to end has its exit code (see `errors`). Heavy
imports are inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from jobhouse.bug_log import folder_of_log, write_bug_log
from jobhouse.cli.commands import (
    backfill,
    delete,
    demo,
    explore,
    models,
    nightly,
    plan,
    probe,
    publish,
    report,
    sandbox,
    sql,
    status,
    transform,
    verify,
)
from jobhouse.cli.entry import INTERRUPTED
from jobhouse.cli.options import folder_named
from jobhouse.cli.program import Program, show_version
from jobhouse.cli.usage_errors import sentence
from jobhouse.clock import refuse_impossible_clock
from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.interrupts import EndedBySignal, ending_signals, handled_by, is_of_interrupt
from jobhouse.sanitize import cleaned_output
from jobhouse.sentrion.config.global_folder import refuse_settings_of_others
from jobhouse.standard_streams import lead_nowhere, open_closed_streams
from jobhouse.warehouse.default_folder import VARIABLE, default_folder
from jobhouse.warehouse.dlt_options import configure_dlt
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.lean_process import leave_pandas_out
from jobhouse.warehouse.privacy import private_files

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED: Final = 130
"""What Typer returns after Ctrl-C in place of raising it."""
_AFTERMATH_SECONDS: Final = 30.0
_AGAIN_SECONDS: Final = 0.05
"""When a signal that was lost is sent again."""

app = typer.Typer(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def jobhouse(
    context: typer.Context,
    warehouse: Annotated[
        Path | None,
        typer.Option(
            parser=folder_named,
            envvar=VARIABLE,
            metavar="DIR",
            help="Folder that holds everything a run makes; before or after the command. Default: warehouse; demo for "
            "the command demo.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Six years of job postings in your own warehouse, ready for SQL."""
    command = context.invoked_subcommand or ""
    context.obj = Warehouse.named(warehouse or default_folder(command))
    folder_of_log.set(context.obj.folder)
    refuse_impossible_clock(context.invoked_subcommand)
    refuse_settings_of_others()  # those of dlt's own sections count in commands that read no settings of ours
    context.with_resource(private_files(context.obj.folder))


for command in (
    demo.demo,
    sandbox.sandbox,
    backfill.backfill,
    probe.probe,
    plan.plan,
    verify.verify,
    nightly.nightly,
    transform.transform,
    status.status,
    sql.sql,
    report.report,
    publish.publish,
    explore.explore,
    delete.delete,
):
    app.command(cls=sql.SqlCommand if command is sql.sql else None)(command)
app.add_typer(models.models)


def main() -> NoReturn:
    """Run the command line and end with its exit code; an error is one sentence on stderr."""
    open_closed_streams()
    configure_dlt()
    leave_pandas_out()
    _have_a_home()
    folder_of_log.set(None)
    with cleaned_output() as output:
        code = _run()
        if output.lost and not code:
            code = _exit_code(_lost(output.lost))
    gc.freeze()  # the process ends: collecting its garbage would take a second after a build
    sys.exit(code)


def _have_a_home() -> None:
    """Set HOME to a folder that does not exist for a user without one, or whose HOME is another's.

    SQLMesh reads the name on import, and its settings there.
    """
    home = os.path.expanduser("~")
    if home == "~" or _is_closed(os.path.join(home, ".sqlmesh", "config.yaml")):
        os.environ["HOME"] = "/nonexistent"


def _is_closed(file: str) -> bool:
    """Whether this user may not enter the folders that lead to a file, which need not be there."""
    try:
        os.stat(file)
    except OSError as error:
        return isinstance(error, PermissionError)
    return False


def _lost(error: OSError) -> Stopped:
    return Stopped(
        f"What goes to stdout could not be written ({error.strerror}), all else is done; make room, and ask again."
    )


def _run() -> int:
    came: list[float] = []
    try:
        with _signals_as_interrupt(came):
            result = app(prog_name="jobhouse", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _report_interruption()
    except Exception as error:  # noqa: BLE001 - the last resort: one sentence for the user, the rest in a file
        if is_of_interrupt(error):
            return _report_interruption()
        if _came_just_now(came) and _is_bug(error):
            write_bug_log(error)
            return _report_interruption()
        return _exit_code(error)
    return _report_interruption() if result == _INTERRUPTED else 0


@contextmanager
def _signals_as_interrupt(came: list[float]) -> Iterator[None]:
    """SIGTERM and SIGHUP end a command as Ctrl-C does, where it has no handler of its own; note when they came."""

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        came.append(time.monotonic())
        raise KeyboardInterrupt if number == signal.SIGINT else EndedBySignal

    def say_unraisable(raised: sys.UnraisableHookArgs) -> None:
        if not issubclass(raised.exc_type, KeyboardInterrupt):
            hook(raised)
            return
        # what comes while garbage is collected is lost
        again = signal.SIGTERM if issubclass(raised.exc_type, EndedBySignal) else signal.SIGINT
        timer = threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), again))
        timer.daemon = True
        timer.start()

    numbers = (number for number in ending_signals() if signal.getsignal(number) != signal.SIG_IGN)
    of_python, hook = signal.default_int_handler, sys.unraisablehook
    # asyncio replaces no other handler of Ctrl-C than this one
    signal.default_int_handler, sys.unraisablehook = interrupt, say_unraisable
    try:
        with handled_by(interrupt, *numbers):
            yield
    finally:
        signal.default_int_handler, sys.unraisablehook = of_python, hook


def _report_interruption() -> int:
    typer.echo(f"jobhouse: {INTERRUPTED}", err=True)
    # Python ends itself by the signal, whatever the exit code, if the text it evaluated last was interrupted
    eval("0")  # noqa: S307 - nothing comes from outside
    return Stopped.exit_code


def _exit_code(error: Exception) -> int:
    """Print what went wrong in one sentence, and return the exit code."""
    match error:
        case JobhouseError() if not _is_bug(error):
            typer.echo(f"jobhouse: {error}", err=True)
            return error.exit_code
        case typer.Exit():
            return error.exit_code
        case typer.TyperException():
            message = error.format_message()
            typer.echo(message if message.startswith("Usage:") else f"jobhouse: {sentence(error)}", err=True)
            return UsageError.exit_code
        case BrokenPipeError():  # the reader of our output, such as `head`, has seen enough
            lead_nowhere(sys.stdout.fileno())
            return 0
        case _ if found := _fault_of_the_machine(error) or _fault_of_settings(error):
            return _exit_code(found)
        case _:
            return _report_bug(error)


def _fault_of_the_machine(error: Exception) -> JobhouseError | None:
    """Our error for a file, a disk or memory that fails where the command did not expect it."""
    if not isinstance(error, OSError | MemoryError | sqlite3.Error) and not type(error).__module__.endswith("duckdb"):
        return None
    from jobhouse.warehouse.storage_errors import fault_of_the_machine

    return fault_of_the_machine(error)


def _fault_of_settings(error: Exception) -> JobhouseError | None:
    """Our error for a setting of dlt's own that it cannot use."""
    if not type(error).__module__.startswith("dlt."):
        return None
    from jobhouse.warehouse.load.load_failures import fault_of_settings

    return fault_of_settings([error])


def _is_bug(error: Exception) -> bool:
    """Whether nobody has foreseen the error."""
    if isinstance(error, JobhouseError):
        return error.exit_code == JobhouseError.exit_code
    if isinstance(error, typer.Exit | typer.TyperException | BrokenPipeError):
        return False
    return _fault_of_the_machine(error) is None and _fault_of_settings(error) is None


def _came_just_now(signals: list[float]) -> bool:
    """Whether a signal came lately: a library that it interrupted in an import may fail of it in any way, and later."""
    return bool(signals) and time.monotonic() - signals[-1] < _AFTERMATH_SECONDS


def _report_bug(error: Exception) -> int:
    log = write_bug_log(error)
    report = "please report it" if log is None else f"please report it with the file {log}"
    typer.echo(f"jobhouse: a bug, {type(error).__name__}; {report}.", err=True)
    return JobhouseError.exit_code
