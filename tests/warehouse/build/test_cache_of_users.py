"""Several users of one group build in one folder: SQLMesh writes what it caches for its own user alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jobhouse.warehouse.build.sqlmesh_run import CACHE_VARIABLE, folder_named_to_sqlmesh
from jobhouse.warehouse.folder import Warehouse


def cache_named(warehouse: Warehouse) -> str | None:
    with folder_named_to_sqlmesh(warehouse):
        return os.environ.get(CACHE_VARIABLE)


@pytest.mark.usefixtures("cache_in_warehouse")
def test_another_user_has_a_cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse, user = Warehouse(tmp_path), os.geteuid()
    assert cache_named(warehouse) is None
    warehouse.cache.mkdir()
    assert cache_named(warehouse) is None
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert cache_named(warehouse) == str(tmp_path / f"sqlmesh-{user + 1}")
    assert CACHE_VARIABLE not in os.environ


def test_a_cache_that_is_named_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Warehouse(tmp_path).cache.mkdir()
    monkeypatch.setenv(CACHE_VARIABLE, "/elsewhere")
    monkeypatch.setattr(os, "geteuid", lambda: -1)
    assert cache_named(Warehouse(tmp_path)) == "/elsewhere"
