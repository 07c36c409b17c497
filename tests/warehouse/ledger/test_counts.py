"""What a run says that it has read, after a stop and after a kill: the same figures as `status` has of it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.last_runs import RunRow
from jobhouse.warehouse.ledger.spending import in_jobs, in_money, versions_after
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.runs.backfill import backfill as backfill_by_command
from tests.support.history import backfill
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

URL = "http://127.0.0.1"


@pytest.fixture
def engine() -> Engine:
    return engine_of(jobs=1_000, seed=3)


def read(folder: Path, engine: Engine) -> Run:
    run = Run("backfill", transport=transport(engine))
    backfill(URL, folder, run, pages_per_batch=4)
    return run


def stopped(folder: Path, engine: Engine) -> Run:
    """A run that was stopped in the middle."""
    run = Run("backfill", limits=RunLimits(max_requests=25), transport=transport(engine))
    with pytest.raises(Stopped):
        backfill(URL, folder, run, pages_per_batch=4)
    return run


def row_of(folder: Path, number: int) -> RunRow:
    """How `status` shows the run that began as the n-th last."""
    return read_status(Warehouse(folder), quick()).runs[number]


@pytest.mark.long
def test_a_run_that_goes_on_counts_what_it_has_brought_itself(engine: Engine, tmp_path: Path) -> None:
    first = stopped(tmp_path / "w", engine)
    second = read(tmp_path / "w", engine)
    status = read_status(Warehouse(tmp_path / "w"), quick())
    for number, run in enumerate((second, first)):
        row = row_of(tmp_path / "w", number)
        new, in_all = versions_after(Warehouse(tmp_path / "w"), run)
        assert (row.versions_new, status.versions) == (new, in_all)
        assert row.rows_delivered == run.counters.rows_delivered > new > 0
        assert row.requests == run.counters.requests
        said = in_jobs(run, new, in_all)
        assert said.startswith(f"{row.rows_delivered:,} jobs delivered with {row.requests:,} requests, {new:,} new ")
        assert said.endswith(f" stored, {status.versions:,} versions in all")
    assert sum(row.versions_new for row in status.runs) == status.versions
    assert sum(row.rows_delivered for row in status.runs) == status.delivered


def test_the_rest_of_a_large_page_counts_for_the_run_that_read_it(engine: Engine, tmp_path: Path) -> None:
    """A load of such a rest has rows and no request, as one whose requests are taken away."""
    run = stopped(tmp_path / "w", engine)
    new, _ = versions_after(Warehouse(tmp_path / "w"), run)
    with duckdb.connect(str(Warehouse(tmp_path / "w").database)) as db:
        db.execute("delete from sentrion.requests where _dlt_load_id = (select max(_dlt_load_id) from sentrion.runs)")
    assert versions_after(Warehouse(tmp_path / "w"), run) == (new, new)


def test_what_is_left_and_what_was_read_are_what_was_announced(engine: Engine, tmp_path: Path) -> None:
    run = Run("backfill", limits=RunLimits(max_requests=25), transport=transport(engine))
    settings = quick()
    with RateLimiter(settings.requests_per_minute) as rate_limiter, pytest.raises(Stopped) as stop:
        backfill_by_command(session_of(Warehouse(tmp_path / "w"), settings, run), rate_limiter, probes=False)
    outlook = run.events.progress.outlook()
    found = re.search(r"Left to read: .* about ([\d,]+) jobs\.", str(stop.value))
    assert found
    assert outlook.expected is not None
    assert int(found[1].replace(",", "")) == outlook.expected - outlook.read > 0


@pytest.mark.parametrize(("new", "is_said"), [(0, False), (1, False), (999, False), (1_000, True), (2_000, False)])
def test_the_price_of_a_thousand_is_said_of_a_thousand_or_more_that_the_run_paid_for(new: int, is_said: bool) -> None:
    run = Run("verify --repair")
    run.counters.credits_used = 2_350
    said = ", 2,350 per thousand new versions" if is_said else ""
    assert in_money(run, new, job_price=2.35) == "2,350 credits used" + said
    assert in_money(run, new) == "2,350 credits used"
