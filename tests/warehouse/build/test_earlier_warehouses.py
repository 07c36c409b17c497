"""Warehouses whose marts earlier versions built: a build brings them up to date, and reading goes on.

`tests/data/warehouse_0810819/make.py` says how they came about.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import time_machine

from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sandbox.postings.replay import read_jobs
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs import backfill as backfill_module
from tests.support.history import query, stored
from tests.support.in_process import engine_of, quick, transport
from tests.support.paths import DATA
from tests.support.sessions import session_of

KEPT = DATA / "warehouse_0810819"
"""The adverts of all of them."""
VERSIONS = ("0810819", "d42eaf57")
MADE_AT = datetime(2026, 11, 26, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Today is the day on which the warehouse was made."""
    with time_machine.travel(MADE_AT):
        yield


@pytest.fixture(params=VERSIONS)
def older(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    with tarfile.open(DATA / f"warehouse_{request.param}" / "warehouse.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "warehouse"


@pytest.mark.long
def test_it_is_built_read_to_the_end_and_paid_once(older: Path) -> None:
    before = set(stored(older))
    built = query(older, "select sum(version_count) from marts.fct_job_postings")
    assert built < [(len(before),)], "no build has seen its last rows"
    transform(Warehouse(older))
    assert counted(older) == len(before)

    read_to_the_end(older)
    transform(Warehouse(older))
    assert counted(older) == len(set(stored(older)))
    grown = marts(older)
    transform(Warehouse(older), full=True)
    assert marts(older) == grown


def test_it_is_read_to_the_end_and_paid_once_before_any_build(older: Path) -> None:
    read_to_the_end(older)


def read_to_the_end(older: Path) -> None:
    """Go on with its backfill: no version is lost, all come, and each job is charged once over both versions."""
    engine, before = engine_of(data=KEPT / "jobs.jsonl"), set(stored(older))
    engine.accounts[DEFAULT_KEY].charge(json.loads((KEPT / "paid.json").read_text()))
    warehouse, run = Warehouse(older), Run("backfill", transport=transport(engine))
    settings, asked = quick(page_size=10), BackfillRange(since="2026-06-01")
    with warehouse.held() as lock, RateLimiter.at(warehouse.rate, 10**6) as rate_limiter:
        backfill_module.backfill(session_of(warehouse, settings, run, asked, lock), rate_limiter, probes=False)
    jobs = list(read_jobs(KEPT / "jobs.jsonl"))
    assert before < set(stored(older)) == {version_id_of(job) for job in jobs}
    assert engine.accounts[DEFAULT_KEY].charged == len(jobs)


def counted(folder: Path) -> int:
    ((versions, postings, rows),) = query(
        folder, "select sum(version_count)::bigint, count(distinct job_id), count(*) from marts.fct_job_postings"
    )
    assert postings == rows > 0
    return int(versions)


def marts(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart."""
    with duckdb.connect(str(Warehouse(folder).database), read_only=True) as db:
        names = [
            name
            for (name,) in db.execute("select view_name from duckdb_views() where schema_name = 'marts'").fetchall()
        ]
        assert len(names) > 10
        return {name: db.execute(f'select * from marts."{name}" order by all').fetchall() for name in names}
