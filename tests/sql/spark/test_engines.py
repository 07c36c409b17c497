"""Macros that write something else for Spark than for DuckDB: both mean the same."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from sqlglot import exp

from jobhouse.warehouse.spark.models import SparkAdapter
from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.spark.values import COLUMNS
from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros.cleaning import sum_within_bigint
        from macros.engines import number_of_hexadecimal, number_text, runs_on_spark

LARGEST = 9_223_372_036_854_775_807
HEXADECIMAL = (
    "('1F'), ('1f600'), ('0'), ('7fffffff'), ('80000000'), ('ffffffffffffffffffff'), ('00000041'), (null), ('zz'), ('')"
)
DOUBLES = "(1e-4::double), ((0.1 + 0.2)::double), (1e7::double), (123456.789::double), (-80000::double)"


def both(session: Any, written: Callable[[Any], str], rows: str) -> tuple[list[Any], list[Any]]:
    """The values of an expression in DuckDB and in Spark, each as a macro writes it for the engine."""
    duckdb, spark = MacroEvaluator(dialect="duckdb"), MacroEvaluator(dialect="duckdb")
    spark.locals["engine_adapter"] = SparkAdapter()
    ours, theirs = (f"select {written(evaluator)} as value from {rows}" for evaluator in (duckdb, spark))
    return sorted(duckdb_rows(ours), key=str), sorted(spark_rows(session, theirs), key=str)


@pytest.mark.parametrize("least", ["-5", "0", str(LARGEST), str(-LARGEST)])
def test_a_sum_within_bigint(spark: Any, least: str) -> None:
    rows = f"(values (cast({LARGEST} as bigint)), (cast({least} as bigint)), (null)) as rows(value)"
    ours, theirs = both(spark, lambda evaluator: sum_within_bigint(evaluator, exp.column("value")), rows)
    assert theirs == ours


def test_the_number_of_hexadecimal_digits(spark: Any) -> None:
    rows = f"(values {HEXADECIMAL}) as rows(value)"
    ours, theirs = both(spark, lambda evaluator: number_of_hexadecimal(runs_on_spark(evaluator), "value"), rows)
    assert theirs == ours


def test_the_text_of_a_number(spark: Any) -> None:
    """Beyond fifteen digits, or below 0.0001, it is Java's own."""
    values = ", ".join(f"(cast({value} as double))" for value in COLUMNS["number"][1] if len(value) < 12)
    rows = f"(values {values}, {DOUBLES}) as rows(value)"
    ours, theirs = both(spark, lambda evaluator: number_text(evaluator, exp.column("value")), rows)
    assert theirs == ours
