"""Rows that were changed after they were stored are noticed, and honest ones of every shape are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pendulum
import pytest

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.altered_rows import put_back, set_aside
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.locks import WarehouseLock
from jobhouse.warehouse.runs.delete import delete_versions, select_versions
from jobhouse.warehouse.runs.repair import RepairContext, altered_set_aside, reread_short
from jobhouse.warehouse.verify import contents
from jobhouse.warehouse.verify.contents import check_contents
from tests.support.history import Job, backfill, job, query, stored, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

SINCE = pendulum.now("UTC").date().subtract(months=2).start_of("month")
WANTED = BackfillRange(since=SINCE.isoformat(), until=SINCE.add(months=1).isoformat())
DAY = SINCE.add(days=7).isoformat()
PLAIN = [job(number, DAY) for number in range(60)]


def odd(number: int) -> Job:
    """A job in one of the shapes in which something is changed to fit."""
    made = job(1_000 + number, DAY)
    shapes: list[Job] = [
        {"Salary To": 200_000, "Salary From": 2**53 + 1},
        {"Salary To": 0.1 + 0.2, "Salary From": -0.0},
        {"Job Title": "nul \0 inside", "Skills": ["a\0b", "ü"]},
        {"Is Remote": "yes", "Skills": "a|b", "City": 5, "new": {"z": [1, 2.5, None]}},
        {"Skills": [], "Department Name": [None], "City": ""},
    ]
    made |= shapes[number % len(shapes)]
    if number % 3 == 0:
        made.pop("Logo URL")
        made.pop("Valid Through")
    return made


ODD = [odd(number) for number in range(30)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_of(data=write(PLAIN + ODD, tmp_path_factory.mktemp("data") / "jobs.jsonl"))


@pytest.fixture(scope="module")
def whole(served: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "w"
    backfill("http://127.0.0.1", folder, Run("backfill", transport=transport(served)), WANTED)
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "w"))


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        db.execute(sql)


def altered(folder: Path, *, deep: bool = True) -> set[str]:
    return {row.version_id for row in check_contents(Warehouse(folder), whole=deep).altered}


def test_honest_rows_of_every_shape_hold_what_was_delivered(whole: Path) -> None:
    found = check_contents(Warehouse(whole), whole=True)
    assert found.checked == len(PLAIN) + len(ODD)
    assert (found.altered, found.unknown) == ([], 0)


@pytest.mark.parametrize(
    "assignment",
    [
        "job_title = job_title || '.'",
        "job_description = null",
        "salary_to = coalesce(salary_to, 0) + 1",
        "is_remote = not coalesce(is_remote, false)",
        "extra = '{\"new\":1}'",
        "skills = '[\"x\"]'",
        "row_digest = row_digest + 1",
    ],
)
@pytest.mark.parametrize("which", ["Job 7", "nul � inside"])
def test_a_changed_row_is_noticed(assignment: str, which: str, copy: Path) -> None:
    ids = query(copy, f"select version_id from sentrion.job_versions where job_title = '{which}'")
    change(copy, f"update sentrion.job_versions set {assignment} where job_title = '{which}'")
    assert altered(copy) == {version_id for (version_id,) in ids} != set()


def test_a_sample_is_always_looked_at(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "SAMPLE", 40)
    change(copy, "update sentrion.job_versions set job_description = null")
    assert 20 <= len(altered(copy, deep=False)) <= 40
    assert len(altered(copy)) == len(PLAIN) + len(ODD)


def test_rows_without_a_digest_are_computed_anew_where_they_can_be(copy: Path) -> None:
    change(copy, "alter table sentrion.job_versions drop column row_digest")
    found = check_contents(Warehouse(copy), whole=True)
    assert found.altered == []
    assert 0 < found.unknown <= len(ODD) / 5  # those where a character was replaced
    change(copy, "update sentrion.job_versions set company_name = 'Other' where job_title in ('Job 7', 'Job 1000')")
    assert len(altered(copy)) == 2


def test_repair_deletes_altered_rows_and_reads_them_again(served: Engine, copy: Path) -> None:
    before = set(stored(copy))
    change(copy, "update sentrion.job_versions set job_title = 'Changed' where job_title in ('Job 7', 'Job 8')")
    warehouse, run = Warehouse(copy), Run("verify --repair", transport=transport(served))
    with warehouse.held() as lock, RateLimiter(10**6) as rate_limiter:
        repair = RepairContext.of(session_of(warehouse, quick(), run, lock=lock), rate_limiter)
        found = check_contents(warehouse, whole=True)
        with altered_set_aside(repair, found.altered) as removed:
            assert len(removed) == 2
            short = repair.verify(None, None)
            assert [judged.verdict for judged in short.windows] == ["short"]
            assert reread_short(repair, short, run)
    assert set(stored(copy)) == before
    assert altered(copy) == set()


class Died(BaseException):
    """In place of a kill: nothing is put back."""


@pytest.mark.parametrize("is_killed", [False, True])
def test_altered_rows_that_do_not_come_again_are_kept(
    is_killed: bool, served: Engine, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(stored(copy))
    change(copy, "update sentrion.job_versions set job_title = 'Changed' where job_title in ('Job 7', 'Job 8')")
    changed = set(altered(copy))
    warehouse, run = Warehouse(copy), Run("verify --repair", transport=transport(served))

    def repair_in_vain(lock: WarehouseLock, rate_limiter: RateLimiter) -> None:
        repair = RepairContext.of(session_of(warehouse, quick(), run, lock=lock), rate_limiter)
        with altered_set_aside(repair, check_contents(warehouse, whole=True).altered):
            assert set(stored(copy)) == before - changed
            if is_killed:
                monkeypatch.setattr("jobhouse.warehouse.runs.repair.put_back", lambda _db: None)
                raise Died
            raise Stopped("no requests left")

    with warehouse.held() as lock, RateLimiter(10**6) as rate_limiter, pytest.raises((Died, Stopped)):
        repair_in_vain(lock, rate_limiter)
    if is_killed:
        assert set(stored(copy)) == before - changed
        monkeypatch.undo()
        with warehouse.held() as lock:  # what any run does first
            session_of(warehouse, quick(), Run("backfill", transport=transport(served)), lock=lock)
    assert set(stored(copy)) == before
    assert set(altered(copy)) == changed
    assert query(copy, "select 1 from duckdb_tables() where table_name = 'altered_versions'") == []


def test_what_was_deleted_on_request_is_not_put_back(served: Engine, copy: Path) -> None:
    before = set(stored(copy))
    change(copy, "update sentrion.job_versions set job_title = 'Changed' where job_title in ('Job 7', 'Job 8')")
    one, other = sorted(altered(copy))
    with writer(Warehouse(copy)) as db:
        assert set(set_aside(db, [one, other], "default", "2000-01-01")) == {one, other}
    delete_versions(Warehouse(copy), select_versions(Warehouse(copy), [one]))
    with writer(Warehouse(copy)) as db:
        put_back(db)
    assert set(stored(copy)) == before - {one}
