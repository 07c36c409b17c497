"""The queries of the report: one SQL file each, run on the marts; the page shows each text beside its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from string import Template
from typing import Any

import duckdb

from jobhouse.report.period import A_YEAR, Period, months_later

Row = dict[str, Any]


@dataclass(frozen=True)
class QueryResult:
    """The rows of one query, and its SQL."""

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


class Queries:
    """Runs the report's queries as of one day; `period` is None while no posting has a day of posting."""

    def __init__(self, db: duckdb.DuckDBPyConnection, today: date) -> None:
        self._db = db
        self._values = {"today": _literal(today)}
        self.today = today
        self.period = self._period()
        if self.period:
            self._values |= {name: _literal(value) for name, value in _days_of(self.period).items()}
            self._values["has_two_years"] = str(self.period.has_two_years).lower()

    def run(self, name: str) -> QueryResult:
        """Run the query in the file `<name>.sql`."""
        sql = Template(_text(name)).substitute(self._values).strip()
        result = self._db.execute(sql)
        columns = [column[0] for column in result.description or ()]
        return QueryResult(sql, [dict(zip(columns, row, strict=True)) for row in result.fetchall()])

    def _period(self) -> Period | None:
        row = next(iter(self.run("period")), None)
        if row is None:
            return None
        # the first day is later than the last where all postings are older than the days that were read
        apart, of_other_searches = (frozenset(row[name]) for name in ("apart", "of_other_searches"))
        return Period(min(row["first_day"], row["last_day"]), row["last_day"], apart, of_other_searches)


def _days_of(period: Period) -> dict[str, date]:
    """What the queries may name as `$first_day` and so on."""
    recent_from = period.recent[0]
    return {
        "first_day": period.first_day,
        "last_day": period.last_day,
        "recent_from": recent_from,
        "recent_until": months_later(period.recent[-1], 1),
        "before_from": months_later(recent_from, -A_YEAR),
    }


def _text(name: str) -> str:
    return files("jobhouse.report.queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _literal(day: date) -> str:
    return f"date '{day.isoformat()}'"
