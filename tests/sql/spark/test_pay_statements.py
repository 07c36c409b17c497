"""Pay that texts state: the macros find the same statements in DuckDB and in Spark, and soon."""

from __future__ import annotations

import warnings
from typing import Any

from sqlglot import exp

from tests.sql.test_salaries_stated import NOT_STATED, STATED
from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros import pay_statements

WITHOUT_END = (
    "Salary " + "ab " * 20_000,
    "Pay: " + "a" * 60_000,
    "earn " * 10_000,
    "salary, " * 10_000,
    "$1-" * 20_000,
)
"""Texts in which a pattern that goes back and forth would take hours."""


def test_statements_of_pay_are_the_same_in_both(spark: Any) -> None:
    texts = [text for text, *_ in STATED] + NOT_STATED
    rows = ", ".join("('" + text.replace("'", "''") + "')" for text in (*texts, *WITHOUT_END))
    evaluator, text = MacroEvaluator(dialect="duckdb"), exp.column("text")
    statements = pay_statements.pay_statements(evaluator, exp.maybe_parse(pay_statements.pay_text(evaluator, text)))
    for value in (statements, pay_statements.pay_lines(evaluator, text)):
        query = f"select md5(text) as text, {value} as value from (values {rows}) as texts(text) order by 1"
        ours, theirs = duckdb_rows(query), spark_rows(spark, query)
        assert [(one, other) for one, other in zip(sorted(ours), sorted(theirs), strict=True) if one != other] == []
