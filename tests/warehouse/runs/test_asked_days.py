"""Nothing is paid outside of the days that were asked for, and nothing twice where a cursor can go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs.backfill import backfill, need_of_backfill
from tests.support.history import job, stored, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

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
    with RateLimiter(10**6) as rate_limiter:
        try:
            backfill(session, rate_limiter, probes=False)
        except Stopped:
            assert requests
    return charged(engine) - before, need.credits


def charged(engine: Engine) -> int:
    return sum(account.charged for account in engine.accounts.values())


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    jobs = [job(n, str(MONTH_BEFORE.add(days=n % DAYS))) for n in range(DAYS * PER_DAY)]
    return engine_of(data=write(jobs, tmp_path / "jobs.jsonl"))


def test_a_day_of_a_month_that_was_begun_costs_what_that_day_holds(engine: Engine, tmp_path: Path) -> None:
    read(engine, tmp_path / "w", MONTH, requests=1)
    day, _ = read(engine, tmp_path / "w", LAST_DAY)
    assert day <= 2 * PER_DAY  # one day beyond the window is requested, until a probe has found out the bounds
    assert read(engine, tmp_path / "w", LAST_DAY) == (0, 0)
    rest, _ = read(engine, tmp_path / "w", MONTH)
    assert charged(engine) == len(stored(tmp_path / "w")) == DAYS * PER_DAY
    assert rest > day
