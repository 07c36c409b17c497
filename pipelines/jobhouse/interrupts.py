"""How a run is interrupted: the first signal ends it in good order, the second at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

from jobhouse.counting import counted
from jobhouse.errors import Stopped, chain_of

if TYPE_CHECKING:
    from types import FrameType

    from jobhouse.sentrion.state.run import Run

GRACE_SECONDS: Final = 10.0
"""How long answers on their way are waited for once a run is interrupted: they may have been charged."""


class EndedBySignal(KeyboardInterrupt):
    """SIGTERM or SIGHUP came, which end the program, where Ctrl-C may end a query alone."""


def ending_signals() -> tuple[signal.Signals, ...]:
    """The signals that end a command in good order; a closed terminal's is none where it is ignored, as by nohup."""
    always = (signal.SIGINT, signal.SIGTERM)
    return always if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else (*always, signal.SIGHUP)


@contextmanager
def handled_by(handler: Callable[[int, FrameType | None], object], *numbers: signal.Signals) -> Iterator[None]:
    """Within the block, these signals go to `handler`; afterwards to whom they went before."""
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, one in before.items():
            signal.signal(number, one)


@contextmanager
def interruptible(*runs: Run) -> Iterator[None]:
    """First signal: finish the batch in hand. Second: stop at once, which loses nothing that was loaded.

    A terminal that is closed may send its own twice, through the shell too, so that one is no second.
    """
    said = f"Finishing the batch in hand; answers on their way may take up to {GRACE_SECONDS:.0f} s"

    def handle(number: int, _frame: FrameType | None) -> None:
        if runs[0].events.interrupted and number != signal.SIGHUP:
            _leave_at_once(runs)
        for run in runs:
            run.events.interrupt()
        sys.stderr.write(f"\n{said}; once more stops at once.\n")

    with handled_by(handle, *ending_signals()):
        yield


def is_of_interrupt(error: BaseException) -> bool:
    """Whether this is KeyboardInterrupt, or what DuckDB in a query and native code in an import raise in its place."""
    is_raised_for_it = isinstance(error, KeyboardInterrupt | RuntimeError | ImportError)
    return is_raised_for_it and any(isinstance(cause, KeyboardInterrupt) for cause in chain_of(error))


def _of(numbers: Sequence[int]) -> KeyboardInterrupt:
    return KeyboardInterrupt() if {*numbers} == {signal.SIGINT} else EndedBySignal()


@contextmanager
def interruption_kept() -> Iterator[Callable[[], None]]:
    """Raise KeyboardInterrupt at the end of the block where it was raised within, and a library has swallowed it.

    A query in native code, or a loop that goes on after any error, may end as if nothing had been, or as a failure.
    What is yielded raises it before that: call it where the library can be left.
    """
    noted: list[int] = []

    def raise_if_interrupted() -> None:
        if noted:
            raise _of(noted)

    if threading.current_thread() is not threading.main_thread():
        yield raise_if_interrupted
        return
    before = {number: signal.getsignal(number) for number in ending_signals()}

    def handle(number: int, frame: FrameType | None) -> None:
        handler = before[signal.Signals(number)]
        try:
            if callable(handler):
                handler(number, frame)
        except KeyboardInterrupt:
            noted.append(number)
            raise

    with handled_by(handle, *(number for number, handler in before.items() if callable(handler))):
        try:
            yield raise_if_interrupted
        except Exception as error:
            if noted:
                raise _of(noted) from error
            raise
    raise_if_interrupted()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Handle signals that come within the block at its end: for a short statement that is worth nothing by halves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = (number for number in ending_signals() if callable(signal.getsignal(number)))
    try:
        with handled_by(lambda number, _frame: came.append(number), *numbers):
            yield
    finally:
        for number in came:
            signal.raise_signal(number)


def _leave_at_once(runs: Sequence[Run]) -> NoReturn:
    """End without waiting for any thread; the next run treats it like a kill."""
    from rich.console import Console  # noqa: PLC0415 - waits and builds import this module, and need no terminal

    with suppress(OSError):  # nobody sees it
        Console(file=sys.__stderr__).show_cursor()  # a display of progress hides it, and has no time to bring it back
    sys.stderr.write(f"\nStopped at once; {what_is_left(runs)}. Run the same command again to go on.\n")
    sys.stderr.flush()
    os._exit(Stopped.exit_code)


def what_is_left(runs: Sequence[Run]) -> str:
    """What is kept, and what is dropped since it lies in no package yet; `status` counts the same credits as spent."""
    pages = sum(run.counters.pages - run.counters.packed_pages for run in runs)
    credits_ = sum(run.counters.credits_reserved - run.counters.packed_credits for run in runs)
    if not pages and not credits_:
        return "what was loaded is kept"
    if not pages:
        at_most = counted(credits_, "credit")
        return f"what was loaded is kept; requests on their way may cost up to {at_most}, which status counts as spent"
    dropped = "that was read since is dropped" if pages == 1 else "that were read since are dropped"
    return (
        f"what was loaded is kept, and {counted(pages, 'page')} {dropped} with requests on their way: "
        f"up to {counted(credits_, 'credit')}, which status counts as spent"
    )
