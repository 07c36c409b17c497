"""Ctrl-C before the command line is imported, and after its last line, ends as it does in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from jobhouse.child_process import in_child
from jobhouse.cli import entry
from jobhouse.cli.main import _run
from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from tests.support.paths import PACKAGES

ON_IMPORT = """
import os, signal, sys
module, number = sys.argv.pop(1), int(sys.argv.pop(1))
sys.addaudithook(lambda event, given: event == "import" and given[0] == module and os.kill(os.getpid(), number))
from jobhouse.cli.entry import main
main()
"""
"""A program that gets a signal when it imports a module, and is `jobhouse` otherwise."""
AT_EXIT = """
import atexit, os, signal, sys
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
from jobhouse.cli.entry import main
main()
"""


IN_EVALUATED_TEXT = """
import signal
from jobhouse.cli.commands import status
status.warehouse_of = lambda _: eval("signal.raise_signal(signal.SIGINT)", {"signal": signal})
from jobhouse.cli.entry import main
main()
"""
AMONG_GARBAGE = """
import signal, time
from jobhouse.cli.commands import status
class Garbage:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
def look(_):
    Garbage()
    time.sleep(60)
status.warehouse_of = look
from jobhouse.cli.entry import main
main()
"""
PANDAS_AT_EXIT = """
import atexit
def look():
    try:
        import pandas
    except ModuleNotFoundError as error:
        print(error)
atexit.register(look)
from jobhouse.cli.entry import main
main()
"""

ON_WINDOWS = """
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
del os.fork, os.geteuid, signal.SIGHUP, signal.pthread_sigmask
from jobhouse.cli.entry import main
os.name = "nt"
main()
"""
"""What `jobhouse` can use of Python there."""


def started(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def started_as_module(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The same by `python -m`, with the command `status`."""
    (folder / "started.py").write_text(program)
    environment = {**os.environ, "PYTHONPATH": f"{PACKAGES}{os.pathsep}{folder}"}
    command = [sys.executable, "-m", "started", "status"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
@pytest.mark.parametrize("module", ["jobhouse.cli.main", "typer", "jobhouse.terminal.status"])
def test_a_signal_during_an_import_is_one_sentence_and_the_code_of_an_interruption(
    module: str, number: signal.Signals
) -> None:
    done = started(ON_IMPORT, module, str(int(number)), "status")
    assert (done.returncode, done.stdout) == (Stopped.exit_code, "")
    assert done.stderr == f"jobhouse: {entry.INTERRUPTED}\n"


def test_a_signal_in_evaluated_text_ends_with_the_code_of_an_interruption(tmp_path: Path) -> None:
    """As in the import of a dataclass: Python would end itself by the signal where it was started with `-m`."""
    done = started_as_module(IN_EVALUATED_TEXT, tmp_path)
    assert (done.returncode, done.stderr) == (Stopped.exit_code, f"jobhouse: {entry.INTERRUPTED}\n")


def test_a_signal_that_is_lost_while_garbage_is_collected_comes_again(tmp_path: Path) -> None:
    done = started_as_module(AMONG_GARBAGE, tmp_path)
    assert (done.returncode, done.stderr) == (Stopped.exit_code, f"jobhouse: {entry.INTERRUPTED}\n")


def test_no_command_imports_pandas_which_swallows_signals_while_it_is_imported() -> None:
    done = started(PANDAS_AT_EXIT, "--version")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "pandas is left out but for builds")


def test_a_signal_after_the_last_line_changes_nothing() -> None:
    done = started(AT_EXIT, "--version")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_codes_are_those_of_errors_which_are_not_imported_for_them() -> None:
    assert (Stopped.exit_code, UsageError.exit_code) == (entry.STOPPED, entry.WRONG_USAGE)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_windows_is_refused_in_one_sentence(option: str) -> None:
    done = started(ON_WINDOWS, option)
    assert (done.returncode, done.stdout) == (UsageError.exit_code, "")
    assert done.stderr == f"jobhouse: {entry.NOT_ON_WINDOWS}\n"


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), ImportError("initialization failed")])
def test_what_libraries_raise_in_place_of_an_interruption_is_no_bug(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_command: Warehouse) -> None:
        raise error from KeyboardInterrupt()

    monkeypatch.setattr("sys.argv", ["jobhouse", "status"])
    monkeypatch.setattr("jobhouse.cli.commands.status.warehouse_of", interrupted)
    assert _run() == Stopped.exit_code
    assert capsys.readouterr().err == f"jobhouse: {entry.INTERRUPTED}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (AttributeError("partially initialized module 'pytz'"), Stopped.exit_code, entry.INTERRUPTED),
        (UsageError("A file is damaged."), UsageError.exit_code, "A file is damaged."),
    ],
)
def test_a_library_that_fails_since_it_swallowed_a_signal_is_no_bug_and_what_is_foreseen_is_said(
    error: Exception, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: Warehouse) -> None:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        raise error

    monkeypatch.setattr("sys.argv", ["jobhouse", "status"])
    monkeypatch.setattr("jobhouse.cli.commands.status.warehouse_of", fail)
    assert _run() == code
    assert capsys.readouterr().err == f"jobhouse: {said}\n"


def test_a_query_in_a_child_that_is_interrupted_is_an_interruption() -> None:
    def query() -> None:
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()

    with pytest.raises(KeyboardInterrupt):
        in_child(query)
