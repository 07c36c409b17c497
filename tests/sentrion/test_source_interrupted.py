"""What ends a call of the dlt source from outside, at any instant, loses nothing that was paid for."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dlt
import httpx
import pytest
from dlt.extract.extractors import ArrowExtractor
from dlt.load import Load

from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion import read_in_batches
from jobhouse.sentrion.state.counters import RunCounters
from tests.support.history import expected, history, write
from tests.support.own_pipeline import fetch, own_pipeline, settings
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(1_000, seed=7)
INSTANTS: dict[str, tuple[Any, str]] = {
    "a page was answered": (RunCounters, "count_page"),
    "rows are written": (ArrowExtractor, "write_items"),
    "a batch is read": (dlt.Pipeline, "extract"),
    "a package is normalized": (dlt.Pipeline, "normalize"),
    "a package is loaded": (dlt.Pipeline, "load"),
    "a load is recorded": (Load, "complete_package"),
}
"""Where a call is interrupted; each of these is called more often than `TIMES` in a call."""
TIMES = 3


class TaskEnded(BaseException):
    """What a scheduler raises in a task that it ends."""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with run_in_child(SandboxOptions(data=write(JOBS, tmp_path / "jobs.jsonl"), rate=0)) as address:
        yield address


@pytest.fixture
def pipeline(tmp_path: Path) -> dlt.Pipeline:
    return own_pipeline(tmp_path)


@contextmanager
def at(instant: str, do: Callable[[], object], *, afterwards: bool) -> Iterator[None]:
    """Within the block, `do` is called once in the course of a call, before or after the step."""
    owner, name = INSTANTS[instant]
    step, left = getattr(owner, name), [TIMES]

    def watched(*arguments: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and not afterwards:
            do()
        done = step(*arguments, **options)
        if left[0] == 0 and afterwards:
            do()
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, watched)
        yield


def end_task() -> None:
    """Raise `TaskEnded` in the thread that reads, asynchronously, as a scheduler does."""
    thread = ctypes.c_ulong(threading.main_thread().ident or 0)
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TaskEnded)) == 1


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def assert_all_is_stored(url: str, pipeline: dlt.Pipeline) -> None:
    """What the API was asked for and charged lies in the tables, and the next call goes on without asking again."""
    stats = httpx.get(f"{url}/sandbox/stats").json()
    [(requests, credits_)] = fetch(pipeline, "select count(*), sum(credits_used)::int from requests")
    assert (requests, credits_) == (stats["requests"], stats["credits_charged"])
    [(versions,)] = fetch(pipeline, "select count(*) from job_versions")
    assert 0 < versions < len(expected(JOBS))
    assert not pipeline.has_pending_data
    assert fetch(pipeline, "select outcome from runs") == [("stopped",)]
    read_in_batches(pipeline, settings=settings(url))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]
    [(pages, windows)] = fetch(pipeline, "select count(*), count(distinct reading_id) from requests where page = 1")
    assert pages == windows


@pytest.mark.parametrize("afterwards", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("instant", rest_long(INSTANTS, 2))
def test_an_exception_from_outside_is_raised_once_all_that_was_read_is_loaded(
    url: str, pipeline: dlt.Pipeline, instant: str, *, afterwards: bool
) -> None:
    with at(instant, end_task, afterwards=afterwards), pytest.raises(TaskEnded):
        read_in_batches(pipeline, settings=settings(url, pages_per_batch=8))
    assert_all_is_stored(url, pipeline)


@pytest.mark.parametrize("instant", rest_long(["a page was answered", "a package is loaded"], 1))
def test_ctrl_c_loads_what_was_read(url: str, pipeline: dlt.Pipeline, instant: str) -> None:
    """In a load, dlt would take the signal for itself, and end the load."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with (
            at(instant, lambda: signal.raise_signal(signal.SIGINT), afterwards=False),
            pytest.raises(KeyboardInterrupt),
        ):
            read_in_batches(pipeline, settings=settings(url, pages_per_batch=8))
    finally:
        signal.signal(signal.SIGINT, before)
    assert_all_is_stored(url, pipeline)


def test_an_interruption_while_earlier_packages_are_loaded_sends_nothing(
    url: str, pipeline: dlt.Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("no room")

    small = settings(url, pages_per_batch=8)
    with at("a package is loaded", fail, afterwards=False), pytest.raises(OSError, match="no room"):
        read_in_batches(pipeline, settings=small)
    assert pipeline.has_pending_data
    sent = httpx.get(f"{url}/sandbox/stats").json()["requests"]
    load = pipeline.load

    def interrupted(*arguments: Any, **options: Any) -> Any:
        end_task()
        return load(*arguments, **options)

    monkeypatch.setattr(pipeline, "load", interrupted)
    with pytest.raises(TaskEnded):
        read_in_batches(pipeline, settings=small)
    assert not pipeline.has_pending_data
    assert httpx.get(f"{url}/sandbox/stats").json()["requests"] == sent
    assert fetch(pipeline, "select count(*) from requests") == [(sent,)]


def test_a_second_exception_is_raised_at_once_and_what_was_extracted_is_loaded_afterwards(
    url: str, pipeline: dlt.Pipeline
) -> None:
    is_told, is_out = threading.Event(), threading.Event()

    def end_task_twice() -> None:
        end_task()
        is_told.wait()
        end_task()
        is_out.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobhouse.sentrion.batches._say_what_is_waited_for", is_told.set)
        with at("a package is loaded", end_task_twice, afterwards=False), pytest.raises(TaskEnded):
            read_in_batches(pipeline, settings=settings(url, pages_per_batch=8))
    assert pipeline.has_pending_data
    is_out.set()
    for thread in threading.enumerate():
        if thread.name == "sentrion":
            thread.join()
    assert_all_is_stored(url, pipeline)
