"""What a second Ctrl-C says of pages that were charged and are dropped."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from jobhouse.interrupts import GRACE_SECONDS, interruptible, interruption_kept, uninterrupted, what_is_left
from jobhouse.sentrion.state.run import Run
from tests.support.history import backfill, history, write
from tests.support.in_process import engine_of, transport


def test_what_is_in_no_package_is_named_with_its_credits() -> None:
    run = Run("backfill")
    run.counters.count_request(100)
    run.counters.mark_packed()
    assert what_is_left([run]) == "what was loaded is kept"
    run.counters.pages += 3
    run.counters.count_request(100)
    assert "3 pages that were read since are dropped" in what_is_left([Run("probe"), run])
    assert "up to 100 credits" in what_is_left([run])


def test_a_run_that_loaded_all_it_read_drops_nothing(tmp_path: Path) -> None:
    run = Run("backfill", transport=transport(engine_of(data=write(history(60), tmp_path / "jobs.jsonl"))))
    backfill("http://127.0.0.1", tmp_path / "w", run)
    assert run.counters.pages > 0
    assert what_is_left([run]) == "what was loaded is kept"


def test_the_first_interruption_says_for_how_long_it_may_wait(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run("backfill")
    with interruptible(run):
        os.kill(os.getpid(), signal.SIGTERM)
    assert run.events.interrupted
    said = capsys.readouterr().err
    assert f"may take up to {GRACE_SECONDS:.0f} s; once more stops at once." in said


@pytest.fixture
def hang_up() -> Iterator[None]:
    """SIGHUP is not ignored, whatever started the tests, and does not end them."""
    before = signal.signal(signal.SIGHUP, lambda *_: None)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hang_up")
def test_a_closed_terminal_interrupts_a_run_and_says_so_twice_without_harm() -> None:
    run = Run("backfill")
    with interruptible(run):
        for _ in range(2):
            signal.raise_signal(signal.SIGHUP)
    assert run.events.interrupted


@pytest.mark.usefixtures("hang_up")
def test_a_run_that_is_to_outlive_its_terminal_does() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup has it
    run = Run("backfill")
    with interruptible(run):
        signal.raise_signal(signal.SIGHUP)
    assert not run.events.interrupted


def test_an_interruption_that_a_library_swallows_ends_the_block_all_the_same() -> None:
    after = []

    def swallow() -> None:
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)  # cut short by the signal
        after.append("went on")

    with pytest.raises(KeyboardInterrupt), interruption_kept():
        swallow()
    assert after == ["went on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_library_that_calls_back_can_be_left_at_the_next_call() -> None:
    called = []

    def library(call: Callable[[], None]) -> None:
        for number in range(3):
            call()
            called.append(number)
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), interruption_kept() as raise_if_interrupted:
        library(raise_if_interrupted)
    assert called == [0]


def test_a_handler_that_raises_nothing_is_left_to_what_it_does() -> None:
    heard = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with interruption_kept():
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


def test_an_interruption_that_a_library_reports_as_a_failure_is_still_one() -> None:
    def fail() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise ValueError("a query was interrupted") from None

    with pytest.raises(KeyboardInterrupt), interruption_kept():
        fail()


def test_a_failure_without_an_interruption_stays_one() -> None:
    with pytest.raises(ValueError, match="a failure"), interruption_kept():
        raise ValueError("a failure")


def test_a_signal_within_an_uninterrupted_block_comes_at_its_end() -> None:
    done = []

    def interrupted() -> None:
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            done.append("the whole block")
        done.append("what follows")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert done == ["the whole block"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
