"""Reading goes on while batches are loaded, one batch ahead and no more, and ends at a page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import resolve_backfill
from jobhouse.sentrion.read.batch import BatchItem, BatchRecords, move_checkpoint
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_ahead import ReadAhead
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from tests.support.history import expected, history, write
from tests.support.in_process import engine_of, quick, transport

BATCH_PAGES = 20
JOBS = 1_500


class Broken(httpx.AsyncBaseTransport):
    """Fails as no API can."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError(str(request.url))


@contextmanager
def reading(run: Run) -> Iterator[ReadAhead]:
    resolved = resolve_backfill(quick(page_size=20), "default", None, None, "newest")
    session = ReadSession(run, BatchLimits(pages=BATCH_PAGES))
    with RateLimiter(10**6) as limiter, ReadAhead(resolved, Checkpoint(), session, limiter) as ahead:
        yield ahead


def run_on(engine: Engine, limits: RunLimits | None = None) -> Run:
    return Run("backfill", transport=transport(engine), limits=limits or RunLimits())


def wait_until(happened: Callable[[], bool]) -> None:
    """The test's own limit ends what never happens."""
    while not happened():
        time.sleep(0.005)


def records_of(items: list[BatchItem]) -> BatchRecords:
    (records,) = [item for item in items if isinstance(item, BatchRecords)]
    assert items[-1] is records
    return records


def test_all_batches_come_and_lead_to_a_complete_checkpoint(tmp_path: Path) -> None:
    jobs, stored = history(JOBS), Checkpoint()
    engine = engine_of(data=write(jobs, tmp_path / "jobs.jsonl"))
    run, found = run_on(engine), list[str]()
    with reading(run) as ahead:
        for batch in ahead.batches():
            for item in batch:
                move_checkpoint(stored, item)
                found += item.job_versions.column("version_id").to_pylist() if isinstance(item, Chunk) else ()
    assert run.events.outcome == "done"
    assert stored.begun == {}
    assert set(found) == expected(jobs)


def test_reading_goes_on_one_batch_ahead_and_no_further() -> None:
    run = run_on(engine_of(jobs=JOBS))
    with reading(run) as ahead:
        batches = ahead.batches()
        for number in range(1, 4):
            records = records_of(list(next(batches)))
            assert records.packed
            assert records.packed[0] == number * BATCH_PAGES  # whatever was read since
            wait_until(lambda last=(number + 1) * BATCH_PAGES: run.counters.pages == last)  # type: ignore[misc]
            time.sleep(0.05)
            assert run.counters.requests == (number + 1) * BATCH_PAGES


def test_a_pause_ends_at_a_page_and_loses_none() -> None:
    engine = engine_of(jobs=JOBS)
    run, requests = run_on(engine), 0
    with reading(run) as ahead:
        for number, batch in enumerate(ahead.batches()):
            requests += len(records_of(list(batch)).requests)
            if number == 1:
                ahead.pause()
    assert not run.events.ended
    assert requests == run.counters.requests == engine.stats.requests < 6 * BATCH_PAGES


def test_an_interrupted_run_gives_all_pages_that_it_has_read() -> None:
    engine = engine_of(jobs=JOBS)
    run, requests = run_on(engine), 0
    with reading(run) as ahead:
        for batch in ahead.batches():
            requests += len(records_of(list(batch)).requests)
            run.events.interrupt()
    assert requests == engine.stats.requests > 0


def test_pages_in_the_queue_count_against_the_credit_limit() -> None:
    engine = engine_of(jobs=JOBS)
    run = run_on(engine, RunLimits(max_credits=600))
    with reading(run) as ahead:
        first = next(ahead.batches())
        wait_until(lambda: run.events.ended or run.counters.pages == 2 * BATCH_PAGES)
        assert len(engine.charged_ids()) <= 600
        list(first)
        for batch in ahead.batches():
            list(batch)
    assert isinstance(run.events.error, Stopped)
    assert 500 < len(engine.charged_ids()) <= 600


def fail_to_load(run: Run) -> None:
    with reading(run) as ahead:
        list(next(ahead.batches()))
        raise OSError("disk full")


def test_where_loading_fails_no_further_request_is_sent() -> None:
    engine = engine_of(jobs=JOBS)
    run = run_on(engine)
    with pytest.raises(OSError, match="disk"):
        fail_to_load(run)
    sent = engine.stats.requests
    assert [thread.name for thread in threading.enumerate() if thread.name == "read ahead"] == []
    assert sent <= 2 * BATCH_PAGES
    assert not run.events.ended


def test_a_bug_in_the_reading_is_raised_where_the_items_are_taken() -> None:
    with pytest.raises(BaseExceptionGroup) as raised, reading(Run("backfill", transport=Broken())) as ahead:
        list(next(ahead.batches()))
    assert raised.value.subgroup(ZeroDivisionError)


def test_the_records_say_how_the_run_was_when_their_batch_ended() -> None:
    rows = []
    with reading(run_on(engine_of(jobs=JOBS))) as ahead:
        for batch in ahead.batches():
            rows.append(records_of(list(batch)).run_row or {})
            time.sleep(0.05)  # the next one is read meanwhile
    assert [row["outcome"] for row in rows] == ["running"] * (len(rows) - 1) + ["done"]
    assert [row["pages"] for row in rows[:3]] == [BATCH_PAGES, 2 * BATCH_PAGES, 3 * BATCH_PAGES]
