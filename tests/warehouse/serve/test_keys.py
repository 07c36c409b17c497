"""The published tables declare their keys, as the models state them, and are published where rows break them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.keys import KEYS
from jobhouse.warehouse.serve.publish import publish
from tests.support.paths import SQL

CONSTRAINTS = """
select schema_name || '.' || table_name, constraint_type, constraint_column_names
from duckdb_constraints()
where constraint_type in ('PRIMARY KEY', 'FOREIGN KEY')
"""
PEOPLE = """
create schema marts;
create table marts.dim_companies as select 'c' || i as company_id from range(3) as r(i);
create table marts.fct_job_postings as
select 'j' || i as job_id, case when i < 4 then 'c' || i % 3 end as company_id from range(5) as r(i);
create table marts.posting_skills as select 'j' || i % 5 as job_id, 'sql' as skill from range(9) as r(i);
"""


def constraints(file: Path) -> set[tuple[str, str, tuple[str, ...]]]:
    with duckdb.connect(str(file), read_only=True) as db:
        return {(table, kind, tuple(columns)) for table, kind, columns in db.execute(CONSTRAINTS).fetchall()}


def stated(table: str, name: str) -> set[str]:
    """The columns of a property of the model."""
    text = next(SQL.glob(f"models/*/{table.partition('.')[2]}.sql")).read_text(encoding="utf-8")
    found = re.search(rf"^  {name} \(?([\w, ]+)\)?,?$", text, re.MULTILINE)
    return set(re.split(r",\s*", found.group(1).strip(" ,"))) if found else set()


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_those_of_the_models(table: str) -> None:
    keys = KEYS[table]
    assert not keys.primary or set(keys.primary) == stated(table, "grain")
    for column, parent in keys.foreign.items():
        assert KEYS[parent].primary == (column,)
        assert column in stated(table, "references") | stated(table, "grain")


def test_all_keys_are_declared_and_hold(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    found = constraints(publish(warehouse).file)
    wanted = {(table, "PRIMARY KEY", keys.primary) for table, keys in KEYS.items() if keys.primary}
    wanted |= {(table, "FOREIGN KEY", (column,)) for table, keys in KEYS.items() for column in keys.foreign}
    assert wanted <= found
    assert {(table, kind) for table, kind, _ in found - wanted} <= {(table, "FOREIGN KEY") for table in KEYS}


def small(folder: Path, sql: str = "") -> Warehouse:
    folder.mkdir()
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(PEOPLE + sql)
    return warehouse


def test_a_row_that_breaks_a_key_is_published_all_the_same(tmp_path: Path) -> None:
    whole = constraints(publish(small(tmp_path / "whole")).file)
    assert ("marts.posting_skills", "FOREIGN KEY", ("job_id",)) in whole
    doubled = publish(small(tmp_path / "doubled", "insert into marts.fct_job_postings values ('j1', 'c1')"))
    assert {(table.name, table.rows) for table in doubled.tables} == {
        ("marts.dim_companies", 3), ("marts.fct_job_postings", 6), ("marts.posting_skills", 9),
    }  # fmt: skip
    assert {table for table, _, _ in constraints(doubled.file)} == {"marts.dim_companies"}
    lost = publish(small(tmp_path / "lost", "insert into marts.posting_skills values ('gone', 'sql')"))
    assert {table for table, _, _ in constraints(lost.file)} == {"marts.dim_companies", "marts.fct_job_postings"}


def test_tables_of_the_users_own_are_published(tmp_path: Path) -> None:
    warehouse = small(tmp_path / "w", "create schema my; create table my.notes as select 1 as n")
    file = publish(warehouse).file
    with duckdb.connect(str(file), read_only=True) as db:
        assert db.execute("from my.notes").fetchall() == [(1,)]
