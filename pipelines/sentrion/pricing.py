"""What windows cost, from the jobs that are known to be in stretches of them: pure functions.

The number of jobs in a stretch is exact; how they spread over its windows is not, and decides on the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, sqrt
from statistics import median
from typing import Final, Self

from pipelines.sentrion.windows import Window

USUAL_VARIATION: Final = 0.3
"""How much the windows of a stretch differ (deviation by mean) where nothing is known of it."""
MANY_PAGES: Final = 50
"""From here on the last page of a window hardly matters."""


@dataclass(frozen=True)
class Spread:
    """A quantity that is known within bounds."""

    low: int
    likely: int
    high: int

    def __add__(self, other: Spread) -> Spread:
        return Spread(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def less(self, free: int) -> Spread:
        return Spread(max(0, self.low - free), max(0, self.likely - free), max(0, self.high - free))

    def over(self, rate: int) -> Spread:
        """Whole minutes for so many requests at a rate a minute."""
        return Spread(ceil(self.low / rate), ceil(self.likely / rate), ceil(self.high / rate))

    @classmethod
    def exactly(cls, value: int) -> Self:
        return cls(value, value, value)


@dataclass(frozen=True)
class Stretch:
    """Windows side by side, oldest first, and the jobs in them; `capped`: there may be more."""

    windows: tuple[Window, ...]
    jobs: int
    capped: bool = False

    @property
    def days(self) -> int:
        return sum(window.days for window in self.windows)

    @property
    def window(self) -> Window:
        return Window(self.windows[0].since, self.windows[-1].until)

    @property
    def per_day(self) -> float:
        return self.jobs / self.days

    def doubt(self, page_size: int) -> float:
        """By how many pages the stretch may be off; one that is capped before all others."""
        if len(self.windows) < 2:
            return 0
        return float("inf") if self.capped else _most_pages(self, page_size) - _fewest_pages(self, page_size)

    def halves(self) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
        middle = len(self.windows) // 2
        return self.windows[:middle], self.windows[middle:]


def pages(stretch: Stretch, page_size: int, variation: float, overlap_days: int) -> Spread:
    """Requests for the stretch's windows; each asks for `overlap_days` beyond its own."""
    likely = sum(
        _expected_pages(stretch.per_day * (window.days + overlap_days), page_size, variation)
        for window in stretch.windows
    )
    low, high = _fewest_pages(stretch, page_size), _most_pages(stretch, page_size)
    if overlap_days:
        high += ceil(stretch.per_day * overlap_days * len(stretch.windows) / page_size)
    return Spread(min(low, round(likely)), round(likely), max(high, round(likely)))


def variation_of(splits: Sequence[tuple[Stretch, Stretch]]) -> float:
    """How much windows differ, from how much the halves of stretches did."""
    both = [(first.per_day, second.per_day) for first, second in splits if first.jobs + second.jobs]
    differences = [abs(a - b) / (a + b) for a, b in both]
    return 1.5 * median(differences) if differences else USUAL_VARIATION


def days_bought(stretches: Sequence[Stretch], credits_: int) -> int:
    """How many of the newest days the credits pay for."""
    days, left = 0, float(credits_)
    for stretch in sorted(stretches, key=lambda stretch: stretch.window, reverse=True):
        if stretch.jobs > left:
            return days + int(left / stretch.per_day)
        days, left = days + stretch.days, left - stretch.jobs
    return days


def _fewest_pages(stretch: Stretch, page_size: int) -> int:
    return max(len(stretch.windows), ceil(stretch.jobs / page_size))


def _most_pages(stretch: Stretch, page_size: int) -> int:
    windows = len(stretch.windows)
    return windows + max(0, stretch.jobs - windows) // page_size


def _expected_pages(mean: float, page_size: int, variation: float) -> float:
    """The expected number of pages of a window whose jobs are spread normally about the mean; at least one."""
    if mean / page_size > MANY_PAGES:
        return mean / page_size + 0.5
    deviation = sqrt((variation * mean) ** 2 + mean) or 1.0
    most = int((mean + 6 * deviation) / page_size) + 1
    return 1 + sum(erfc((page * page_size + 0.5 - mean) / deviation / sqrt(2)) / 2 for page in range(1, most + 1))
