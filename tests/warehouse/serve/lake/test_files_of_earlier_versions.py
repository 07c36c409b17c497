"""A lake with files that an earlier version wrote, before a column of the raw tables came: the column is NULL there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.warehouse.file_format import quoted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake import damage
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from jobhouse.warehouse.serve.lake.views import VIEWS
from tests.support.lakes import NEWER, loaded, rewrite_as_before


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake of two loads."""
    publish_lake(loaded(tmp_path / "w", 2), LakeAddress.of(f"{tmp_path / 'lake'}/"))
    return tmp_path / "lake"


def views(lake: Path) -> duckdb.DuckDBPyConnection:
    """A file in memory with the views that the lake has for its readers."""
    db = duckdb.connect()
    db.execute("set TimeZone = 'UTC'")
    db.execute((lake / VIEWS).read_text())
    return db


def described(db: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    """The columns of a view, with their types."""
    return db.execute(f"describe sentrion.{table}").fetchall()


def test_a_column_that_no_file_has_is_null_in_its_type(lake: Path) -> None:
    with views(lake) as db:
        before = {table: described(db, table) for table in NEWER}
    rewrite_as_before(lake, "**/*.parquet")
    with views(lake) as db:
        assert {table: described(db, table) for table in NEWER} == before
        for table, column in NEWER.items():
            assert db.execute(f"select count({quoted(column)}) from sentrion.{table}").fetchall() == [(0,)], table


def test_a_column_that_some_files_have_is_null_in_the_rows_of_the_others(lake: Path) -> None:
    with views(lake) as db:
        query = f"select _dlt_load_id, count(*), count({NEWER['search_hits']}) from sentrion.search_hits group by 1"
        before = {load: (rows, held) for load, rows, held in db.execute(query).fetchall()}
        rewrite_as_before(lake, "**/0.parquet")
        after = {load: (rows, held) for load, rows, held in db.execute(query).fetchall()}
    assert after == {"0": (before["0"][0], 0), "1": before["1"]}
    assert before["1"][1] > 0


def test_only_what_a_query_needs_is_read_from_the_files(lake: Path) -> None:
    query = "explain select job_title from sentrion.job_versions where fetched_at >= '2026-01-01' and version_id = '1'"
    with views(lake) as db:
        (plan,) = (text for _, text in db.execute(query).fetchall())
    scan = plan[plan.index("READ_PARQUET") :]
    assert "Filters" in scan
    assert "FILTER " not in plan
    assert "job_title" in scan
    assert "job_description" not in scan


@pytest.mark.long
def test_models_are_built_over_files_that_lack_a_column(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite_as_before(place / "lake", "job_versions/*/*.parquet")
    monkeypatch.setattr(damage, "missing_or_cut", lambda *_: set())  # the inventory has the sizes from before
    over = Warehouse(place / "over")
    assert transform_over_lake(over, LakeAddress.of(str(place / "lake")), full=True).models
    with duckdb.connect(str(over.database), read_only=True) as db:
        versions, postings = db.execute(
            "select (select count(*) from sentrion.job_versions), (select count(*) from marts.fct_job_postings)"
        ).fetchall()[0]
    assert versions >= postings > 0
