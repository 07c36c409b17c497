"""Calls of the dlt source side by side, of which one pipeline bears one, and after a call that was killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.errors import Stopped
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion import read_in_batches, sentrion
from jobhouse.sentrion.probe_source import probe_source
from tests.support.commands import start
from tests.support.history import expected, history, write
from tests.support.own_pipeline import fetch, own_pipeline, settings
from tests.support.processes import requests_at
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(300, seed=7)
IS_AT_WORK = "Another call reads into the pipeline alone"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with run_in_child(SandboxOptions(data=write(JOBS, tmp_path / "jobs.jsonl"), rate=0)) as address:
        yield address


@pytest.fixture
def pipeline(tmp_path: Path) -> dlt.Pipeline:
    return own_pipeline(tmp_path)


def during_a_load_of(pipeline: dlt.Pipeline, url: str, do: Callable[[], object]) -> None:
    """Read into the pipeline; while its first package is loaded, `do` is called in another thread."""
    load, others = pipeline.load, [Thread(target=do)]

    def beside(*arguments: Any, **options: Any) -> Any:
        while others:
            other = others.pop()
            other.start()
            other.join()
        return load(*arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load", beside)
        read_in_batches(pipeline, settings=settings(url, pages_per_batch=20))


def test_a_call_beside_another_is_refused_before_it_asks(url: str, pipeline: dlt.Pipeline, tmp_path: Path) -> None:
    """They share dlt's folder and state: packages went missing, rows came twice, and cursors seemed to repeat."""
    said = list[str]()

    def call(read: Callable[[dlt.Pipeline], object]) -> None:
        before = requests_at(url)
        with pytest.raises((Stopped, PipelineStepFailed)) as refused:
            read(own_pipeline(tmp_path))
        said.append(str(refused.value))
        assert requests_at(url) == before
        said.append("nothing was sent")

    def all_calls() -> None:
        call(lambda mine: read_in_batches(mine, settings=settings(url)))
        call(lambda mine: mine.extract(sentrion(settings=settings(url))))
        call(lambda mine: mine.extract(probe_source(settings(url))))

    during_a_load_of(pipeline, url, all_calls)
    assert said[1::2] == ["nothing was sent"] * 3
    assert all(IS_AT_WORK in one for one in said[::2])
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def test_a_pipeline_of_another_name_reads_beside_it(url: str, pipeline: dlt.Pipeline, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    read = list[int]()

    def call() -> None:
        other = own_pipeline(tmp_path / "other", "other")
        read.append(read_in_batches(other, settings=settings(url)).counters.rows_delivered)

    during_a_load_of(pipeline, url, call)
    assert read[0] >= len(expected(JOBS))


def test_a_call_after_one_that_failed_or_ended_is_not_refused(url: str, pipeline: dlt.Pipeline) -> None:
    for most in (3, 3, None):
        with suppress(Stopped):
            read_in_batches(pipeline, settings=settings(url), max_requests=most)
        pipeline.run(sentrion(settings=settings(url), max_requests=1))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def killed_call(url: str, folder: Path, load: int) -> None:
    assert start(url, str(folder), "20", str(load), target="tests.support.killed_call:main").wait() == -9


@pytest.mark.parametrize("load", rest_long([2, 1], 1), ids=["later", "first"])
def test_a_call_that_was_killed_is_said_to_be_by_the_next_one(url: str, tmp_path: Path, load: int) -> None:
    killed_call(url, tmp_path, load)
    run = read_in_batches(own_pipeline(tmp_path), settings=settings(url))
    outcomes = fetch(own_pipeline(tmp_path), "select outcome, note, requests from runs order by started_at")
    assert outcomes == [
        ("killed", "the call ended without recording how", load * 20),
        ("done", None, run.counters.requests),
    ]
    assert run.events.recorded_outcome == "done"
    pipeline = own_pipeline(tmp_path)
    pipeline.run(sentrion(settings=settings(url)))
    assert fetch(pipeline, "select outcome from runs order by started_at") == [("killed",), ("done",), ("done",)]


def test_a_killed_call_is_recorded_by_a_call_of_the_source_itself(url: str, tmp_path: Path) -> None:
    killed_call(url, tmp_path, 2)
    pipeline = own_pipeline(tmp_path)
    pipeline.run()
    pipeline.run(sentrion(settings=settings(url)))
    assert fetch(pipeline, "select outcome from runs order by started_at") == [("killed",), ("done",)]


def test_a_call_of_the_source_itself_that_leaves_halves_of_windows_says_that_it_stopped(
    pipeline: dlt.Pipeline, tmp_path: Path
) -> None:
    data = write(history(3_000, seed=7), tmp_path / "many.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        halving = settings(url, max_window_jobs=100)
        pipeline.run(sentrion(settings=halving))
        assert fetch(pipeline, "select outcome, note from runs") == [("stopped", "the next call goes on")]
        read_in_batches(pipeline, settings=halving)
    assert fetch(pipeline, "select outcome from runs order by started_at") == [("stopped",), ("done",)]


def test_a_call_that_was_killed_keeps_nobody_out(url: str, tmp_path: Path) -> None:
    killed_call(url, tmp_path, 2)
    pipeline = own_pipeline(tmp_path)
    assert pipeline.has_pending_data
    read_in_batches(pipeline, settings=settings(url))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]
