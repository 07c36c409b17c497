"""A pause of whatever length ends at once when the run is interrupted, and what was read is loaded."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pendulum
import pytest

from jobhouse.errors import JobhouseError, Stopped, Unreachable
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange, resolve_backfill
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimits
from jobhouse.sentrion.probe.totals import TotalRequest, ask_totals
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_loop import read_history
from tests.support.history import job, stored
from tests.support.in_process import quick
from tests.support.sessions import session_of

HOURS = 4 * 3_600
SOON = 30.0
"""Seconds; far below the pauses and far above what a slow machine takes to notice an interruption."""
SINCE = "2026-01-05"
JANUARY = BackfillRange(SINCE, "2026-01-20", "oldest")


def limited(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, json={}, headers=headers)


def one_page_and_then(answer: Callable[[], httpx.Response]) -> httpx.MockTransport:
    """The first window brings a page; whatever is asked after it, the answer."""

    def respond(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        if asked["search_after"] is None and asked["published_after"] <= SINCE:
            data = {"jobs": [job(1, SINCE)], "total_jobs_found": 2, "search_after": [1, 1]}
            return httpx.Response(200, json={"success": True, "data": data})
        return answer()

    return httpx.MockTransport(respond)


def interrupted_once(condition: Callable[[], bool], run: Run) -> None:
    """Interrupt the run, as a signal would, as soon as the condition holds."""

    def wait() -> None:
        until = time.monotonic() + SOON
        while not condition() and time.monotonic() < until:
            time.sleep(0.01)
        run.events.interrupt()

    threading.Thread(target=wait, daemon=True).start()


WAITS = [
    lambda: limited(429, **{"Retry-After": str(HOURS)}),
    lambda: limited(503, **{"Retry-After": str(HOURS)}),
]


@pytest.mark.parametrize("answer", WAITS, ids=["429", "503"])
def test_a_backfill_that_is_told_to_wait_for_hours_is_ended_at_once(
    answer: Callable[[], httpx.Response], tmp_path: Path
) -> None:
    run = Run("backfill", transport=one_page_and_then(answer))
    interrupted_once(lambda: "going on at" in (run.events.last_warning or ""), run)
    started = time.monotonic()
    with RateLimiter(100) as rate_limiter, pytest.raises(Stopped, match="Interrupted"):
        read_history(session_of(Warehouse(tmp_path / "w"), patient(), run, JANUARY), rate_limiter)
    assert time.monotonic() - started < SOON
    assert len(stored(tmp_path / "w")) == 1


@pytest.mark.parametrize("answer", WAITS, ids=["429", "503"])
def test_questions_that_are_told_to_wait_for_hours_are_ended_at_once(answer: Callable[[], httpx.Response]) -> None:
    run = Run("probe", transport=httpx.MockTransport(lambda _: answer()))
    interrupted_once(lambda: "going on at" in (run.events.last_warning or ""), run)
    started = time.monotonic()
    with pytest.raises(Exception, match=r"^$"):
        asyncio.run(ask(run, PROBE_LIMITS))
    assert time.monotonic() - started < SOON


async def ask(run: Run, limits: ProbeLimits) -> None:
    settings = patient()
    with RateLimiter(100) as rate_limiter:
        async with connection(settings.base_url, settings.api_key, 1, run.transport) as http:
            day = pendulum.Date(2026, 1, 5)
            await ProbeClient(http, settings, run, rate_limiter, limits).ask({}, day, day.add(days=1))


@pytest.mark.parametrize("answer", WAITS, ids=["429", "503"])
def test_totals_that_are_to_be_waited_for_are_given_up_at_once(answer: Callable[[], httpx.Response]) -> None:
    run = Run("verify --ask", transport=httpx.MockTransport(lambda _: answer()))
    interrupted_once(lambda: "going on at" in (run.events.last_warning or ""), run)
    scope = resolve_backfill(patient(), "default", SINCE, "2026-01-20", "oldest")
    started = time.monotonic()
    with RateLimiter(100) as rate_limiter:
        totals = ask_totals(
            scope, [TotalRequest("w", pendulum.Date(2026, 1, 5), pendulum.Date(2026, 1, 6))], run, rate_limiter
        )
    assert time.monotonic() - started < SOON
    assert totals.now == {}


def test_a_spent_rate_is_waited_for_no_longer_than_the_user_wants(tmp_path: Path) -> None:
    run = Run("backfill", transport=one_page_and_then(lambda: limited(500)))
    with RateLimiter(1) as rate_limiter:
        interrupted_once(lambda: run.counters.pages == 1, run)
        started = time.monotonic()
        with pytest.raises(Stopped, match="Interrupted"):
            read_history(
                session_of(Warehouse(tmp_path / "w"), patient(), run, JANUARY),
                rate_limiter,
            )
    assert time.monotonic() - started < SOON
    assert len(stored(tmp_path / "w")) == 1


def test_a_pause_ends_at_the_batchs_time_and_what_was_read_is_loaded_meanwhile(tmp_path: Path) -> None:
    run = Run("backfill", transport=one_page_and_then(WAITS[0]))
    folder = tmp_path / "w"
    interrupted_once(lambda: run.events.stage == "loading", run)
    started = time.monotonic()
    with RateLimiter(100) as rate_limiter, pytest.raises(JobhouseError):
        read_history(
            session_of(Warehouse(folder), patient(batch_seconds=1.0), run, JANUARY),
            rate_limiter,
        )
    assert time.monotonic() - started < SOON
    assert len(stored(folder)) == 1


def test_a_longer_wait_than_the_setting_allows_stops_the_run_with_what_was_read(tmp_path: Path) -> None:
    run = Run("backfill", transport=one_page_and_then(WAITS[0]))
    with RateLimiter(100) as rate_limiter, pytest.raises(Stopped, match="asks to wait until"):
        read_history(session_of(Warehouse(tmp_path / "w"), quick(), run, JANUARY), rate_limiter)
    assert len(stored(tmp_path / "w")) == 1


def test_an_address_that_cannot_be_reached_ends_the_run_with_its_first_window(tmp_path: Path) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    run = Run("backfill", transport=httpx.MockTransport(fail))
    settings = quick(max_concurrency=1, retry_attempts=2)
    with RateLimiter(100) as rate_limiter, pytest.raises(Unreachable, match=r"127\.0\.0\.1 could not be reached"):
        read_history(
            session_of(Warehouse(tmp_path / "w"), settings, run, BackfillRange(SINCE, "2026-06-20", "oldest")),
            rate_limiter,
        )
    assert run.counters.requests == 2
    assert run.counters.credits_reserved == 0


def patient(**settings: Any) -> Settings:
    return quick(max_wait_seconds=86_400, **settings)
