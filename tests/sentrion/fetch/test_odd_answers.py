"""Odd answers of every kind: a right end, one sentence, no row lost, no window falsely complete, and it goes on."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import pendulum
import pytest

from jobhouse.errors import JobhouseError
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch import client
from jobhouse.sentrion.fetch.answers import Page, read
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.read.arrow_ledger import request_table, run_table, window_table
from jobhouse.sentrion.read.batch import batch_items
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_loop import read_history
from tests.support.history import job, query, stored, write
from tests.support.in_process import InProcess, engine_of, quick, transport
from tests.support.mutations import Answer, mutated
from tests.support.sessions import session_of
from tests.support.tiers import rest_long

CASES = 200
IN_A_GROUP = 20
DAYS = 75
JOBS = 120
RIGHT_ENDS = {3, 4, 6}


def days() -> tuple[pendulum.Date, pendulum.Date]:
    """Two months and some days, none of which may still grow."""
    until = pendulum.now("UTC").date().subtract(days=40)
    return until.subtract(days=DAYS), until


@cache
def honest(folder: Path) -> InProcess:
    since, _ = days()
    jobs = [job(number, since.add(days=number % DAYS).isoformat()) for number in range(JOBS)]
    return transport(engine_of(data=write(jobs, folder / "jobs.jsonl")))


@dataclass
class Fuzz(httpx.AsyncBaseTransport):
    """Passes some answers on as they are and makes others odd, at most one for each window where `once`."""

    inner: InProcess
    draw: random.Random
    share: float
    once: bool = True
    excused: set[str] = field(default_factory=set)
    """Versions that an answer replaced by others, one for one: no count can tell."""
    odd: int = 0
    _windows: set[str] = field(default_factory=set)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._honest(request)
        window = json.loads(request.content)["published_after"]
        if self.draw.random() >= self.share or (self.once and window in self._windows):
            return answer.response()
        self._windows.add(window)
        self.odd += 1
        changed = mutated(answer, self.draw)
        self._take_note(answer, changed)
        return changed.response()

    async def _honest(self, request: httpx.Request) -> Answer:
        response = await self.inner.handle_async_request(request)
        body = await response.aread()
        kept = [(name, value) for name, value in response.headers.items() if name != "content-length"]
        return Answer(response.status_code, tuple(kept), body)

    def _take_note(self, before: Answer, after: Answer) -> None:
        page, changed = read(before.status, {}, before.body), read(after.status, {}, after.body)
        if after.error or not isinstance(page, Page) or not isinstance(changed, Page):
            return
        if len(changed.jobs) >= len(page.jobs):
            self.excused |= {*map(version_id_of, page.jobs)} - {*map(version_id_of, changed.jobs)}


@dataclass
class Read:
    """What one search has been read to, without a warehouse: everything that a package would hold is made."""

    scope: ResolvedBackfill
    checkpoint: Checkpoint = field(default_factory=Checkpoint)
    rows: set[str] = field(default_factory=set)
    windows: dict[str, WindowState] = field(default_factory=dict)

    def go_on(self, through: httpx.AsyncBaseTransport) -> Run:
        run = Run("backfill", transport=through)
        session = ReadSession(run, BatchLimits(pages=8))
        with RateLimiter(10**6) as rate_limiter:
            while not run.events.ended:
                asyncio.run(self._batch(session, rate_limiter))
                self.checkpoint = Checkpoint.from_state(json.loads(json.dumps(self.checkpoint.to_state())))
        return run

    async def _batch(self, session: ReadSession, rate_limiter: RateLimiter) -> None:
        async for item in batch_items(self.scope, self.checkpoint, session, rate_limiter):
            if isinstance(item, Chunk):
                self._take(item)
                continue
            self.windows |= {str(reading.window): reading for reading in item.window_states}
            assert window_table(item.plan, item.window_states).num_rows == len(item.window_states)
            assert request_table(session.run, item.requests).num_rows == len(item.requests)
        assert run_table(session.run.row()).num_rows == 1

    def _take(self, chunk: Chunk) -> None:
        for reading in chunk.window_states:
            self.checkpoint.record(reading)
        assert chunk.search_hits.num_rows == chunk.row_count
        self.rows |= {*chunk.job_versions.column("version_id").to_pylist()}

    def says_that_rows_are_missing(self) -> bool:
        return any("announced" in (reading.note or "") for reading in self.windows.values())


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MINUTE_SECONDS", 0.01)
    monkeypatch.setattr(client, "MARGIN_SECONDS", 0.0)


def settings() -> Settings:
    return quick(page_size=10, max_wait_seconds=0.1, max_concurrency=2)


def assert_ends_well(run: Run) -> None:
    """Done, or stopped with a right code and one sentence that names no parser and no library."""
    error = run.events.error
    if error is None:
        return
    said = str(error)
    assert error.exit_code in RIGHT_ENDS, said
    assert said.endswith(".")
    assert "\n" not in said
    assert len(said) < 1_000


@pytest.mark.parametrize("group", rest_long(range(CASES // IN_A_GROUP), 4))
def test_odd_answers_end_well_and_lose_nothing(group: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    since, until = days()
    inner = honest(tmp_path_factory.getbasetemp())
    whole = Read(resolve_backfill(settings(), "default", since.isoformat(), until.isoformat(), "oldest"))
    assert whole.go_on(inner).events.error is None
    for seed in range(group * IN_A_GROUP, (group + 1) * IN_A_GROUP):
        with said_with(seed):
            odd = Read(whole.scope)
            fuzz = Fuzz(inner, random.Random(seed), share=0.3)
            assert_ends_well(odd.go_on(fuzz))
            again = odd.go_on(inner)
            assert again.events.error is None
            assert odd.checkpoint.complete_on(whole.scope.today) == whole.checkpoint.complete_on(whole.scope.today)
            missing = whole.rows - odd.rows - fuzz.excused
            assert not missing or odd.says_that_rows_are_missing()


@contextmanager
def said_with(seed: int) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise


def test_a_warehouse_goes_on_after_every_kind_of_odd_answer(tmp_path: Path) -> None:
    """Through dlt and DuckDB: what was made odd can be stored, and what is refused leaves nothing half done."""
    since, _ = days()
    inner = honest(tmp_path)
    fuzz = Fuzz(inner, random.Random(7), share=0.4, once=False)
    odd = Run("backfill", transport=fuzz)
    for _ in range(5):
        odd = Run("backfill", transport=fuzz)
        into(tmp_path / "w", odd)
        assert_ends_well(odd)
    last = Run("backfill", transport=inner)
    into(tmp_path / "w", last)
    assert last.events.error is None
    assert fuzz.odd > 20
    rows = stored(tmp_path / "w")
    assert len(rows) == len(set(rows))
    expected = {version_id_of(job(number, since.add(days=number % DAYS).isoformat())) for number in range(JOBS)}
    short = query(tmp_path / "w", "select count(*) from sentrion.windows where note like '%announced%'")[0][0]
    assert short or expected - set(rows) <= fuzz.excused
    assert sentences(tmp_path / "w")


def sentences(folder: Path) -> bool:
    """Whether what the ledger says of failures is text of one line each."""
    said = query(folder, "select error from sentrion.requests where error is not null union all "
                         "select note from sentrion.windows where note is not null union all "
                         "select note from sentrion.runs where note is not null")  # fmt: skip
    return bool(said) and all("\n" not in text and len(text) < 2_000 for (text,) in said)


def into(folder: Path, run: Run) -> None:
    with RateLimiter(10**6) as rate_limiter:
        try:
            read_history(session_of(Warehouse(folder), settings(), run), rate_limiter)
        except JobhouseError as error:
            assert error is run.events.error  # noqa: PT017 - what ended the run early
