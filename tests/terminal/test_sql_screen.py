"""Results on a screen: which columns fit, what becomes records, and what a cell tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from jobhouse.terminal.sql.display import Display
from jobhouse.terminal.sql.layout import folded
from jobhouse.terminal.sql.screen import Screen, shown
from jobhouse.warehouse.serve.query import every_result


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def lines(db: duckdb.DuckDBPyConnection, query: str, width: int = 80, **display: object) -> list[str]:
    (result,) = every_result(db, query)
    screen = Screen(width, has_colours=False, is_scrolled=False)
    return shown(result, Display(**display), screen).splitlines()  # type: ignore[arg-type]


def test_types_stand_below_names_and_null_is_told_from_texts(db: duckdb.DuckDBPyConnection) -> None:
    query = "select null::varchar as a, 'NULL' as b, '' as c, ' ' as d, 'null' as e, 1 as n, '1' as t, [1] as list"
    assert lines(db, query) == [
        "a        b        c        d        e              n  t        list",
        "varchar  varchar  varchar  varchar  varchar  integer  varchar  integer[]",
        "────────────────────────────────────────────────────────────────────────",
        "NULL     'NULL'   ''       ' '      'null'         1  1        [1]",
        "1 row",
    ]


def test_headings_fold_before_a_table_becomes_records(db: duckdb.DuckDBPyConnection) -> None:
    query = "select " + ", ".join(f"{number} as salary_annual_p{number}" for number in range(8))
    parts = [line.split() for line in lines(db, query, 78)[:3]]
    assert parts == [["salary_"] * 8, ["annual_"] * 8, [f"p{number}" for number in range(8)]]
    assert lines(db, query, 60)[0] == "── 1 of 1 ".ljust(60, "─")


def test_numbers_and_dates_are_never_clipped(db: duckdb.DuckDBPyConnection) -> None:
    query = "select repeat('x', 50) as text, 12345678901234567890 as n, date '2026-01-02' as d"
    row = lines(db, query, 52)[3]
    assert row.split() == ["x" * 17 + "…", "12345678901234567890", "2026-01-02"]


def test_a_table_that_must_be_one_says_what_it_leaves_out(db: duckdb.DuckDBPyConnection) -> None:
    query = "select repeat('a', 30) as a, repeat('b', 30) as b, repeat('c', 12) as c, 4 as d"
    table = lines(db, query, 40, mode="table")
    assert table[3] == "a" * 18 + "…  " + "b" * 18 + "…"
    assert table[-1] == "Not shown, for want of room: c, d"


def test_an_explanation_keeps_its_lines(db: duckdb.DuckDBPyConnection) -> None:
    drawn = lines(db, "explain select 42")
    assert drawn[0].startswith("┌──")
    assert drawn[-1].startswith("└──")


def test_types_give_way_before_a_table_becomes_records(db: duckdb.DuckDBPyConnection) -> None:
    query = "select " + ", ".join(f"'a' as c{number}" for number in range(8))
    names, types, *_ = lines(db, query, 40)
    assert names.split() == [f"c{number}" for number in range(8)]
    assert all(name.startswith("va") and name.endswith("…") for name in types.split())


def test_records_clip_a_long_text_and_say_how_long_it_is(db: duckdb.DuckDBPyConnection) -> None:
    text = "select repeat('word ', 500) as description, 7 as n"
    clipped = lines(db, text, 60, mode="record")
    assert len(clipped) == 6
    assert clipped[3].endswith("… 2,500 characters")
    assert len(lines(db, text, 60, mode="record", widest=None)) > 50


def test_records_of_a_long_result_are_numbered_by_their_place(db: duckdb.DuckDBPyConnection) -> None:
    numbers = [int(line.split()[1].replace(",", "")) for line in lines(db, "from range(5000)", mode="record")[:-2:2]]
    assert numbers == [*range(1, 11), *range(4_991, 5_001)]


def test_a_result_without_an_order_says_so(db: duckdb.DuckDBPyConnection) -> None:
    assert "without order by, in no fixed order" in " ".join(lines(db, "from range(100)"))
    assert "in no fixed order" not in " ".join(lines(db, "from range(100) order by all"))


def test_nothing_in_a_cell_steers_the_terminal(db: duckdb.DuckDBPyConnection) -> None:
    query = "select 'a' || chr(27) || '[31m' || chr(10) || chr(8238) || '[b]' as \"x\x1b[0m\""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", "\n".join(lines(db, query)))


def test_wide_letters_count_twice(db: duckdb.DuckDBPyConnection) -> None:
    assert lines(db, "select '日本' as a, 1 as b")[3].split() == ["日本", "1"]
    assert all(cell_len(line) <= 30 for line in lines(db, "select repeat('日', 50) as a, 1 as b", 30)[:4])


@given(texts=st.lists(st.text(alphabet="ab 日é", max_size=80), min_size=1, max_size=8), width=st.integers(30, 120))
def test_nothing_is_wider_than_the_screen(texts: list[str], width: int) -> None:
    with duckdb.connect() as db:
        names = ", ".join(f"? as name_of_column_{number}" for number in range(len(texts)))
        db.execute(f"create temp table t as select {names}", texts)
        for mode in ("auto", "table", "record"):
            assert max(map(cell_len, lines(db, "from t", width, mode=mode)[:-2])) <= width


@given(name=st.text(alphabet="ab_日", min_size=1, max_size=40), width=st.integers(4, 20))
def test_a_folded_heading_is_whole(name: str, width: int) -> None:
    assert folded(name, width).replace("\n", "") == name
