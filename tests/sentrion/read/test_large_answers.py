"""A page over the limit is asked for with fewer jobs, and a window whose smallest page is too large is left."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date

import httpx
import pytest

from jobhouse.errors import Unreachable
from jobhouse.sentrion.fetch import client, receive
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.receive import AnswerLimits
from jobhouse.sentrion.plan.backfill_range import resolve_backfill
from jobhouse.sentrion.read.batch import batch_items
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from tests.support.history import job
from tests.support.in_process import quick

KILOBYTE = 1024
JOBS = 60


def serving(kilobytes: int) -> tuple[httpx.MockTransport, list[int]]:
    """Sixty jobs of so many kilobytes each, and what was asked for."""
    limits: list[int] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        limits.append(asked["limit"])
        start = (asked["search_after"] or [0])[0]
        end = min(start + asked["limit"], JOBS)
        jobs = [
            job(number, "2026-01-05") | {"Job Description": "x" * kilobytes * KILOBYTE} for number in range(start, end)
        ]
        data = {"jobs": jobs, "total_jobs_found": JOBS, "search_after": [end] if end < JOBS else None}
        return httpx.Response(200, stream=Sent(json.dumps({"success": True, "data": data}).encode()))

    return httpx.MockTransport(respond), limits


class Sent(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._body), 16 * KILOBYTE):
            yield self._body[at : at + 16 * KILOBYTE]


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "AnswerLimits", lambda: AnswerLimits(size=256 * KILOBYTE))
    monkeypatch.setattr(receive, "LARGE_BYTES", 64 * KILOBYTE)


def read(transport: httpx.MockTransport) -> tuple[Run, int, list[WindowState]]:
    run, scope = Run(transport=transport), resolve_backfill(quick(), "default", "2026-01-01", "2026-01-31", "oldest")
    rows, window_states = 0, list[WindowState]()

    async def batch() -> None:
        nonlocal rows
        with RateLimiter(10**6) as rate_limiter:
            async for item in batch_items(scope, Checkpoint(), ReadSession(run), rate_limiter):
                if isinstance(item, Chunk):
                    rows += item.row_count
                else:
                    window_states.extend(item.window_states)

    asyncio.run(batch())
    return run, rows, window_states


def test_fewer_jobs_are_asked_for_until_the_answer_fits() -> None:
    transport, limits = serving(kilobytes=8)
    run, rows, window_states = read(transport)
    assert run.events.error is None
    assert rows == JOBS
    assert limits == [100, 50, 25, 25, 25]
    assert [reading.status for reading in window_states] == ["complete"]


def test_a_window_whose_smallest_page_is_too_large_is_left_with_a_sentence() -> None:
    transport, limits = serving(kilobytes=40)
    run, rows, window_states = read(transport)
    assert limits == [100, 50, 25, 12, 10]
    assert isinstance(run.events.error, Unreachable)
    assert "too large" in str(run.events.error)
    assert rows == 0
    assert all(reading.status != "complete" for reading in window_states)


def test_a_job_of_ten_megabytes_is_read_and_becomes_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    large = job(1, date(2026, 1, 5).isoformat()) | {"Job Description": "Stra\u00dfe " * 1_300_000}
    body = json.dumps({"success": True, "data": {"jobs": [large], "search_after": None}}).encode()
    run, rows, window_states = read(httpx.MockTransport(lambda _: httpx.Response(200, stream=Sent(body))))
    assert run.events.error is None
    assert rows == 1
    assert [reading.status for reading in window_states] == ["complete"]
