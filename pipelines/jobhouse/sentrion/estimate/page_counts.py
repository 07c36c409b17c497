"""What windows cost, from the number of jobs in groups of windows: pure functions.

The number of jobs in a group is exact. How they are spread over its windows is not known, and decides on the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, erfc, exp, sqrt
from statistics import mean, median
from typing import Final, Self

from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.second_reading import IDLE_CHANGES, MOST_PAGES_SHARE, most_read_twice, second_page_size

USUAL_VARIATION: Final = 0.3
"""How much the windows of a group differ (standard deviation by mean), where it is not known."""
USUAL_COPIES: Final = 0.001
"""The share of jobs that are exact copies of others, where it is not known: 44 of 44,365 real postings are."""
MANY_PAGES: Final = 50
"""Pages of a window from which its last, partly filled page hardly matters."""


@dataclass(frozen=True)
class Estimate:
    """A quantity as low, likely and high value."""

    low: int
    likely: int
    high: int

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def over(self, rate: int) -> Estimate:
        """Whole minutes for so many requests at a rate a minute."""
        return Estimate(ceil(self.low / rate), ceil(self.likely / rate), ceil(self.high / rate))

    @classmethod
    def exactly(cls, value: int) -> Self:
        return cls(value, value, value)


@dataclass(frozen=True)
class WindowGroup:
    """Adjacent windows, oldest first, and the jobs in them; `capped`: there may be more jobs."""

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

    def uncertain_pages(self, page_size: int) -> float:
        """The difference between the most and the fewest pages; infinite where the number of jobs is capped."""
        if len(self.windows) < 2:
            return 0
        return float("inf") if self.capped else _most_pages(self, page_size) - _fewest_pages(self, page_size)

    def halves(self) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
        middle = len(self.windows) // 2
        return self.windows[:middle], self.windows[middle:]


def side_by_side(windows: Sequence[Window]) -> list[tuple[Window, ...]]:
    """The windows in rows of adjacent ones, oldest first."""
    rows: list[list[Window]] = []
    for window in sorted(windows):
        if rows and rows[-1][-1].until == window.since:
            rows[-1].append(window)
        else:
            rows.append([window])
    return [tuple(row) for row in rows]


def pages(group: WindowGroup, page_size: int, variation: float, overlap_days: int) -> Estimate:
    """Requests for the windows of a group; each window is requested with `overlap_days` more."""
    likely = sum(
        _expected_pages(group.per_day * (window.days + overlap_days), page_size, variation) for window in group.windows
    )
    low, high = _fewest_pages(group, page_size), _most_pages(group, page_size)
    if overlap_days:
        high += ceil(group.per_day * overlap_days * len(group.windows) / page_size)
    return Estimate(min(low, round(likely)), round(likely), max(high, round(likely)))


@dataclass(frozen=True)
class RereadChances:
    """How likely windows are read a second time."""

    copies: float = USUAL_COPIES
    """The share of jobs that are exact copies of others."""
    drifts: bool = False
    """Whether totals change by themselves."""

    def chance(self, jobs: float, largest: int) -> float:
        """The probability that a window of so many jobs (at most `largest`) holds a copy and so is read twice."""
        return 1 - exp(-self.copies * jobs / max(1, ceil(jobs / largest)))


def pages_read_twice(
    groups: Sequence[WindowGroup], page_size: int, largest: int, variation: float, chances: RereadChances
) -> float:
    """The likely requests of second readings, before the crawl limits them.

    Where totals drift, windows without copies are read twice too, until enough of them brought the same jobs again;
    this concerns only windows of several pages.
    """
    windows = [(group.per_day * window.days, group) for group in groups for window in group.windows]
    size = second_page_size(largest, page_size)
    found = [(chances.chance(jobs, largest), _second_pages(jobs, size, variation), jobs) for jobs, _ in windows]
    idle = [((1 - chance), pages_) for chance, pages_, jobs in found if jobs > page_size] if chances.drifts else []
    drifting = min(IDLE_CHANGES, sum(chance for chance, _ in idle)) * mean(pages_ for _, pages_ in idle) if idle else 0
    return sum(chance * pages_ for chance, pages_, _ in found) + drifting


def _second_pages(jobs: float, page_size: int, variation: float) -> float:
    """The likely requests of one second reading; a window of a page or two is cut in half."""
    fewest = 2 if jobs > SMALLEST_PAGE else 1
    return max(fewest, _expected_pages(jobs, page_size, variation))


def with_second_readings(first: Estimate, likely: float) -> Estimate:
    """The requests of first and of second readings; as the crawl limits them: none, `likely`, or as many as it may."""
    all_again = 2 * first.high  # a window of one page is read again with two
    return first + Estimate(
        0, min(round(likely), _most_second_pages(first.likely)), min(all_again, _most_second_pages(first.high))
    )


def _most_second_pages(pages_: int) -> int:
    """The limit is a share of all pages, and those of second readings are among them."""
    return int(most_read_twice(pages_) / (1 - MOST_PAGES_SHARE))


def variation_of(splits: Sequence[tuple[WindowGroup, WindowGroup]]) -> float:
    """How much windows differ, from the differences between halves of groups."""
    both = [(first.per_day, second.per_day) for first, second in splits if first.jobs + second.jobs]
    differences = [abs(a - b) / (a + b) for a, b in both]
    return 1.5 * median(differences) if differences else USUAL_VARIATION


def days_bought(groups: Sequence[WindowGroup], jobs: int) -> int:
    """How many of the newest days have so many jobs."""
    days, left = 0, float(jobs)
    for group in sorted(groups, key=lambda group: group.window, reverse=True):
        if group.jobs > left:
            return days + int(left / group.per_day)
        days, left = days + group.days, left - group.jobs
    return days


def _fewest_pages(group: WindowGroup, page_size: int) -> int:
    return max(len(group.windows), ceil(group.jobs / page_size))


def _most_pages(group: WindowGroup, page_size: int) -> int:
    """The most: one window has all jobs, and each of the others, though empty, takes a page."""
    return len(group.windows) + max(0, group.jobs - 1) // page_size


def _expected_pages(mean: float, page_size: int, variation: float) -> float:
    """The expected number of pages of a window whose jobs are spread normally about the mean; at least one."""
    if mean / page_size > MANY_PAGES:
        return mean / page_size + 0.5
    deviation = sqrt((variation * mean) ** 2 + mean) or 1.0
    most = int((mean + 6 * deviation) / page_size) + 1
    return 1 + sum(erfc((page * page_size + 0.5 - mean) / deviation / sqrt(2)) / 2 for page in range(1, most + 1))
