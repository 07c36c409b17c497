"""A warehouse over a lake: the marts of the lake's rows, a mark that commands heed, and nothing made without a lake."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.errors import DataCheckFailed, UsageError
from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import analyst, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import MARK, over_lake_of
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.contents import GROWING
from jobhouse.warehouse.serve.lake.facts import facts_of
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from jobhouse.warehouse.spill import IN_WAREHOUSE
from tests.chaos.every_write import marts_of
from tests.support import raw_tables
from tests.support.commands import run
from tests.support.lakes import files_of

LOADING = (
    ["backfill", "--yes"],
    ["nightly", "--yes"],
    ["plan"],
    ["probe"],
    ["demo"],
    ["verify", "--ask", "--yes"],
    ["verify", "--repair", "--yes"],
)


def jobhouse(folder: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return run("--warehouse", str(folder), *arguments, **options)


def refused(done: subprocess.CompletedProcess[str], *said: str) -> bool:
    """Whether it ended with code 2 and one sentence that says this."""
    lines = done.stderr.strip().splitlines()
    return done.returncode == 2 and len(lines) == 1 and all(words in lines[0] for words in said)


def more(place: Path, number: int) -> None:
    """Load more into the warehouse, build it and publish it."""
    warehouse = Warehouse(place / "w")
    raw_tables.load(warehouse, raw_tables.loads()[number], number)
    publish_lake(warehouse, LakeAddress.of(str(place / "lake")))


@pytest.mark.long
def test_the_marts_are_those_of_the_warehouse_at_first_and_after_each_load(place: Path) -> None:
    warehouse, over = Warehouse(place / "w"), Warehouse(place / "over")
    transform(warehouse)
    assert marts_of(over.folder) == marts_of(warehouse.folder)
    for number in (1, 2):  # the second by the statements that the first recorded
        more(place, number)
        transform(warehouse)
        built = transform_over_lake(over, LakeAddress.of(str(place / "lake")))
        assert built.models
        assert marts_of(over.folder) == marts_of(warehouse.folder)
    again = transform_over_lake(over, LakeAddress.of(str(place / "lake")))
    assert again.models == 0


def test_the_folder_keeps_no_adverts_but_in_marts(over_lake: Path) -> None:
    with duckdb.connect(str(over_lake / "over" / "jobs.duckdb"), read_only=True) as db:
        tables = {
            name
            for (name,) in db.execute(
                "select table_name from duckdb_tables() where schema_name = 'sentrion'"
            ).fetchall()
        }
    assert tables.isdisjoint(INSERT_ONLY_KEYS)
    assert {table.name for table in GROWING} == set(INSERT_ONLY_KEYS)


@pytest.mark.parametrize("arguments", LOADING, ids=" ".join)
def test_what_loads_asks_or_repairs_refuses_the_folder_before_anything_is_sent(
    arguments: list[str], over_lake: Path, tmp_path: Path
) -> None:
    # other tests read the shared folder meanwhile, each with a folder to spill into
    others = shutil.ignore_patterns(f"{IN_WAREHOUSE}*")
    over = Path(shutil.copytree(over_lake / "over", tmp_path / "over", ignore=others))
    before = (over / "jobs.duckdb").read_bytes()
    names = sorted(path.name for path in over.iterdir())
    done = jobhouse(over, *arguments)  # no key and no API: whatever goes further says so
    assert refused(done, "keeps no raw rows", str(over_lake / "lake"), "nothing can be loaded")
    assert (over / "jobs.duckdb").read_bytes() == before
    assert sorted(path.name for path in over.iterdir()) == names


@pytest.mark.long
def test_no_writer_opens_it_even_where_a_command_forgot_to_look(place: Path) -> None:
    with pytest.raises(UsageError, match="keeps no raw rows"), writer(Warehouse(place / "over")):
        pass


def test_the_usual_gateway_and_publishing_into_a_lake_are_refused(over_lake: Path, tmp_path: Path) -> None:
    over = over_lake / "over"
    assert refused(jobhouse(over, "transform"), "transform --gateway lake")
    with pytest.raises(UsageError, match="transform --gateway lake"):
        transform(Warehouse(over))
    assert refused(jobhouse(over, "publish", "--to", f"{tmp_path}/other/"), "no raw rows to publish")
    assert not (tmp_path / "other").exists()
    assert refused(jobhouse(over, "transform", "--lake", "x"), "--lake is for --gateway lake")


@pytest.mark.parametrize("command", ["status", "verify"])
def test_status_and_verify_say_what_it_is_and_where_its_rows_are(command: str, over_lake: Path) -> None:
    over = over_lake / "over"
    done = jobhouse(over, command)
    facts = json.loads(jobhouse(over, command, "--json").stdout)
    with duckdb.connect(str(over_lake / "w" / "jobs.duckdb"), read_only=True) as db:
        (versions,) = db.execute("select count(*) from sentrion.job_versions").fetchall()[0]
    assert done.returncode == 0, done.stderr
    assert str(over_lake / "lake") in done.stdout
    assert f"{versions:,} versions" in done.stdout
    assert "made up by jobhouse demo" in done.stdout
    assert (facts["lake"], facts["versions"], facts["is_demo"]) == (str(over_lake / "lake"), versions, True)
    assert (facts["marts"], facts["problem"], facts["next"]) == ("current", None, None)
    assert facts["postings"] >= facts["openings"] > 0
    assert facts["built_at"]


@pytest.mark.long
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_verify_and_status_name_a_file_of_the_lake_that_is_not_whole(damage: str, place: Path) -> None:
    over = place / "over"
    whole = jobhouse(over, "verify")
    assert whole.returncode == 0
    assert "files of the lake are there, each in its size" in whole.stdout
    file = next(iter(sorted((place / "lake" / "job_versions").glob("*/*.parquet"))))
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-1])
    done = jobhouse(over, "verify")
    assert done.returncode == 5
    assert file.name in "".join(done.stdout.split())
    assert len(done.stderr.strip().splitlines()) == 1
    assert "1 file of" in " ".join(jobhouse(over, "status").stdout.split())


@pytest.mark.long
def test_verify_fails_where_the_lake_is_gone(place: Path) -> None:
    (place / "lake").rename(place / "elsewhere")
    done = jobhouse(place / "over", "verify")
    assert done.returncode == 5
    assert "is not there any more" in " ".join(done.stdout.split())


def test_status_says_that_the_lake_holds_more(place: Path) -> None:
    more(place, 1)
    facts = facts_of(Warehouse(place / "over"))
    assert facts is not None
    assert facts.marts == "behind"


def test_sql_reads_all_marts_and_the_lake_and_nothing_else(over_lake: Path, tmp_path: Path) -> None:
    over = over_lake / "over"
    query = tmp_path / "query.sql"
    query.write_text("select count(*) as n from postings join job_descriptions using (job_id)")
    counted = json.loads(jobhouse(over, "sql", "-f", str(query), "--format", "json").stdout)
    assert counted[0]["n"] > 0
    prompt = jobhouse(over, "sql", given=b".columns postings\n")
    assert prompt.returncode in (0, 2)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with analyst(Warehouse(over)) as db:
        views = db.execute(f"select length(content) from read_text('{over_lake}/lake/_lake/views.sql')").fetchall()
        assert views[0][0] > 0
        for path in (tmp_path / "secret.csv", over_lake / "w" / "jobs.duckdb", f"{over_lake}/lake/../w/jobs.duckdb"):
            with pytest.raises(duckdb.PermissionException):
                db.execute(f"from read_blob('{path}')")


@pytest.mark.parametrize(
    "attack",
    [
        "copy (select 1) to '{lake}/x.csv'",
        "explain analyze copy (select 1) to '{lake}/x.csv'",
        "prepare p as copy (select 1) to '{lake}/x.csv'; execute p",
        "export database '{lake}/x'",
        "attach '{lake}/x.duckdb'",
        "call enable_logging(storage = 'file', storage_path = '{lake}/'); select 1",
        "from query('from enable_log' || 'ging(storage = ''file'', storage_path = ''{lake}/'')'); select 1",
        "select 1; copy (select 1) to '{lake}/job_versions/x.parquet'",
    ],
)
@pytest.mark.parametrize("form", ["table", "csv"])
def test_sql_writes_nothing_into_the_lake(attack: str, form: str, over_lake: Path) -> None:
    before = files_of(over_lake / "lake")
    done = jobhouse(over_lake / "over", "sql", attack.format(lake=over_lake / "lake"), "--format", form)
    assert done.returncode == 2
    assert "jobhouse sql only reads" in done.stderr
    assert files_of(over_lake / "lake") == before


@pytest.mark.long
def test_report_copy_and_folder_hold_all_marts(place: Path) -> None:
    over = Warehouse(place / "over")
    done = [jobhouse(over.folder, *each) for each in (["report"], ["publish"], ["publish", "--format", "parquet"])]
    assert [one.returncode for one in done] == [0, 0, 0], done
    assert "made up" in (over.folder / "report.html").read_text()
    with duckdb.connect(str(over.published), read_only=True) as db:
        (texts,) = db.execute("select count(*) from marts.job_descriptions").fetchall()[0]
        (there,) = db.execute("select count(*) from marts.postings").fetchall()[0]
    assert texts == there > 0
    assert (over.published.parent / "parquet" / "marts" / "postings.parquet").exists()


@pytest.mark.long
def test_a_lake_that_is_gone_is_said_and_its_new_place_is_taken(place: Path) -> None:
    over = Warehouse(place / "over")
    before = marts_of(over.folder)
    (place / "lake").rename(place / "moved")
    for arguments in (["sql", "from postings"], ["publish"], ["transform", "--gateway", "lake"]):
        assert refused(jobhouse(over.folder, *arguments), "is not there any more", "--lake URL")
    facts = facts_of(over)
    assert facts is not None
    assert facts.postings
    assert facts.problem
    assert "is not there any more" in facts.problem
    assert jobhouse(over.folder, "sql", "from fct_job_postings").returncode == 0
    done = jobhouse(over.folder, "transform", "--gateway", "lake", "--lake", str(place / "moved"))
    assert "no model was built" in done.stdout, done.stderr
    assert marts_of(over.folder) == before
    found = over_lake_of(over)
    assert found is not None
    assert found.url == str(place / "moved")


@pytest.mark.parametrize("kind", ["nothing", "an empty folder", "other things", "no folder above"])
def test_without_a_lake_nothing_is_made(kind: str, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    if kind in ("an empty folder", "other things"):
        lake.mkdir()
    if kind == "other things":
        (lake / "letter.txt").touch()
    if kind == "no folder above":
        lake = lake / "deeper" / "lake"
    before = sorted(tmp_path.rglob("*"))
    done = jobhouse(tmp_path / "over", "transform", "--gateway", "lake", "--lake", str(lake))
    assert refused(done, str(tmp_path / "lake"), "name a lake that jobhouse publish --to has written")
    assert "make it" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_the_setting_names_the_lake_and_none_is_asked_for(over_lake: Path, tmp_path: Path) -> None:
    assert refused(jobhouse(tmp_path / "over", "transform", "--gateway", "lake"), "--lake URL", "lake_url")
    settings = {"lake_url": str(tmp_path / "nowhere")}
    assert refused(jobhouse(tmp_path / "over", "transform", "--gateway", "lake", settings=settings), "nowhere")


@pytest.mark.parametrize("kind", ["raw rows", "rows that wait to be loaded"])
def test_a_warehouse_with_rows_of_its_own_refuses_a_lake(kind: str, over_lake: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    if kind == "raw rows":
        shutil.copytree(over_lake / "w", warehouse.folder)
    else:
        warehouse.working.mkdir(parents=True)
    before = files_of(tmp_path)
    done = jobhouse(warehouse.folder, "transform", "--gateway", "lake", "--lake", str(over_lake / "lake"))
    assert refused(done, "raw rows of its own", "--warehouse")
    assert files_of(tmp_path) == before


@pytest.mark.long
def test_a_build_that_fails_leaves_a_folder_that_says_what_it_is(
    over_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jobhouse.warehouse.build import all_models

    def failing(*_: object) -> None:
        raise all_models._MODELS.failed("an audit")

    over = Warehouse(tmp_path / "over")
    address = LakeAddress.of(str(over_lake / "lake"))
    with monkeypatch.context() as patched:
        patched.setattr(all_models, "build_models", failing)
        with pytest.raises(DataCheckFailed, match="an audit"):
            transform_over_lake(over, address)
    facts = facts_of(over)
    assert facts is not None
    assert facts.marts == "none"
    assert refused(jobhouse(over.folder, "sql", "from fct_job_postings"), "no marts yet", "transform --gateway lake (")
    transform_over_lake(over, address)
    assert marts_of(over.folder) == marts_of(over_lake / "over")


def test_the_mark_is_lost_with_the_marts_alone(over_lake: Path, tmp_path: Path) -> None:
    """The file alone, as somebody would copy it."""
    copy = Warehouse(tmp_path / "copy")
    copy.folder.mkdir()
    shutil.copy(over_lake / "over" / "jobs.duckdb", copy.database)
    found = over_lake_of(copy)
    assert found is not None
    assert found.url == str(over_lake / "lake")
    with duckdb.connect(str(copy.database)) as db:
        db.execute(f"drop table {MARK}")
    assert over_lake_of(copy) is None
