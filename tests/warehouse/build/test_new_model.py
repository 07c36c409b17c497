"""`jobhouse models new`: a first model that can be built as it is, and never in place of another."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import UsageError
from jobhouse.warehouse.build.new_model import write_new_model
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))


def test_a_new_model_is_built_as_it_was_written(warehouse: Warehouse) -> None:
    file = write_new_model(warehouse, "hiring")
    assert file == warehouse.folder / "models" / "hiring.sql"
    transform(warehouse)
    with analyst(warehouse) as db:
        count, companies = db.execute("select count(*), count(distinct company_id) from hiring").fetchall()[0]
        (counted,) = db.execute("select count(distinct company_id) from postings").fetchall()[0]
        described = db.execute("select comment from duckdb_views() where view_name = 'hiring'").fetchall()
    assert count == companies == counted > 0
    assert "one company" in described[0][0]


@pytest.mark.parametrize("name", ["", "Pay", "2nd", "my.pay", "pay by company", "../pay", "select", "ä", "x" * 61])
def test_what_is_no_identifier_is_refused(name: str, warehouse: Warehouse) -> None:
    with pytest.raises(UsageError, match=r"no name for a table|a word of SQL"):
        write_new_model(warehouse, name)
    assert not (warehouse.folder / "models").exists() or not list((warehouse.folder / "models").iterdir())


def test_no_model_and_no_table_is_replaced(warehouse: Warehouse) -> None:
    first = write_new_model(warehouse, "pay")
    first.write_text("MODEL (name my.wages);\nselect 1 as n")
    for taken in ("pay", "wages"):
        with pytest.raises(UsageError, match=r"already, in .*pay.sql"):
            write_new_model(warehouse, taken)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema if not exists my; create table my.notes as select 1 as n")
    with pytest.raises(UsageError, match=r"a table my\.notes already"):
        write_new_model(warehouse, "notes")
    assert first.read_text() == "MODEL (name my.wages);\nselect 1 as n"


@pytest.mark.parametrize("taken", ["marts.postings", "marts.dim_companies", "ops.coverage_daily"])
def test_a_name_that_queries_read_as_a_table_of_jobhouse_is_refused(taken: str, warehouse: Warehouse) -> None:
    name = taken.partition(".")[2]
    with pytest.raises(UsageError, match=rf"a table {taken} already"):
        write_new_model(warehouse, name)
    assert not (warehouse.folder / "models" / f"{name}.sql").exists()


def test_without_a_warehouse_none_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is nothing in the warehouse"):
        write_new_model(Warehouse(tmp_path / "none"), "pay")
