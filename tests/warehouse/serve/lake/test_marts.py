"""The marts in a lake: written one by one, when a build or raw rows that they show have changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from jobhouse.cli.commands import nightly
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import DELETIONS, make_table
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import INVENTORY
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.store import FolderStore
from tests.support import raw_tables
from tests.support.lakes import loaded, rows_of_lake
from tests.support.small_marts import jobhouse

BUILT = """
create schema if not exists sqlmesh; create schema if not exists marts; create schema if not exists staging;
create or replace table sqlmesh.last_build as select 'NUMBER' as note;
create or replace table marts.first as select NUMBER as built;
create or replace table marts.second as select NUMBER as built;
create or replace view staging.texts as select version_id, job_title from jobs.sentrion.job_versions;
create or replace view marts.texts as select * from jobs.staging.texts;
"""
PUBLISHED = "select built from 'LAKE/marts/first/*.parquet' union all select built from 'LAKE/marts/second/*.parquet'"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = loaded(tmp_path / "w", 1)
    build(warehouse, 1)
    return warehouse


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


def build(warehouse: Warehouse, number: int) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(BUILT.replace("NUMBER", str(number)))


def publish(warehouse: Warehouse, lake: Path, *, marts: bool = False) -> set[str]:
    """The tables that were written."""
    published = publish_lake(warehouse, LakeAddress.of(str(lake)), marts=marts)
    return {file.table_name for file in published.written}


def at_each_put(monkeypatch: pytest.MonkeyPatch, act: Callable[[set[str]], None]) -> None:
    put = FolderStore.put

    def acting(store: FolderStore, files: Sequence[tuple[Path, str]]) -> None:
        act({name for _, name in files})
        put(store, files)

    monkeypatch.setattr(FolderStore, "put", acting)


def test_a_load_without_a_build_rewrites_the_marts_alone_that_show_raw_rows(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake, marts=True)
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    written = publish(warehouse, lake)
    assert {name for name in written if name.startswith("marts/")} == {"marts/texts"}
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        (held,) = db.execute("select count(*) from marts.texts").fetchall()[0]
    assert rows_of_lake(lake, "select count(*) from 'LAKE/marts/texts/*.parquet'") == [(held,)]
    assert publish(warehouse, lake) == set()


def test_a_build_rewrites_the_marts(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake, marts=True)
    build(warehouse, 2)
    assert publish(warehouse, lake) == {"marts/first", "marts/second", "marts/texts"}
    assert rows_of_lake(lake, PUBLISHED) == [(2,), (2,)]


def test_a_build_by_the_command_of_sqlmesh_is_one_too(warehouse: Warehouse, lake: Path) -> None:
    publish(warehouse, lake, marts=True)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create table sqlmesh._snapshots as select 1 as n; update marts.first set built = 3")
    publish(warehouse, lake)
    assert rows_of_lake(lake, PUBLISHED) == [(3,), (1,)]


def test_each_mart_is_put_before_the_next_is_written(
    warehouse: Warehouse, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[set[str]] = []

    def noted(names: set[str]) -> None:
        batches.append({name for name in names if name.startswith("marts/")})
        with duckdb.connect(str(warehouse.database)) as db:  # a load can write
            db.execute("create or replace table main.written as select 1")

    at_each_put(monkeypatch, noted)
    publish(warehouse, lake, marts=True)
    assert sorted(map(len, batches))[-3:] == [1, 1, 1]


def test_a_build_that_ends_between_two_marts_has_both_written_again(
    warehouse: Warehouse, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = [1]

    def building(names: set[str]) -> None:
        if built == [1] and any(name.startswith("marts/") for name in names):
            built[0] = 2
            build(warehouse, 2)

    at_each_put(monkeypatch, building)
    publish(warehouse, lake, marts=True)
    assert rows_of_lake(lake, PUBLISHED) == [(2,), (2,)]


def with_deleted(warehouse: Warehouse) -> None:
    """As `jobhouse delete` leaves it until the next build."""
    with duckdb.connect(str(warehouse.database)) as db:
        make_table(db.execute, DELETIONS)
        db.execute("insert into sentrion.deletions by name select 'x' as version_id, true as is_in_marts")


@pytest.mark.parametrize("marts", [True, False])
def test_a_lake_that_has_marts_is_warned_of_deleted_adverts_each_time(
    marts: bool, warehouse: Warehouse, lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(warehouse, lake, marts=marts)
    with_deleted(warehouse)
    said = jobhouse(warehouse, "publish", "--to", f"{lake}/").stderr.decode()
    assert ("the marts hold adverts that were deleted" in said) is marts
    assert (lake / INVENTORY).exists()
    nightly._publish(warehouse, LakeAddress.of(str(lake)), quiet=False)
    assert ("the marts hold adverts that were deleted" in capsys.readouterr().err) is marts
