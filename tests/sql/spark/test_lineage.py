"""Which tables a build in Spark writes, and what a model with a key makes of its own rows; with three small models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import sqlglot

from jobhouse.errors import DataCheckFailed, UsageError
from jobhouse.warehouse.spark import models
from jobhouse.warehouse.spark.functions import refuse_other_hashes
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
    passed: int = 0
    """The audits that passed in the last build."""

    def build(self, version: str, rows: str, *given: SparkModel) -> set[str]:
        """The models that were built from these rows, which have this version."""
        self.number += 1
        (self.lake / "spark" / str(self.number)).mkdir(parents=True)
        self.session.sql(f"select * from values {rows} as rows (id, value)").createOrReplaceTempView("sentrion__rows")
        versions = {"sentrion.rows": version}
        lineage = Lineage(self.session, self.lake, str(self.number), self.tables, versions)
        self.passed = lineage.build(given or (ROWS, KEYED, TOTAL))
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
    assert builds.passed == 0


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


def test_a_table_that_is_kept_is_audited_where_what_its_audits_read_has_changed(builds: Builds) -> None:
    query = "select id from staging__rows where id not in (select id from intermediate__keyed)"
    audit = SparkAudit("none_lost", query, is_blocking=True, reads=frozenset({"staging.rows", "intermediate.keyed"}))
    deaf = replace(KEYED, deletions=(), reads=frozenset(), audits=(audit,))  # no change makes it new
    builds.build("1", "('a', 1)", ROWS, deaf)
    assert builds.passed == 1
    builds.build("1", "('a', 1)", ROWS, deaf)
    assert builds.passed == 0
    with pytest.raises(DataCheckFailed, match=r"none_lost of intermediate\.keyed found 1 row"):
        builds.build("2", "('a', 1), ('z', 9)", ROWS, deaf)


def test_a_new_audit_runs_on_a_table_that_is_kept_and_one_that_is_gone_warns_no_more(builds: Builds) -> None:
    few = SparkAudit("no_more_than_2", "select total from marts__total where total > 2", is_blocking=False)
    kept = builds.tables["marts.total"].folder
    assert builds.build("1", "('a', 1), ('b', 2)", ROWS, KEYED, replace(TOTAL, audits=(few,))) == set()
    assert builds.tables["marts.total"].folder == kept
    assert list(builds.tables["marts.total"].warnings) == ["no_more_than_2"]
    blocking = replace(few, is_blocking=True)
    with pytest.raises(DataCheckFailed, match="no_more_than_2"):
        builds.build("1", "('a', 1), ('b', 2)", ROWS, KEYED, replace(TOTAL, audits=(blocking,)))
    builds.build("1", "('a', 1), ('b', 2)", ROWS, KEYED, replace(TOTAL, audits=()))
    assert builds.tables["marts.total"].warnings == {}


def test_a_model_is_said_to_be_built_once_its_audits_have_passed(builds: Builds, tmp_path: Path) -> None:
    said: list[tuple[str, int]] = []
    (tmp_path / "spark" / "said").mkdir()
    versions = {"sentrion.rows": "1"}
    lineage = Lineage(
        builds.session, tmp_path, "said", {}, versions, on_built=lambda name, _, passed: said.append((name, passed))
    )
    failing = replace(TOTAL, audits=(replace(TOTAL.audits[0], query="select total from marts__total"),))
    with pytest.raises(DataCheckFailed):
        lineage.build((ROWS, KEYED, failing))
    assert said == [("intermediate.keyed", 0)]


def test_what_another_duckdb_hashed_is_built_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    codes = []
    for number in (1, 1, 2):
        monkeypatch.setattr(models, "duckdb_hash", lambda number=number: number)
        codes.append(models._with_code(KEYED, {}, models._engine()).code)
    assert codes[0] == codes[1] != codes[2]


def test_workers_that_hash_otherwise_are_refused(spark: Any) -> None:
    refuse_other_hashes(spark)
    with_other = Mock(wraps=spark)
    with_other.sql.return_value.collect.return_value = [{"hashes": [1, 2]}]
    with pytest.raises(UsageError, match="DuckDB hashes otherwise"):
        refuse_other_hashes(with_other)


def test_a_cluster_whose_paths_mean_another_file_system_builds_in_the_folder(spark: Any, tmp_path: Path) -> None:
    builds = Builds(spark, tmp_path / "of 100 %20")
    spark.conf.set("fs.defaultFS", "hdfs://nowhere.example:8020")
    try:
        builds.build("1", "('a', 1)")
        builds.build("2", "('a', 2), ('b', 3)")
    finally:
        spark.conf.unset("fs.defaultFS")
    assert builds.rows("marts.total") == {(5,)}
