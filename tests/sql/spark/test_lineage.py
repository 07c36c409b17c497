"""Which tables a build in Spark writes, and what a model with a key makes of its own rows; with three small models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlglot

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.spark.lineage import Lineage
from jobhouse.warehouse.spark.manifest import BuiltTable
from jobhouse.warehouse.spark.models import SparkAudit, SparkModel

KEYED = SparkModel(
    "intermediate.keyed",
    {"id": "string", "value": "bigint"},
    sqlglot.parse_one(
        "with held as (select * from intermediate__keyed) "
        "select now.id, now.value from staging__rows as now left join held on now.id = held.id "
        "where now.value is distinct from held.value",
        read="duckdb",
    ),  # type: ignore[arg-type]
    unique_key=("id",),
    deletions=("select * from this_model as held where held.id not in (select id from staging__rows)",),
    reads=frozenset({"staging.rows"}),
    code="keyed",
)
ROWS = SparkModel(
    "staging.rows",
    {},
    sqlglot.parse_one("select id, value from sentrion__rows", read="duckdb"),  # type: ignore[arg-type]
    is_embedded=True,
    reads=frozenset({"sentrion.rows"}),
    code="rows",
)
TOTAL = SparkModel(
    "marts.total",
    {"total": "bigint"},
    sqlglot.parse_one("select sum(value) as total from intermediate__keyed", read="duckdb"),  # type: ignore[arg-type]
    audits=(SparkAudit("no_more_than_99", "select total from marts__total where total > 99", is_blocking=True),),
    reads=frozenset({"intermediate.keyed"}),
    code="total",
)


@dataclass
class Builds:
    """Builds one after the other, each with what the one before left."""

    session: Any
    lake: Path
    tables: dict[str, BuiltTable] = field(default_factory=dict)
    number: int = 0

    def build(self, version: str, rows: str, *models: SparkModel) -> set[str]:
        """The models that were built from these rows, which have this version."""
        self.number += 1
        (self.lake / "spark" / str(self.number)).mkdir(parents=True)
        self.session.sql(f"select * from values {rows} as rows (id, value)").createOrReplaceTempView("sentrion__rows")
        versions = {"sentrion.rows": version}
        lineage = Lineage(self.session, self.lake, str(self.number), self.tables, versions)
        lineage.build(models or (ROWS, KEYED, TOTAL))
        self.tables = lineage.tables
        return {model.name for model in lineage.built}

    def rows(self, name: str) -> set[tuple[Any, ...]]:
        found = self.session.read.parquet(str(self.lake / self.tables[name].folder)).collect()
        return {tuple(row) for row in found}


@pytest.fixture
def builds(spark: Any, tmp_path: Path) -> Builds:
    builds = Builds(spark, tmp_path)
    assert builds.build("1", "('a', 1), ('b', 2)") == {"intermediate.keyed", "marts.total"}
    assert builds.rows("marts.total") == {(3,)}
    return builds


def test_what_is_as_it_was_is_kept(builds: Builds) -> None:
    before = builds.tables
    assert builds.build("1", "('a', 1), ('b', 2)") == set()
    assert builds.tables == before


def test_rows_are_replaced_added_and_deleted_by_key(builds: Builds) -> None:
    assert builds.build("2", "('a', 1), ('b', 5), ('c', 7)") == {"intermediate.keyed", "marts.total"}
    assert builds.rows("intermediate.keyed") == {("a", 1), ("b", 5), ("c", 7)}
    assert builds.build("3", "('a', 1), ('c', 7)") == {"intermediate.keyed", "marts.total"}
    assert builds.rows("intermediate.keyed") == {("a", 1), ("c", 7)}
    assert builds.rows("marts.total") == {(8,)}


def test_other_files_with_the_same_rows_change_no_table_with_a_key_and_nothing_after_it(builds: Builds) -> None:
    kept = builds.tables["intermediate.keyed"].folder
    assert builds.build("2", "('b', 2), ('a', 1)") == set()
    assert builds.tables["intermediate.keyed"].folder == kept


def test_a_model_with_another_text_is_built_from_nothing(builds: Builds) -> None:
    tenfold = sqlglot.parse_one("select id, value * 10 as value from staging__rows", read="duckdb")
    keyed = replace(KEYED, query=tenfold, code="tenfold")  # type: ignore[arg-type]
    assert builds.build("1", "('a', 1)", ROWS, keyed, TOTAL) == {"intermediate.keyed", "marts.total"}
    assert builds.rows("intermediate.keyed") == {("a", 10)}


def test_an_audit_that_finds_rows_blocks_and_shows_them(builds: Builds) -> None:
    with pytest.raises(
        DataCheckFailed, match=r"no_more_than_99 of marts\.total found 1 row that does not hold:(?s:.*)100"
    ):
        builds.build("2", "('a', 98), ('b', 2)")


def test_an_audit_that_only_warns_is_kept_with_its_table(builds: Builds) -> None:
    warning = replace(TOTAL, audits=(replace(TOTAL.audits[0], is_blocking=False),))
    builds.build("2", "('a', 98), ('b', 2)", ROWS, KEYED, warning)
    builds.build("3", "('b', 2), ('a', 98)", ROWS, KEYED, warning)
    said = "The audit no_more_than_99 of marts.total found 1 row that does not hold"
    assert builds.tables["marts.total"].warnings == {"no_more_than_99": said}
