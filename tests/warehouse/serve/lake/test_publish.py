"""A lake in a folder: files are added once, whole or not at all, and follow what is deleted."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pytest
from filelock import FileLock

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake import address
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import INVENTORY, MARK, snapshot_name
from jobhouse.warehouse.serve.lake.publish import LakePublication, publish_lake
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.serve.lake.views import VIEWS
from tests.support import raw_tables
from tests.support.lakes import files_of, loaded, rows_of_lake, rows_of_warehouse
from tests.support.markdown import reference
from tests.support.paths import ROOT
from tests.support.small_marts import command, jobhouse

OF_OTHERS = "select count(*) from read_parquet('LAKE/TABLE/**/*.parquet')"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return loaded(tmp_path / "w")


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


def publish(warehouse: Warehouse, lake: Path, *, marts: bool = False) -> LakePublication:
    return publish_lake(warehouse, LakeAddress.of(str(lake)), marts=marts)


def change(warehouse: Warehouse, *statements: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        for statement in statements:
            db.execute(statement)


def test_a_reader_of_the_lake_gets_the_rows_of_the_warehouse(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    rows = rows_of_lake(lake)
    assert rows == rows_of_warehouse(warehouse.folder)
    assert len(rows) > 200


def test_pandas_reads_the_same_as_the_documents_say(
    warehouse: Warehouse, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(warehouse, lake)
    monkeypatch.chdir(lake.parent)
    names: dict[str, Any] = {}
    exec(next(block.text for block in reference("lake").blocks if block.language == "python"), names)
    versions = names["versions"]
    chosen = versions.sort_values("version_id")[["version_id", "job_title", "row_digest"]]
    expected = [(row[0], row[1], row[6]) for row in rows_of_warehouse(warehouse.folder)]
    assert list(chosen.itertuples(index=False, name=None)) == expected


def test_each_load_and_month_has_one_file_of_its_own_rows(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    for file in sorted((lake / "job_versions").glob("*/*.parquet")):
        rows = ds.dataset(file).to_table(columns=["_dlt_load_id", "post_date"]).to_pylist()
        month = file.parent.name.removeprefix("month=")
        assert {row["_dlt_load_id"] for row in rows} == {file.stem}
        assert {row["post_date"][:7] if month != "unknown" else "soon" for row in rows} == {
            month if month != "unknown" else "soon"
        }


def test_publishing_with_nothing_new_writes_nothing(warehouse: Warehouse, lake: Path) -> None:
    first = publish(warehouse, lake)
    before = files_of(lake)
    again = publish(warehouse, lake)
    assert (again.written, again.removed) == ([], [])
    assert again.held
    assert {file.name for file in again.held} == {file.name for file in first.held} == before.keys() - {INVENTORY}
    assert files_of(lake) == before


def test_a_further_load_adds_files_and_rewrites_none_of_the_loads_before(tmp_path: Path, lake: Path) -> None:
    warehouse = loaded(tmp_path / "w", loads=1)
    publish(warehouse, lake)
    before = {name: held for name, held in files_of(lake).items() if "month=" in name}
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    publish(warehouse, lake)
    after = files_of(lake)
    assert {name: after[name] for name in before} == before
    assert {Path(name).stem for name in after.keys() - before.keys()} == {"1", "current", "files", "views"}
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_load_records_are_written_after_the_files_that_they_count(
    warehouse: Warehouse, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(warehouse, lake)
    change(
        warehouse,
        "insert into sentrion._dlt_loads select * replace ('9' as load_id) from sentrion._dlt_loads limit 1",
        "insert into sentrion.windows by name select 'a' as window_id, 'reading' as status",
    )
    batches: list[set[str]] = []
    put = FolderStore.put

    def noted(store: FolderStore, files: Sequence[tuple[Path, str]]) -> None:
        batches.append({name for _, name in files})
        put(store, files)

    monkeypatch.setattr(FolderStore, "put", noted)
    publish(warehouse, lake)
    records = snapshot_name("_dlt_loads")
    assert records in set().union(*batches)
    assert all(batch == {records} for batch in batches if records in batch)


def test_rows_of_an_unfinished_load_wait_for_its_end(warehouse: Warehouse, lake: Path) -> None:
    change(warehouse, "delete from sentrion._dlt_loads where load_id = '2'")
    publish(warehouse, lake)
    assert not list(lake.rglob("2.parquet"))
    change(warehouse, "insert into sentrion._dlt_loads by name select '2' as load_id, 0 as status")
    publish(warehouse, lake)
    assert list(lake.rglob("2.parquet"))
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_a_deleted_advert_is_gone_from_the_files_of_the_lake(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    before = files_of(lake)
    change(
        warehouse,
        "delete from sentrion.job_versions where job_title = 'Cook 1'",
        "delete from sentrion.job_versions where post_date = 'soon'",
    )
    published = publish(warehouse, lake)
    assert [file.name for file in published.written if "job_versions" in file.name] == [
        "job_versions/month=2026-01/0.parquet"
    ]
    assert published.removed == ["job_versions/month=unknown/0.parquet"]
    titles = [title for (title,) in rows_of_lake(lake, "select job_title from 'LAKE/job_versions/*/*.parquet'")]
    assert "Cook 1" not in titles
    assert "Cook 99" not in titles
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)
    same = {name for name, held in files_of(lake).items() if before.get(name) == held}
    assert len(same) == len(before) - 3  # that file, the one that is gone, and the inventory


def test_adverts_that_a_repair_removed_and_read_again_are_there_once(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    change(warehouse, "delete from sentrion.job_versions where job_title like 'Cook %'")
    raw_tables.load(warehouse, [raw_tables.advert(number) for number in range(1, 6)], 3)
    publish(warehouse, lake)
    cooks = rows_of_lake(lake, "select count(*) from 'LAKE/job_versions/*/*.parquet' where job_title like 'Cook %'")
    assert cooks == [(5,)]
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_rows_that_a_killed_load_stored_twice_are_published_once(warehouse: Warehouse, lake: Path) -> None:
    expected = rows_of_warehouse(warehouse.folder)
    change(warehouse, "insert into sentrion.job_versions from sentrion.job_versions where _dlt_load_id = '1'")
    warehouse.load_in_progress.touch()
    publish(warehouse, lake)
    assert rows_of_lake(lake) == expected
    before = files_of(lake)
    change(
        warehouse,
        "delete from sentrion.job_versions where rowid in (select max(rowid) from sentrion.job_versions "
        "group by version_id having count(*) > 1)",
    )
    warehouse.end_load()
    publish(warehouse, lake)
    assert files_of(lake) == before


def test_small_tables_are_as_they_are_now(warehouse: Warehouse, lake: Path) -> None:
    change(warehouse, "insert into sentrion.windows by name select 'a' as window_id, 'reading' as status")
    publish(warehouse, lake)
    change(warehouse, "update sentrion.windows set status = 'complete'")
    published = publish(warehouse, lake)
    assert [file.name for file in published.written] == ["windows/current.parquet"]
    assert rows_of_lake(lake, "select window_id, status from 'LAKE/windows/*.parquet'") == [("a", "complete")]


def with_mart(warehouse: Warehouse) -> None:
    change(
        warehouse,
        "create schema marts",
        "create view marts.jobs as select version_id, job_title, {'a': 1} as place, [1, 2] as numbers, "
        "'{\"a\": 1}'::json as extra, sum(1) over () as huge from sentrion.job_versions",
    )


def test_marts_come_once_they_were_asked_for_and_then_stay_up_to_date(warehouse: Warehouse, lake: Path) -> None:
    with_mart(warehouse)
    publish(warehouse, lake)
    assert not (lake / "marts").exists()
    publish(warehouse, lake, marts=True)
    counted = "select count(*), max(huge) = count(*), max(extra) from 'LAKE/marts/jobs/*.parquet'"
    held = len(rows_of_warehouse(warehouse.folder))
    assert rows_of_lake(lake, counted) == [(held, True, '{"a": 1}')]
    change(warehouse, "delete from sentrion.job_versions where job_title = 'Cook 1'")
    publish(warehouse, lake)
    assert rows_of_lake(lake, counted) == [(held - 1, True, '{"a": 1}')]


def test_the_users_own_tables_stay_out_of_the_lake(warehouse: Warehouse, lake: Path) -> None:
    with_mart(warehouse)
    change(warehouse, "create schema my", "create table my.notes as select 'private' as note")
    publish(warehouse, lake, marts=True)
    assert (lake / "marts").exists()
    assert not (lake / "my").exists()


def test_a_mart_that_is_no_more_leaves_the_lake(warehouse: Warehouse, lake: Path) -> None:
    with_mart(warehouse)
    change(warehouse, "create view marts.others as select 1 as one")
    publish(warehouse, lake, marts=True)
    change(warehouse, "drop view marts.others")
    assert publish(warehouse, lake).removed == ["marts/others/current.parquet"]


def test_marts_of_a_publish_that_was_killed_stay_up_to_date(warehouse: Warehouse, lake: Path) -> None:
    """Killed once its marts were written, before the inventory that names them."""
    with_mart(warehouse)
    publish(warehouse, lake, marts=True)
    (lake / INVENTORY).unlink()
    (lake / MARK).touch()
    change(warehouse, "delete from sentrion.job_versions where job_title = 'Cook 1'")
    publish(warehouse, lake)
    of_cook = "select count(*) from 'LAKE/marts/jobs/*.parquet' where job_title = 'Cook 1'"
    assert rows_of_lake(lake, of_cook) == [(0,)]


def test_marts_that_are_not_built_are_said(warehouse: Warehouse, lake: Path) -> None:
    with pytest.raises(UsageError, match="no marts to publish yet; run jobhouse"):
        publish(warehouse, lake, marts=True)


@pytest.mark.parametrize("made", sorted(path.name for path in (ROOT / "tests" / "data").glob("warehouse_*")))
def test_warehouses_of_earlier_versions_are_published_with_the_present_columns(
    made: str, lake: Path, tmp_path: Path
) -> None:
    with tarfile.open(ROOT / "tests" / "data" / made / "warehouse.tar.xz") as archive:
        archive.extractall(tmp_path / "old", filter="data")
    database = next((tmp_path / "old").rglob("jobs.duckdb"))
    warehouse = Warehouse(database.parent)
    publish(warehouse, lake)
    [(count,)] = (
        duckdb.connect(str(database), read_only=True).execute("select count(*) from sentrion.job_versions").fetchall()
    )
    of_lake = "select count(*), count(distinct version_id), count(row_digest) >= 0 from 'LAKE/job_versions/*/*.parquet'"
    assert rows_of_lake(lake, of_lake) == [(count, count, True)]
    assert rows_of_lake(lake, "select count(*) >= 0 from 'LAKE/windows/*.parquet' where not is_total_capped")
    assert publish(warehouse, lake).written == []


def test_a_publish_that_was_killed_leaves_nothing_that_was_deleted_meanwhile(warehouse: Warehouse, lake: Path) -> None:
    """Killed after the files, before the inventory that names them."""
    publish(warehouse, lake)
    (lake / "README").write_text("put here by a person")
    (lake / INVENTORY).unlink()
    (lake / MARK).touch()
    change(warehouse, "delete from sentrion.job_versions where post_date = 'soon'")
    published = publish(warehouse, lake)
    assert published.removed == ["job_versions/month=unknown/0.parquet"]
    assert not (lake / MARK).exists()
    assert (lake / "README").exists()
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_a_file_that_is_not_as_the_inventory_says_is_rewritten_after_a_kill(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    cut = next((lake / "job_versions").glob("*/1.parquet"))
    cut.write_bytes(cut.read_bytes()[:-10])
    (lake / MARK).touch()
    publish(warehouse, lake)
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_a_lake_of_another_warehouse_is_refused_and_stays(warehouse: Warehouse, lake: Path, tmp_path: Path) -> None:
    publish(warehouse, lake)
    before = files_of(lake)
    other = loaded(tmp_path / "other", loads=1)
    with pytest.raises(UsageError, match=r"holds loads that the warehouse .* does not have \(2, such as 1\)"):
        publish(other, lake)
    assert files_of(lake) == before


def test_a_folder_of_other_things_is_refused_and_stays(warehouse: Warehouse, lake: Path) -> None:
    lake.mkdir()
    (lake / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"other things, such as letter\.txt"):
        publish(warehouse, lake)
    assert {path.name for path in lake.iterdir()} == {"letter.txt"}


def test_a_damaged_inventory_is_said(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    (lake / INVENTORY).write_bytes(b"no Parquet")
    with pytest.raises(UsageError, match=r"_lake/files\.parquet of the lake .* is damaged"):
        publish(warehouse, lake)


def test_another_publish_at_work_is_waited_for_by_nobody(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake)
    with FileLock(lake / ".publishing.lock"), pytest.raises(Stopped, match="Another jobhouse publish writes to"):
        publish(warehouse, lake)


def test_files_of_a_lake_are_as_open_as_the_user_makes_files(warehouse: Warehouse, lake: Path) -> None:
    before = os.umask(0o077)
    try:
        publish_lake(Warehouse(warehouse.folder, umask=0o022), LakeAddress.of(str(lake)))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in lake.rglob("*.parquet")}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in [lake, *lake.rglob("*")] if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})


def test_a_full_disk_is_one_sentence_and_the_next_run_completes(warehouse: Warehouse, lake: Path) -> None:
    """A limit on the size of files stands in for the full disk, as the writes fail in the same place."""
    small = 4 * 1024
    done = subprocess.run(
        command(warehouse, "publish", "--to", f"{lake}/"), capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (small, small)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert str(lake).encode() in done.stderr
    assert rows_of_lake(lake, "select count(*) from glob('LAKE/job_versions/*/*.parquet')") == [(0,)]
    publish(warehouse, lake)
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)


def test_targets_that_cannot_be_a_lake_are_one_sentence(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine")
    for arguments, said in {
        (f"{tmp_path}/file/",): "is a file, and a lake is a folder of many",
        (f"{tmp_path}/none/lake/",): "is not there; make it",
        ("ftp://host/lake",): "the scheme ftp:// is not known; a lake is a folder, s3://",
        ("s3:///lake",): "names no bucket",
        ("s3://AKIA:secret@bucket/lake",): "holds a user, a key or a query",
        ("s3://AKIA:secret@[bucket/lake",): "The s3:// URL of the lake is malformed",
        (f"{tmp_path}/x.parquet",): "name a folder, as in --to lake/",
        (f"{tmp_path}/x.duckdb", "--marts"): "--marts is for a lake",
        ("/proc/lake/",): "cannot be written" if Path("/proc").exists() else "is not there",
    }.items():
        done = jobhouse(warehouse, "publish", "--to", *arguments)
        complaint = done.stderr.decode()
        assert done.returncode == 2, complaint
        assert said in complaint
        assert len(complaint.strip().splitlines()) == 1
        assert "secret" not in complaint
    monkeypatch.setattr(address, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install '\.\[gs\]'"):
        LakeAddress.of("gs://bucket/lake")


def test_a_folder_may_have_an_odd_name_and_its_views_find_the_files(warehouse: Warehouse, tmp_path: Path) -> None:
    lake = tmp_path / "it's [1] * 100% ~ odd"
    publish(warehouse, lake)
    with duckdb.connect() as db:
        db.execute((lake / VIEWS).read_text())
        counted = db.execute("select count(*), max(typeof(extra)) from sentrion.job_versions").fetchall()
        assert db.execute("select count(*) from sentrion.requests").fetchall() == [(0,)]
    assert counted == [(len(rows_of_warehouse(warehouse.folder)), "JSON")]


def test_a_command_says_what_the_lake_got(warehouse: Warehouse, lake: Path) -> None:
    lake.mkdir()
    done = jobhouse(warehouse, "publish", "--to", str(lake))
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode()
    assert f": {lake}" in said
    assert "job_versions" in said
    assert "3 of 3 loads are in the lake" in done.stderr.decode()
    assert f"nothing new for the lake {lake}" in jobhouse(warehouse, "publish", "--to", str(lake)).stdout.decode()


def test_an_empty_warehouse_has_nothing_to_publish(lake: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        publish(Warehouse(tmp_path / "none"), lake)
    assert not lake.exists()
