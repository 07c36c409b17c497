"""Running a function in a child process, so that a fault in native code ends the child and not the program.

SQL that a person types can make DuckDB abort or read memory that is not there. The child's output is the program's own;
its errors are raised again in the parent.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.interrupts import ending_signals, handled_by, is_of_interrupt
from jobhouse.standard_streams import lead_nowhere

if TYPE_CHECKING:
    from types import FrameType

Result = TypeVar("Result")

_READ_SIZE: Final = 65_536


def in_child(work: Callable[[], Result]) -> Result:
    """What `work` returns in a forked child, once that has ended; Ctrl-C and SIGTERM go to the child.

    SIGHUP counts as SIGTERM.

    Raises:
        UsageError: the child was ended by a signal that a fault in native code raises.
        Stopped: the child was killed by another program, as the kernel does when memory runs out.
        SystemExit: SIGTERM, which ends the program and not the query alone.
        BaseException: whatever `work` raised.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    lifeline, held = os.pipe()
    outcome, said = os.pipe()
    interrupts = _Interrupts()
    numbers, passed_on = interrupts.numbers, ending_signals()
    with handled_by(interrupts.handle, *passed_on):
        # held back until the child has handlers of its own: before, it would take the interrupt for the parent's
        unblocked = signal.pthread_sigmask(signal.SIG_BLOCK, passed_on)
        try:
            child = _fork()
        except OSError as error:  # no process or no memory is to be had
            signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
            for descriptor in (lifeline, held, outcome, said):
                os.close(descriptor)
            raise Stopped(f"No process can be started for the query ({error.strerror}); run it again later.") from None
        if child == 0:
            os.close(held)
            os.close(outcome)
            _run(work, lifeline, said, unblocked)
        interrupts.pass_on_to(child)
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        os.close(lifeline)
        os.close(said)
        reported = _all_of(outcome)
        _, status = os.waitpid(child, 0)
    os.close(outcome)
    os.close(held)
    try:
        _raise_what_happened(reported, status)
    except Stopped as error:
        if signal.SIGTERM not in numbers:
            raise
        sys.stderr.write(f"jobhouse: {error}\n")
    if signal.SIGTERM in numbers:
        sys.exit(Stopped.exit_code)
    return cast("Result", pickle.loads(reported))  # noqa: S301 - from the child of this process


def _fork() -> int:
    with warnings.catch_warnings():
        # Python warns of threads that a child does not have; none of them holds what a child needs
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _run(work: Callable[[], object], lifeline: int, said: int, unblocked: set[int]) -> NoReturn:
    """The child, which never returns; in its own process group, the terminal's Ctrl-C reaches it through the parent."""
    code = 1
    try:
        _set_up_child(lifeline)
        signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        result = pickle.dumps(work())
        sys.stdout.flush()
        os.write(said, result)
        code = 0
    except BaseException as error:  # noqa: BLE001 - the parent raises it again
        os.write(said, _pickled(KeyboardInterrupt() if is_of_interrupt(error) else error))
    finally:
        os._exit(code)


def _set_up_child(lifeline: int) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # a terminal may stop background groups that write
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in {*ending_signals()} - {signal.SIGINT}:
        signal.signal(number, signal.SIG_DFL)  # the parent's own handler speaks of the parent
    faulthandler.disable()
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)  # what Python says, such as that it waits, is for the user
    lead_nowhere(2)  # native code reports on its abort there
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns once the parent is gone
    os._exit(Stopped.exit_code)


def _pickled(error: BaseException) -> bytes:
    """The error for the parent; one that cannot be pickled becomes a RuntimeError with its traceback."""
    if not isinstance(error, JobhouseError):
        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(whole := pickle.dumps(error))  # noqa: S301 - what was pickled here
    except Exception:  # noqa: BLE001 - errors of other libraries may hold anything
        return pickle.dumps(RuntimeError("".join(traceback.format_exception(error))))
    return whole


@dataclass
class _Interrupts:
    """The signals that came, which are passed on to the child as soon as there is one; SIGHUP as SIGTERM."""

    numbers: list[int] = field(default_factory=list)
    child: int | None = None

    def handle(self, number: int, _frame: FrameType | None) -> None:
        meant = signal.SIGTERM if number == signal.SIGHUP else number
        self.numbers.append(meant)
        if self.child is not None:
            os.kill(self.child, meant)

    def pass_on_to(self, child: int) -> None:
        came = list(self.numbers)
        self.child = child
        for number in came:
            os.kill(child, number)


def _all_of(pipe: int) -> bytes:
    parts = []
    while part := os.read(pipe, _READ_SIZE):
        parts.append(part)
    return b"".join(parts)


def _raise_what_happened(reported: bytes, status: int) -> None:
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        if os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGTERM):
            why = ", as when memory runs out" if name == "SIGKILL" else ""
            raise Stopped(f"The query was ended with {name}{why}; nothing was changed.")
        raise UsageError(f"The SQL made DuckDB end with {name}, a fault of DuckDB; nothing was changed, ask otherwise.")
    if reported and os.WEXITSTATUS(status):
        raise pickle.loads(reported)  # noqa: S301 - from the child of this process
    if os.WEXITSTATUS(status):
        raise Stopped("Interrupted; the query was stopped, and nothing was changed.")
