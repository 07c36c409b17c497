"""No limit is exceeded by one request or one credit, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch import request_gate
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import resolve_backfill
from jobhouse.sentrion.read.batch import BatchRecords, batch_items
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.reserved_credits import LargestPage
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import Agreement, RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import credits_since
from jobhouse.warehouse.runs.backfill import backfill
from tests.support.in_process import engine_of, probed, quick, transport
from tests.support.sessions import session_of

FAULTS = ("error_500", "error_502", "drop_before", "drop_middle", "truncated", "success_false", "empty_page")
JOBS = 2_000

faults = st.dictionaries(st.sampled_from(FAULTS), st.sampled_from([0.1, 0.3, 0.6]), max_size=3)
behaviours = st.fixed_dictionaries(
    {
        "fault_times": st.integers(1, 3),
        "end": st.sampled_from(["null", "empty_page", "same_cursor"]),
        "credits_out": st.sampled_from(["402", "403", "429", "success_false", "short_page"]),
        "credits_remaining": st.sampled_from(["number", "null", "negative"]),
        "bounds": st.sampled_from(["half_open", "closed", "open"]),
    }
)
limit = st.none() | st.integers(0, 90)
amount = st.none() | st.integers(0, 2_500)


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_gate, "NAP_SECONDS", 0.001)


def sandbox(switches: dict[str, Any], seed: int = 1, **more: Any) -> Engine:
    return engine_of(",".join(f"{name}={value}" for name, value in switches.items()), jobs=JOBS, seed=seed, **more)


async def read(engine: Engine, run: Run, checkpoint: Checkpoint, **options: Any) -> None:
    """The crawl without a warehouse: batches until the run ends."""
    run.transport = transport(engine)
    session = ReadSession(run, BatchLimits(pages=25))
    scope = resolve_backfill(quick(retry_attempts=3, **options), "default", None, None, "expiring")
    with RateLimiter(10**6) as rate_limiter:
        while not run.events.ended:
            async for item in batch_items(scope, checkpoint, session, rate_limiter):
                record(checkpoint, item)


def record(checkpoint: Checkpoint, item: Chunk | BatchRecords) -> None:
    for reading in item.window_states if isinstance(item, Chunk) else ():
        checkpoint.record(reading)


@pytest.mark.long
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    faults=faults, behaviour=behaviours, requests=limit, credits_=amount, cycle=amount,
    page_size=st.integers(10, 100), crew=st.integers(1, 8), seed=st.integers(1, 3),
)  # fmt: skip
def test_no_limit_is_ever_exceeded(
    faults: dict[str, float], behaviour: dict[str, Any], requests: int | None, credits_: int | None,
    cycle: int | None, page_size: int, crew: int, seed: int,
) -> None:  # fmt: skip
    engine = sandbox({**behaviour, **faults}, seed)
    checkpoint, spent = Checkpoint(), 0
    for _ in range(3):
        sent, charged = engine.stats.requests, len(engine.charged_ids())
        run = Run("backfill", limits=RunLimits(requests, credits_, cycle, spent))
        asyncio.run(read(engine, run, checkpoint, page_size=page_size, max_concurrency=crew))
        assert requests is None or engine.stats.requests - sent <= requests
        assert credits_ is None or len(engine.charged_ids()) - charged <= credits_
        assert cycle is None or len(engine.charged_ids()) <= cycle
        assert engine.stats.requests - sent == run.counters.requests
        spent += run.counters.credits_reserved


def test_small_limits_are_kept_to_the_credit_and_to_the_request() -> None:
    for number in range(45):
        by_requests = RunLimits(max_requests=number)
        for limits in (by_requests, RunLimits(max_credits=number), RunLimits(max_credits_per_cycle=number)):
            engine, run = sandbox({}), Run("backfill", limits=limits)
            asyncio.run(read(engine, run, Checkpoint(), page_size=10, max_concurrency=1))
            used = engine.stats.requests if limits is by_requests else len(engine.charged_ids())
            # a page may cost ten credits, so that up to nine are left where it no longer fits
            assert number - (0 if limits is by_requests else 9) <= used <= number


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(faults=faults, behaviour=behaviours, requests=limit, credits_=st.none() | st.integers(0, 200))
def test_the_probe_keeps_to_the_runs_limits_and_to_its_own(
    faults: dict[str, float], behaviour: dict[str, Any], requests: int | None, credits_: int | None
) -> None:
    engine = sandbox({**behaviour, **faults})
    probed(engine, Run("probe", limits=RunLimits(max_requests=requests, max_credits=credits_)))
    assert engine.stats.requests <= min(30, 30 if requests is None else requests)
    assert len(engine.charged_ids()) <= min(300, 300 if credits_ is None else credits_)


@pytest.mark.parametrize(
    "switches",
    ["truncated=0.3,drop_before=0.3,fault_times=2", pytest.param("", marks=pytest.mark.long)],
    ids=["faults", "calm"],
)
def test_a_cycles_credits_are_counted_over_runs_by_the_ledger(switches: str, tmp_path: Path) -> None:
    engine = engine_of(switches, jobs=JOBS)
    warehouse, said = Warehouse(tmp_path / "w"), []
    for number in range(4):
        run = Run("backfill", limits=RunLimits(max_credits=400), transport=transport(engine))
        settings = quick(max_credits_per_cycle=1_000, billing_cycle_day=1 + number)
        with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped) as stop:
            backfill(session_of(warehouse, settings, run), rate_limiter)
        said.append(str(stop.value))
        assert len(engine.charged_ids()) <= 1_000
        oldest = resolve_backfill(settings, "default", None, None, "newest").oldest
        assert credits_since(warehouse, oldest, settings) >= len(engine.charged_ids())
    assert "--max-credits 400" in said[0]
    assert "max_credits_per_cycle 1000" in said[-1]
    assert len(engine.charged_ids()) > 700 if not switches else engine.charged_ids()
    assert "Left to read: " in said[-1]


def test_the_next_cycle_has_its_credits_again(tmp_path: Path) -> None:
    engine, warehouse = engine_of(jobs=JOBS), Warehouse(tmp_path / "w")
    run = Run("backfill", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped, match="max_credits_per_cycle"):
        backfill(session_of(warehouse, quick(max_credits_per_cycle=500), run), rate_limiter)
    tomorrow = resolve_backfill(quick(), "default", None, None, "newest").today.add(days=1)
    assert credits_since(warehouse, tomorrow, quick()) == 0
    assert 400 < credits_since(warehouse, tomorrow.subtract(days=2), quick()) <= 500


def test_an_agreement_below_the_price_of_a_page_says_how_to_allow_one() -> None:
    run = Run("backfill", limits=RunLimits(agreed=Agreement(100, 400)))
    run.counters.reserved.expect(LargestPage(2_000, date(2026, 11, 3)))
    assert str(run.limits.reached(run.counters, 100)) == (
        "Stopped, since about 100 credits were agreed to, and no more than 400: 0 used, and a page may cost 2000, "
        "since one asked for on 2026-11-03 had so many jobs or credits; run the same command again, which asks about "
        "the rest at the price that is known now, or give at least --max-credits 2000."
    )
