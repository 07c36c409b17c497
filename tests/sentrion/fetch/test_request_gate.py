"""The gate that every request passes: limits first, then the rate; and what is counted of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from jobhouse.errors import Stopped
from jobhouse.sentrion.fetch import request_gate
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.request_gate import GateClosed, RequestGate
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits

PAGE = 100


@pytest.fixture(autouse=True)
def short_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_gate, "NAP_SECONDS", 0.001)


@pytest.fixture
def rate_limiter() -> Iterator[RateLimiter]:
    with RateLimiter(1_000) as rate_limiter:
        yield rate_limiter


def gate_of(run: Run, rate_limiter: RateLimiter) -> RequestGate:
    return RequestGate(run, rate_limiter, PAGE, is_closed=lambda: run.events.ended)


def page(credits_used: int | None) -> RequestRecord:
    return RequestRecord("w", 1, 200, 5, rows=PAGE, credits_used=credits_used)


def test_a_reached_limit_takes_nothing_from_the_rate(rate_limiter: RateLimiter) -> None:
    run = Run(limits=RunLimits(max_requests=0))
    with pytest.raises(Stopped, match="--max-requests 0"):
        asyncio.run(gate_of(run, rate_limiter).acquire())
    assert (run.counters.requests, rate_limiter.used()) == (0, 0)


def test_a_request_reserves_its_price_and_is_taken_from_the_rate(rate_limiter: RateLimiter) -> None:
    run = Run()
    asyncio.run(gate_of(run, rate_limiter).acquire())
    assert (run.counters.requests, run.counters.credits_reserved, rate_limiter.used()) == (1, PAGE, 1)


def test_a_cheaper_answer_makes_room_for_a_request_that_waits(rate_limiter: RateLimiter) -> None:
    run = Run(limits=RunLimits(max_credits=PAGE))
    run.counters.reserved.filled_page_size = 100
    gate = gate_of(run, rate_limiter)

    async def two_requests() -> None:
        await gate.acquire()
        waiting = asyncio.create_task(gate.acquire())
        await asyncio.sleep(0)
        assert not waiting.done()
        gate.record(page(credits_used=0))
        await waiting

    asyncio.run(two_requests())
    assert run.counters.requests == 2


def test_a_caller_that_has_ended_sends_nothing_and_pauses_no_longer(rate_limiter: RateLimiter) -> None:
    run = Run()
    gate = gate_of(run, rate_limiter)
    run.events.interrupt()
    with pytest.raises(GateClosed):
        asyncio.run(gate.acquire())
    with pytest.raises(GateClosed):
        asyncio.run(gate.pause(3_600, "a long pause"))
    assert (run.events.last_warning, rate_limiter.used()) == ("a long pause", 0)


def test_an_impossible_price_is_reported_and_counts_as_a_full_page(rate_limiter: RateLimiter) -> None:
    run = Run()
    gate = gate_of(run, rate_limiter)
    asyncio.run(gate.acquire())
    gate.record(page(credits_used=-7))
    assert "cost -7 credits, which cannot be; it counts as 100" in run.events.notes[0]
    assert [(record.credits_used, record.credits_reserved) for record in gate.records] == [(None, PAGE)]
    assert (run.counters.credits_used, run.counters.credits_charged) == (0, PAGE)


def test_a_price_that_cannot_be_read_is_reported_and_counts_as_a_full_page(rate_limiter: RateLimiter) -> None:
    run = Run()
    gate = gate_of(run, rate_limiter)
    asyncio.run(gate.acquire())
    gate.record(RequestRecord("w", 1, 200, 5, rows=3, unread_price="1.200,0"))
    assert "cost '1.200,0' credits, which is no number that jobhouse reads; it counts as 100" in run.events.notes[0]


def test_a_charge_ends_a_run_that_may_only_read_what_is_free(rate_limiter: RateLimiter) -> None:
    run = Run(limits=RunLimits(free_only=True))
    gate = gate_of(run, rate_limiter)
    asyncio.run(gate.acquire())
    gate.record(page(credits_used=3))
    assert "up to 3 credits were charged without having been asked for" in str(run.events.error)
