"""The files of a lake in a folder: two that write under locks of their own do not touch each other's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jobhouse.warehouse.serve.lake import store as store_module
from jobhouse.warehouse.serve.lake.store import FolderStore
from jobhouse.warehouse.serve.workplace import only_workplace
from jobhouse.warehouse.spark.manifest import WORKPLACE


def interleaved(monkeypatch: pytest.MonkeyPatch, other: Callable[[], None]) -> None:
    """Let another writer go ahead where a file is complete and has no name yet."""

    def sync(_: object) -> None:
        monkeypatch.setattr(store_module, "sync_all", lambda _: None)
        other()

    monkeypatch.setattr(store_module, "sync_all", sync)


def test_a_build_in_spark_during_a_publish_leaves_its_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, spark = FolderStore(tmp_path, 0o022), FolderStore(tmp_path, 0o022, WORKPLACE)
    (tmp_path / "spark").mkdir()
    interleaved(monkeypatch, lambda: spark.write("spark/manifest.json", b"spark"))
    publish.write("_lake/files.parquet", b"publish")
    assert (publish.read("_lake/files.parquet"), publish.read("spark/manifest.json")) == (b"publish", b"spark")


def test_a_publish_during_a_build_in_spark_leaves_its_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish, spark = FolderStore(tmp_path, 0o022), FolderStore(tmp_path, 0o022, WORKPLACE)
    (tmp_path / "spark").mkdir()

    def published() -> None:
        with only_workplace(publish.workplace, tmp_path / ".publishing.lock", "writes"):
            publish.write("_lake/files.parquet", b"publish")

    interleaved(monkeypatch, published)
    spark.write("spark/manifest.json", b"spark")
    assert (publish.read("_lake/files.parquet"), publish.read("spark/manifest.json")) == (b"publish", b"spark")
    assert not publish.workplace.exists()


def test_two_writers_of_one_workplace_have_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path, 0o022)
    interleaved(monkeypatch, lambda: store.write("two", b"2"))
    store.write("one", b"1")
    assert (store.read("one"), store.read("two")) == (b"1", b"2")


def test_files_of_spark_are_none_of_the_lake(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, 0o022, WORKPLACE)
    store.write("spark/manifest.json", b"{}")
    (tmp_path / ".publishing.lock").touch()
    assert (store.any_name(), store.sizes()) == (None, {})
    store.write("runs/spark/current.parquet", b"four")
    assert (store.any_name(), store.sizes()) == ("runs/spark/current.parquet", {"runs/spark/current.parquet": 4})


def test_a_file_that_vanishes_while_files_are_listed_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path, 0o022)
    store.write("stays", b"1")
    store.write("vanishes", b"2")
    walked = list(os.walk(tmp_path))
    monkeypatch.setattr(os, "walk", lambda _: iter(walked))
    store.remove(["vanishes"])
    assert store.sizes() == {"stays": 1}
