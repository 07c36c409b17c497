"""A warehouse that an earlier jobhouse wrote, killed in mid-backfill: this one goes on with it, and pays nothing twice.

`tests/data/warehouse_f553950/make.py` says how it came about.
"""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sandbox.postings.replay import read_jobs
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs import backfill as backfill_module
from jobhouse.warehouse.runs.nightly import plan_night, run_night
from tests.support.history import query, stored
from tests.support.in_process import engine_of, quick, transport
from tests.support.invariants import assert_whole
from tests.support.paths import DATA
from tests.support.sessions import NIGHTLY, session_of

KEPT = DATA / "warehouse_f553950"
MADE_AT = datetime(2026, 11, 26, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The six years that the API serves move each day; here they stand where they stood."""
    with time_machine.travel(MADE_AT) as traveller:
        yield traveller


@pytest.fixture
def older(tmp_path: Path) -> Path:
    with tarfile.open(KEPT / "warehouse.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    folder = tmp_path / "warehouse"
    for cached in (folder / "sqlmesh").rglob("*"):
        if cached.is_file():
            cached.write_bytes(gzip.compress(cached.read_bytes(), compresslevel=1))
    return folder


@pytest.fixture
def engine() -> Engine:
    """The sandbox that the warehouse was read from, which knows what was paid for."""
    engine = engine_of(data=KEPT / "jobs.jsonl")
    engine.accounts[DEFAULT_KEY].charge(json.loads((KEPT / "paid.json").read_text()))
    return engine


def backfill(folder: Path, engine: Engine, max_requests: int | None = None) -> Run:
    run, settings = (
        Run("backfill", limits=RunLimits(max_requests=max_requests), transport=transport(engine)),
        quick(page_size=10),
    )
    with Warehouse(folder).held(), RateLimiter.at(Warehouse(folder).rate, settings.requests_per_minute) as rate_limiter:
        backfill_module.backfill(session_of(Warehouse(folder), settings, run), rate_limiter, probes=True)
    return run


@pytest.mark.long
def test_an_older_warehouse_goes_on(older: Path, engine: Engine, clock: time_machine.Traveller) -> None:
    jobs = {version_id_of(job) for job in read_jobs(KEPT / "jobs.jsonl")}
    before, builds = set(stored(older)), query(older, "select count(*) from marts.fct_job_postings")
    assert (older / ".loading").exists(), "it was killed"
    assert 0 < len(before) < len(jobs)
    with pytest.raises(Stopped):
        backfill(older, engine, max_requests=3)
    assert before < set(stored(older))  # what was pending is loaded
    run = backfill(older, engine)
    assert run.events.notes == []
    assert_whole(older, jobs)
    clock.shift(timedelta(days=1))
    settings = quick(page_size=10)
    with RateLimiter.at(Warehouse(older).rate, settings.requests_per_minute) as rate_limiter:
        nightly = Run("nightly", transport=transport(engine))
        night = run_night(plan_night(session_of(Warehouse(older), settings, nightly, NIGHTLY)), rate_limiter)
    assert night.error is None
    assert night.new == 0
    assert_whole(older, jobs)
    assert builds < query(older, "select count(*) from marts.fct_job_postings") == [(len(jobs),)]
    assert engine.accounts[DEFAULT_KEY].charged == len(jobs)
