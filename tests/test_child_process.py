"""A function in a child process: what it writes, raises and dies of."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time

import pytest

from jobhouse import child_process
from jobhouse.child_process import in_child
from jobhouse.errors import DataCheckFailed, Stopped, UsageError


def test_what_the_child_writes_is_the_output_of_the_program(capfd: pytest.CaptureFixture[str]) -> None:
    in_child(lambda: sys.stdout.write("from the child\n"))
    assert capfd.readouterr().out == "from the child\n"


@pytest.mark.parametrize("result", [None, 7, "x" * 1_000_000], ids=["nothing", "a number", "more than a pipe holds"])
def test_what_the_child_returns_is_returned(result: object) -> None:
    assert in_child(lambda: result) == result


def test_an_error_of_ours_is_raised_again_with_its_exit_code() -> None:
    def fail() -> None:
        raise DataCheckFailed("two rows too many")

    with pytest.raises(DataCheckFailed, match="two rows too many"):
        in_child(fail)


def test_a_bug_is_raised_again_with_the_traceback_of_the_child() -> None:
    class Unpicklable(Exception):
        pass

    def fail() -> None:
        raise Unpicklable("deep inside")

    with pytest.raises(RuntimeError, match=r"(?s)in fail.*deep inside"):
        in_child(fail)


@pytest.mark.parametrize(
    ("number", "error"),
    [(signal.SIGABRT, UsageError), (signal.SIGSEGV, UsageError), (signal.SIGKILL, Stopped)],
)
def test_a_signal_that_ends_the_child_is_an_error(number: signal.Signals, error: type[Exception]) -> None:
    with pytest.raises(error, match=number.name):
        in_child(lambda: os.kill(os.getpid(), number))


def test_ctrl_c_reaches_the_child() -> None:
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        in_child(lambda: time.sleep(60))


def test_ctrl_c_at_the_very_fork_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child has no handlers of its own yet, and a signal that it took for the parent's would leave it at work."""
    fork = os.fork

    def interrupted_fork() -> int:
        child = fork()
        os.kill(os.getpid(), signal.SIGINT)  # in each of the two
        return child

    monkeypatch.setattr(os, "fork", interrupted_fork)
    with pytest.raises(KeyboardInterrupt):
        in_child(lambda: time.sleep(60))


def test_a_child_ends_with_its_parent() -> None:
    reading, writing = os.pipe()
    parent = os.fork()

    def start_and_sleep() -> None:
        os.write(writing, b"started")
        time.sleep(60)

    if parent == 0:
        in_child(start_and_sleep)
    os.close(writing)
    assert os.read(reading, 100) == b"started"
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    assert os.read(reading, 100) == b""  # the last process that could write is gone
    os.close(reading)


def test_no_process_to_be_had_is_said_and_signals_are_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(child_process, "_fork", refused)
    before, opened = signal.pthread_sigmask(signal.SIG_BLOCK, ()), len(os.listdir("/dev/fd"))
    with pytest.raises(Stopped, match="No process can be started"):
        in_child(lambda: None)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
    assert len(os.listdir("/dev/fd")) == opened
