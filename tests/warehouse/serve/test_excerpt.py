"""The first and last rows of a result, and its true count, without the rows between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from jobhouse.warehouse.serve import excerpt
from jobhouse.warehouse.serve.excerpt import excerpt_of
from jobhouse.warehouse.serve.query import every_result
from jobhouse.warehouse.serve.statement_result import StatementResult


class Watched:
    """A connection that counts the rows that are read from it."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        self.rows_read = 0
        self.queries = 0

    def execute(self, *arguments: Any) -> Watched:
        self.queries += 1
        self._db.execute(*arguments)
        return self

    def fetchmany(self, count: int) -> list[Any]:
        return self._counted(self._db.fetchmany(count))

    def fetchall(self) -> list[Any]:
        return self._counted(self._db.fetchall())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def _counted(self, rows: list[Any]) -> list[Any]:
        self.rows_read += len(rows)
        return rows


@pytest.fixture
def db() -> Iterator[Any]:
    with duckdb.connect() as connection:
        connection.execute("create table many as select range as n, range % 7 as part from range(1000000)")
        yield Watched(connection)


def result(db: Any, text: str) -> StatementResult:
    return next(every_result(db, text))


@pytest.mark.parametrize(
    "query",
    [
        "from many",
        "from many order by n;",
        "-- before\nfrom many -- behind",
        "with x as (from many) select * from x where true;; /* the end */",
        "select n, n, 'ä;' as text from many",
    ],
)
def test_a_million_rows_are_counted_and_not_read(query: str, db: Any) -> None:
    found = excerpt_of(result(db, query), 10)
    assert [row[0] for row in found.head] == [0, 1, 2, 3, 4]
    assert [row[0] for row in found.tail] == [999_995, 999_996, 999_997, 999_998, 999_999]
    assert (found.count, found.left_out) == (1_000_000, 999_990)
    assert db.rows_read < 30


@pytest.mark.parametrize(("rows", "head", "tail"), [(0, 0, 0), (9, 9, 0), (10, 10, 0), (11, 5, 5)])
def test_a_result_that_is_short_is_whole(rows: int, head: int, tail: int, db: Any) -> None:
    found = excerpt_of(result(db, f"from many limit {rows}"), 10)
    assert (len(found.head), len(found.tail), found.count) == (head, tail, rows)


def test_what_cannot_stand_in_a_query_is_read_to_its_end(db: Any) -> None:
    found = excerpt_of(result(db, "call range(100)"), 10)
    assert [row[0] for row in (*found.head, *found.tail)] == [0, 1, 2, 3, 4, 95, 96, 97, 98, 99]
    assert found.count == 100


def test_a_query_that_fails_in_brackets_is_run_once_more(db: Any) -> None:
    made_by_duckdb = "pivot (from many limit 100) on part using count(*) group by n"
    found = excerpt_of(result(db, made_by_duckdb), 10)
    assert (len(found.head), len(found.tail), found.count) == (5, 5, 100)


@pytest.mark.parametrize(("few", "queries"), [(1_000, 1), (50, 3)])
def test_a_slow_query_is_not_run_again_where_it_has_few_rows(
    few: int, queries: int, db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excerpt, "SLOW_SECONDS", -1.0)
    monkeypatch.setattr(excerpt, "FEW_ROWS", few)
    found = excerpt_of(result(db, "from many order by n limit 500"), 10)
    assert [row[0] for row in (*found.head, *found.tail)] == [0, 1, 2, 3, 4, 495, 496, 497, 498, 499]
    assert (found.count, db.queries) == (500, queries)
