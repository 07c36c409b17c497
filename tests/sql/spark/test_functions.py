"""Functions that models call, with values that are missing, empty or odd: the same in DuckDB and in Spark."""

from __future__ import annotations

import math
from typing import Any, Final

import pytest

from jobhouse.warehouse.spark.refusals import KNOWN, KNOWN_BY_NAME
from tests.support.spark.calls import OF_ROWS, OF_VALUES, OVER_WINDOWS
from tests.support.spark.compare import duckdb_rows, spark_rows
from tests.support.spark.forms import forms_of_calls, forms_of_models
from tests.support.spark.values import columns_of, combinations_of

OF_EACH_ROW: Final = [call for calls in (OF_VALUES | OVER_WINDOWS).values() for call in calls]
OF_GROUPS: Final = [call for calls in OF_ROWS.values() for call in calls]
ELSEWHERE: Final = {
    "BitwiseRightShift(_, number)": "a part of DuckDB's hash",
    "Exists(_)": "no function of values",
    "Explode([...])": "test_dialect.py unfolds lists",
    "Explode(_)": "the same",
    "In(_, _)": "of the rows of a query",
    "conv([_, number])": "test_engines.py tries what calls it",
    "duckdb_hashes_with_next([_])": "test_dialect.py has it",
    "hash([_, text])": "another one on each engine, and no hash reaches a mart",
    "hash([_])": "the same",
    "xxhash64([_, text])": "the same",
    "xxhash64([_])": "the same",
}


@pytest.mark.long
def test_every_form_of_a_call_in_a_model_is_tried() -> None:
    known = forms_of_calls([*OF_EACH_ROW, *OF_GROUPS]) | set(ELSEWHERE)
    assert {engine: sorted(forms - known) for engine, forms in forms_of_models().items()} == {"duckdb": [], "spark": []}


def test_no_function_is_known_that_is_not_tried() -> None:
    tried = {form.split("(")[0] for form in (*forms_of_calls([*OF_EACH_ROW, *OF_GROUPS]), *ELSEWHERE)}
    parts = {"Slice", "list_zip"}  # of a form, and of what unfolds several lists
    assert sorted((KNOWN | KNOWN_BY_NAME) - tried - parts) == []


@pytest.mark.parametrize("call", OF_EACH_ROW)
def test_a_call_for_each_row_is_the_same_on_both_engines(spark: Any, call: str) -> None:
    columns = columns_of(call)
    query = f"select {', '.join([*columns, call])} as value from {combinations_of(columns)}"
    assert different(spark, query) == []


@pytest.mark.parametrize("call", OF_GROUPS)
def test_an_aggregate_is_the_same_on_both_engines(spark: Any, call: str) -> None:
    columns = columns_of(f"{call}, items")
    query = f"select items, {call} as value from {combinations_of(columns)} group by items"
    assert different(spark, query) == []


def different(session: Any, query: str) -> list[str]:
    """What Spark makes of the values where it is not what DuckDB does."""
    ours, theirs = (sorted(map(plain, rows), key=str) for rows in (duckdb_rows(query), spark_rows(session, query)))
    assert any(row[-1] is not None for row in ours), "the call is tried with nothing that it answers"
    assert len(ours) == len(theirs)
    return [f"{one} and not {other}" for one, other in zip(theirs, ours, strict=True) if one != other]


def plain(value: Any) -> Any:
    """A value as both engines' clients give it: rows as tuples, doubles to nine digits."""
    if isinstance(value, dict):
        return plain(tuple(value.values()))
    if isinstance(value, tuple | list):
        return tuple(plain(one) for one in value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else f"{value:.9g}"
    return value
