"""Runs marimo's editor as a process, since of its interfaces the command line alone is stable."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jobhouse.errors import UsageError
from jobhouse.interrupts import ending_signals, handled_by
from jobhouse.loopback import bound, listens

if TYPE_CHECKING:
    from types import FrameType

HOST: Final = "127.0.0.1"
START_SECONDS: Final = 60.0
END_SECONDS: Final = 10.0
QUIETLY: Final = ("--yes", "--log-level=error")
"""Not --quiet, with which marimo handles a signal twice and prints a traceback."""
_SETTINGS_PREFIX: Final = "SOURCES__"


def usable_port(port: int) -> int:
    """A port of loopback that can be listened on: the given one, or for 0 a free one.

    Raises:
        UsageError: the port is taken, or none.
    """
    with bound(HOST, port) as found:
        return int(found.getsockname()[1])


def serve(notebook: Path, port: int, ready: Callable[[str], object]) -> None:
    """Serve the notebook until the user ends it; `ready` is called with its address once it listens.

    The editor runs any code that it is sent, and every user of the machine and every page in their browsers can reach
    loopback: so the address carries a token. Whatever listens on the port is taken for the editor, so it is checked
    once more that nothing does.

    Raises:
        UsageError: the port is taken, or marimo cannot run on this machine.
    """
    free = usable_port(port)
    token = secrets.token_urlsafe(24)
    with _ended_by_signals(), _started(notebook, free, token) as child:
        _wait_until_it_listens(child, free)
        # as an app: plots and filters, and the code behind a button
        ready(f"http://{HOST}:{free}/?access_token={token}&view-as=present")
        if child.wait():  # code 0: the user ended it with a button of the page
            raise _server_error(child)


def _wait_until_it_listens(child: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while not listens(HOST, port):
        if child.poll() is not None or time.monotonic() > give_up_at:
            raise _server_error(child)
        time.sleep(0.05)


def _server_error(child: subprocess.Popen[bytes]) -> UsageError:
    how = "did not start" if child.returncode is None else f"ended by itself with code {child.returncode}"
    return UsageError(f"The notebook's server {how}; marimo's own message, if it wrote one, is above.")


class _EndedByUser(Exception):
    """The user ends the server."""


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a terminal that is closed are how a server ends: no error."""
    numbers = ending_signals()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        for number in numbers:  # a second signal must not cut the ending short
            signal.signal(number, signal.SIG_IGN)
        raise _EndedByUser

    with suppress(_EndedByUser), handled_by(handle, *numbers):
        yield


@contextmanager
def _started(notebook: Path, port: int, token: str) -> Iterator[subprocess.Popen[bytes]]:
    """The server, in its own group of processes: marimo takes a second Ctrl-C badly, so this process alone gets it."""
    alone = ["--headless", "--no-sandbox", "--skip-update-check"]
    options = [*alone, f"--host={HOST}", f"--port={port}", "--token-password-file=-"]
    child = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
        [sys.executable, "-m", "marimo", *QUIETLY, "edit", *options, str(notebook.resolve())],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment(),
        start_new_session=True,
    )  # fmt: skip
    is_ending = threading.Event()
    errors = threading.Thread(target=_pass_on_errors, args=(child, is_ending), daemon=True)
    errors.start()
    try:
        assert child.stdin
        with child.stdin as given:  # not on the command line, which every user can read
            given.write(token.encode())
        yield child
    finally:
        if child.poll() is None:
            is_ending.set()
        _end(child)
        errors.join(END_SECONDS)


def _pass_on_errors(child: subprocess.Popen[bytes], is_ending: threading.Event) -> None:
    """Write marimo's errors to our stderr, which cleans them: an error may hold a text from an advert.

    What it says of a signal that it is ended with, a traceback while it starts, is no error.
    """
    assert child.stderr
    with child.stderr as lines:
        for line in lines:
            if not is_ending.is_set():
                sys.stderr.write(line.decode(errors="replace"))
                sys.stderr.flush()


def _environment() -> dict[str, str]:
    """The environment without the settings of the API, such as its key; marimo ends when the named process ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS_PREFIX)}
    return {**kept, "MARIMO_SKIP_UPDATE_CHECK": "1", "MARIMO_ANCESTOR_PID": str(os.getpid())}


def _end(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGINT)
    try:
        child.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
