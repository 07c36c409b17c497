"""What empty windows count towards a limit, where the API reports them as something else than a page without jobs."""

from __future__ import annotations

from pathlib import Path

import pendulum
import pytest

from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending_journal import most_spent
from jobhouse.warehouse.load.load_loop import read_history
from tests.support.history import job, query, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

TODAY = pendulum.now("UTC").date()
JOBS = [job(number, TODAY.subtract(days=number % 3).isoformat()) for number in range(20)]
TWO_YEARS = BackfillRange(since=TODAY.subtract(years=2).isoformat())
LIMIT = 150
"""Credits: fewer than the pages are worth that one such window is asked for."""


@pytest.mark.parametrize("shape", ["data_null", "not_found"])
def test_empty_windows_use_up_no_limit(shape: str, tmp_path: Path) -> None:
    engine = engine_of(f"empty_window={shape}", data=write(JOBS, tmp_path / "jobs.jsonl"))
    run, settings = Run("backfill", transport=transport(engine)), quick(max_credits_per_cycle=LIMIT)
    with RateLimiter(settings.requests_per_minute) as rate_limiter:
        read_history(session_of(Warehouse(tmp_path / "w"), settings, run, TWO_YEARS), rate_limiter)
    left_open = "select count(*) from sentrion.windows where status != 'complete'"
    assert query(tmp_path / "w", left_open) == [(0,)]
    assert run.counters.credits_reserved == len(engine.charged_ids()) == len(JOBS)


@pytest.mark.parametrize("body", ["object", "string"])
def test_the_journal_and_the_ledger_count_them_alike(body: str, tmp_path: Path) -> None:
    engine = engine_of(f"empty_window=success_false,error_body={body}", data=write(JOBS, tmp_path / "jobs.jsonl"))
    run, settings = Run("backfill", transport=transport(engine)), quick()
    since = BackfillRange(since=TODAY.subtract(months=6).isoformat())
    with RateLimiter(settings.requests_per_minute) as rate_limiter:
        read_history(session_of(Warehouse(tmp_path / "w"), settings, run, since), rate_limiter)
    ledger = query(tmp_path / "w", "select sum(credits_reserved)::bigint from sentrion.requests")
    assert ledger == [(most_spent(Warehouse(tmp_path / "w"))[run.run_id],)] == [(len(JOBS),)]
