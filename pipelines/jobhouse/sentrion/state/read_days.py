"""When complete days were read, so that a reading by a clock that was ahead is noticed once the clock is right.

Such a reading takes days for over that had not ended, or had not come. It shows in a date of reading that lies after
today. When it really was is unknown, but it was not before the readings that came before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from pendulum import Date

from jobhouse.clock import EARLIEST
from jobhouse.sentrion.plan.windows import Window, as_date, day_of, merge, subtract

MOST_DATES: Final = 40
"""Dates of reading that are kept; the oldest is dropped, whose days count as certain from then on."""

MOST_LATER_DATES: Final = 2
"""So many dates after today are those of a clock that was ahead, also where there is no other date."""


@dataclass
class ReadDays:
    """The days that were read on each date, in the sequence in which the dates first came."""

    dates: dict[Date, list[Window]] = field(default_factory=dict)

    @classmethod
    def from_state(cls, saved: Sequence[Any]) -> Self:
        return cls({as_date(on): [Window(as_date(a), as_date(b)) for a, b in days] for on, days in saved})

    def to_state(self) -> list[Any]:
        return [[str(on), [[str(one.since), str(one.until)] for one in days]] for on, days in self.dates.items()]

    def add(self, window: Window, read_on: Date) -> None:
        """Note that the days were read on a date; what was read of them on other dates is forgotten."""
        self.forget([window])
        self.dates[read_on] = merge([*self.dates.get(read_on, ()), window])
        while len(self.dates) > MOST_DATES:
            del self.dates[next(iter(self.dates))]

    def forget(self, windows: Sequence[Window]) -> None:
        """Forget that the days were read; that something was read on those dates is still known."""
        self.dates = {on: subtract(days, windows) for on, days in self.dates.items()}

    def doubtful(self, today: Date) -> list[Window]:
        """The days that were read on a date after today and may not have ended then.

        In the sequence of readings, a day is certain that had ended on the date of an earlier one, or before the first
        version of jobhouse. Where most dates are after today, it is today's clock that is wrong: nothing is in doubt.
        """
        later = sum(read_on > today for read_on in self.dates)
        if later > max(MOST_LATER_DATES, len(self.dates) - later):
            return []
        found, certain = list[Window](), day_of(EARLIEST)
        for read_on, days in self.dates.items():
            if read_on <= today:
                certain = max(certain, read_on)
            elif uncertain := [day for day in days if day.until > certain.subtract(days=1)]:
                found += subtract(uncertain, [Window(Date(1, 1, 1), certain.subtract(days=1))])
        return merge(found)
