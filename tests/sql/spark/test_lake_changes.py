"""What a build in Spark takes from the last one, and how open its files are; no Spark is needed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jobhouse.errors import DataCheckFailed, Stopped
from jobhouse.warehouse.build.transform import Built
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import MARK, LakeFile, files_of_loads, write_inventory
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.spark import build, installed
from jobhouse.warehouse.spark.manifest import BuiltTable, Manifest, read_manifest, show

SAID = "Rows were removed from 1 file of the lake, so all models were built from nothing"


@dataclass
class Lake:
    """A lake whose files have these digests, and builds that write no table."""

    folder: Path
    kept: list[list[str]] = field(default_factory=list)
    """The tables that each build was given."""
    umasks: list[int] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    """The files that are not there."""

    @property
    def store(self) -> FolderStore:
        return FolderStore(self.folder, 0o022)

    def build(self, **digests: str) -> Built:
        files = [
            LakeFile(f"job_versions/month=2026-11/{load}.parquet", "job_versions", load, "2026-11", 1, 1, digest)
            for load, digest in digests.items()
        ]
        files.append(LakeFile("runs/current.parquet", "runs", None, None, 1, 1, str(digests)))
        write_inventory(self.store, files)
        self.store.remove([name for name in self.store.sizes() if name.startswith("job_versions/")])
        for file in files:
            if file.name not in self.lacks:
                self.store.write(file.name, b"x")
        return build.transform_in_spark(
            Warehouse(self.folder.parent / "w", 0o022), LakeAddress.of(str(self.folder)), build.SparkOptions()
        )

    def no_tables(
        self,
        store: FolderStore,
        _: object,
        kept: Mapping[str, BuiltTable],
        now: Manifest,
        held: Mapping[str, LakeFile],
        *__: Any,
    ) -> tuple[Manifest, int, int]:
        self.umasks.append(os.umask(0o777))
        os.umask(self.umasks[-1])
        self.kept.append(list(kept))
        folder = store.folder / "spark/run/marts/total"
        folder.mkdir(parents=True, exist_ok=True)
        table = BuiltTable("spark/run/marts/total", "", {}, 0)
        return (
            msgspec.structs.replace(now, run="run", files=files_of_loads(held.values()), tables={"marts.total": table}),
            1,
            0,
        )


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    lake = Lake(tmp_path / "lake")
    lake.folder.mkdir()
    monkeypatch.setattr(installed, "find_spec", lambda _: object())
    monkeypatch.setattr(installed, "has_java", lambda: True)
    monkeypatch.setattr(build, "_fingerprint", lambda: "same")
    monkeypatch.setattr(build, "_build", lake.no_tables)
    return lake


def test_a_new_load_is_added_to_what_is_there(lake: Lake) -> None:
    lake.build(first="1")
    assert lake.build(first="1", second="2").warnings == ()
    assert lake.build(first="1", second="2").models == 0
    assert lake.kept == [[], ["marts.total"]]


@pytest.mark.parametrize("left", [{"second": "2"}, {"first": "rewritten", "second": "2"}], ids=["removed", "rewritten"])
def test_after_rows_of_a_load_were_removed_all_is_built_from_nothing(lake: Lake, left: dict[str, str]) -> None:
    lake.build(first="1", second="2")
    assert lake.build(**left).warnings == (SAID,)
    assert lake.kept == [[], []]
    assert read_manifest(lake.store).files.keys() == {f"job_versions/month=2026-11/{name}.parquet" for name in left}


def test_a_file_that_the_last_build_did_not_find_in_the_inventory_is_missed_once_it_is_gone(lake: Lake) -> None:
    lake.build(first="1")
    read = read_manifest(lake.store)
    unlisted = {"job_versions/month=2026-11/second.parquet": "2"}  # of a publish that was killed
    show(lake.store, msgspec.structs.replace(read, files=read.files | unlisted))
    assert lake.build(first="1").warnings == (SAID,)
    assert lake.kept == [[], []]
    assert lake.build(first="1").models == 0


def test_a_build_of_a_version_that_did_not_note_files_is_done_again_from_nothing(lake: Lake) -> None:
    lake.build(first="1")
    show(lake.store, msgspec.structs.replace(read_manifest(lake.store), files={}))
    (said,) = lake.build(first="1").warnings
    assert "did not note which files" in said
    assert lake.kept == [[], []]
    assert lake.build(first="1").models == 0


def test_a_build_over_a_lake_that_lacks_a_file_stops_before_it_begins_and_names_the_file(lake: Lake) -> None:
    lake.lacks.append("job_versions/month=2026-11/first.parquet")
    with pytest.raises(DataCheckFailed, match=r"first\.parquet is not there"):
        lake.build(first="1")
    lake.store.write(MARK, b"")
    with pytest.raises(Stopped, match=r"A publish into the lake .* is under way, or was killed, and 1 file of 2"):
        lake.build(first="1")
    assert not (lake.folder / "spark").exists()


def test_a_build_with_nothing_new_over_a_lake_that_lacks_a_file_stops_too(lake: Lake) -> None:
    lake.build(first="1")
    lake.lacks.append("job_versions/month=2026-11/first.parquet")
    lake.store.remove(lake.lacks)
    with pytest.raises(DataCheckFailed, match=r"first\.parquet is not there"):
        lake.build(first="1")


def test_a_build_that_fails_since_a_file_went_meanwhile_names_the_file(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        lake.store.remove(["job_versions/month=2026-11/first.parquet"])
        raise Stopped("a model reads a file that is gone")

    monkeypatch.setattr(build, "_build", failing)
    with pytest.raises(DataCheckFailed, match=r"first\.parquet is not there"):
        lake.build(first="1")


def test_what_spark_writes_is_as_open_as_the_lake(lake: Lake) -> None:
    before = os.umask(0o077)  # as within a command, whose warehouse is private
    try:
        lake.build(first="1")
    finally:
        os.umask(before)
    assert lake.umasks == [0o022]
    assert (lake.folder / "spark").stat().st_mode & 0o777 == 0o755
