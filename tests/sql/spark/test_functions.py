"""Functions that models call, with values that are missing, empty or odd: the same in DuckDB and in Spark."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

import pytest
import sqlglot
from sqlglot import exp

from jobhouse.warehouse.build.transform import project
from jobhouse.warehouse.spark import models
from tests.support.spark.compare import duckdb_rows, spark_rows

TEXTS: Final = (
    "null", "''", "' '", "'a'", "'a b'", "' a  b '", "'|a||b|'", "'\u202fa\u00a0b\u3000'", "'\ta\n'",
    "'É ﬀ İ ß'", "'👩🏽‍🍳 ñ'",
    "'B'", "'12'", "' 7 '", "'-3.50'", "'1e3'", "'2026-02-30'", "'2026-01-05T10:00:00Z'",
    "'true'", "'#x1F'", "'&amp;a'",
)  # fmt: skip
LISTS: Final = ("null", "[]", "[null]", "['a']", "['b', 'a', 'b']", "['a', null, 'c', null]", "['', ' ']")
COUNTS: Final = ("null", "0", "1", "-1", "2", "7", "100000")
NUMBERS: Final = ("null", "0.0", "1.5", "-2.5", "80000.0", "12345678.9", "0.1", "1e15", "0.0000001234567894")
DAYS: Final = ("null", "'2026-01-05'", "'2024-02-29'", "'2020-12-31'", "'1970-01-01'", "'1900-03-01'")
FLAGS: Final = ("null", "true", "false")
COLUMNS: Final = {
    f"{name}{mark}": (kind, values)
    for name, kind, values in (
        ("text", "varchar", TEXTS),
        ("items", "varchar[]", LISTS),
        ("count", "bigint", COUNTS),
        ("number", "double", NUMBERS),
        ("day", "date", DAYS),
        ("flag", "boolean", FLAGS),
    )
    for mark in ("", "_2")
}
"""What a call may read: each column with its type and its values."""

OF_VALUES: Final = {
    "Abs": ["abs(count)", "abs(number)"],
    "And": ["flag and flag_2"],
    "Array": ["[text, text_2]", "[count]"],
    "ArrayAppend": ["list_append(items, 'z')", "list_append(items, text)"],
    "ArrayConcat": ["list_concat(items, items_2)"],
    "ArrayContains": ["list_contains(items, text)", "list_contains(items, 'a')"],
    "ArrayDistinct": ["list_sort(list_distinct(items))"],
    "ArrayFilter": ["list_filter(items, lambda one: one <> 'a')", "list_filter(items, lambda one: one is null)"],
    "ArrayOverlaps": ["items && items_2"],
    "ArraySize": ["array_length(items)"],
    "ArrayToString": ["array_to_string(items, '|')"],
    "Between": ["count between 0 and 2", "text between 'a' and 'b'"],
    "Bracket": ["items[1]", "items[2:]", "items[greatest(count, 1)]"],
    "Case": ["case when flag then 1 else 0 end"],
    "Cast": ["cast(count as varchar)", "cast(count as double)", "cast(day as varchar)", "cast(flag as integer)"],
    "Chr": ["chr(9)", "chr(case when count > 0 then count::integer end)"],
    "Coalesce": ["coalesce(text, text_2)", "coalesce(items, [])"],
    "Concat": ["concat(text, text_2, 'x')"],
    "ConcatWs": ["concat_ws('|', text, text_2)"],
    "Contains": ["contains(text, 'a')", "contains(text, text_2)"],
    "DPipe": ["text || text_2"],
    "DateDiff": ["date_diff('day', date '1970-01-01', day)"],
    "Div": ["count / nullif(count_2, 0)", "number / 3"],
    "Extract": [f"extract({part} from day)" for part in ("year", "quarter", "month", "week", "isodow", "isoyear")],
    "Flatten": ["flatten([items, items_2])"],
    "Floor": ["cast(floor(number) as bigint)", "cast(floor(count / 7) as bigint)"],
    "GenerateSeries": ["range(1, count % 100)", "range(1, array_length(items) + 1)"],
    "Greatest": ["greatest(count, count_2)", "greatest(number, 1)", "greatest(day, day_2)", "greatest(text, text_2)"],
    "If": ["case when count > 0 then text end"],
    "In": ["text in ('a', 'B')", "count not in (0, 1)"],
    "Least": ["least(count, count_2)", "least(number, 1)", "least(day, day_2)", "least(text, text_2)"],
    "Left": ["left(text, 2)", "left(text, 200)"],
    "Length": ["length(text)"],
    "Lower": ["lower(text)"],
    "MD5": ["md5(text)", "md5(concat_ws('|', text, text_2))"],
    "Nullif": ["nullif(text, '')", "nullif(count, 0)"],
    "Or": ["flag or flag_2"],
    "Pad": ["lpad(text, 5, '0')"],
    "RegexpExtract": ["regexp_extract(text, '[a-z]+')", "regexp_extract(text, '([a-z]) ([a-z])?', 2)"],
    "RegexpExtractAll": ["regexp_extract_all(text, '[\\p{L}\\p{N}]+')"],
    "RegexpLike": ["regexp_matches(text, '^\\s*[0-9]')", "regexp_matches(text, '(?i)b')", "regexp_matches(text, '^$')"],
    "RegexpReplace": ["regexp_replace(text, '\\s+', ' ', 'g')", "regexp_replace(text, '[^a-z]*$', '')"],
    "Replace": ["replace(text, 'a', 'bb')", "replace(text, '|', '')"],
    "Round": ["round(number, 9)"],
    "SortArray": ["list_sort(items)"],
    "Split": ["string_split(text, ' ')", "string_split(text, '|')"],
    "SplitPart": ["split_part(text, ' ', 1)", "split_part(text, '|', 2)", "split_part(text, '/', 3)"],
    "Sqrt": ["sqrt(abs(number))"],
    "StartsWith": ["starts_with(text, 'a')", "starts_with(text, text_2)"],
    "Struct": ["{'one': text, 'other': count}"],
    "Substring": ["substring(text, 2)", "substring(text, 1, 3)", "substring(text, greatest(count, 1)::integer, 2)"],
    "TimestampTrunc": ["date_trunc('month', day)::date"],
    "Transform": ["list_transform(items, lambda one: lower(one))"],
    "Translate": ["translate(text, 'a|É', 'xy')"],
    "Trim": ["trim(text)", "rtrim(text)", "ltrim(text)", "trim(text, 'a |')", "rtrim(text, 'b1')", "rtrim('xa', text)"],
    "TryCast": ["try_cast(text as bigint)", "try_cast(text as double)", "try_cast(text as date)"],
    "UnixToTime": ["epoch_ms(count)"],
    "Upper": ["upper(text)"],
    "list_intersect": ["array_length(list_intersect(items, items_2))", "list_sort(list_intersect(items, items_2))"],
    "list_position": ["list_position(['a', 'B'], text)"],
    "strlen": ["strlen(text)"],
    "try_strptime": ["try_strptime(text, ['%Y%m%d', '%d.%m.%Y'])::date"],
}
"""Calls of each function, by sqlglot's name for it."""
OF_ROWS: Final = {
    "AnyValue": ["any_value(items[1])"],
    "ArgMax": ["arg_max(count, coalesce(count, 1000000))", "arg_max(count, count) filter (where flag)"],
    "ArgMin": ["arg_min(count, coalesce(count, -1000000))", "arg_min(text, text)"],
    "ArrayAgg": ["list_sort(array_agg(distinct text) filter (where text is not null))"],
    "Count": ["count(*)", "count(text)", "count(distinct text)", "count(*) filter (where flag)"],
    "LogicalAnd": ["bool_and(flag)"],
    "LogicalOr": ["bool_or(flag)"],
    "Max": ["max(text)", "max(number)", "max(day)"],
    "Min": ["min(text)", "min(number)", "min(day)"],
    "PercentileCont": ["quantile_cont(number, 0.5)", "quantile_cont(count, 0.95)"],
    "Sum": ["sum(count)", "sum(number)"],
}
"""Aggregates, over the rows of each list. Keys that order them are unambiguous: which of ties comes is not promised."""
OVER_WINDOWS: Final = {
    "Lag": ["lag(text) over (order by text, flag)", "lag(count, 2) over (partition by flag order by count desc, text)"],
    "Lead": ["lead(text) over (order by text desc, flag)"],
    "RowNumber": [
        "row_number() over (order by text, flag)",
        "row_number() over (partition by text order by flag desc)",
    ],
}
"""Window functions; NULLs have a place in an order too."""
ELSEWHERE: Final = {
    "Exists": "no function of values",
    "Explode": "test_dialect.py unfolds lists",
    "JSONExtract": "of columns in which a load keeps JSON; test_dialect.py has it",
    "JSONExtractScalar": "the same",
    "LowerHex": "of bytes; test_dialect.py has it",
    "hash": "another one on each engine, and no hash reaches a mart",
    "octet_length": "of bytes; test_dialect.py has it",
}


def test_every_function_that_a_model_calls_is_tried() -> None:
    known = OF_VALUES | OF_ROWS | OVER_WINDOWS | ELSEWHERE
    assert sorted(set(called()) - set(known)) == []


def called() -> Iterator[str]:
    """The functions in the queries of all models, by sqlglot's names."""
    with models._context(project()) as context:
        queries = [
            query
            for model in context.models.values()
            if not (model.kind.is_external or model.kind.is_seed)
            for query in (model.render_query_or_raise(), *model.render_post_statements(this_model="this_model"))
        ]
    for query in queries:
        for one in query.find_all(exp.Func, exp.Bracket, exp.In, exp.Between, exp.DPipe, exp.Div):
            yield one.name.lower() if isinstance(one, exp.Anonymous) else type(one).__name__


@pytest.mark.parametrize("call", [call for calls in (OF_VALUES | OVER_WINDOWS).values() for call in calls])
def test_a_call_for_each_row_is_the_same_on_both_engines(spark: Any, call: str) -> None:
    columns = columns_of(call)
    query = f"select {', '.join([*columns, call])} as value from {combinations_of(columns)}"
    assert different(spark, query) == []


@pytest.mark.parametrize("call", [call for calls in OF_ROWS.values() for call in calls])
def test_an_aggregate_is_the_same_on_both_engines(spark: Any, call: str) -> None:
    columns = columns_of(f"{call}, items")
    query = f"select items, {call} as value from {combinations_of(columns)} group by items"
    assert different(spark, query) == []


def columns_of(call: str) -> list[str]:
    read = {column.name for column in sqlglot.parse_one(f"select {call}", read="duckdb").find_all(exp.Column)}
    return sorted(read & set(COLUMNS))


def combinations_of(columns: list[str]) -> str:
    """All combinations of the values of some columns, as what follows `from`; one row where there is no column."""
    sources = ["(select 1) as one"]
    for name in columns:
        kind, values = COLUMNS[name]
        rows = " union all ".join(f"select cast({value} as {kind}) as {name}" for value in values)
        sources.append(f"({rows}) as rows_of_{name}")
    return " cross join ".join(sources)


def different(session: Any, query: str) -> list[str]:
    """What Spark makes of the values where it is not what DuckDB does."""
    ours, theirs = (sorted(map(plain, rows), key=str) for rows in (duckdb_rows(query), spark_rows(session, query)))
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
