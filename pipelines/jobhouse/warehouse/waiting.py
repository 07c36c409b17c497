"""Waits for a file or a lock that another program holds: announced after a second, bounded, ended by a signal."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from jobhouse.errors import Interrupted
from jobhouse.interrupts import ending_signals, handled_by

if TYPE_CHECKING:
    from types import FrameType

    from jobhouse.sentrion.state.run import Run

Got = TypeVar("Got")
Say = Callable[[str], None]

SAID_AFTER_SECONDS: Final = 1.0
"""Most loads are shorter, and a wait that nobody notices needs no announcement."""
_NAP_SECONDS: Final = 0.1
_LOCKS: Final = Path("/proc/locks")
_PROCESSES: Final = Path("/proc")


def say_on_stderr(what: str) -> None:
    """Print a line like the other messages of a command."""
    sys.stderr.write(f"jobhouse: {what}\n")
    sys.stderr.flush()


_say: ContextVar[Say] = ContextVar("say", default=say_on_stderr)


@contextmanager
def waits_said_by(say: Say) -> Iterator[None]:
    """Within the block, `say` announces waits instead of a line on stderr."""
    before = _say.set(say)
    try:
        yield
    finally:
        _say.reset(before)


def announce(what: str) -> None:
    """Announce something else that may take long or fail, as a wait is announced."""
    _say.get()(what)


def silent(_: str) -> None:
    """Announce nothing."""


def go_on() -> bool:
    """For `Wait.keep_waiting`: wait until the time is over."""
    return True


def until_interrupted(run: Run) -> Callable[[], bool]:
    """For `Wait.keep_waiting` of a run that waits for the warehouse file: shown on its display, ended by Ctrl-C."""

    def keep_waiting() -> bool:
        run.events.last_warning = "another program holds the warehouse file open; waiting for it"
        return not run.events.interrupted

    return keep_waiting


@dataclass(frozen=True)
class Wait:
    """A wait: for what, how long at most, and what besides a signal ends it early."""

    what: str
    """As in the sentence "waiting up to 30 s for {what}"."""
    file: Path
    """The file whose lock another program holds."""
    seconds: float
    keep_waiting: Callable[[], bool] = go_on
    """Called before each further try; False ends the wait."""
    holder: Callable[[], str] = str
    """The holder as a library names it, for systems that list no locks; an empty text where it does not."""
    advice: str = ""
    """What else ends the wait than that the other program ends, as a clause for the announcement."""
    _signalled: threading.Event = field(default_factory=threading.Event)
    _raised: list[KeyboardInterrupt] = field(default_factory=list)

    def until(self, attempt: Callable[[], Got | None]) -> Got | None:
        """What `attempt` returns once it is not None; None where the time is over or `keep_waiting` returns False.

        Raises:
            Interrupted: Ctrl-C, SIGTERM or SIGHUP ended the wait; its cause is what the signal's own handler raised.
        """
        got = attempt()
        if got is not None or self.seconds <= 0:
            return got
        with self._signals_end_it():
            got = self._retried(attempt)
        if self._signalled.is_set():
            said = f"Interrupted while waiting for {self.what}; run the same command again to go on."
            raise Interrupted(said) from next(iter(self._raised), None)
        return got

    def _retried(self, attempt: Callable[[], Got | None]) -> Got | None:
        began, said, got = time.monotonic(), False, None
        while got is None and self.keep_waiting() and time.monotonic() - began < self.seconds:
            time.sleep(_NAP_SECONDS)
            if self._signalled.is_set():
                return None
            got = attempt()
            if got is None and not said and time.monotonic() - began >= SAID_AFTER_SECONDS:
                said = True
                announce(self.announcement())
        return got

    def announcement(self) -> str:
        """What is waited for, how long at most, and who holds it where the system shows that."""
        holder = f"which another program holds{named(self.file) or in_brackets(self.holder())}"
        return f"waiting {_duration(self.seconds)} for {self.what}, {holder}{self.advice}"

    @contextmanager
    def _signals_end_it(self) -> Iterator[None]:
        """Within the block, a signal ends the wait, and its former handler is called as well."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in ending_signals()}

        def handle(number: int, frame: FrameType | None) -> None:
            self._signalled.set()
            handler = before[signal.Signals(number)]
            if callable(handler):
                try:
                    handler(number, frame)
                except KeyboardInterrupt as error:  # the wait says itself that it was interrupted
                    self._raised.append(error)

        with handled_by(handle, *before):
            yield


def named(file: Path) -> str:
    """Who holds a file, in brackets, where the system shows that: " (jobhouse, PID 4711)"."""
    return in_brackets("; ".join(holders_of(file)))


def in_brackets(holder: str) -> str:
    """The name of a holder as it follows a sentence; nothing where there is none."""
    return f" ({holder})" if holder else ""


def holders_of(file: Path) -> list[str]:
    """The other programs that hold a lock on the file, such as `jobhouse, PID 4711`, as Linux lists them."""
    try:
        stat, lines = file.stat(), _LOCKS.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []
    place = f"{os.major(stat.st_dev):02x}:{os.minor(stat.st_dev):02x}:{stat.st_ino}"
    # number, kind, mode, access, process, place, first byte, last byte; a lock that is waited for has "->" before kind
    held = {fields[4] for fields in map(str.split, lines) if len(fields) == 8 and fields[5] == place}
    return [_program(pid) for pid in sorted(held - {str(os.getpid())}) if pid.isdigit() and pid != "0"]


def _program(pid: str) -> str:
    name = _jobhouse_command(pid) or _said(_PROCESSES / pid / "comm")
    shown = "".join(letter for letter in name.strip() if letter.isprintable())
    return f"{shown}, PID {pid}" if shown else f"PID {pid}"


def _jobhouse_command(pid: str) -> str:
    """The command that a jobhouse works on, such as `jobhouse backfill`; nothing of its options. Empty for others."""
    program, *arguments = _said(_PROCESSES / pid / "cmdline").split("\0")
    places = [place for place, word in enumerate([program, *arguments[:2]]) if Path(word).name == "jobhouse"]
    if not places or not Path(program).name.startswith(("jobhouse", "python")):
        return ""
    words = iter(arguments[places[0] :])
    for word in words:
        if word == "--warehouse":
            next(words, None)
        elif word and not word.startswith("-"):
            return f"jobhouse {word}"
    return "jobhouse"


def _said(file: Path) -> str:
    """What the system says of a process; nothing where it has just ended, or is not this user's to see."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _duration(seconds: float) -> str:
    if seconds == math.inf:
        return "as long as it takes"
    return f"up to {seconds:.0f} s" if seconds < 120 else f"up to {seconds / 60:.0f} minutes"
