"""Commands in processes of their own, forked from one that has imported them: a start takes 20 ms instead of seconds.

`start` gives what `subprocess.Popen` would, `run` what `subprocess.run` would. The first of them starts the fork
server of this test process, which ends with it.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from tests.support.fork_server import NUMBER_BYTES, Job
from tests.support.paths import PACKAGES, ROOT

PYTHONPATH: Final = os.pathsep.join([str(PACKAGES), str(ROOT)])
"""Where a started process finds `jobhouse` and `tests`."""
JOBHOUSE: Final = "jobhouse.cli.main:main"
SETTINGS_PREFIX: Final = "SOURCES__SENTRION__"
_POLL_SECONDS: Final = 0.02


_started: Final[weakref.WeakSet[Command]] = weakref.WeakSet()


@contextmanager
def ended_afterwards() -> Iterator[None]:
    """Kill what is started within and still runs at the end, such as the processes of a test that hit its limit."""
    before = set(_started)
    try:
        yield
    finally:
        for command in set(_started) - before:
            command.kill()
            command.wait()


class Command:
    """A forked process. Output goes to unnamed files, so that no pipe fills up while nobody reads."""

    def __init__(self, job: Job, given: bytes | None = None, stdin: int | None = None) -> None:
        self.args = job.arguments
        self.returncode: int | None = None
        self._output, self._errors = _unnamed_file(), _unnamed_file()
        self._control, theirs = socket.socketpair()
        source = _unnamed_file(given or b"") if stdin is None else stdin
        with theirs:
            _ask(job, [source, self._output, self._errors, theirs.fileno()])
        if stdin is None:
            os.close(source)
        for close in (partial(os.close, self._output), partial(os.close, self._errors), self._control.close):
            weakref.finalize(self, close)
        self.pid = int.from_bytes(self._control.recv(NUMBER_BYTES, socket.MSG_WAITALL), "big")
        _started.add(self)

    def poll(self) -> int | None:
        """The exit code, -N for a death by signal N, None while the process lives."""
        if self.returncode is None:
            with suppress(BlockingIOError):
                self._take_status(socket.MSG_DONTWAIT)
        return self.returncode

    def wait(self) -> int:
        """The exit code once the process has ended, however long that takes: the test's own limit ends what hangs."""
        if self.returncode is None:
            self._take_status()
        assert self.returncode is not None
        return self.returncode

    def communicate(self) -> tuple[str, str]:
        """What it wrote to stdout and to stderr, once it has ended."""
        self.wait()
        return self.output(), self.errors()

    def output(self) -> str:
        """What was written to stdout so far."""
        return _content(self._output).decode(errors="replace")

    def errors(self) -> str:
        """What was written to stderr so far."""
        return _content(self._errors).decode(errors="replace")

    def output_bytes(self) -> bytes:
        return _content(self._output)

    def wait_until_said(self, text: str) -> None:
        """Wait until stdout or stderr holds the text.

        Raises:
            AssertionError: the process has ended without saying it.
        """
        while text not in self._said():
            has_ended = self.poll() is not None
            assert text in self._said() or not has_ended, f"ended without saying {text!r}: {self._said()}"
            time.sleep(_POLL_SECONDS)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Command:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.wait()

    def _said(self) -> str:
        return self.output() + self.errors()

    def _take_status(self, flags: int = 0) -> None:
        """Eight bytes that the server writes in one piece."""
        status = self._control.recv(NUMBER_BYTES, flags)
        assert status, "the fork server is gone"
        self.returncode = os.waitstatus_to_exitcode(int.from_bytes(status, "big"))


def start(
    *arguments: str,
    target: str = JOBHOUSE,
    settings: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    given: bytes | None = None,
    stdin: int | None = None,
    new_session: bool = False,
) -> Command:
    """Start a command in a process of its own.

    Args:
        arguments: the command line without the program's name.
        target: the function that is called, as `module:function`; it finds the arguments in `sys.argv`.
        settings: settings of `[sources.sentrion]` by name; they go into the environment.
        environment: further variables, beside those of this process.
        folder: the current folder; by default this process's own.
        given: what standard input holds; nothing by default.
        stdin: a descriptor that is standard input instead.
        new_session: leave the session of the terminal.
    """
    named = {f"{SETTINGS_PREFIX}{name.upper()}": str(value) for name, value in (settings or {}).items()}
    variables = {**os.environ, "PYTHONPATH": PYTHONPATH, **named, **(environment or {})}
    return Command(Job(target, list(arguments), variables, str(folder or Path.cwd()), new_session), given, stdin)


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; the options are those of `start`."""
    command = start(*arguments, **options)
    output, errors = command.communicate()
    assert command.returncode is not None
    return subprocess.CompletedProcess(list(arguments), command.returncode, output, errors)


def _unnamed_file(content: bytes = b"") -> int:
    """The descriptor of a file that goes with its last user; its position is at the start."""
    file, path = tempfile.mkstemp()
    Path(path).unlink()
    os.pwrite(file, content, 0)
    return file


def _content(file: int) -> bytes:
    """All of it; the position, which the process shares, stays where it is."""
    return os.pread(file, os.fstat(file).st_size, 0)


def _ask(job: Job, descriptors: list[int]) -> None:
    wanted = json.dumps(asdict(job)).encode()
    server = _server()
    socket.send_fds(server, [len(wanted).to_bytes(NUMBER_BYTES, "big")], descriptors)
    server.sendall(wanted)


@cache
def _server() -> socket.socket:
    """The socket of this process's fork server, which ends when the socket is closed."""
    ours, theirs = socket.socketpair()
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH, "OPENBLAS_NUM_THREADS": "1"}
    with theirs:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fork_server", str(theirs.fileno())],
            cwd=ROOT, env=environment, pass_fds=[theirs.fileno()], start_new_session=True,
        )  # fmt: skip
    atexit.register(_end, ours, server)
    return ours


def _end(requests: socket.socket, server: subprocess.Popen[bytes]) -> None:
    requests.close()
    server.wait()
