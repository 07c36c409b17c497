"""What the dialect cannot write with the meaning that it has in DuckDB is refused; no Spark is needed."""

from __future__ import annotations

import pytest
import sqlglot

from jobhouse.warehouse.spark.dialect import SparkModels
from jobhouse.warehouse.spark.models import spark_model
from tests.support.sql_models import project

REFUSED = (
    "list_sort(items, 'desc')",
    "list_sort(items, 'asc', 'nulls first')",
    "list_reverse_sort(items)",
    "items[-1]",
    "items[0:2]",
    "items[-2:]",
    "items[2:-1]",
    "array_slice(items, 1, 2)",
    "substring(text, 0, 2)",
    "substring(text, -2)",
    "substring(text, 2, -1)",
    "left(text, -1)",
    "split_part(text, '/', 0)",
    "split_part(text, '/', -1)",
    "string_split(text, '')",
    "string_split(text, other)",
    "count % 0",
    "count % other",
    "count // 2",
    "range(5, 1, -1)",
    "generate_series(5, 1, -1)",
    "range(1, 9, step)",
    "range(day, other, interval '1 day')",
    "regexp_matches(text, 'a', 'i')",
    "regexp_extract(text, 'a', 0, 'i')",
    "regexp_replace(text, 'a', other)",
    "regexp_replace(text, 'a', 'b\\c')",
    "regexp_matches(text, other)",
    "arg_max(text, count, 2)",
    "array_agg(text order by count)",
    "array_agg(text order by text desc)",
    "array_agg(text) over (order by text)",
    "extract(dow from day)",
    "date_trunc('week', day)",
    "date_diff('month', day, other)",
    "date '2026-01-02' - date '2026-01-01'",
    "try_cast(text as timestamp)",
    "try_cast(text as boolean)",
    "cast(1.5 as integer)",
    "cast(text as time)",
    "to_timestamp(count)",
    "quantile_cont(count, part)",
    "log(count)",
    "count ** 2",
    "text ilike 'a'",
    "hash(text)",
    "no_such_function(text)",
)
TAKEN = ("items[0]", "items[count]", "items[2:]", "substring(text, 2)", "count % 2", "range(1, 9)", "list_sort(items)")


@pytest.mark.parametrize("form", REFUSED)
def test_a_form_that_would_mean_something_else_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match=r"Spark|RE2|pattern that is no literal"):
        written(form)


@pytest.mark.parametrize("form", TAKEN)
def test_a_form_that_means_the_same_is_not_refused(form: str) -> None:
    assert written(form)


def test_a_refusal_names_the_form_and_the_reason() -> None:
    with pytest.raises(ValueError, match=r"^LIST_SORT\(items, 'desc'\) may mean something else in Spark: its argument"):
        written("list_sort(items, 'desc')")


@pytest.mark.slow
def test_all_models_can_be_written_for_spark() -> None:
    """Most machines have no Java, and none of them would notice before a build in Spark ends."""
    models = [model for model in project().models.values() if not model.kind.is_external]
    refused = {}
    for model in models:
        try:
            query = spark_model(model).query
            assert query.sql(dialect=SparkModels) if query else model.kind.is_seed
        except ValueError as error:
            refused[model.name] = str(error)
    assert len(models) > 50
    assert not refused


def written(form: str) -> str:
    return sqlglot.transpile(f"select {form} as value", read="duckdb", write=SparkModels)[0]
