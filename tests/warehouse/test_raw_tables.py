"""The raw tables are what their definitions say: in the file, for SQLMesh, and in the staging models."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jobhouse.sentrion.config.tables import Table
from jobhouse.warehouse.build.external_models import external_models
from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.raw_tables import DELETIONS, RAW_TABLES, columns_in_sql
from tests.support.history import query

BY_NAME = {table.name: table for table in RAW_TABLES}
STAGING = [
    file
    for file in sorted((project() / "models" / "staging").glob("*.sql"))
    if "from sentrion." in file.read_text(encoding="utf-8")
]


def test_external_models_are_current() -> None:
    """`python -m jobhouse.warehouse.build.external_models` writes them."""
    assert (project() / "external_models.yaml").read_text(encoding="utf-8") == external_models()


@pytest.mark.parametrize("table", RAW_TABLES, ids=lambda table: table.name)
def test_a_warehouse_has_these_columns_and_types(table: Table, demo_warehouse: Path) -> None:
    types = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}
    found = query(demo_warehouse, f"describe sentrion.{table.name}")
    there = {name: types.get(kind, kind.lower()) for name, kind, *_ in found}
    assert there == columns_in_sql(table)


@pytest.mark.parametrize("table", [*RAW_TABLES, DELETIONS], ids=lambda table: table.name)
def test_a_warehouse_that_was_built_says_what_they_hold(table: Table, demo_warehouse: Path) -> None:
    said = f"select comment from {{}} where schema_name = 'sentrion' and table_name = '{table.name}'"
    assert query(demo_warehouse, said.format("duckdb_tables()")) == [(table.description,)]
    columns = query(demo_warehouse, said.format("duckdb_columns()").replace("comment", "column_name, comment", 1))
    assert dict(columns) == {column.name: column.description for column in table.columns}


@pytest.mark.parametrize("file", STAGING, ids=lambda file: file.stem)
def test_staging_declares_columns_with_the_types_of_the_raw_table(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    raw = re.search(r"from sentrion\.(\w+)", text)
    declared = re.search(r"\n  columns \((.*?)\n  \)", text, re.S)
    assert raw
    columns = columns_in_sql(BY_NAME[raw[1]])
    for name, kind in re.findall(r"(\w+) (\w+)", declared[1] if declared else ""):
        if name in columns and f"{raw[1]}.{name}" in text:
            assert (name, kind) == (name, columns[name])
