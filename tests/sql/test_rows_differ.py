"""Whether a row of a model has changed: a hash over its compared columns, null among them."""

from __future__ import annotations

import warnings

import duckdb
import pytest
from sqlglot import exp

from tests.support.sql_models import macros_kept_apart

with warnings.catch_warnings():  # SQLMesh's own, as it is imported
    warnings.simplefilter("ignore")
    from sqlmesh.core.macros import MacroEvaluator

    with macros_kept_apart():
        from macros.changes import rows_differ

COLUMNS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("held", "present", "differ"),
    [
        ("1, 'x', null", "1, 'x', null", False),
        ("2, 'x', null", "1, 'x', null", True),
        ("1, 'y', null", "1, 'x', null", True),
        ("1, 'x', 0.5", "1, 'x', null", True),
        ("1, null, 0.5", "1, 'x', 0.5", True),
        ("1, null, 0.5", "1, null, 0.5", False),
    ],
)
def test_rows_differ_where_any_compared_column_does(held: str, present: str, differ: bool) -> None:
    condition = rows_differ(
        MacroEvaluator(dialect="duckdb"), exp.column("held"), exp.column("present"), *map(exp.column, COLUMNS)
    )
    rows = ", ".join(f"(select {values}) as {name}(a, b, c)" for name, values in (("held", held), ("present", present)))
    with duckdb.connect() as db:
        assert db.execute(f"select {condition} from {rows}").fetchall() == [(differ,)]
