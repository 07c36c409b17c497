"""Results of SQL as tables in a pipe: what a cell shows, and that no column is left out."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from jobhouse.terminal.sql.table import MOST_ROWS, drawn
from jobhouse.warehouse.serve.query import every_result


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def lines(db: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    (result,) = every_result(db, query)
    return drawn(result).split("\n")


def test_a_small_result_looks_like_this(db: duckdb.DuckDBPyConnection) -> None:
    query = "select * from (values (1, 'one', null, 0.5::double), (23, 'two', true, 1e-9)) as t(n, word, flag, share)"
    assert lines(db, query) == [
        " n  word  flag  share",
        "─────────────────────",
        " 1  one   NULL    0.5",
        "23  two   true  1e-09",
        "2 rows",
    ]


def test_an_empty_result_has_its_headings(db: duckdb.DuckDBPyConnection) -> None:
    assert lines(db, "select 1 as number, 'a' as word where false") == ["number  word", "────────────", "0 rows"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.123456::double", "0.1235"),
        ("timestamptz '2026-01-02 03:04:05.678+00'", "2026-01-02 03:04:05"),
        ("[1, 2]", "[1, 2]"),
        ("{'a': date '2026-01-02'}", '{"a": "2026-01-02"}'),
        ("'a' || chr(27) || '[31m' || chr(10) || chr(8238) || 'b'", "a [31m  b"),
        ("'[bold]x[/bold] :smile:'", "[bold]x[/bold] :smile:"),
    ],
)
def test_values_are_rounded_and_steer_nothing(value: str, shown: str, db: duckdb.DuckDBPyConnection) -> None:
    db.execute("set TimeZone = 'UTC'")
    assert lines(db, f"select {value} as v")[2] == shown


def test_a_long_text_is_clipped_and_a_pipe_leaves_no_column_out(db: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(f"repeat('x', 61) as c{number}" for number in range(40))
    assert lines(db, f"select {columns}")[2] == "  ".join(["x" * 59 + "…"] * 40)


def test_wide_letters_count_twice(db: duckdb.DuckDBPyConnection) -> None:
    assert lines(db, "select '日本' as a, 1 as b")[2] == "日本  1"


def test_more_rows_than_eyes_read_are_left_out(db: duckdb.DuckDBPyConnection) -> None:
    table = lines(db, f"select range as n from range({MOST_ROWS + 1})")
    assert table[-2].strip() == str(MOST_ROWS - 1)
    assert table[-1].startswith(f"The first {MOST_ROWS} rows; there are more")
