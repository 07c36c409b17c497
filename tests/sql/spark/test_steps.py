"""A query cut into steps gives the rows of the query; the steps are run in DuckDB, which needs no Spark."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
import sqlglot

from jobhouse.warehouse.spark.steps import QueryStep, steps_of

QUERIES = {
    "no common table expression": "select 1 as one",
    "read twice": "with a as (select 1 as one), b as (select one + 1 as two from a) select * from a, b",
    "aliased where it is read": "with a as (select 1 as one) select x.one, y.one from a as x, a as y",
    "columns by the name of before": "with a as (select 1 as one) select a.one from a where 1 in (select a.one from a)",
    "columns named beside it": "with a (two) as (select 1 as one) select a.two from a",
    "joins in brackets": "with a as (select 1 as one) select * from (a cross join (select 2 as two) as b)",
    "a table of the same name": "with numbers as (select 7 as number) select * from numbers, main.numbers as given",
    "shadowed in a subquery": (
        "with a as (select 1 as one) select * from a, (with a as (select 2 as two) select two from a) as inner_one"
    ),
    "one that reads itself": (
        "with recursive a as (select 1 as one), "
        "b as (select one from a union all select one + 1 from b where one < 4), "
        "c as (select max(one) as most from b) select b.one, c.most from b, c"
    ),
    "one that nobody reads": "with a as (select 1 as one), b as (select 2 as two from a) select 3 as three from a",
    "a union": "with a as (select 1 as one) select one from a union all select one + 1 from a order by one",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_the_steps_give_the_rows_of_the_query(query: str) -> None:
    with duckdb.connect() as db:
        db.execute("create table main.numbers as select 5 as number")
        expected = db.execute(query).fetchall()
        steps, last = cut(query)
        for step in steps:
            db.execute(f"create temp view {step.view} as {step.query.sql('duckdb')}")
        assert db.execute(last.sql("duckdb")).fetchall() == expected
        assert not any(with_.parent is last for with_ in last.find_all(sqlglot.exp.With))


def test_what_several_read_is_computed_once() -> None:
    steps, _ = cut(
        "with a as (select 1 as one), b as (select one from a), c as (select one from a) "
        "select * from b, c where c.one in (select one from c)"
    )
    assert {step.view: step.is_read_again for step in steps} == {"p__a": True, "p__b": False, "p__c": True}


def test_a_query_keeps_what_it_was() -> None:
    query: Any = sqlglot.parse_one("with a as (select 1 as one) select * from a", read="duckdb")
    before = query.sql("duckdb")
    steps_of(query, "p")
    assert query.sql("duckdb") == before


def cut(query: str) -> tuple[list[QueryStep], Any]:
    parsed: Any = sqlglot.parse_one(query, read="duckdb")
    return steps_of(parsed, "p")
