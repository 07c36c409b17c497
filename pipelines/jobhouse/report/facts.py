"""What the report asks the warehouse: each query is a file, and its text is shown with the numbers it gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from string import Template
from typing import Any, Final

import duckdb

from jobhouse.report.scales import months_between, months_later

Row = dict[str, Any]
_A_YEAR: Final = 12


@dataclass(frozen=True)
class Found:
    """The rows of one query, and the query."""

    sql: str
    rows: list[Row]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def total(self, column: str) -> int:
        """The sum over all rows."""
        return sum(row[column] or 0 for row in self.rows)

    def largest(self, *columns: str) -> float:
        """The largest value of any of the columns; 0 where there is none."""
        return max((row[column] or 0 for row in self.rows for column in columns), default=0)


@dataclass(frozen=True)
class Span:
    """The days that the plots over time show, and what of them is whole months."""

    first_day: date
    last_day: date

    @property
    def months(self) -> list[date]:
        return months_between(self.first_day, self.last_day)

    def is_whole(self, month: date) -> bool:
        """Whether all days of a month are there; counts of others are too low."""
        return month >= self.first_day and months_later(month, 1) - timedelta(days=1) <= self.last_day

    @property
    def whole_months(self) -> list[date]:
        return [month for month in self.months if self.is_whole(month)]

    @property
    def recent(self) -> list[date]:
        """The last twelve whole months, or as many as there are; without any, all months there are."""
        return (self.whole_months or self.months)[-_A_YEAR:]

    @property
    def before(self) -> list[date]:
        """The twelve whole months before the recent ones; fewer where the span is short."""
        return self.whole_months[-2 * _A_YEAR : -_A_YEAR]

    @property
    def has_two_years(self) -> bool:
        return len(self.before) == _A_YEAR


class Facts:
    """Answers from the marts as they stand on a day; `span` is None where no posting has a day yet."""

    def __init__(self, db: duckdb.DuckDBPyConnection, today: date) -> None:
        self._db = db
        self._values = {"today": _literal(today)}
        self.today = today
        self.span = self._span()
        if self.span:
            self._values |= {name: _literal(value) for name, value in _days_of(self.span).items()}

    def ask(self, name: str) -> Found:
        """Run the query of this name."""
        sql = Template(_text(name)).substitute(self._values).strip()
        result = self._db.execute(sql)
        columns = [column[0] for column in result.description or ()]
        return Found(sql, [dict(zip(columns, row, strict=True)) for row in result.fetchall()])

    def _span(self) -> Span | None:
        row = next(iter(self.ask("span")), None)
        if row is None:
            return None
        # postings that lie wholly before the days read: show what there is
        return Span(min(row["first_day"], row["last_day"]), row["last_day"])


def _days_of(span: Span) -> dict[str, date]:
    recent_from = span.recent[0]
    return {
        "first_day": span.first_day,
        "last_day": span.last_day,
        "recent_from": recent_from,
        "recent_until": months_later(span.recent[-1], 1),
        "before_from": months_later(recent_from, -_A_YEAR),
    }


def _text(name: str) -> str:
    return files("jobhouse.report").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def _literal(day: date) -> str:
    return f"date '{day.isoformat()}'"
