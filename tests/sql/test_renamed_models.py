"""A warehouse built by an earlier jobhouse, whose models had other names: a plain build leaves the present ones."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest

from jobhouse.warehouse.build import foreign_models
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support.history import query
from tests.support.paths import DATA
from tests.support.sql_models import project

KEPT = DATA / "warehouse_f553950" / "warehouse.tar.xz"
VIEWS = """
select schema_name || '.' || view_name from duckdb_views()
where schema_name in ('staging', 'intermediate', 'marts', 'ops', 'reference')
"""
TABLES = "select table_name from duckdb_tables() where schema_name like 'sqlmesh\\_\\_%' escape '\\'"


@pytest.fixture
def older(tmp_path: Path) -> Warehouse:
    with tarfile.open(KEPT) as archive:
        archive.extractall(tmp_path, filter="data")
    shutil.rmtree(tmp_path / "warehouse" / "sqlmesh")  # the caches, which the archive holds uncompressed
    return Warehouse(tmp_path / "warehouse")


@pytest.mark.long
def test_a_build_replaces_models_that_bear_another_name_by_now(older: Warehouse) -> None:
    built = {name for (name,) in query(older.folder, VIEWS)}
    assert {f"{schema}.{name}" for schema, name in foreign_models.RETIRED} <= built
    transform(older)
    names = {model.name for model in project().models.values() if not model.kind.is_symbolic}
    assert {name for (name,) in query(older.folder, VIEWS)} == names
    tables = [name.rpartition("__")[0] for (name,) in query(older.folder, TABLES)]
    assert sorted(tables) == sorted(set(tables)), "no table of a model before is left"
    assert not {f"{schema}__{name}" for schema, name in foreign_models.RETIRED} & set(tables)
