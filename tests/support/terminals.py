"""Commands at a terminal of a given size, as a person sees them."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from tests.support.paths import PACKAGES

_STEERING: Final = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x1b\][^\x07]*\x07")
_UNWANTED: Final = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER", "LESS")
"""What the terminal's own size and the test's own pager would lose against."""
_PATIENCE_SECONDS: Final = 60
"""A guard against tests that hang."""


class Terminal:
    """A command with a terminal for stdin, stdout and stderr."""

    def __init__(self, control: int, process: subprocess.Popen[bytes]) -> None:
        self._control = control
        self.process = process
        self.sent = b""
        """All that the terminal was sent."""

    def type(self, text: str) -> None:
        os.write(self._control, text.encode())

    def until(self, said: str, after: int = 0) -> str:
        """What is shown from a place on, once it holds this text."""
        return self._until(lambda seen: said in seen, after)

    def ask(self, line: str, said: str) -> str:
        """Type a line at the prompt; what is shown once the answer holds this text and the prompt is back."""
        before = len(self.sent)
        self.type(line + "\r")
        return self._until(lambda seen: "jobs>" in seen.partition(said)[2], before)

    def _until(self, is_there: Callable[[str], bool], after: int) -> str:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not is_there(seen := shown(self.sent[after:])):
            part = self._read(deadline)
            assert part, f"what was waited for never came: {seen}"
            self.sent += part
        return seen

    def resize(self, columns: int, rows: int = 24) -> None:
        fcntl.ioctl(self._control, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def to_the_end(self) -> str:
        """All that is shown until the command ends."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while part := self._read(deadline):
            self.sent += part
        self.process.wait()
        return shown(self.sent)

    def _read(self, deadline: float) -> bytes:
        ready, _, _ = select.select([self._control], [], [], max(0, deadline - time.monotonic()))
        try:
            return os.read(self._control, 65_536) if ready else b""
        except OSError:  # how Linux says that the other side has gone
            return b""


def shown(sent: bytes) -> str:
    """Text as it reads, without colours and the moves of the cursor."""
    return _STEERING.sub("", sent.decode(errors="replace")).replace("\r\n", "\n").replace("\r", "")


@contextmanager
def at_terminal(
    *arguments: str, columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Run `jobhouse` with these arguments at a terminal, until the block ends."""
    control, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    process = subprocess.Popen(
        [sys.executable, "-m", "jobhouse", *arguments],
        env={**kept, "TERM": "xterm", "PYTHONPATH": str(PACKAGES), "PROMPT_TOOLKIT_NO_CPR": "1", **(env or {})},
        stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no thread holds a lock it needs
    )  # fmt: skip
    os.close(terminal)
    try:
        yield Terminal(control, process)
    finally:
        process.kill()
        process.wait()
        os.close(control)
