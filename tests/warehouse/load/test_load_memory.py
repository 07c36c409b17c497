"""A load keeps to little memory: long texts make smaller batches, and what does not fit spills or gets more."""

from __future__ import annotations

from pathlib import Path

import pendulum
import pytest
from dlt.common.configuration.utils import get_resolved_traces
from dlt.pipeline import exceptions as dlt_exceptions
from dlt.pipeline.pipeline import Pipeline

from jobhouse.errors import Stopped, UsageError
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.read import read_session
from jobhouse.sentrion.read.batch_buffer import BatchBuffer
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import MEMORY_MB
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import load_loop
from jobhouse.warehouse.load import pipeline as pipeline_module
from jobhouse.warehouse.load.pipeline import load_extracted
from jobhouse.warehouse.memory import MemoryLimit
from jobhouse.warehouse.verify import stored_verdicts
from jobhouse.warehouse.verify.stored_verdicts import PeriodicVerdicts
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import Job, backfill, expected, history, job, query, stored, write
from tests.support.in_process import engine_of, transport

MEGABYTE = 1024**2


class Loads:
    """The loads of a run: the memory that each was given, in MB, and how many of them failed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.memory: list[int] = []
        self.failed = 0
        self.spilled = False
        originally = pipeline_module._load
        dlt_load = Pipeline.load

        def counted(pipeline: Pipeline, warehouse: Warehouse, run: Run, memory_mb: int) -> None:
            self.memory.append(memory_mb)
            originally(pipeline, warehouse, run, memory_mb)

        def watched(pipeline: Pipeline) -> object:
            try:
                return dlt_load(pipeline)
            except dlt_exceptions.PipelineStepFailed:
                self.failed += 1
                raise
            finally:
                self.spilled |= (Path(pipeline.pipelines_dir).parent / "spill").exists()

        monkeypatch.setattr(pipeline_module, "_load", counted)
        monkeypatch.setattr(Pipeline, "load", watched)


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Loads:
    return Loads(monkeypatch)


def with_texts(jobs: list[Job], characters: int) -> list[Job]:
    """The same with texts of so many characters, which no compression makes small."""
    words = " ".join(str(number**3) for number in range(characters // 4))
    return [{**job, "Job Description": f"{number} {words}"[:characters]} for number, job in enumerate(jobs)]


def read(jobs: list[Job], folder: Path) -> Run:
    answers = transport(engine_of(data=write(jobs, folder / "jobs.jsonl")))
    run = backfill("http://127.0.0.1", folder / "w", Run("backfill", transport=answers))
    assert set(stored(folder / "w")) == expected(jobs)
    return run


def test_dlt_keeps_no_notes_that_grow_with_each_package(tmp_path: Path) -> None:
    traces = get_resolved_traces()  # of the process: others may have left some, or have turned them off
    traces.all_traces.clear()
    traces.logging_enabled = True
    read(history(500), tmp_path)
    assert get_resolved_traces().all_traces == []


def test_a_load_that_spills_succeeds_at_once(loads: Loads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline_module, "MEMORY_MB", 26)
    run = read(with_texts(history(6_000), 1_500), tmp_path)
    assert loads.spilled
    assert loads.failed == 0
    assert run.events.last_warning is None


def test_a_package_that_runs_out_of_memory_is_given_more(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pipeline_module, "MEMORY_MB", 12)
    run = read(with_texts(history(2_000), 7_000), tmp_path)
    assert loads.failed == 1
    assert loads.memory == [12, 48]
    assert run.events.last_warning is None


@pytest.mark.long
def test_a_package_that_no_memory_suffices_for_waits_for_the_next_run(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pipeline_module, "MEMORY_MB", 12)
    jobs = with_texts(history(2_000), 9_000)
    with monkeypatch.context() as poor:
        poor.setattr(pipeline_module, "MOST_MEMORY_MB", 12)
        with pytest.raises(Stopped, match=r"could not be stored .*Out of Memory"):
            read(jobs, tmp_path)
    loads.memory.clear()
    again = read(jobs, tmp_path)
    assert loads.memory[:2] == [12, 48]
    assert again.counters.rows_delivered < len(jobs) / 10  # the rest was waiting


@pytest.mark.long
def test_short_texts_do_not_spill(loads: Loads, tmp_path: Path) -> None:
    read(history(6_000), tmp_path)
    assert set(loads.memory) == {MEMORY_MB}
    assert not loads.spilled


@pytest.mark.long
def test_a_batch_ends_where_its_answers_are_large(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(read_session, "BATCH_BYTES", 1 * MEGABYTE)
    jobs = with_texts(history(3_000), 2_000)
    run = read(jobs, tmp_path)
    assert run.counters.pages < 100  # which all were one batch else
    megabytes = sum(len(str(job)) for job in jobs) / MEGABYTE
    in_flight = 8 * 100 * 2_600 / MEGABYTE  # pages on their way when a batch is full belong to it
    assert megabytes / (1 + in_flight) - 1 <= len(loads.memory) <= megabytes + 1
    assert query(tmp_path / "w", "select count(distinct _dlt_load_id) from sentrion.job_versions") == [
        (len(loads.memory),)
    ]


def test_judging_that_runs_out_of_memory_is_given_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    memory = list[int]()
    originally = PeriodicVerdicts._store

    def noted(verdicts: PeriodicVerdicts, limit: MemoryLimit) -> None:
        memory.append(limit.megabytes)
        originally(verdicts, limit)

    monkeypatch.setattr(PeriodicVerdicts, "_store", noted)
    monkeypatch.setattr(stored_verdicts, "MEMORY_MB", 1)
    read(history(2_000), tmp_path)
    assert memory[0] == 1 < memory[-1]
    assert query(tmp_path / "w", "select distinct verdict from sentrion.window_verdicts") == [("verified",)]


def test_a_file_that_is_not_duckdbs_is_refused_without_a_wait(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "jobs.duckdb").write_bytes(b"something else" * 1_000)
    with pytest.raises(UsageError, match="is no DuckDB file"):
        read(history(10), tmp_path)


ONE_MONTH = pendulum.now("UTC").date().subtract(months=2).start_of("month")
LARGE = with_texts([job(number, ONE_MONTH.add(days=number % 20).isoformat()) for number in range(40)], 200_000)
"""One page of 8 MB."""


def assert_all_of_large(folder: Path) -> None:
    assert sorted(stored(folder)) == sorted(expected(LARGE))
    verdicts = [judged.verdict for judged in verify(Warehouse(folder), "default").windows]
    assert verdicts == ["verified"]


def month_of(folder: Path) -> tuple[Run, BackfillRange]:
    answers = transport(engine_of(data=write(LARGE, folder / "jobs.jsonl")))
    wanted = BackfillRange(ONE_MONTH.isoformat(), ONE_MONTH.add(months=1).isoformat())
    return Run("backfill", transport=answers), wanted


@pytest.mark.long
def test_one_page_that_is_larger_than_a_batch_goes_into_several_packages(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(read_session, "BATCH_BYTES", 2 * MEGABYTE)
    run, wanted = month_of(tmp_path)
    backfill("http://127.0.0.1", tmp_path / "w", run, wanted)
    assert run.counters.pages == 1
    assert len(loads.memory) >= 4
    assert loads.failed == 0
    assert_all_of_large(tmp_path / "w")


class Killed(BaseException):
    """The end of the process: nothing handles it."""


def test_what_was_held_when_a_run_is_killed_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(read_session, "BATCH_BYTES", 2 * MEGABYTE)
    run, wanted = month_of(tmp_path)
    originally, drained = load_extracted, []

    def dying(*given: object) -> None:
        originally(*given)  # type: ignore[arg-type]
        drained.append(1)
        if len(drained) == 3:
            raise Killed

    with monkeypatch.context() as once:
        once.setattr(load_loop, "load_extracted", dying)
        with pytest.raises(Killed):
            backfill("http://127.0.0.1", tmp_path / "w", run, wanted)
    assert run.counters.pages == 1  # so what is not stored was held
    assert 0 < len(stored(tmp_path / "w")) < len(LARGE)
    assert query(tmp_path / "w", "select count(*) from sentrion.windows where status = 'complete'") == [(0,)]
    again, wanted = month_of(tmp_path)
    backfill("http://127.0.0.1", tmp_path / "w", again, wanted)
    assert again.counters.pages == 1
    assert_all_of_large(tmp_path / "w")


@pytest.mark.long
def test_pages_on_their_way_are_no_more_than_a_batch_has_room_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Eight windows are read at once, but not eight enormous pages."""
    monkeypatch.setattr(read_session, "BATCH_BYTES", 2 * MEGABYTE)
    sizes: list[int] = []
    count_bytes = BatchBuffer.count_bytes

    def watched(self: BatchBuffer, page: Page) -> None:
        count_bytes(self, page)
        sizes.append((self.pages_in_flight + 1) * page.size)

    monkeypatch.setattr(BatchBuffer, "count_bytes", watched)
    read(with_texts(history(120), 150_000), tmp_path)
    assert max(sizes) <= 3 * MEGABYTE or max(sizes) == max(sizes[:1])
