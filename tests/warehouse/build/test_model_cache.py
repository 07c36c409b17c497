"""SQLMesh's cache of parsed models, which takes a quarter of a small build to fill."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmesh.core.config.loader import load_config_from_paths
from sqlmesh.core.model.cache import ModelCache
from sqlmesh.core.snapshot import cache as snapshot_cache
from sqlmesh.utils import process

from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import ProjectConfig, context_of
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import FIRST_TRY
from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.spark import models


@pytest.fixture
def cached(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The models that were parsed, in a cache of the test's own."""
    names: list[str] = []
    put = ModelCache.put

    def record(cache: ModelCache, models: Any, name: str, entry_id: str = "") -> bool:
        names.append(name)
        return put(cache, models, name, entry_id)

    monkeypatch.setattr(ModelCache, "put", record)
    monkeypatch.setenv("SQLMESH__CACHE_DIR", str(tmp_path / "cache"))
    return names


def load_models(folder: Path) -> None:
    folder.mkdir()
    with context_of(Warehouse(folder), Listener(), project(), FIRST_TRY):
        pass


@pytest.mark.long
def test_the_models_are_parsed_once_for_all_warehouses_that_share_a_cache(cached: list[str], tmp_path: Path) -> None:
    load_models(tmp_path / "one")
    assert cached
    cached.clear()
    load_models(tmp_path / "two")
    assert [name for name in cached if "__reference__" not in name] == []


def of_spark(_folder: Path) -> None:
    with models._context(project()):
        pass


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.usefixtures("cached")
@pytest.mark.parametrize("load", [load_models, of_spark], ids=["DuckDB", "Spark"])
def test_models_are_parsed_in_this_process_alone(
    load: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process beside it would outlive a kill for ever, and hold the output of the command open."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(process, "ProcessPoolExecutor", refuse)
    load(tmp_path / "w")


def test_a_cache_that_cannot_be_written_fills_no_screen() -> None:
    """SQLMesh logs each of its files that it could not write, with a traceback."""
    assert not logging.getLogger(snapshot_cache.__name__).isEnabledFor(logging.ERROR)


def test_another_setting_parses_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setenv("SQLMESH__MODEL_DEFAULTS__START", "2020-01-01")
    assert fingerprint() != before


def fingerprint() -> str:
    return load_config_from_paths(ProjectConfig, project_paths=[project() / "config.yaml"]).fingerprint
