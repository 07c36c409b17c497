"""Adverts that were deleted on request stay away, whatever reads them again, and are not missed by `verify`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pendulum
import pytest

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse import rewriting
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import pipeline as loading
from jobhouse.warehouse.runs.delete import SelectedVersion, delete_versions, select_versions, unrecognised
from jobhouse.warehouse.verify.verify import verify
from tests.support.commands import run as run_command
from tests.support.history import Job, backfill, job, nightly, query, stored, write
from tests.support.in_process import engine_of, transport
from tests.support.shared_warehouses import made_once
from tests.support.terminals import at_terminal

pytestmark = pytest.mark.usefixtures("no_build")

TODAY = pendulum.now("UTC").date()
SINCE = TODAY.subtract(days=20)
WANTED = BackfillRange(since=SINCE.isoformat())
JOBS = [job(number, TODAY.subtract(days=1 + number % 18).isoformat()) for number in range(60)]
PAGE = "https://board.example/all-openings"
"""An address that shows several adverts."""
SHARED = [{**one, "Job URL": PAGE} for one in JOBS[50:]]
GONE, SHARED_GONE = JOBS[7], SHARED[3]
EDITED = {**GONE, "Job Description": "Another text."}
SHARED_EDITED = {**SHARED_GONE, "Job Description": "Another text."}
NEW_ON_PAGE = {**SHARED[0], "Job Title": "New on the page"}
ALL = JOBS[:50] + SHARED


def api(jobs: list[Job], folder: Path) -> Engine:
    return engine_of(data=write(jobs, folder / "jobs.jsonl"))


def read_again(jobs: list[Job], folder: Path, tmp_path: Path) -> Run:
    """One night that reads all days again, from an API that has these jobs now."""
    run = Run("nightly", transport=transport(api(jobs, tmp_path)))
    nightly("http://127.0.0.1", folder, run, lookback=20)
    return run


@pytest.fixture(scope="module")
def built(empty_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "before_deletions", lambda folder: _build(empty_warehouse, folder)) / "w"


def _build(empty_warehouse: Path, folder: Path) -> None:
    shutil.copytree(empty_warehouse, folder / "w")  # a build of its models takes half as long as a first one
    backfill("http://127.0.0.1", folder / "w", Run("backfill", transport=transport(api(ALL, folder))), wanted=WANTED)
    transform(Warehouse(folder / "w"))


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "w"))


def delete(folder: Path, *ids: str, openings: bool = False) -> list[SelectedVersion]:
    warehouse = Warehouse(folder)
    selected = select_versions(warehouse, ids, openings=openings)
    delete_versions(warehouse, selected)
    return selected


def change_view(folder: Path, change: Callable[[str], str]) -> None:
    """Have the mart of postings show something else."""
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        [(view,)] = db.execute("select sql from duckdb_views() where view_name = 'fct_job_postings'").fetchall()
        db.execute(change(view.rstrip(";")).replace("CREATE VIEW", "create or replace view"))


def posting_of(folder: Path, one: Job) -> str:
    [(job_id,)] = query(folder, f"from marts.fct_job_postings select job_id where version_id = '{version_id_of(one)}'")
    return str(job_id)


def hits(folder: Path) -> set[str]:
    return {version_id for (version_id,) in query(folder, "select version_id from sentrion.search_hits")}


def verdicts(folder: Path) -> set[str]:
    return {judged.verdict for judged in verify(Warehouse(folder), "default").windows}


@pytest.mark.slow
def test_a_deleted_posting_stays_away_with_its_later_versions(folder: Path, tmp_path: Path) -> None:
    delete(folder, posting_of(folder, GONE))
    assert version_id_of(GONE) not in {*stored(folder), *hits(folder)}
    run = read_again([EDITED if one is GONE else one for one in ALL] + [GONE], folder, tmp_path)
    assert run.counters.rows_delivered > len(ALL)
    here = {version_id_of(one) for one in ALL if one is not GONE}
    assert set(stored(folder)) == hits(folder) == here
    assert query(folder, "select version_id, has_been_stored from sentrion.deletions order by has_been_stored") == [
        (version_id_of(EDITED), False),
        (version_id_of(GONE), True),
    ]


@pytest.mark.slow
def test_of_an_address_with_several_adverts_the_deleted_one_stays_away(folder: Path, tmp_path: Path) -> None:
    delete(folder, posting_of(folder, SHARED_GONE))
    read_again([*ALL, SHARED_EDITED, NEW_ON_PAGE], folder, tmp_path)
    here = {version_id_of(one) for one in [*ALL, NEW_ON_PAGE] if one is not SHARED_GONE}
    assert set(stored(folder)) == hits(folder) == here


@pytest.mark.slow
def test_a_version_alone_is_deleted_and_a_later_one_is_stored(folder: Path, tmp_path: Path) -> None:
    delete(folder, version_id_of(GONE))
    read_again([*ALL, EDITED], folder, tmp_path)
    assert set(stored(folder)) == {version_id_of(one) for one in [*ALL, EDITED] if one is not GONE}


@pytest.mark.slow
def test_what_was_deleted_is_not_missed(folder: Path) -> None:
    delete(folder, posting_of(folder, GONE))
    judged = [one for one in verify(Warehouse(folder), "default").windows if one.facts.deleted]
    assert [(one.verdict, one.facts.deleted) for one in judged] == [("verified", 1)]
    assert judged[0].reason.endswith("are stored, but for 1 deleted on request")
    assert verdicts(folder) == {"verified"}
    [(reasons,)] = query(folder, "select count(*) from sentrion.window_verdicts where reason like '%on request'")
    assert reasons == 1  # without a further verify


@pytest.mark.slow
def test_what_was_deleted_by_hand_before_is_missed_until_it_is_named(folder: Path, tmp_path: Path) -> None:
    gone = version_id_of(GONE)
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        for table in ("job_versions", "search_hits"):
            db.execute(f"delete from sentrion.{table} where version_id = ?", [gone])
    assert verdicts(folder) == {"short"}
    [selected] = delete(folder, gone)
    assert not selected.is_stored
    assert verdicts(folder) == {"verified"}
    read_again(ALL, folder, tmp_path)
    assert gone not in stored(folder)


@pytest.mark.slow
def test_a_batch_that_waits_to_be_loaded_brings_nothing_back(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    edited = [EDITED if one is GONE else one for one in ALL]
    with monkeypatch.context() as patched:
        patched.setattr(loading, "normalize_and_load", killed)
        with pytest.raises(KeyboardInterrupt):
            read_again(edited, folder, tmp_path)
    assert list((folder / "dlt").glob("*/normalize/*/*/*"))
    delete(folder, posting_of(folder, GONE))
    read_again(ALL, folder, tmp_path)
    assert not {version_id_of(GONE), version_id_of(EDITED)} & {*stored(folder), *hits(folder)}


@pytest.mark.slow
def test_versions_loaded_since_the_last_build_go_too(folder: Path, tmp_path: Path) -> None:
    read_again([*ALL, EDITED], folder, tmp_path)
    delete(folder, posting_of(folder, GONE))
    assert not {version_id_of(GONE), version_id_of(EDITED)} & {*stored(folder), *hits(folder)}


@pytest.mark.long
@pytest.mark.slow
def test_the_next_build_makes_all_models_anew_and_leaves_no_free_block(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse, job_id = Warehouse(folder), posting_of(folder, GONE)
    delete(folder, job_id)
    assert transform(warehouse).models > 30
    assert "adverts were deleted on request since the last build" in capsys.readouterr().err
    assert job_id not in {found for (found,) in query(folder, "select job_id from marts.fct_job_postings")}
    assert query(folder, "select free_blocks from pragma_database_size()") == [(0,)]
    assert transform(warehouse).models == 0
    assert capsys.readouterr().err == ""


@pytest.mark.long
@pytest.mark.slow
def test_tables_of_others_hinder_no_rewrite(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table comes before the one that it refers to by the alphabet, and one has a column that is generated."""
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema team; create table team.t (id integer primary key, description varchar)")
        db.execute("create table team.child (id integer references team.t (id), twice integer as (id * 2))")
        db.execute("insert into team.t values (5, 'five'); insert into team.child values (5)")
    delete(folder, posting_of(folder, GONE))
    transform(warehouse)
    assert "may hold what was deleted" not in capsys.readouterr().err
    assert not warehouse.rewrite_due.exists()
    assert query(folder, "select free_blocks from pragma_database_size()") == [(0,)]
    assert query(folder, "select * from team.t inner join team.child using (id)") == [(5, "five", 10)]


@pytest.mark.long
@pytest.mark.slow
def test_the_file_is_rewritten_by_a_later_build_where_the_next_could_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = Warehouse(folder)
    delete(folder, posting_of(folder, GONE))
    with monkeypatch.context() as patched:
        patched.setattr(rewriting, "_rewrite", lambda *_: "There is no room to write it")
        transform(warehouse)
    assert "may hold what was deleted until a later build rewrites it" in capsys.readouterr().err
    assert warehouse.rewrite_due.exists()
    assert transform(warehouse).models == 0
    assert not warehouse.rewrite_due.exists()
    assert query(folder, "select free_blocks from pragma_database_size()") == [(0,)]


@pytest.mark.slow
def test_the_posting_of_a_version_that_is_gone_already_is_deleted_for_good(folder: Path, tmp_path: Path) -> None:
    job_id = posting_of(folder, GONE)
    delete(folder, version_id_of(GONE))
    delete(folder, job_id)
    delete(folder, job_id)
    assert unrecognised(Warehouse(folder), select_versions(Warehouse(folder), [job_id])) == 0
    read_again([*ALL, EDITED], folder, tmp_path)
    assert version_id_of(EDITED) not in stored(folder)


@pytest.mark.slow
def test_an_opening_is_deleted_with_its_postings_and_a_posting_alone(folder: Path) -> None:
    """An opening has the id of one of its postings."""
    several = "select job_id, min(job_id) over () as opening_id, * exclude (job_id, opening_id)"
    change_view(folder, lambda view: view.replace("SELECT *", several))
    [(opening, count)] = query(folder, "select opening_id, count(*) from marts.fct_job_postings group by all")
    assert count == len(ALL)
    assert len(delete(folder, str(opening))) == 1
    assert len(delete(folder, str(opening), openings=True)) == count
    assert stored(folder) == []


@pytest.mark.slow
def test_an_id_that_was_given_before_is_known_still_once_the_marts_are_without_it(folder: Path) -> None:
    job_id = posting_of(folder, GONE)
    delete(folder, job_id)
    change_view(folder, lambda view: f"{view} where false")  # as after a build
    assert [(one.version_id, one.is_stored) for one in delete(folder, job_id)] == [(version_id_of(GONE), False)]


@pytest.mark.slow
@pytest.mark.parametrize("unknown", ["abc", "0" * 32, "", "'); drop table x", "cut", "mistyped"])
def test_an_unknown_id_deletes_nothing(unknown: str, folder: Path) -> None:
    there = version_id_of(JOBS[8])
    unknown = {"cut": there[:16], "mistyped": there[:-1] + ("1" if there[-1] == "0" else "0")}.get(unknown, unknown)
    with pytest.raises(UsageError, match="so nothing was deleted; find the id with"):
        delete(folder, version_id_of(GONE), unknown)
    assert version_id_of(GONE) in stored(folder)


@pytest.mark.long
@pytest.mark.slow
def test_the_command_asks_before_it_deletes(folder: Path) -> None:
    job_id = posting_of(folder, GONE)
    refused = run_command("--warehouse", str(folder), "delete", job_id)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        "Nothing was deleted: this would delete 1 job version of 1 advert: 'Job 7' of 'Firma'; allow it with --yes"
        in (refused.stderr)
    )
    for answer, code, said in (("n", 3, "Nothing was deleted"), ("y", 0, "Nothing stores them again")):
        with at_terminal("--warehouse", str(folder), "delete", job_id, columns=200) as terminal:
            terminal.until("Delete 1 job version")
            terminal.type(f"{answer}\n")
            assert said in terminal.to_the_end()
            assert terminal.process.returncode == code
        assert (version_id_of(GONE) in stored(folder)) == (answer == "n")
    status = run_command("--warehouse", str(folder), "status")
    assert "jobs were loaded or deleted since the marts were built" in status.stdout
    for command in ("report", "publish"):
        done = run_command("--warehouse", str(folder), command)
        assert done.returncode == 0
        assert "the marts hold adverts that were deleted since the last build" in done.stderr
    again = run_command("--warehouse", str(folder), "delete", job_id)
    assert (again.returncode, again.stderr) == (0, "")
    assert "Deleted: 0 job versions; gone already: 1" in again.stdout
