"""Not one credit over a limit by the server's own count, whatever it charges without delivering, and through kills."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import httpx
import pendulum
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobhouse.errors import JobhouseError, Stopped, Unreachable
from jobhouse.sentrion.fetch import request_gate
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange, resolve_backfill
from jobhouse.sentrion.probe.totals import TotalRequest, Totals, ask_totals
from jobhouse.sentrion.read.batch import batch_items
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.reserved_credits import ReservedCredits
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import bind_to_cycle, in_money
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.runs.backfill import backfill, price, probe
from jobhouse.warehouse.runs.repair import RepairContext, totals_now
from tests.support.in_process import InProcess, quick, transport
from tests.support.overcharging_api import Charging, Tricks, charging
from tests.support.sessions import session_of

JOBS = 2_000

tricks = st.builds(
    Tricks,
    fails=st.sampled_from([0.0, 0.1, 0.4, 0.8]),
    rereads_cost=st.booleans(),
    says=st.sampled_from([None, None, -100, 10**12]),
    seed=st.integers(1, 5),
)
switches = st.sampled_from(["", "truncated=0.3,fault_times=2", "drop_before=0.3,drop_middle=0.2,fault_times=3"])


class Killed(BaseException):
    """Stands for kill -9: nothing that the run holds is kept."""


class Deadly(InProcess):
    """Kills the run once so many requests were answered by the server, before the answer arrives."""

    requests_left: int | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        await asyncio.sleep(0.001)  # so that other requests leave meanwhile, as they do on a network
        if self.requests_left is not None:
            self.requests_left -= 1
            if self.requests_left < 0:
                raise Killed
        return answer


def deadly(engine: Charging, requests: int | None) -> Deadly:
    one = Deadly(transport(engine).app)
    one.requests_left = requests
    return one


@pytest.fixture(autouse=True)
def no_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_gate, "NAP_SECONDS", 0.001)


async def crawled(run: Run, checkpoint: Checkpoint, rate_limiter: RateLimiter, **options: Any) -> None:
    """The crawl without a database; `checkpoint` is what survives of it."""
    scope = resolve_backfill(quick(**{"retry_attempts": 3, **options}), "default", None, None, "expiring")
    session = ReadSession(run, BatchLimits(pages=25))
    while not run.events.ended:
        async for item in batch_items(scope, checkpoint, session, rate_limiter):
            for reading in item.window_states if isinstance(item, Chunk) else ():
                checkpoint.record(reading)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    tricks=tricks, switches=switches, credits_=st.none() | st.integers(0, 2_500), cycle=st.integers(0, 4_000),
    kills=st.lists(st.none() | st.integers(0, 40), min_size=3, max_size=3), page_size=st.integers(10, 100),
)  # fmt: skip
def test_no_run_and_no_cycle_is_ever_over_its_limit(
    tricks: Tricks, switches: str, credits_: int | None, cycle: int, kills: list[int | None], page_size: int
) -> None:
    engine, checkpoint = charging(tricks, switches, jobs=JOBS), Checkpoint()
    options = {"max_credits_per_cycle": cycle, "page_size": page_size}
    with tempfile.TemporaryDirectory() as folder, RateLimiter(10**6) as rate_limiter:
        for kill in kills:
            run = Run("backfill", limits=RunLimits(max_credits=credits_), transport=deadly(engine, kill))
            bind_to_cycle(run, quick(**options), Warehouse(Path(folder)))
            before = engine.charged
            try:
                asyncio.run(crawled(run, checkpoint, rate_limiter, **options))
            except BaseExceptionGroup:
                checkpoint = Checkpoint()
            assert credits_ is None or engine.charged - before <= credits_
            assert engine.charged <= cycle


@pytest.mark.parametrize("seed", range(3))
def test_pages_charged_and_then_failed_count_in_full(seed: int) -> None:
    engine = charging(Tricks(fails=0.4, statuses=(500, 408), rereads_cost=True, seed=seed), jobs=JOBS)
    run = Run("backfill", limits=RunLimits(max_credits=1_500), transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert engine.charged <= 1_500
    assert isinstance(run.events.error, Stopped)
    assert engine.charged <= run.counters.credits_reserved


@pytest.mark.parametrize(("says", "used"), [(-100, 0), (10**9, 0), (None, 900)])
def test_an_impossible_price_gives_nothing_back_and_is_said(says: int | None, used: int) -> None:
    engine = charging(Tricks(says=says), jobs=JOBS)
    run = Run("backfill", limits=RunLimits(max_credits=1_000), transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert engine.charged <= 1_000
    assert run.counters.credits_used >= used
    assert any("cannot be" in note for note in run.events.notes) == (says is not None)


@pytest.mark.parametrize(("says", "is_seen"), [(0, True), (None, False)])
def test_an_account_that_falls_by_more_than_is_counted_is_noticed(says: int | None, is_seen: bool) -> None:
    engine = charging(Tricks(says=says), jobs=JOBS)
    run = Run("backfill", limits=RunLimits(max_requests=12), transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert (run.counters.uncounted > 0) == is_seen
    assert run.counters.uncounted + run.counters.credits_reserved <= engine.charged
    assert ("more gone than that: others use the account" in in_money(run, 0)) == is_seen


@pytest.mark.parametrize(
    ("tricks", "most"), [(Tricks(says=0), 600), (Tricks(says="", price=3), 800)], ids=["0", "none"]
)
def test_the_fall_of_the_account_counts_where_it_is_more_than_the_prices(tricks: Tricks, most: int) -> None:
    engine = charging(tricks, jobs=60_000)
    run = Run("backfill", limits=RunLimits(max_credits=most), transport=deadly(engine, None))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert most - 100 * tricks.price <= engine.charged <= most
    assert engine.charged - 20 <= run.counters.credits_reserved + run.counters.uncounted <= engine.charged
    assert "(others use it, or the API charges more than it says)" in str(run.events.error)


def test_what_others_spend_from_the_account_stops_a_run_with_a_sentence_that_says_so() -> None:
    run = Run("backfill", limits=RunLimits(max_credits=1_000))
    for left in (10_000, 8_000):
        run.counters.count_request(100)
        run.counters.count_answer(RequestRecord("w", 1, 200, 1, 100, credits_used=100, credits_remaining=left), 100)
    assert str(run.limits.reached(run.counters, 100)) == (
        "Stopped at --max-credits 1000: 200 used, the account has about 1900 fewer than that explains, which this run "
        "counts as spent until it ends (others use it, or the API charges more than it says), and a page may cost 100; "
        "run the same command again to go on."
    )


def test_free_pages_do_not_show_what_a_page_costs() -> None:
    engine = charging(Tricks(price=5), jobs=60_000)
    for limits, at_once in ((RunLimits(max_requests=40), 1), (RunLimits(max_credits=1_000), 40)):
        before, run = engine.charged, Run("backfill", limits=limits, transport=deadly(engine, None))
        with RateLimiter(10**6) as rate_limiter:
            asyncio.run(crawled(run, Checkpoint(), rate_limiter, max_concurrency=at_once))
    assert run.counters.requests > 10
    assert 0 < engine.charged - before <= 1_000 + 500 - 100


@pytest.mark.parametrize(
    ("limit", "known", "at_once"),
    [(1_000, None, 1), (5_000, None, 5), (10**6, None, 100), (1_000, 1.0, 10), (5_000, 5.0, 10)],
)
def test_free_pages_are_read_side_by_side_as_far_as_the_limit_allows_them_to_become_charged(
    limit: int, known: float | None, at_once: int
) -> None:
    run = Run("backfill", limits=RunLimits(max_credits=limit))
    run.counters.reserved.expect_price(known or 1.0, is_known=known is not None)
    run.counters.count_request(100)
    run.counters.count_answer(RequestRecord("w", 1, 200, 1, rows=100, credits_used=0), 100)
    while run.counters.in_flight < 100 and not run.limits.must_wait_for_answers(run.counters, 100):
        run.counters.count_request(100)
    assert run.counters.in_flight == at_once


def test_a_page_without_a_price_counts_with_the_dearest_job_before() -> None:
    reserved = ReservedCredits()
    for rows, said, unread, cost in ((100, 1_200, None, 1_200), (50, None, None, 600), (50, None, "1.200,0", 1_200)):
        reserved.send(100)
        record = RequestRecord("w", 1, 200, 1, rows=rows, credits_used=said, unread_price=unread)
        assert reserved.settle(record, 100) == cost


def test_the_price_of_a_job_is_known_to_later_runs(tmp_path: Path) -> None:
    read(charging(Tricks(price=5), jobs=20_000), tmp_path / "w", max_credits=1_200)
    later = Run("backfill")
    bind_to_cycle(later, quick(), Warehouse(tmp_path / "w"))
    assert (later.counters.reserved.job_price, later.counters.reserved.is_price_known) == (5.0, True)


@pytest.mark.parametrize(("asked", "sent"), [(100, 300), (10, 100)])
def test_a_limit_counts_with_the_page_that_the_api_really_sends(asked: int, sent: int) -> None:
    engine = charging(Tricks(page=sent, rereads_cost=True), jobs=60_000)
    for most in (1_500, 190):
        before = engine.charged
        run = Run("backfill", limits=RunLimits(max_credits=most), transport=deadly(engine, None))
        with RateLimiter(10**6) as rate_limiter:
            asyncio.run(crawled(run, Checkpoint(), rate_limiter, page_size=asked))
        # what the first large page brings cannot be known before it; no other is in flight with it
        assert 0 < engine.charged - before <= most + sent - asked


@pytest.mark.parametrize("switches", ["drop_before=1,fault_times=3", "truncated=1,fault_times=3"])
def test_answers_lost_before_the_first_page_count_as_much_as_it(switches: str) -> None:
    engine = charging(Tricks(page=1_000), switches, jobs=200_000)
    run = Run("backfill", limits=RunLimits(max_credits=300), transport=deadly(engine, None))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter, page_size=10, retry_attempts=5))
    assert isinstance(run.events.error, Stopped)
    counters, largest = run.counters, run.counters.reserved.largest_page
    assert largest > 10
    lost = counters.requests - counters.pages
    assert lost >= 3
    assert counters.credits_reserved == counters.credits_charged + lost * largest
    assert engine.charged <= 300 + 1_000 - 10


class Listening(Deadly):
    """Keeps the requests, and gives them all one answer where it is to."""

    answer: httpx.Response | None = None

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self.bodies: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(request.content)
        return self.answer or await super().handle_async_request(request)


def test_no_second_window_is_asked_for_until_it_is_known_what_a_page_costs() -> None:
    heard = Listening(transport(charging(Tricks(), "drop_before=1,fault_times=3", jobs=60_000)).app)
    run = Run("backfill", limits=RunLimits(max_credits=2_000), transport=heard)
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter, retry_attempts=5, retry_pause_seconds=0.05))
    assert len(set(heard.bodies[:4])) == 1  # each of them may have been charged
    assert len(set(heard.bodies)) > 4


@pytest.mark.parametrize("shape", ["empty_jobs", "error_text", "success_false", "not_found", "data_null"])
def test_empty_windows_cost_nothing_however_the_api_words_them(shape: str) -> None:
    engine = charging(Tricks(), f"empty_window={shape}", jobs=0)
    run = Run("backfill", limits=RunLimits(max_credits=4_000), transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter, retry_attempts=6))
    assert run.events.error is None
    assert run.counters.credits_reserved == engine.charged == 0


NOTHING: Final = {"success": True, "data": {"jobs": None}}
TOTAL: Final = {"jobs": None, "total_jobs_found": 400}


@pytest.mark.parametrize(
    ("status", "answer", "cost"),
    [
        (200, NOTHING, 0),
        (404, {"success": False, "error": "nothing"}, 0),
        (500, NOTHING, 100),
        (200, {"success": True, "data": TOTAL}, 100),
        (200, {"success": True, "data": {**TOTAL, "credits_used": 37}}, 37),
        (200, {"success": True, "data": {"jobs": {}, "credits_used": 37}}, 37),
        (500, {"success": False, "data": {"credits_used": 10**9}}, 100),
    ],
)
def test_an_answer_without_a_page_is_free_only_where_it_says_that_there_is_nothing(
    status: int, answer: dict[str, Any], cost: int
) -> None:
    heard = httpx.MockTransport(lambda _: httpx.Response(status, json=answer))
    run = Run("backfill", limits=RunLimits(max_requests=3, max_credits=10**6), transport=heard)
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert run.counters.requests == 3
    assert run.counters.credits_reserved == 3 * cost
    assert run.counters.credits_used == (3 * cost if cost == 37 else 0)


def test_a_probes_small_page_does_not_show_what_a_page_of_the_crawl_costs() -> None:
    reserved = ReservedCredits()
    for page_size in (10, 100):
        assert not reserved.knows_page(page_size)
        reserved.send(page_size)
        reserved.settle(RequestRecord("w", 1, 200, 1, rows=page_size, credits_used=page_size), page_size)
        assert reserved.knows_page(page_size)


def test_a_price_above_one_credit_is_known_to_later_runs(tmp_path: Path) -> None:
    engine, folder = charging(Tricks(price=5), jobs=20_000), tmp_path / "w"
    read(engine, folder, max_credits=1_200)
    before = engine.charged
    assert 0 < before <= 1_200 + 500 - 100
    for credits_ in (450, 1_300):
        before = engine.charged
        read(engine, folder, max_credits=credits_)
        assert engine.charged - before <= credits_


def totals(run: Run, windows: int) -> Totals:
    """What `verify --ask` asks."""
    patient = quick(retry_attempts=5, retry_pause_seconds=0.02)
    day, scope = pendulum.Date(2026, 1, 1), resolve_backfill(patient, "default", None, None, "newest")
    asked = [TotalRequest(f"w{n}", day.add(days=n), day.add(days=n + 1)) for n in range(windows)]
    with RateLimiter(10**6) as rate_limiter:
        return ask_totals(scope, asked, run, rate_limiter)


def test_totals_of_windows_without_jobs_cost_nothing() -> None:
    engine = charging(Tricks(), "empty_window=success_false,error_body=string", jobs=0)
    run = Run("verify", limits=RunLimits(max_credits=4_000), transport=transport(engine))
    assert totals(run, 12).now == {f"w{n}": 0 for n in range(12)}
    assert run.counters.credits_reserved == 0


@pytest.mark.parametrize("limits", [RunLimits(), RunLimits(max_credits=4_000)], ids=["free", "limited"])
def test_no_further_totals_are_asked_for_once_the_api_seems_to_be_down(limits: RunLimits) -> None:
    heard = Listening(lambda *_: None)
    heard.answer = httpx.Response(500)
    run = Run("verify", limits=limits, transport=heard)
    asked = totals(run, 200)
    assert isinstance(run.events.error, Unreachable)
    assert (asked.now, len(set(heard.bodies)) < 100) == ({}, True)
    if run.limits.has_credit_limit:  # each of its answers may have been charged
        assert len(set(heard.bodies)) == 3


def test_a_limit_below_the_price_of_a_page_says_what_to_give() -> None:
    run = Run("backfill", limits=RunLimits(max_credits=5), transport=transport(charging(Tricks(), jobs=JOBS)))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter))
    assert str(run.events.error).endswith("a page may cost 100; give at least 100.")


def test_requests_that_never_left_cost_nothing(tmp_path: Path) -> None:
    run = Run("backfill", limits=RunLimits(max_credits=100))
    with RateLimiter(10**6) as rate_limiter:
        asyncio.run(crawled(run, Checkpoint(), rate_limiter, base_url="http://127.0.0.1:9"))
    assert run.counters.credits_reserved == 0
    assert run.counters.requests > 0


def read(engine: Charging, folder: Path, kill: int | None = None, lock: Any = None, **options: Any) -> Run:
    """A backfill as the command does it, killed or not, until it ends."""
    run = Run(
        "backfill", limits=RunLimits(max_credits=options.pop("max_credits", None)), transport=deadly(engine, kill)
    )
    with RateLimiter(10**6) as rate_limiter, suppress(JobhouseError, BaseExceptionGroup):
        read_history(session_of(Warehouse(folder), quick(**options), run, BackfillRange(), lock), rate_limiter)
    return run


def test_a_kill_then_smaller_batches_and_rereads_that_cost_stay_within_the_cycle(tmp_path: Path) -> None:
    engine = charging(Tricks(rereads_cost=True), jobs=20_000)
    for kill, pages in ((8, 10), (6, 2), (None, 10)):
        read(engine, tmp_path / "w", kill, pages_per_batch=pages, max_credits_per_cycle=2_000)
        assert engine.charged <= 2_000
    assert engine.charged > 1_700


class YieldedOnce:
    """A lock for which a nightly run waits until it gets it, once, and then spends what it likes."""

    def __init__(self, spend: Any) -> None:
        self.spend, self.times, self.has_yielded = spend, 0, False

    def is_nightly_waiting(self) -> bool:
        self.times += 1
        return self.times >= 2 and not self.has_yielded

    def yield_to_nightly(self, is_over: Any) -> None:
        self.has_yielded = True
        self.spend()


def test_two_runs_that_share_a_cycle_stay_within_it_together(tmp_path: Path) -> None:
    engine, folder = charging(Tricks(), jobs=20_000), tmp_path / "w"
    limits = {"max_credits_per_cycle": 2_000, "pages_per_batch": 5}
    read(engine, folder, lock=YieldedOnce(lambda: read(engine, folder, max_credits=900, **limits)), **limits)
    assert 1_800 < engine.charged <= 2_000


class AtMidnight(Deadly):
    """A new billing cycle begins after ten answers."""

    answers = 0
    traveller: time_machine.Traveller

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        self.answers += 1
        if self.answers == 10:
            self.traveller.move_to(pendulum.datetime(2026, 12, 1, 0, 0, 1))
        return answer


@pytest.mark.long
def test_a_run_that_goes_on_into_the_next_cycle_may_spend_what_that_allows(tmp_path: Path) -> None:
    engine, settings = charging(Tricks(), jobs=20_000), quick(pages_per_batch=2, max_credits_per_cycle=1_500)
    at_midnight = AtMidnight(transport(engine).app)
    run = Run("backfill", transport=at_midnight)
    with (
        time_machine.travel(pendulum.datetime(2026, 11, 30, 23, 59)) as at_midnight.traveller,
        RateLimiter(10**6) as rate,
    ):
        with pytest.raises(Stopped, match=r"max_credits_per_cycle 1500: up to 1[45]\d\d are used"):
            read_history(session_of(Warehouse(tmp_path / "w"), settings, run, BackfillRange()), rate)
        at_last = engine.charged
        read(engine, tmp_path / "w", max_credits_per_cycle=1_500)
    assert 1_500 < at_last <= 1_500 + 10 * 100
    assert engine.charged <= 1_500 + 10 * 100


def test_an_older_copy_of_the_database_does_not_forget_what_was_spent(tmp_path: Path) -> None:
    engine, folder = charging(Tricks(), jobs=20_000), tmp_path / "w"
    read(engine, folder, max_credits=1_000)
    shutil.copy(folder / "jobs.duckdb", tmp_path / "backup")
    read(engine, folder, max_credits=1_000)
    shutil.copy(tmp_path / "backup", folder / "jobs.duckdb")
    shutil.rmtree(folder / "dlt")
    read(engine, folder, max_credits_per_cycle=2_500)
    assert engine.charged <= 2_500


@pytest.mark.parametrize("seed", [3])
def test_probe_plan_backfill_and_verify_share_a_cycle_through_kills(seed: int, tmp_path: Path) -> None:
    tricks = Tricks(fails=0.2, statuses=(500, 503, 408), rereads_cost=True, seed=seed)
    engine, warehouse, draw = charging(tricks, jobs=20_000), Warehouse(tmp_path / "w"), random.Random(seed)
    limited = quick(max_credits_per_cycle=2_000, retry_attempts=4, pages_per_batch=6)

    def verified(run: Run, rate_limiter: RateLimiter) -> None:
        repair = RepairContext.of(session_of(warehouse, limited, run), rate_limiter)
        totals_now(repair, repair.verify(None, None), run)

    commands: list[Callable[[Run, RateLimiter], object]] = [
        lambda run, rate_limiter: probe(session_of(warehouse, limited, run), rate_limiter),
        lambda run, rate_limiter: price(session_of(warehouse, limited, run), rate_limiter, None),
        lambda run, rate_limiter: backfill(session_of(warehouse, limited, run), rate_limiter, probes=False),
        verified,
        lambda run, rate_limiter: backfill(session_of(warehouse, limited, run), rate_limiter, probes=False),
    ]
    for number, command in enumerate(commands):
        kill = draw.choice([None, draw.randint(0, 9)]) if number != 4 else None
        with RateLimiter(10**6) as rate_limiter, suppress(JobhouseError, BaseExceptionGroup, Killed):
            command(Run(f"command {number}", transport=deadly(engine, kill)), rate_limiter)
        assert engine.charged <= 2_000
    assert engine.charged > 1_000
