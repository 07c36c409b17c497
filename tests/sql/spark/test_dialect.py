"""What DuckDB's SQL means, in DuckDB and in Spark: each expression has the same value in both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.spark.compare import duckdb_rows, spark_rows

EXPRESSIONS = (
    "['a', 'b'][1]",
    "['a', 'b'][3]",
    "['a', 'b'][greatest(number - 5, 0)]",
    "['a', 'b', 'c'][2:]",
    "['a', 'b', 'c'][2:number]",
    "['a', 'b', 'c'][number:1]",
    "array_length(['a', 'b'])",
    "list_transform(['a', 'b'], (one, place) -> one || place)",
    "list_filter([3, 4, 5], (one, place) -> place <> 2)",
    "list_transform(['a', 'b'], lambda one, place: one || place)",
    "list_filter([3, 4, 5], lambda one: one <> 4)",
    "date_diff('second', timestamp '2026-01-01 00:00:00.9', timestamp '2026-01-01 00:00:02.1')",
    "date_diff('millisecond', timestamp '2026-01-01 00:00:00.0009', timestamp '2026-01-01 00:00:02.0011')",
    "list_filter([3, 3, 5], (one, place) -> one is distinct from [3, 3, 5][place - 1])",
    "list_concat(null, ['a'], ['b'])",
    "list_has_any(['a', 'b'], ['b'])",
    "list_position(['a', 'b'], 'b')",
    "lower('İΣ AΣ')",
    "strlen('é')",
    "list_filter(['bahn', 'an', '', null], lambda one: ends_with('deutschebahn', one))",
    "chr(8217) || chr(65)",
    "regexp_matches('émail', '\\bmail')",
    "regexp_matches('KELVIN ſ', '(?i)kelvin s$')",
    "regexp_matches('a' || chr(13) || 'b', 'a.b')",
    "regexp_matches('a' || chr(10), 'a$')",
    "regexp_matches('東京', '^\\p{Han}+$')",
    "regexp_extract('b-12', '([a-z])-([0-9]+)', 2)",
    "regexp_extract('b-12', '[0-9]')",
    "regexp_extract_all('b-12', '[0-9]')",
    "regexp_extract_all('b1 c2', '([a-z])([0-9])', 1)",
    "regexp_replace('a1b2', '[0-9]', '#')",
    "regexp_replace('a1b2', '([a-z])([0-9])', '\\2\\1')",
    "regexp_replace('a1b2', '([a-z])([0-9])', '\\2\\1', 'g')",
    "regexp_replace('US 5', 'us', 'us$', 'gi')",
    "try_cast('2026-1-5' as date)",
    "try_cast('2026' as date)",
    "try_cast('2026-01-05T0' as date)",
    "try_strptime('March 7, 2026', ['%Y%m%d', '%B %d, %Y'])::date",
    "try_strptime('7 Foo 2026', ['%Y%m%d', '%d %b %Y'])::date",
    "extract(isodow from date '2026-11-29') + extract(isoyear from date '2027-01-01')",
    "date_diff('day', date '2026-02-28', date '2026-03-01')",
    'try_cast(\'["a", "b"]\' as varchar[])',
    '\'{"City": "B", "Job URL": 1}\' ->> \'$.City\'',
    '\'{"City": "B", "Job URL": 1}\' ->> \'$."Job URL"\'',
    "'{\"City\": null}' ->> '$.City'",
    'try_cast((\'{"Skills": ["a", "b"]}\' -> \'$.Skills\') as varchar[])',
    "lower(hex('ab'::blob))",
    "octet_length('ab'::blob)",
)
AGGREGATES = (
    "arg_max(value, place)",
    "arg_min(value, place) filter (where place > 1)",
    "any_value(value)",
    "quantile_cont(place, 0.25)",
)
UNFOLDED = (
    "select number, unnest(['a', 'b']) as one, unnest([1, 2, 3]) as other from numbers",
    "select unnest(generate_series(date '2026-01-30', date '2026-02-02', interval '1 day'))::date as one from numbers",
    "select unnest(generate_series(3, 1)) as one from numbers",
    "select unnest([lag(number) over (order by number), number]) as one from numbers",
)
VALUES = "(values (1, null, 1), (1, 'b', 3), (1, 'c', 2)) as rows (id, value, place)"


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_has_one_value_on_both_engines(spark: Any, expression: str) -> None:
    query = f"select {expression} as value from (select 2 as number) as numbers"
    assert spark_rows(spark, query) == duckdb_rows(query)


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_an_aggregate_has_one_value_on_both_engines(spark: Any, aggregate: str) -> None:
    query = f"select {aggregate} as value from {VALUES} group by id"
    assert spark_rows(spark, query) == duckdb_rows(query)


@pytest.mark.parametrize("query", UNFOLDED)
def test_lists_unfold_to_the_same_rows_on_both_engines(spark: Any, query: str) -> None:
    whole = query.replace("from numbers", "from (select 2 as number) as numbers")
    assert sorted(spark_rows(spark, whole), key=str) == sorted(duckdb_rows(whole), key=str)


def test_duckdbs_hash_is_the_same_in_spark(spark: Any) -> None:
    words = "['engineer', 'platform', 'é']"
    spark_query = f"select duckdb_hashes_with_next({words}) as hashes"
    query = f"select list_transform({words}, (one, place) -> cast(hash(one, {words}[place + 1]) >> 33 as integer))"
    assert spark_rows(spark, spark_query) == duckdb_rows(query)
