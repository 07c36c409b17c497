"""The first and the last rows of a result with the count of all, without reading what is between them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import duckdb

from jobhouse.warehouse.serve.query import Answer

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Excerpt:
    """What is shown of a result."""

    head: list[Row]
    tail: list[Row]
    """Empty where the head holds all rows."""
    count: int
    """Of all rows."""

    @property
    def left_out(self) -> int:
        """How many rows are between head and tail."""
        return self.count - len(self.head) - len(self.tail)


def excerpt_of(answer: Answer, most: int) -> Excerpt:
    """At most so many rows of a result, half of them its last.

    A longer result of a select is counted by a second query around it, and its last rows come from a third, so that the
    rows between are never read into this program. Other statements, such as `show`, are read to their end.
    """
    rows = answer.first_rows(most + 1)
    if len(rows) <= most:
        return Excerpt(rows, [], len(rows))
    head = rows[: most - most // 2]
    return _asked_again(answer, head, most // 2) or _read_to_the_end(answer, rows, len(head), most // 2)


def _asked_again(answer: Answer, head: list[Row], last: int) -> Excerpt | None:
    """None where the query cannot stand within another; it is run once more then."""
    if answer.subquery is None:
        return None
    try:
        count = answer.asked(f"select count(*) from (\n{answer.subquery}\n)")[0][0]  # noqa: S608 - SQL of the user
        tail = answer.asked(f"from (\n{answer.subquery}\n) limit {last} offset {max(count - last, len(head))}")
    except (duckdb.ParserException, duckdb.BinderException):
        answer.run_again()
        answer.first_rows(len(head) + last + 1)
        return None
    return Excerpt(head, tail, max(count, len(head) + len(tail)))


def _read_to_the_end(answer: Answer, rows: list[Row], first: int, last: int) -> Excerpt:
    count, tail = len(rows), deque(rows[first:], maxlen=last)
    for batch in answer.rows():
        count += len(batch)
        tail.extend(batch)
    return Excerpt(rows[:first], list(tail), count)
