"""As many windows are read at the same time as keep the rate used, and none is asked for twice over it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange, resolve_backfill
from jobhouse.sentrion.plan.windows import Window, today_utc
from jobhouse.sentrion.read.batch import batch_items
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.concurrency import FEWEST, LOOK_SECONDS, CpuUse, Latency, Workers, wanted_in_flight
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.read.windows_paid_for import windows_paid_for
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.reserved_credits import LargestPage
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs.backfill import backfill
from tests.support.history import query
from tests.support.in_process import InProcess, engine_of, quick, transport
from tests.support.sessions import session_of

ANSWER_SECONDS = 0.2
REQUESTS_PER_MINUTE = 6_000
"""Twenty requests are in flight where this rate is used at that latency."""


class Slow(InProcess):
    """Answers after a while; counts the requests in flight, and how often each was sent."""

    def __init__(self, engine: Engine, seconds: float = 0.0) -> None:
        super().__init__(transport(engine).app)
        self.seconds, self.in_flight, self.most = seconds, 0, 0
        self.sent: Counter[bytes] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent[request.content] += 1
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await asyncio.sleep(self.seconds)
        self.in_flight -= 1
        return await super().handle_async_request(request)


async def crawled(slow: Slow, batch: BatchLimits, requests_per_minute: int = 10**6, most: int = 40) -> None:
    """Everything, batch by batch, without a warehouse."""
    run, checkpoint = Run("backfill", transport=slow), Checkpoint()
    settings = quick(requests_per_minute=requests_per_minute, page_size=20, max_concurrency=most)
    resolved, session = resolve_backfill(settings, "default", None, None, "newest"), ReadSession(run, batch)
    with RateLimiter(requests_per_minute) as rate_limiter:
        while not run.events.ended:
            async for item in batch_items(resolved, checkpoint, session, rate_limiter):
                for state in item.window_states if isinstance(item, Chunk) else ():
                    checkpoint.record(state)
    assert run.events.error is None


@pytest.mark.parametrize(
    ("rate", "seconds", "most", "wanted"),
    [(100, 0.2, 40, 8), (100, 1, 40, 8), (100, 3, 40, 10), (100, 10, 40, 34), (100, 60, 40, 40), (100, 10, 5, 5)],
)
def test_twice_the_rate_times_the_latency_is_wanted_within_bounds(
    rate: int, seconds: float, most: int, wanted: int
) -> None:
    assert wanted_in_flight(rate, Latency(seconds), most) == wanted


@given(st.integers(1, 10**9), st.floats(0, 300), st.integers(1, 100))
def test_what_uses_the_rate_is_wanted_unless_it_is_too_much(rate: int, seconds: float, most: int) -> None:
    wanted = wanted_in_flight(rate, Latency(seconds), most)
    assert min(most, rate / 60 * seconds) <= wanted <= most


def test_the_latency_is_a_mean_that_follows_the_answers() -> None:
    latency = Latency()
    assert wanted_in_flight(100, latency, 40) == FEWEST
    latency.note(1.0)
    assert latency.seconds == 1.0
    for _ in range(100):
        latency.note(10.0)
    assert latency.seconds == pytest.approx(10.0, abs=0.01)


def test_slow_answers_put_more_requests_in_flight_and_quick_ones_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CpuUse, "is_busy", lambda _: False)  # the server works in this process too
    slow = Slow(engine_of(jobs=2_000), ANSWER_SECONDS)
    asyncio.run(crawled(slow, BatchLimits(pages=200), REQUESTS_PER_MINUTE))
    assert REQUESTS_PER_MINUTE / 60 * ANSWER_SECONDS <= slow.most <= 40
    quick_one = Slow(engine_of(jobs=1_000))
    asyncio.run(crawled(quick_one, BatchLimits(pages=200), 600))
    assert quick_one.most <= FEWEST


def test_a_busy_process_asks_for_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CpuUse, "is_busy", lambda _: True)
    slow = Slow(engine_of(jobs=2_000), ANSWER_SECONDS)
    asyncio.run(crawled(slow, BatchLimits(pages=200), REQUESTS_PER_MINUTE))
    assert slow.most == FEWEST


@pytest.mark.parametrize(("used", "is_busy"), [(0.1, False), (0.9, True)])
def test_a_process_is_busy_where_it_uses_most_of_a_core(
    used: float, is_busy: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr("time.process_time", lambda: now * used)
    cpu_use = CpuUse()
    assert cpu_use.is_busy()  # not known yet
    now = LOOK_SECONDS
    assert cpu_use.is_busy() == is_busy


def test_no_more_are_in_flight_than_the_setting_allows() -> None:
    slow = Slow(engine_of(jobs=1_000), 0.01)
    asyncio.run(crawled(slow, BatchLimits(pages=200), most=3))
    assert slow.most == 3


def test_a_window_that_finds_no_room_in_its_batch_goes_on_at_its_page() -> None:
    slow = Slow(engine_of(jobs=2_000), 0.001)
    asyncio.run(crawled(slow, BatchLimits(bytes=300_000)))
    assert [count for count in slow.sent.values() if count > 1] == []


def test_workers_come_and_go_as_they_are_wanted() -> None:
    left, at_work, counts = 60, 0, list[int]()

    async def work() -> bool:
        nonlocal left, at_work
        if not left:
            return False
        left, at_work = left - 1, at_work + 1
        counts.append(at_work)
        await asyncio.sleep(0)
        at_work -= 1
        workers.add_wanted()
        return True

    workers = Workers(work, lambda: 5 if 20 < left < 40 else 2)
    asyncio.run(workers.run())
    assert left == 0
    assert (max(counts[:20]), max(counts), max(counts[-15:])) == (2, 5, 2)


def test_a_limit_of_credits_buys_whole_windows_not_a_page_of_each(tmp_path: Path) -> None:
    warehouse, complete = Warehouse(tmp_path / "w"), 0
    slow = Slow(engine_of(jobs=12_000), 0.01)
    for _ in range(2):
        run = Run("backfill", limits=RunLimits(max_credits=1_000), transport=slow)
        wanted = BackfillRange(since=str(today_utc().subtract(years=2)), order="newest")
        with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped, match="--max-credits 1000"):
            backfill(session_of(warehouse, quick(page_size=20), run, wanted), rate_limiter)
        found = query(
            warehouse.folder, "select status, expected_total from sentrion.windows where pages > 0 order by since"
        )
        assert sum(status != "complete" for status, _ in found) <= 2
        assert sum(total for status, total in found if status == "complete") > complete + 500
        complete = sum(total for status, total in found if status == "complete")


def test_windows_are_begun_as_far_as_the_credits_pay_for_them_to_the_end() -> None:
    def month(number: int, **counts: Any) -> WindowState:
        since = Date(2026, 1, 1).add(days=30 * number)
        return replace(WindowState.of(Window(since, since.add(days=30)), Date(2020, 11, 1)), **counts)

    run = Run("backfill", limits=RunLimits(max_credits=1_000))
    unread = [month(number) for number in range(9)]
    assert windows_paid_for(unread, run, 100) == 1  # how many jobs a window has shows the first page
    begun = [month(0, pages=1, expected_total=300, rows_delivered=100), *unread[1:]]
    assert windows_paid_for(begun, run, 100) == 3  # 200, and 300 for each that is like it
    assert windows_paid_for([month(0, pages=1, expected_total=9_999, rows_delivered=100)], run, 100) == 1
    assert windows_paid_for(begun, Run("backfill"), 100) == len(begun)
    assert windows_paid_for([month(0, pages=1), *unread[1:]], run, 100) == len(unread)
    run.counters.reserved.expect(LargestPage(200, date(2026, 11, 3)))
    assert windows_paid_for(begun, run, 100) == 2  # a job may cost two credits
