"""A process that has imported the commands and forks one for each request: the program side of `commands`.

    python -m tests.support.fork_server FD

A request comes over the socket FD: four descriptors (standard input, output and error, and a control socket), the
length of the job as eight bytes, and the job as JSON. The answer goes over the control socket: the pid, and later the
status that waitpid gives, eight bytes each. The server ends when the socket does.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from typing import Any, Final, NoReturn

from jobhouse.warehouse.dlt_options import configure_dlt

PRELOADED: Final = (
    "jobhouse.cli.main",
    "jobhouse.sandbox.__main__",
    "jobhouse.warehouse.runs.backfill",
    "jobhouse.warehouse.runs.nightly",
    "jobhouse.warehouse.runs.repair",
    "jobhouse.warehouse.ledger.status",
    "jobhouse.terminal.sql.command",
    "jobhouse.terminal.progress.display",
    "jobhouse.report.page",
    "jobhouse.terminal.status",
    "jobhouse.terminal.verification",
)
NUMBER_BYTES: Final = 8
_DESCRIPTORS: Final = 4


@dataclass(frozen=True)
class Job:
    """What a forked process is to do: call `module:function` with these arguments, environment and folder."""

    target: str
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    new_session: bool = False

    def run(self) -> object:
        """Take the job's place in the world and call its function."""
        if self.new_session:
            os.setsid()
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.argv = [self.target, *self.arguments]
        module, _, function = self.target.partition(":")
        return getattr(importlib.import_module(module), function)()


class ForkServer:
    """Forks for each request, and reports how each child ends."""

    def __init__(self, requests: socket.socket) -> None:
        self._requests = requests
        self._controls: dict[int, socket.socket] = {}
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_writer.setblocking(False)

    def next_job(self) -> Job | None:
        """Serve: a job in a forked child, None in the server itself once nobody asks any more."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_writer.fileno())
        with DefaultSelector() as selector:
            selector.register(self._requests, EVENT_READ)
            selector.register(self._wake_reader, EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._wake_reader in ready:
                    self._wake_reader.recv(4096)
                self._reap()
                if self._requests in ready:
                    received = self._receive()
                    if received is None:
                        self._end_children()
                        return None
                    job, descriptors = received
                    if not (pid := os.fork()):
                        break
                    self._started(pid, descriptors)
        self._become_child(descriptors)
        return job

    def _receive(self) -> tuple[Job, list[int]] | None:
        header, descriptors, _, _ = socket.recv_fds(self._requests, NUMBER_BYTES, _DESCRIPTORS)
        if not header:
            return None
        left, parts = int.from_bytes(header, "big"), []
        while left:
            parts.append(self._requests.recv(left))
            left -= len(parts[-1])
        wanted: dict[str, Any] = json.loads(b"".join(parts))
        return Job(**wanted), descriptors

    def _started(self, pid: int, descriptors: list[int]) -> None:
        *streams, control = descriptors
        for stream in streams:
            os.close(stream)
        self._controls[pid] = socket.socket(fileno=control)
        self._controls[pid].sendall(pid.to_bytes(NUMBER_BYTES, "big"))

    def _reap(self) -> None:
        while self._controls:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self._controls.pop(pid) as control:
                control.sendall(status.to_bytes(NUMBER_BYTES, "big"))

    def _end_children(self) -> None:
        for pid in self._controls:
            os.kill(pid, signal.SIGKILL)

    def _become_child(self, descriptors: list[int]) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self._requests, self._wake_reader, self._wake_writer, *self._controls.values()):
            other.close()
        *streams, control = descriptors
        for standard, stream in enumerate(streams):
            os.dup2(stream, standard)
            os.close(stream)
        os.close(control)
        _open_standard_streams()
        random.seed()


def _open_standard_streams() -> None:
    """Text streams over the descriptors that took the place of the server's own, as Python opens them at its start."""
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
    for name, number in (("stdout", 1), ("stderr", 2)):
        errors = "backslashreplace" if name == "stderr" else None
        stream = open(number, "w", errors=errors, closefd=False)  # noqa: SIM115
        stream.reconfigure(line_buffering=name == "stderr" or stream.isatty())
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def main() -> None:
    configure_dlt()
    for name in PRELOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    if job := ForkServer(socket.socket(fileno=int(sys.argv[1]))).next_job():
        _end_after(job)


def _end_after(job: Job) -> NoReturn:
    """End as Python does, but for what destructors of libraries do: they wait for threads that a fork leaves behind."""
    code: object = 1
    try:
        code = job.run()
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - as the interpreter itself would say it
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
