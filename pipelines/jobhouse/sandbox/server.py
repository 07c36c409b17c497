"""Runs a sandbox on loopback: blocking, or in a child process for as long as a `with` block lasts."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from jobhouse.errors import JobhouseError, UsageError
from jobhouse.loopback import bound, is_loopback
from jobhouse.sandbox.api.app import DROP, create_app
from jobhouse.sandbox.options import SandboxOptions

_READY = "The sandbox listens on "
_PARENT_CHECK_SECONDS = 1.0
ENDS_WITH_PARENT = "--ends-with-parent"


class CuttableProtocol(H11Protocol):
    """HTTP protocol that gives the app a way to cut the connection, which ASGI does not have."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Add a function that cuts the connection to the state of its requests."""
        super().connection_made(transport)

        def cut(*, abort: bool) -> None:
            # close() lets what was written arrive, abort() does not
            (transport.abort if abort else transport.close)()

        self.app_state = {**self.app_state, DROP: cut}


def serve(
    options: SandboxOptions,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve until interrupted; `ready` is called with the base URL once the socket listens. Raises UsageError."""
    listener = _listen(host, port)
    app = create_app(options)
    config = uvicorn.Config(app, http=CuttableProtocol, ws="none", lifespan="off", log_level="error", access_log=False)
    if ready:
        ready(_url(listener))
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    if not is_loopback(host):
        raise UsageError(f"--host cannot be {host!r}; the sandbox listens on loopback only, such as 127.0.0.1.")
    listener = bound(host, port)
    listener.listen(512)
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def say_ready(url: str) -> None:
    """Print where the sandbox listens; `run_in_child` reads this line."""
    sys.stdout.write(f"{_READY}{url}\n")
    sys.stdout.flush()


@contextmanager
def run_in_child(options: SandboxOptions | None = None, *, start_seconds: float = 60.0) -> Iterator[str]:
    """Serve in a child process on a free port and yield the base URL.

    The child ends with the block, or with its parent. Raises JobhouseError if it does not listen within
    `start_seconds`.
    """
    command = [sys.executable, "-m", "jobhouse.sandbox", (options or SandboxOptions()).to_json(), ENDS_WITH_PARENT]
    child = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment(), text=True,
        start_new_session=True,  # Ctrl-C in the terminal is for the run, which still has pages on their way
    )  # fmt: skip
    try:
        yield _first_line(child, start_seconds)
    finally:
        _end(child)


def _environment() -> dict[str, str]:
    """The parent's environment, with this package importable."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _first_line(child: subprocess.Popen[str], seconds: float) -> str:
    assert child.stdout
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    try:
        line = child.stdout.readline().strip()
    finally:
        timer.cancel()
    if not line.startswith(_READY):
        raise JobhouseError(f"The sandbox did not start within {seconds:g} s; its own message is above.")
    return line.removeprefix(_READY)


def _end(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for stream in (child.stdin, child.stdout):
        if stream:
            stream.close()


def end_with_parent() -> None:
    """End this process when its parent is gone: when standard input closes, or the parent's id changes."""
    parent = os.getppid()
    for watch in (_watch_input, lambda: _watch_parent(parent)):
        threading.Thread(target=watch, daemon=True).start()


def _watch_input() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def _watch_parent(parent: int) -> None:
    # a sibling process may hold the pipe open after the parent has ended
    tick = threading.Event()
    while os.getppid() == parent:
        tick.wait(_PARENT_CHECK_SECONDS)
    os._exit(0)
