"""The statements of a text: titles, places, and what may stand in brackets."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from jobhouse.warehouse.serve.statements import Statement, statements


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def one(db: duckdb.DuckDBPyConnection, text: str) -> Statement:
    return statements(db, text)[0]


@pytest.mark.parametrize(
    ("text", "title", "heading"),
    [
        ("select 1", "", "select 1"),
        ("-- One?\nselect 1 -- no title", "One?", "One?"),
        ("\n-- Ähnlich\n--  two lines\n\nselect 1", "Ähnlich two lines", "Ähnlich two lines"),
        ("/* a\n block */ select 1,\n2", "a block", "a block"),
        ("select '-- no comment'\nfrom range(1)", "", "select '-- no comment'"),
    ],
)
def test_the_comment_above_a_query_is_its_title(
    text: str, title: str, heading: str, db: duckdb.DuckDBPyConnection
) -> None:
    assert (one(db, text).title, one(db, text).heading) == (title, heading)


@pytest.mark.parametrize("text", ["select 'ä;' as x;; -- end\n;", "-- a\nselect 1 -- b", "values (1); /* c */"])
def test_a_select_stands_in_brackets(text: str, db: duckdb.DuckDBPyConnection) -> None:
    subquery = one(db, text).subquery
    assert db.execute(f"select count(*) from (\n{subquery}\n)").fetchall() == [(1,)]


def test_other_statements_do_not(db: duckdb.DuckDBPyConnection) -> None:
    assert one(db, "explain select 1").subquery is None


@pytest.mark.parametrize("end", ["", ";", "; -- end", " order by 1;"])
@pytest.mark.parametrize("before", ["", "select 'ä;'; -- Cross table\n"], ids=["alone", "after another"])
def test_a_pivot_is_one_query(before: str, end: str, db: duckdb.DuckDBPyConnection) -> None:
    of = "(select range % 2 as year, range % 3 as board from range(12))"
    found = statements(db, f"{before}pivot {of} on year using count(*) group by board{end}")[-1]
    assert found.has_result
    for again in (found.run, found.run):
        again(db)
        assert db.description is not None
        assert [column[0] for column in db.description] == ["board", "0", "1"]
        assert sorted(db.fetchall()) == [(0, 2, 2), (1, 2, 2), (2, 2, 2)]
    assert db.execute(f"select count(*) from (\n{found.subquery}\n)").fetchall() == [(3,)]
    assert (found.title, found.sql.count("pivot")) == ("Cross table" if before else "", 1)


@pytest.mark.parametrize("lines", [0, 1, 5])
def test_an_error_names_the_line_of_the_whole_text(lines: int, db: duckdb.DuckDBPyConnection) -> None:
    text = "select 'ö;\n';" + "\n" * lines + "select 1,\n  nothing\nfrom range(3)"
    first, second = statements(db, text)
    first.run(db)
    with pytest.raises(duckdb.BinderException) as raised:
        second.run(db)
    assert f"LINE {3 + lines}:   nothing\n" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("attach 'x.duckdb' as x", "attach both in a DuckDB of your own"),
        ("copy (select 1) to 'x.csv'", "--format parquet or csv"),
        ("explain copy (select 1) to 'x.csv'", "--format parquet or csv"),
        ("prepare p as copy (select 1) to 'x.csv'", "--format parquet or csv"),
        ("export database 'x'", "jobhouse publish copies the marts"),
        ("call enable_logging()", "without the function enable_logging"),
        ("from query('select 1')", "without the function query"),
    ],
)
def test_what_may_write_files_has_advice_that_fits_it(text: str, advice: str, db: duckdb.DuckDBPyConnection) -> None:
    assert advice in (one(db, text).in_place_of_writing or "")


@pytest.mark.parametrize("text", ["select 'copy' as attach", "explain select 1", "-- copy (x) to 'y'\nselect 1"])
def test_what_only_reads_needs_none(text: str, db: duckdb.DuckDBPyConnection) -> None:
    assert one(db, text).in_place_of_writing is None
