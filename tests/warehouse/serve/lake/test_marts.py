"""The marts in a lake, which it gets each time once it has some."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from jobhouse.cli.commands import nightly
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import DELETIONS, make_table
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import INVENTORY
from jobhouse.warehouse.serve.lake.publish import publish_lake
from tests.support.lakes import loaded
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
