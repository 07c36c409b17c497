"""The columns of the models against those of a warehouse: marts of any earlier version are known by what they lack."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import NothingYet, UsageError
from jobhouse.report.page import report
from jobhouse.terminal.sql.command import answer_sql
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.model_files import mart_columns
from tests.support.report_warehouse import copy_of

EARLIER = r"built by an earlier version of jobhouse; bring them up to date with jobhouse .*transform"
WITHOUT_A_COLUMN = "alter table marts.postings_daily drop column work_arrangement"


@pytest.fixture
def warehouse(empty_warehouse: Path, tmp_path: Path) -> Warehouse:
    return copy_of(Warehouse(empty_warehouse), tmp_path)


def change(warehouse: Warehouse, sql: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(sql)


def test_the_heads_of_the_models_describe_every_column_that_is_built(empty_warehouse: Path) -> None:
    with duckdb.connect(str(Warehouse(empty_warehouse).database), read_only=True) as db:
        columns = mart_columns(fetch_from(db))
    assert columns.modelled == columns.built
    assert not columns.are_of_earlier_version


@pytest.mark.parametrize(
    ("difference", "query"),
    [
        ("drop table ops.coverage_monthly", "select count(*) from ops.coverage_monthly"),
        (WITHOUT_A_COLUMN, "select work_arrangement from postings_daily"),
        (WITHOUT_A_COLUMN, "select daily.work_arrangement from marts.postings_daily as daily"),
    ],
    ids=["table", "column", "column-of-a-table"],
)
def test_marts_of_an_earlier_version_are_said_to_be_in_place_of_what_they_lack(
    difference: str, query: str, warehouse: Warehouse
) -> None:
    change(warehouse, difference)
    with pytest.raises(NothingYet, match=EARLIER):
        report(warehouse, date(2026, 11, 26))
    with pytest.raises(NothingYet, match=EARLIER + r" \(DuckDB says: (Catalog|Binder) Error: .*\)\.$"):
        answer_sql(warehouse, query, "csv")
    with pytest.raises(UsageError, match="nowhere") as found:
        answer_sql(warehouse, "select nowhere from marts.fct_openings", "csv")
    assert "earlier" not in str(found.value)
