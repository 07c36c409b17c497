"""A plan is near what the backfill then uses, and says what is free and what credits would buy."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pendulum
import pytest
from pendulum import Date

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.estimate.backfill_price import ESTIMATE_LIMITS, BackfillEstimate, price
from jobhouse.sentrion.estimate.job_credits import KnownBefore
from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange, ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.probe.probe_client import ProbeClient
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.runs import backfill
from jobhouse.warehouse.runs.credit_needs import JobDensity, Knowledge, densities_read
from tests.support.history import history, query, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.overcharging_api import Tricks, charging
from tests.support.sessions import session_of
from tests.support.tiers import rest_long

TODAY = pendulum.now("UTC").date()


def near(found: int, used: int, share: float = 0.1) -> bool:
    return abs(found - used) <= share * used


def run_for(engine: Engine, command: str) -> Run:
    return Run(command, transport=transport(engine))


def planned(
    engine: Engine, folder: Path, wanted: BackfillRange | None = None, max_credits: int | None = None
) -> BackfillEstimate:
    with RateLimiter(10**6) as rate_limiter:
        run = run_for(engine, "plan")
        return backfill.price(session_of(Warehouse(folder), quick(), run, wanted), rate_limiter, max_credits)


def probed(engine: Engine, folder: Path) -> None:
    with RateLimiter(10**6) as rate_limiter:
        backfill.probe(session_of(Warehouse(folder), quick(), run_for(engine, "probe")), rate_limiter)


def read(engine: Engine, folder: Path, wanted: BackfillRange | None = None) -> Run:
    run = run_for(engine, "backfill")
    with RateLimiter(10**6) as rate_limiter:
        backfill.backfill(session_of(Warehouse(folder), quick(), run, wanted), rate_limiter)
    return run


def second_readings(folder: Path) -> tuple[int, int]:
    """The requests, and the rows, of windows that were read twice; the made-up history has copies in most of them."""
    sql = f"select count(*), coalesce(sum(rows), 0)::bigint from sentrion.requests where reading_id like '%{SECOND}'"
    requests, rows = query(folder, sql)[0]
    return requests, rows


@pytest.mark.parametrize(
    "sandbox",
    rest_long(
        [
            {"jobs": 4_000, "seed": 3},
            {"jobs": 6_000, "seed": 5, "switches": "totals=drifting,order=oldest"},
            {"jobs": 8_000, "seed": 7},
            {"jobs": 12_000, "seed": 11, "switches": "totals=capped,bounds=closed"},
        ],
        1,
    ),
    ids=str,
)
def test_a_plan_is_near_what_the_backfill_uses(sandbox: dict[str, Any], tmp_path: Path) -> None:
    engine = engine_of(**sandbox)
    probed(engine, tmp_path / "w")
    before = engine.stats.requests
    plan = planned(engine, tmp_path / "w")
    assert engine.stats.requests - before == plan.asked_requests <= 12
    run = read(engine, tmp_path / "w")
    assert plan.requests
    assert plan.credits
    assert plan.jobs
    again, rows_again = second_readings(tmp_path / "w")
    if "drifting" in sandbox.get("switches", ""):  # such totals do not tell how many copies there are
        assert near(plan.requests.likely, run.counters.requests - again, 0.2)
    else:
        assert near(plan.requests.likely, run.counters.requests)
    assert plan.requests.low <= run.counters.requests <= plan.requests.high
    assert near(plan.credits.likely, run.counters.credits_used)
    assert near(plan.jobs.likely, run.counters.rows_delivered - rows_again)


@pytest.mark.long
def test_a_plan_of_the_real_file_is_near_its_bursts(real_postings: Path, tmp_path: Path) -> None:
    engine = engine_of(data=real_postings)
    probed(engine, tmp_path / "w")
    plan = planned(engine, tmp_path / "w")
    run = read(engine, tmp_path / "w")
    assert plan.requests
    assert plan.credits
    assert near(plan.requests.likely, run.counters.requests)
    assert near(plan.credits.likely, run.counters.credits_used)


def test_a_plan_on_a_fresh_warehouse_prices_the_probe_too(tmp_path: Path) -> None:
    engine = engine_of(jobs=8_000)
    plan = planned(engine, tmp_path / "w")
    assert any("jobhouse probe" in note for note in plan.notes)
    run = read(engine, tmp_path / "w")
    assert plan.requests
    assert plan.requests.low <= run.counters.requests <= plan.requests.high
    # as few copies as real postings have are expected, with which every tenth of these windows is read twice
    assert near(plan.requests.likely, run.counters.requests - second_readings(tmp_path / "w")[0], 0.2)


@pytest.mark.long
def test_what_was_read_tells_how_much_is_read_twice(tmp_path: Path) -> None:
    engine = engine_of("totals=drifting", jobs=8_000)
    read(engine, tmp_path / "w", BackfillRange(str(TODAY.subtract(days=400))))
    plan = planned(engine, tmp_path / "w")
    run = read(engine, tmp_path / "w")
    assert plan.requests
    assert near(plan.requests.likely, run.counters.requests)


def test_what_is_left_is_what_the_plan_counted(tmp_path: Path) -> None:
    engine = engine_of(jobs=8_000)
    plan = planned(engine, tmp_path / "w")
    run = run_for(engine, "backfill")
    run.change_limits(max_requests=12)
    with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped) as stop:
        backfill.backfill(session_of(Warehouse(tmp_path / "w"), quick(), run), rate_limiter)
    found = re.search(r"about ([\d,]+) jobs", str(stop.value))
    assert found
    assert plan.jobs
    assert near(int(found[1].replace(",", "")) + run.events.progress.outlook().read, plan.jobs.likely, 0.03)


def test_a_day_between_is_taken_to_be_like_those_on_both_sides() -> None:
    old, middle, new = (Window(Date(2024, month, 1), Date(2024, month + 1, 1)) for month in (2, 3, 4))
    read = densities_read([(old, 290), (new, 900)])
    assert [(price.window, price.jobs_per_day) for price in read] == [(old, 10), (new, 30)]
    knowledge = Knowledge([], read)
    assert knowledge.jobs_left([WindowState.of(middle, old.since)]) == 20 * 31
    assert knowledge.jobs_left([WindowState.of(new, old.since)]) == 900
    assert Knowledge([JobDensity(middle, 3)], read).jobs_left([WindowState.of(middle, old.since)]) == 93
    assert Knowledge([], []).jobs_left([WindowState.of(middle, old.since)]) is None
    begun = replace(WindowState.of(middle, old.since), expected_total=500, rows_delivered=100)
    assert knowledge.jobs_left([begun]) == 400
    assert knowledge.jobs_left([replace(begun, first_rows=500)]) == 0


def test_what_a_limit_buys_and_what_is_free_again(tmp_path: Path) -> None:
    engine = engine_of(jobs=8_000)
    probed(engine, tmp_path / "w")
    read(engine, tmp_path / "w", BackfillRange(str(TODAY.subtract(days=3))))
    plan = planned(engine, tmp_path / "w", max_credits=2_000)
    assert plan.days_bought
    newest = str(TODAY.subtract(days=plan.days_bought))
    jobs = sum(str(posting["post_date"]) >= newest for posting in engine.truth())
    assert near(jobs, 2_000)
    assert plan.days_missing < plan.days


def test_a_plan_counts_with_what_a_job_has_cost(tmp_path: Path) -> None:
    engine = charging(Tricks(price=3), jobs=3_000)
    probed(engine, tmp_path / "w")
    read(engine, tmp_path / "w", BackfillRange(str(TODAY.subtract(days=20))))
    plan = planned(engine, tmp_path / "w", max_credits=3_000)
    assert plan.jobs
    assert plan.credits
    assert plan.credits.likely == 3 * (plan.jobs.likely - plan.already_paid)
    assert plan.credits.high == 3 * plan.jobs.high
    assert plan.notes[0] == "a job has cost up to 3 credits, and is counted so"
    assert plan.days_bought
    newest = str(TODAY.subtract(days=20 + plan.days_bought))
    jobs = sum(newest <= str(posting["post_date"]) < str(TODAY.subtract(days=20)) for posting in engine.truth())
    assert near(jobs, 1_000, share=0.4)  # twenty days of such a history are 27 jobs, give or take a fifth


def test_paid_days_that_are_read_again_are_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(jobs=30_000)
    probed(engine, tmp_path / "w")
    since = str(TODAY.subtract(days=2))
    read(engine, tmp_path / "w", BackfillRange(since))
    stored = query(tmp_path / "w", f"select count(*) from sentrion.job_versions where post_date >= '{since}'")[0][0]
    monkeypatch.setattr(SavedState, "checkpoint", lambda saved, resolved: Checkpoint())
    plan = planned(engine, tmp_path / "w", BackfillRange(since))
    assert plan.jobs
    assert plan.credits
    assert stored > 20
    assert plan.already_paid == stored
    assert plan.credits.likely == max(0, plan.jobs.likely - stored)
    assert plan.credits.high == plan.jobs.high


SEARCHES = {name: {"is_remote": name == "remote"} for name in ("remote", "office")}


def test_jobs_that_another_search_paid_for_are_no_fewer_to_pay_but_for_the_low_value(tmp_path: Path) -> None:
    engine, wanted = engine_of(jobs=8_000), BackfillRange(str(TODAY.subtract(days=60)))
    settings = quick(searches=SEARCHES)
    office = Run("backfill", "office", transport=transport(engine))
    plan = Run("plan", "remote", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        backfill.backfill(session_of(Warehouse(tmp_path), settings, office, wanted), rate_limiter, probes=False)
        found = backfill.price(session_of(Warehouse(tmp_path), settings, plan, wanted), rate_limiter, 10)
    assert found.jobs
    assert office.counters.credits_used > found.jobs.high
    assert found.credits == Estimate(0, found.jobs.likely, found.jobs.high)
    assert (found.already_paid, found.perhaps_paid) == (0, found.jobs.likely)
    assert found.days_bought is not None
    assert found.days_bought < 60


def test_a_plan_counts_with_what_its_own_requests_have_cost(tmp_path: Path) -> None:
    plan = planned(charging(Tricks(price=3), jobs=3_000), tmp_path)
    assert plan.jobs
    assert plan.credits
    assert plan.notes[0] == "a job has cost up to 3 credits, and is counted so"
    assert (plan.credits.likely, plan.credits.high) == (3 * plan.jobs.likely, 3 * plan.jobs.high)
    assert plan.credits.low < 3 * plan.jobs.low - plan.asked_credits


def test_the_ledger_of_requests_holds_what_a_plan_costs(tmp_path: Path) -> None:
    engine = engine_of(jobs=3_000)
    plan = planned(engine, tmp_path / "w")
    sql = "select count(*), sum(credits_used) from sentrion.requests where window_id like 'plan/%'"
    assert query(tmp_path / "w", sql) == [(plan.asked_requests, plan.asked_credits)]
    assert query(tmp_path / "w", "select command from sentrion.runs") == [("plan",)]


def test_without_totals_a_plan_says_that_it_cannot_tell(tmp_path: Path) -> None:
    plan = planned(engine_of("totals=null", jobs=2_000), tmp_path / "w")
    assert plan.requests is None
    assert plan.jobs is None
    assert any("no totals" in note for note in plan.notes)


def test_more_than_can_be_counted_is_sampled() -> None:
    engine = engine_of("totals=capped", jobs=70_000)
    plan = asyncio.run(_priced(engine, resolve_backfill(quick(), "default", None, None, "newest")))
    assert plan.jobs
    assert plan.asked_requests == 12
    assert near(plan.jobs.likely, len(engine.catalogue.source.ids))
    assert any("samples" in note for note in plan.notes)


async def _priced(engine: Engine, scope: ResolvedBackfill) -> BackfillEstimate:
    missing = Checkpoint().missing(scope.wanted, scope.today, scope.oldest)
    async with connection("http://127.0.0.1", "sandbox-key", 1, transport(engine)) as http:
        with RateLimiter(10**6) as rate_limiter:
            probe_client = ProbeClient(http, scope.settings, Run("plan"), rate_limiter, ESTIMATE_LIMITS)
            return await price(probe_client, scope, missing, KnownBefore(), None, probes=False)


def test_a_begun_window_is_priced_by_what_is_left_of_it(tmp_path: Path) -> None:
    data = write(history(3_000), tmp_path / "jobs.jsonl")
    engine = engine_of(data=data)
    run = Run("backfill", limits=RunLimits(max_requests=25), transport=transport(engine))
    with (
        RateLimiter(10**6) as rate_limiter,
        pytest.raises(Stopped, match=r"Left to read: \d+ windows, [\d,]+ days, about"),
    ):
        backfill.backfill(session_of(Warehouse(tmp_path / "w"), quick(), run), rate_limiter)
    plan = planned(engine, tmp_path / "w")
    rest = read(engine, tmp_path / "w")
    assert plan.credits
    assert near(plan.credits.likely, rest.counters.credits_used)
