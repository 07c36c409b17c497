"""The days that the report shows, cut into months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile, takewhile
from typing import Final

from jobhouse.report.formats import month as month_name

A_YEAR: Final = 12
"""Months."""


@dataclass(frozen=True)
class Period:
    """The days that the plots over time show, both ends included."""

    first_day: date
    last_day: date
    apart: frozenset[date] = frozenset()
    """Months that were not read whole, or by other searches than the last whole one."""
    of_other_searches: frozenset[date] = frozenset()
    """Those of them that were read whole."""

    @property
    def months(self) -> list[date]:
        return months_between(self.first_day, self.last_day)

    def is_whole(self, month: date) -> bool:
        """Whether all days of a month were read; the counts of other months are too low."""
        is_within = month >= self.first_day and months_later(month, 1) - timedelta(days=1) <= self.last_day
        return is_within and month not in self.apart

    @property
    def why_paler(self) -> str:
        """Why some months or quarters cannot be compared with the others."""
        return "not whole, or read by other searches" if self.of_other_searches else "not whole"

    @property
    def whole_months(self) -> list[date]:
        """The last whole month and those before it, back to one that is not whole."""
        months = [*dropwhile(lambda month: not self.is_whole(month), reversed(self.months))]
        return [*takewhile(self.is_whole, months)][::-1]

    @property
    def quarters(self) -> list[date]:
        """The first day of every quarter that the period touches."""
        return sorted({date(month.year, 3 * ((month.month - 1) // 3) + 1, 1) for month in self.months})

    def is_whole_quarter(self, quarter: date) -> bool:
        return all(self.is_whole(months_later(quarter, later)) for later in range(3))

    @property
    def recent(self) -> list[date]:
        """The last twelve whole months, or as many as there are; without any, all months there are."""
        return (self.whole_months or self.months)[-A_YEAR:]

    @property
    def before(self) -> list[date]:
        """The twelve whole months before the recent ones; fewer where the period is short."""
        return self.whole_months[-2 * A_YEAR : -A_YEAR]

    @property
    def has_two_years(self) -> bool:
        return len(self.before) == A_YEAR


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month from that of `first` to that of `last`."""
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def months_later(month: date, count: int) -> date:
    """The first day of the month that is `count` months later."""
    number = 12 * month.year + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def recent_in_words(period: Period) -> str:
    """The recent months: Nov 2025 to Oct 2026."""
    return months_in_words(period.recent) + ("" if period.whole_months else " (not whole)")


def months_in_words(months: Sequence[date]) -> str:
    """The first and the last of consecutive months: Nov 2025 to Oct 2026."""
    first, last = months[0], months[-1]
    return month_name(first) if first == last else f"{month_name(first)} to {month_name(last)}"


def month_in_plot(one: date, period: Period) -> str:
    """The month as a plot names it: one that cannot be compared with the others says why."""
    why = "read by other searches" if one in period.of_other_searches else "month not whole"
    return month_name(one) + ("" if period.is_whole(one) else f" ({why})")
