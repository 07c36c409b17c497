"""`jobhouse publish --format parquet`: a folder with one file for each mart, whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.rewriting import SPARE_BYTES
from jobhouse.warehouse.serve.parquet_folder import publish_parquet
from jobhouse.warehouse.serve.room import size_of
from tests.support.small_marts import jobhouse, marts

FACTS = "marts/fct_job_postings.parquet"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return marts(tmp_path / "w")


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.parquet"))


def count(folder: Path) -> int:
    (found,) = duckdb.sql(f"select count(*) from read_parquet('{folder / FACTS}')").fetchall()
    return int(found[0])


def test_each_mart_is_a_file_with_its_rows(warehouse: Warehouse) -> None:
    published = publish_parquet(warehouse)
    assert published.file == warehouse.folder / "published" / "parquet"
    assert files(published.file) == [FACTS, "ops/coverage_daily.parquet"]
    assert [(table.name, table.rows) for table in published.tables] == [
        ("marts.fct_job_postings", 1_000), ("ops.coverage_daily", 1),
    ]  # fmt: skip
    query = "select sum(hash(t)) from {} as t"
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        there = db.execute(query.format("marts.fct_job_postings")).fetchall()
    assert duckdb.sql(query.format(f"'{published.file / FACTS}'")).fetchall() == there
    assert stat.S_IMODE((published.file / FACTS).stat().st_mode) & 0o222 == 0


def test_the_folder_is_replaced_as_a_whole(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = publish_parquet(warehouse, tmp_path / "tables").file
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("drop table ops.coverage_daily; create table ops.runs as select 1 as run_id")
    publish_parquet(warehouse, folder)
    assert files(folder) == [FACTS, "ops/runs.parquet"]
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []


@pytest.mark.parametrize("fails_at", ["a table", "the first rename", "the second rename"])
def test_where_it_fails_the_last_folder_is_as_it_was(
    fails_at: str, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish_parquet(warehouse, tmp_path / "tables").file
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create table marts.other as select 1 as n")
        if fails_at == "a table":
            db.execute("create view marts.unreadable as select * from marts.other; drop table marts.other")
    renames = 0

    def rename(source: Path, target: Path) -> None:
        nonlocal renames
        renames += 1
        if renames == {"the first rename": 1, "the second rename": 2}.get(fails_at):
            raise OSError(5, "Input/output error")
        os.rename(source, target)

    monkeypatch.setattr(os, "replace", rename)
    with pytest.raises(Exception, match=r"cannot be read|Input/output error"):
        publish_parquet(warehouse, folder)
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before


@pytest.mark.parametrize("ended_after", [1, 2])
def test_an_interruption_between_the_renames_leaves_a_whole_folder(
    ended_after: int, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish_parquet(warehouse, tmp_path / "tables").file
    renames = 0

    def rename(source: Path, target: Path) -> None:
        nonlocal renames
        renames += 1
        os.rename(source, target)
        if renames == ended_after:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", rename)
    with pytest.raises(KeyboardInterrupt):
        publish_parquet(warehouse, folder)
    assert count(folder) == 1_000


def test_a_kill_between_the_renames_leaves_a_folder_that_outlives_a_failing_publish(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, killed = tmp_path / "tables", tmp_path / "killed"
    publish_parquet(warehouse, folder)

    def rename(source: Path, target: Path) -> None:
        os.rename(source, target)
        if Path(source) == folder:
            shutil.copytree(tmp_path, killed, ignore=shutil.ignore_patterns("w", "killed"))

    monkeypatch.setattr(os, "replace", rename)
    publish_parquet(warehouse, folder)
    assert not (killed / "tables").exists()
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create table marts.other as select 1 as n; create view marts.unreadable as from marts.other")
        db.execute("drop table marts.other")
    with pytest.raises(UsageError, match="cannot be read"):
        publish_parquet(warehouse, killed / "tables")
    assert count(killed / "tables") == 1_000
    assert sorted(one.name for one in killed.iterdir()) == ["tables"]


def test_room_is_needed_for_a_folder_as_large_as_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = marts(tmp_path / "w", jobs=20_000)
    publication = publish_parquet(warehouse, tmp_path / "tables")
    free = publication.size + SPARE_BYTES - 1

    def usage(_path: Path) -> tuple[int, int, int]:
        return shutil._ntuple_diskusage(10**9, 10**9, free - size_of(tmp_path / ".tables.publishing"))

    monkeypatch.setattr(shutil, "disk_usage", usage)
    with pytest.raises(Stopped, match="MB are free"):
        publish_parquet(warehouse, publication.file)
    free += 1
    assert publish_parquet(warehouse, publication.file).size == publication.size


def test_a_folder_of_a_containers_image_is_named(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where layers lie over each other, a folder of a lower one can be changed and deleted, and not renamed."""
    folder = publish_parquet(warehouse, tmp_path / "tables").file

    def refused(source: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(source))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refused)
        with pytest.raises(UsageError, match="came with the image of this container and cannot be renamed; delete it"):
            publish_parquet(warehouse, folder)
    shutil.rmtree(folder)
    assert files(publish_parquet(warehouse, folder).file) == [FACTS, "ops/coverage_daily.parquet"]


def test_all_is_on_the_disk_before_it_takes_its_place(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk, before_rename = set[int](), set[int]()

    def rename(source: Path, target: Path) -> None:
        before_rename.update(on_disk)
        os.rename(source, target)

    monkeypatch.setattr(os, "fsync", lambda handle: on_disk.add(os.fstat(handle).st_ino))
    monkeypatch.setattr(os, "replace", rename)
    folder = publish_parquet(warehouse, tmp_path / "tables").file
    assert {one.stat().st_ino for one in (folder, *folder.rglob("*"))} <= before_rename
    assert tmp_path.stat().st_ino in on_disk


def test_what_jobhouse_did_not_write_stays(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("text")
    for taken in ("mine", "file"):
        with pytest.raises(UsageError, match="was not written by jobhouse publish"):
            publish_parquet(warehouse, tmp_path / taken)
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"
    (tmp_path / "empty").mkdir()
    assert count(publish_parquet(warehouse, tmp_path / "empty").file) == 1_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "x.parquet", "--format", "parquet"], b"writes a folder of many"),
        (["--to", "x.parquet"], b"take --format parquet"),
        (["--to", "s3://bucket/x", "--format", "parquet"], b"a folder on this machine"),
        (["--marts", "--format", "parquet"], b"leave it out"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments: list[str], said: bytes, warehouse: Warehouse) -> None:
    done = jobhouse(warehouse, "publish", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_command_says_what_it_wrote(warehouse: Warehouse, tmp_path: Path) -> None:
    done = jobhouse(warehouse, "publish", "--format", "parquet", "--to", str(tmp_path / "tables"))
    assert done.returncode == 0
    assert b"2 tables" in done.stdout
    assert count(tmp_path / "tables") == 1_000
