"""The dlt source in a pipeline of one's own: its limits of credits hold, and dropped tables are read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import dlt
import httpx
import pendulum
import pytest
import time_machine
from dlt.pipeline.exceptions import PipelineStepFailed

from jobhouse.errors import Stopped, UsageError
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion import read_in_batches, sentrion
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.pipeline import MergeStrategies, rate_file_of
from tests.support.history import expected, history, write
from tests.support.own_pipeline import fetch, own_pipeline, settings
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(1_000, seed=7)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("jobs") / "jobs.jsonl")


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    with run_in_child(SandboxOptions(data=data, rate=0)) as address:
        yield address


@pytest.fixture
def unpaid_url(data: Path) -> Iterator[str]:
    """An API that has charged for no job yet."""
    with run_in_child(SandboxOptions(data=data, rate=0)) as address:
        yield address


@pytest.fixture
def pipeline(tmp_path: Path) -> dlt.Pipeline:
    return own_pipeline(tmp_path)


def fetched(pipeline: dlt.Pipeline) -> int:
    """How many requests are recorded."""
    [(found,)] = fetch(pipeline, "select count(*) from requests")
    return int(found)


def credits_used(pipeline: dlt.Pipeline) -> int:
    [(found,)] = fetch(pipeline, "select sum(credits_used)::int from requests")
    return int(found)


def test_the_limit_of_the_billing_cycle_is_of_all_calls_of_a_pipeline(unpaid_url: str, pipeline: dlt.Pipeline) -> None:
    little = settings(unpaid_url, max_credits_per_cycle=300)
    pipeline.run(sentrion(settings=little))
    spent = credits_used(pipeline)
    assert 0 < spent <= 300
    with pytest.raises(PipelineStepFailed, match="max_credits_per_cycle 300"):
        pipeline.run(sentrion(settings=little))
    assert credits_used(pipeline) == spent
    pipeline.run(sentrion(settings=settings(unpaid_url)))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def test_a_call_ends_at_its_own_limits_and_the_next_one_goes_on(url: str, pipeline: dlt.Pipeline) -> None:
    pipeline.run(sentrion(settings=settings(url), max_requests=2))
    assert fetch(pipeline, "select requests, outcome from runs") == [(2, "stopped")]
    pipeline.run(sentrion(settings=settings(url), max_credits=100))
    pipeline.run(sentrion(settings=settings(url)))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def test_batches_are_loaded_one_by_one_so_that_an_end_in_between_loses_only_the_last(
    url: str, pipeline: dlt.Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = settings(url, pages_per_batch=10)
    load, left = pipeline.run, [2]

    def ended(source: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return load(source)

    monkeypatch.setattr(pipeline, "run", ended)
    with pytest.raises(KeyboardInterrupt):
        read_in_batches(pipeline, settings=small)
    assert fetch(pipeline, "select sum(requests)::int from runs") == [(20,)]
    monkeypatch.undo()
    again = read_in_batches(pipeline, settings=small)
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]
    assert fetch(pipeline, "select count(*) from runs") == [(2,)]
    assert fetch(pipeline, "select count(*) from requests") == [(20 + again.counters.requests,)]
    nothing_new = read_in_batches(pipeline, settings=small)
    assert nothing_new.counters.requests == 0
    assert str(nothing_new).endswith("search default: done; 0 requests, 0 jobs delivered, 0 credits used>")


def test_what_ends_a_call_is_raised_once_all_is_loaded(unpaid_url: str, pipeline: dlt.Pipeline) -> None:
    small = settings(unpaid_url, pages_per_batch=10, max_credits_per_cycle=400)
    with pytest.raises(Stopped, match="--max-requests 15"):
        read_in_batches(pipeline, settings=small, max_requests=15)
    assert fetch(pipeline, "select count(*) from requests") == [(15,)]
    with pytest.raises(Stopped, match="max_credits_per_cycle 400"):
        read_in_batches(pipeline, settings=small)
    assert credits_used(pipeline) <= 400


@pytest.mark.parametrize("refresh", rest_long(["drop_data", "drop_resources", "drop_sources"], 1))
def test_what_a_refresh_drops_is_read_again(url: str, pipeline: dlt.Pipeline, refresh: Any) -> None:
    pipeline.run(sentrion(settings=settings(url)))
    pipeline.run(sentrion(settings=settings(url)), refresh=refresh)
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def test_a_call_that_would_not_remember_what_it_reads_is_refused_before_it_asks(
    unpaid_url: str, pipeline: dlt.Pipeline
) -> None:
    """Schedulers show each resource as a thing of its own: one of them alone paid, stored no job and said nothing."""
    every = sentrion(settings=settings(unpaid_url))
    for names in (["windows"], ["search_hits", "windows", "requests", "runs", "findings"]):
        with pytest.raises(PipelineStepFailed, match="job_versions is not among the selected resources"):
            pipeline.run(every.with_resources(*names))
    with pytest.raises(PipelineStepFailed, match="job_versions is not among the selected resources"):
        pipeline.run(every.resources["requests"])
    assert httpx.get(f"{unpaid_url}/sandbox/stats").json()["requests"] == 0
    pipeline.run(every.with_resources("job_versions"))
    assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]


def test_a_refused_refresh_of_another_table_forgets_nothing(url: str, pipeline: dlt.Pipeline) -> None:
    pipeline.run(sentrion(settings=settings(url)))
    with pytest.raises(PipelineStepFailed, match="job_versions is not among"):
        pipeline.run(sentrion(settings=settings(url)).with_resources("runs"), refresh="drop_data")
    pipeline.run(sentrion(settings=settings(url)))
    assert fetch(pipeline, "select requests from runs order by started_at desc") == [(0,), (fetched(pipeline),)]


@pytest.mark.parametrize("option", ["refresh", "write_disposition"])
def test_an_option_that_would_drop_each_batch_with_the_next_is_refused(pipeline: dlt.Pipeline, option: str) -> None:
    nowhere = settings("http://127.0.0.1:1")
    with pytest.raises(UsageError, match=option):
        read_in_batches(pipeline, settings=nowhere, run_options={option: "replace"})


def test_a_destination_that_cannot_merge_by_insert_only_gets_each_row_all_the_same(url: str, tmp_path: Path) -> None:
    """Redshift, ClickHouse or SQLite replace a row by an equal one; dlt raised at the load, when all was paid."""
    destination = dlt.destinations.dummy(completed_prob=1.0)
    pipeline = dlt.pipeline("other", pipelines_dir=str(tmp_path / "p"), destination=destination)
    run = read_in_batches(pipeline, settings=settings(url))
    assert run.counters.requests > 0
    tables = pipeline.default_schema.tables
    strategies = {tables[name].get("x-merge-strategy") for name in ("job_versions", "search_hits", "requests")}
    assert strategies == {"upsert"}
    assert tables["windows"].get("x-merge-strategy") == "delete-insert"


def test_a_source_made_for_another_destination_is_refused_before_it_asks(
    pipeline: dlt.Pipeline, tmp_path: Path
) -> None:
    source = sentrion(settings=settings("http://127.0.0.1:1"))
    destination = dlt.destinations.dummy(completed_prob=1.0)
    other = dlt.pipeline("other", pipelines_dir=str(tmp_path / "p"), destination=destination)
    with pytest.raises(PipelineStepFailed, match="Name the destination in dlt"):
        other.run(source)


def test_a_pipeline_without_a_destination_is_refused_before_it_asks(unpaid_url: str, tmp_path: Path) -> None:
    without = dlt.pipeline("without", pipelines_dir=str(tmp_path / "p"))
    with pytest.raises(PipelineStepFailed, match="has no destination"):
        without.extract(sentrion(settings=settings(unpaid_url)))
    assert httpx.get(f"{unpaid_url}/sandbox/stats").json()["requests"] == 0


@pytest.mark.parametrize(("known", "wanted"), [
    (["delete-insert", "upsert", "scd2", "insert-only"], ("insert-only", "delete-insert")),  # DuckDB, PostgreSQL
    (["upsert", "insert-only", "cdc"], ("insert-only", "upsert")),  # Delta tables
    (["delete-insert", "scd2"], ("delete-insert", "delete-insert")),  # Redshift, ClickHouse, SQLite
    (["upsert"], ("upsert", "upsert")),
    ([], ("insert-only", "delete-insert")),  # plain files, where dlt appends
])  # fmt: skip
def test_the_best_of_the_strategies_that_a_destination_knows_is_taken(
    known: list[str], wanted: tuple[str, str]
) -> None:
    assert MergeStrategies.among(known, "it") == wanted


def test_a_destination_that_can_neither_keep_nor_replace_a_row_is_refused() -> None:
    with pytest.raises(UsageError, match="it merges by scd2 alone"):
        MergeStrategies.among(["scd2"], "it")


def test_one_source_can_be_handed_to_several_runs(url: str, tmp_path: Path) -> None:
    source = None
    for name in ("one", "two"):
        destination = dlt.destinations.duckdb(str(tmp_path / f"{name}.duckdb"))
        pipeline = dlt.pipeline(name, pipelines_dir=str(tmp_path / "p"), dataset_name="raw", destination=destination)
        source = source or sentrion(settings=settings(url))
        pipeline.run(source)
        assert fetch(pipeline, "select count(*) from job_versions") == [(len(expected(JOBS)),)]
        assert fetch(pipeline, "select outcome from runs") == [("done",)]
    pipeline.run(source)
    assert fetch(pipeline, "select count(*) from runs") == [(2,)]


def test_a_source_reads_up_to_the_day_of_each_run(url: str, pipeline: dlt.Pipeline) -> None:
    with time_machine.travel(pendulum.yesterday("UTC").add(hours=1)):
        source = sentrion(settings=settings(url))
        pipeline.run(source)
        [(before,)] = fetch(pipeline, "select max(until)::date from windows")
    pipeline.run(source)
    assert fetch(pipeline, "select max(until)::date from windows") == [(before + timedelta(days=1),)]


def test_all_calls_of_a_pipeline_share_the_rate(url: str, pipeline: dlt.Pipeline) -> None:
    requests = 0
    for end in (2, None):
        pipeline.run(sentrion(settings=settings(url), max_requests=end))
        [(requests,)] = fetch(pipeline, "select count(*) from requests")
    assert requests > 2
    assert RateLimiter.used_at(rate_file_of(pipeline)) == requests
