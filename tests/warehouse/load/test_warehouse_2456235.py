"""A warehouse of an earlier version, whose notes alone said which windows were split and that stored no verdicts.

`tests/data/warehouse_2456235/make.py` says how it came about. Before a run has migrated it, and after, every command
reads the same facts from it; nothing is lost and nothing is paid for again.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
import time_machine

from jobhouse.errors import UsageError
from jobhouse.report.page import report
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.runs.backfill import backfill
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import query, stored
from tests.support.in_process import engine_of, quick, transport
from tests.support.paths import DATA
from tests.support.sessions import session_of

KEPT = DATA / "warehouse_2456235"
MADE_AT = datetime(2026, 11, 25, 6, tzinfo=UTC)
SINCE, SPLIT_SINCE, NIGHT_SINCE = "2026-03-01", "2026-08-01", "2026-11-23"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Today is the day on which the warehouse was made."""
    with time_machine.travel(MADE_AT):
        yield


@pytest.fixture
def older(tmp_path: Path) -> Path:
    with tarfile.open(KEPT / "warehouse.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "warehouse"


@pytest.fixture
def engine(older: Path) -> Engine:
    """The API that the warehouse was read from, which knows what was paid for."""
    engine = engine_of(data=older.with_name("jobs.jsonl"))
    engine.accounts[DEFAULT_KEY].charge(json.loads((KEPT / "paid.json").read_text()))
    return engine


def read_on(folder: Path, engine: Engine) -> Run:
    warehouse, run = Warehouse(folder), Run("backfill", transport=transport(engine))
    with warehouse.held(), RateLimiter.at(warehouse.rate, 10**6) as rate_limiter:
        backfill(
            session_of(warehouse, quick(page_size=20), run, BackfillRange(since=SINCE)), rate_limiter, probes=False
        )
    return run


def verdicts(folder: Path) -> dict[str, str]:
    return {f"{one.facts.since}/{one.facts.until}": one.verdict for one in verify(Warehouse(folder), "default").windows}


def as_kept() -> dict[str, str]:
    """The verdicts of the version that wrote it, which called verified sealed."""
    found: dict[str, str] = json.loads((KEPT / "verdicts.json").read_text())
    return {window: "verified" if verdict == "sealed" else verdict for window, verdict in found.items()}


def days(folder: Path) -> list[tuple[str, str, str]]:
    """What `status` says of the days that were ever asked for."""
    ledger = read_status(Warehouse(folder), quick())
    (asked,) = ledger.asked
    return [(str(one.since), str(one.until), one.state) for one in ledger.incomplete if one.since >= asked.since]


def test_before_any_run_status_and_verify_read_it_right(older: Path) -> None:
    before = older.joinpath("jobs.duckdb").read_bytes()
    assert days(older) == [("2026-03-01", "2026-04-01", "open"), ("2026-05-31", "2026-06-01", "short")]
    ledger = read_status(Warehouse(older), quick())
    assert [str(one.since) for one in ledger.open_windows] == [SINCE]  # and not the one that was split
    assert older.joinpath("jobs.duckdb").read_bytes() == before
    assert verdicts(older) == as_kept()


@pytest.mark.long
def test_a_build_migrates_it_and_the_marts_agree(older: Path) -> None:
    jobs = len(stored(older))
    transform(Warehouse(older))
    assert query(older, "select sum(version_count) from marts.fct_job_postings") == [(jobs,)]
    assert_migrated(older)
    assert days(older) == [("2026-03-01", "2026-04-01", "open"), ("2026-05-31", "2026-06-01", "short")]


@pytest.mark.long
def test_marts_of_an_earlier_version_are_not_current_and_the_report_asks_for_a_build(older: Path) -> None:
    transform(Warehouse(older))
    assert read_status(Warehouse(older), quick()).marts == "current"
    with duckdb.connect(older / "jobs.duckdb") as db:  # as it was before verdicts had reasons
        db.execute("create table ops.kept as select * exclude (reason) from ops.coverage_daily")
        db.execute("drop view ops.coverage_daily")
        db.execute("alter table ops.kept rename to coverage_daily")
    assert read_status(Warehouse(older), quick()).marts == "behind"
    with pytest.raises(UsageError, match="built by an earlier version of jobhouse; bring them up to date"):
        report(Warehouse(older), date(2026, 11, 26))


def test_a_backfill_goes_on_and_pays_nothing_twice(older: Path, engine: Engine) -> None:
    paid, before = engine.accounts[DEFAULT_KEY].charged, set(stored(older))
    lines = older.with_name("jobs.jsonl").read_text().splitlines()
    run = read_on(older, engine)
    assert run.events.notes == []
    found = stored(older)
    assert len(found) == len(set(found))
    assert set(found) > before
    withheld = [job for job in map(json.loads, lines) if version_id_of(job) not in set(found)]
    assert [job["Post Date"][:7] for job in withheld] == ["2026-07"]  # an API that announced it never delivered it
    assert engine.accounts[DEFAULT_KEY].charged == len(lines) - len(withheld) > paid
    assert_migrated(older)
    assert verdicts(older) == as_kept() | {"2026-03-01/2026-04-01": "verified"}


def assert_migrated(folder: Path) -> None:
    ((split,),) = query(folder, "select since::text from sentrion.windows where status = 'split'")
    capped = query(folder, "select since::text from sentrion.windows where is_total_capped")
    refreshed = query(folder, "select since::text from sentrion.windows where refreshed_at > started_at order by since")
    unknown = query(folder, "select count(*) from sentrion.windows where is_total_capped is null")
    assert (split, capped, unknown) == (SPLIT_SINCE, [("2026-05-31",)], [(0,)])
    assert refreshed == [("2026-10-01",), ("2026-10-02",)]
