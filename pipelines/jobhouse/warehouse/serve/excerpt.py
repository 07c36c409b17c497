"""The first and the last rows of a result with the count of all, without reading what is between them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from jobhouse.warehouse.serve.statement_result import StatementResult

ResultRow = tuple[Any, ...]

SLOW_SECONDS: Final = 1.0
"""A query that took longer is not run again where it has few rows: reading them takes less."""
FEW_ROWS: Final = 200_000


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a result."""

    head: list[ResultRow]
    tail: list[ResultRow]
    """Empty where the head holds all rows."""
    count: int
    """Of all rows."""

    @property
    def left_out(self) -> int:
        """How many rows are between head and tail."""
        return self.count - len(self.head) - len(self.tail)


@dataclass
class _Ends:
    """The first and last rows of a result that is being read."""

    head: list[ResultRow]
    tail: deque[ResultRow]
    count: int

    @classmethod
    def of(cls, rows: list[ResultRow], most: int) -> _Ends:
        """From the first rows, of which there are more than `most`."""
        last = most // 2
        return cls(rows[: most - last], deque(rows[most - last :], maxlen=last), len(rows))

    def add(self, batch: list[ResultRow]) -> None:
        self.count += len(batch)
        self.tail.extend(batch)

    def excerpt(self) -> Excerpt:
        return Excerpt(self.head, list(self.tail), self.count)


def excerpt_of(result: StatementResult, most: int) -> Excerpt:
    """At most so many rows of a result, half of them its last.

    A longer result of a select is counted by a second query around it, and its last rows come from a third, so that the
    rows between are never read into this program. A select that took long is read on instead, as long as it has few
    rows. Other statements, such as `show`, are read to their end.
    """
    rows = result.first_rows(most + 1)
    if len(rows) <= most:
        return Excerpt(rows, [], len(rows))
    ends = _Ends.of(rows, most)
    if result.subquery is None:
        return _read_to_the_end(result, ends)
    is_read = result.seconds > SLOW_SECONDS and _is_read_as_few(result, ends)
    return ends.excerpt() if is_read else _asked_again(result, rows, most)


def _asked_again(result: StatementResult, rows: list[ResultRow], most: int) -> Excerpt:
    """A query that cannot stand within another is run once more, and read to its end."""
    first, last = most - most // 2, most // 2
    try:
        count = result.asked(f"select count(*) from (\n{result.subquery}\n)")[0][0]  # noqa: S608 - SQL of the user
        tail = result.asked(f"from (\n{result.subquery}\n) limit {last} offset {max(count - last, first)}")
    except (duckdb.ParserException, duckdb.BinderException):
        result.run_again()
        return _read_to_the_end(result, _Ends.of(result.first_rows(len(rows)), most))
    return Excerpt(rows[:first], tail, max(count, first + len(tail)))


def _is_read_as_few(result: StatementResult, ends: _Ends) -> bool:
    """Read the rest of the result; false where there are too many rows, of which not all are read then."""
    for batch in result.rows():
        ends.add(batch)
        if ends.count > FEW_ROWS:
            return False
    return True


def _read_to_the_end(result: StatementResult, ends: _Ends) -> Excerpt:
    for batch in result.rows():
        ends.add(batch)
    return ends.excerpt()
