"""Nothing is paid outside of the days that were asked for, and nothing twice where a cursor can go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from jobhouse.sandbox.api.cursors import CursorBook
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs.backfill import need_of_backfill, price
from jobhouse.warehouse.runs.credit_needs import Need
from tests.support.history import job, stored, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import backfill_without_probe, session_of

MONTH_BEFORE = today_utc().subtract(months=2).start_of("month")
MONTH = BackfillRange(str(MONTH_BEFORE), str(MONTH_BEFORE.add(months=1)))
LAST_DAY = BackfillRange(str(MONTH_BEFORE.add(months=1).subtract(days=1)), MONTH.until)
DAYS = MONTH_BEFORE.days_in_month
PER_DAY = 20


def read(engine: Engine, folder: Path, wanted: BackfillRange, requests: int | None = None) -> tuple[int, int | None]:
    """The credits that a run was charged, and those that it said before that it needs."""
    run = Run("backfill", limits=RunLimits(max_requests=requests), transport=transport(engine))
    session = session_of(Warehouse(folder), quick(), run, wanted)
    need, _ = need_of_backfill(session)
    before = charged(engine)
    backfill_without_probe(session)
    return charged(engine) - before, need.credits


def need_of_month(engine: Engine, folder: Path) -> Need:
    run = Run("backfill", transport=transport(engine))
    return need_of_backfill(session_of(Warehouse(folder), quick(), run, MONTH))[0]


def charged(engine: Engine) -> int:
    return sum(account.charged for account in engine.accounts.values())


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    jobs = [job(n, str(MONTH_BEFORE.add(days=n % DAYS))) for n in range(DAYS * PER_DAY)]
    return engine_of(data=write(jobs, tmp_path / "jobs.jsonl"))


def test_a_day_of_a_month_that_was_begun_costs_what_that_day_holds(engine: Engine, tmp_path: Path) -> None:
    read(engine, tmp_path / "w", MONTH, requests=1)
    day, need = read(engine, tmp_path / "w", LAST_DAY)
    assert need == PER_DAY
    assert day <= 2 * PER_DAY  # one day beyond the window is requested, until a probe has found out the bounds
    assert read(engine, tmp_path / "w", LAST_DAY) == (0, 0)
    rest, _ = read(engine, tmp_path / "w", MONTH)
    assert charged(engine) == len(stored(tmp_path / "w")) == DAYS * PER_DAY
    assert rest > day


def test_what_a_refused_cursor_costs_in_a_new_cycle_is_said_before(tmp_path: Path) -> None:
    jobs = [job(n, str(MONTH_BEFORE.add(days=n % DAYS))) for n in range(DAYS * PER_DAY)]
    engine = engine_of("cursor_max_pages=100", data=write(jobs, tmp_path / "jobs.jsonl"))
    now = datetime.now(UTC)
    with time_machine.travel(now) as clock:
        read(engine, tmp_path / "w", MONTH, requests=4)
        same_cycle = need_of_month(engine, tmp_path / "w")
        clock.move_to(now + timedelta(days=32))
        engine.advance(late=False, edits=False, cycle=True, days=0)
        engine.cursors = CursorBook(engine.switches)  # which knows none of those that were issued
        run = Run("plan", transport=transport(engine))
        with RateLimiter(10**6) as rate_limiter:
            plan = price(session_of(Warehouse(tmp_path / "w"), quick(), run, MONTH), rate_limiter, None)
        new_cycle = need_of_month(engine, tmp_path / "w")
        cost, _ = read(engine, tmp_path / "w", MONTH)
    assert cost == DAYS * PER_DAY
    assert plan.credits is not None
    assert plan.credits.high >= cost > plan.credits.likely
    assert (same_cycle.credits, same_cycle.again) == (new_cycle.credits, 0)
    assert new_cycle.credits is not None
    assert new_cycle.credits + new_cycle.again == cost
    assert any("earlier billing cycle" in note for note in plan.notes)
