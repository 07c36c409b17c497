"""Which complete days a nightly run reads again, and in which order: pure functions of the calendar and the ledger.

The days of the lookback are read again every night. Older months are refreshed once in each billing cycle, some every
night: the months that are still due, divided by the nights that are left, rounded up. So missed nights are made up for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pendulum import Date

from jobhouse.sentrion.plan.windows import Window, as_date, cycle_start, merge, months, subtract

LEAST_LOOKBACK: Final = 3
MOST_LOOKBACK: Final = 60
DEFAULT_LOOKBACK: Final = 14
"""The lookback while too few late arrivals were observed."""
CATCH_UP_DAYS: Final = 92
"""How many days back a nightly run reads missing days; older ones are left to `backfill`."""
NEW_DAYS: Final = 5
"""A day was new when it was read, if it was first read within so many days."""


@dataclass(frozen=True)
class PastReading:
    """A complete reading in the ledger: when it began, and when the window was first complete."""

    window: Window
    read_on: Date
    is_refresh: bool = False
    first_completed_at: str | None = None


@dataclass(frozen=True)
class Night:
    """One night's calendar: `lookback` in days, and the first day of the month on which billing cycles begin."""

    today: Date
    oldest: Date
    lookback: int
    cycle_day: int = 1

    @property
    def cycle(self) -> Window:
        """The billing cycle that today is in."""
        since = cycle_start(self.today, self.cycle_day)
        return Window(since, since.add(months=1))

    @property
    def nights_left(self) -> int:
        """The nights of this cycle from this one on."""
        return self.cycle.until.toordinal() - self.today.toordinal()


@dataclass(frozen=True)
class RefreshPlan:
    """What is read again in one night, in order; how many older months there are, and how many wait for credits."""

    windows: Sequence[Window]
    months_due: int
    months_in_all: int
    months_over_budget: int
    months_unrefreshed: int
    """The older months that no night of this billing cycle has read again yet."""
    only_free: Sequence[Window] = ()
    """The older months among the windows, where they are read only as long as that is free."""


def plan_refresh(
    night: Night,
    complete: Sequence[Window],
    past: Sequence[PastReading],
    under_way: Sequence[Window] = (),
    *,
    may_cost: bool,
    charged_again_before: Date | None = None,
) -> RefreshPlan:
    """The plan of a night: first what is free in this billing cycle, and recent days before older months.

    `may_cost`: whether older months may be read that cost credits. Those are all that were read before
    `charged_again_before`, by default the first day of the billing cycle.
    """
    free_from = charged_again_before or night.cycle.since
    paid_for = merge(one.window for one in past if one.read_on >= free_from)
    recent = recent_windows(night, complete, past)
    older = older_months(night, complete)
    unrefreshed = months_due(night, older, past)
    due = [month for month in unrefreshed if may_cost or _covers(paid_for, month)]
    chosen = in_refresh_order(due, past, paid_for, under_way)[: share_of(night, due, older, past)]
    return RefreshPlan(
        windows=sorted([*recent, *chosen], key=lambda window: not _covers(paid_for, window)),
        months_due=len(chosen),
        months_in_all=len(older),
        months_over_budget=len(unrefreshed) - len(due),
        months_unrefreshed=len(unrefreshed),
        only_free=[] if may_cost else chosen,
    )


def recent_windows(night: Night, complete: Sequence[Window], past: Sequence[PastReading]) -> list[Window]:
    """The complete days of the lookback (the others are missing days, which are read anyway).

    Also the days between the older months and the lookback that no night of this cycle read again, because nightly runs
    began in mid-cycle or were missed for longer than the lookback.
    """
    first_lookback = night.cycle.since.subtract(days=night.lookback)
    lookback = Window(night.today.subtract(days=night.lookback), night.today.add(days=1))
    wanted = [lookback]
    if first_lookback < lookback.since:
        wanted += subtract([Window(first_lookback, lookback.since)], refreshed_in_cycle(night, past))
    return subtract(wanted, subtract(wanted, complete))


def refreshed_in_cycle(night: Night, past: Iterable[PastReading]) -> list[Window]:
    """The days that earlier nights of this billing cycle have refreshed."""
    return merge(one.window for one in past if one.is_refresh and one.read_on >= night.cycle.since)


def older_months(night: Night, complete: Sequence[Window]) -> list[Window]:
    """The complete calendar months before the lookback of the cycle's first night, newest first.

    Later days are in the lookback of some night of this cycle.
    """
    until = night.cycle.since.subtract(days=night.lookback)
    if until <= night.oldest:
        return []
    return [month for month in months(Window(night.oldest, until)) if _covers(complete, month)][::-1]


def months_due(night: Night, older: Iterable[Window], past: Sequence[PastReading]) -> list[Window]:
    """The older months that were not refreshed in this cycle."""
    refreshed = refreshed_in_cycle(night, past)
    return [month for month in older if not _covers(refreshed, month)]


def share_of(night: Night, due: Sequence[Window], older: Iterable[Window], past: Sequence[PastReading]) -> int:
    """How many months this night refreshes, less those that an earlier run of the same night did."""
    tonight = merge(one.window for one in past if one.is_refresh and one.read_on == night.today)
    taken = sum(_covers(tonight, month) for month in older)
    return max(0, -(-(len(due) + taken) // night.nights_left) - taken)


def in_refresh_order(
    due: Iterable[Window], past: Sequence[PastReading], paid_for: Sequence[Window], under_way: Sequence[Window]
) -> list[Window]:
    """The months that have begun first, then free ones, then those that were read longest ago, then the newest."""
    return sorted(
        due,
        key=lambda month: (
            month not in under_way,
            not _covers(paid_for, month),
            _last_read(month, past),
            -month.since.toordinal(),
        ),
    )


def first_missing_day(night: Night, done: Sequence[Window]) -> Date:
    """The first day that a nightly run reads if it is missing.

    Not before the first day that was ever read, since `backfill` decides about history; without history, the lookback.
    """
    if not done:
        return max(night.oldest, night.today.subtract(days=night.lookback))
    return max(night.oldest, night.today.subtract(days=CATCH_UP_DAYS), min(window.since for window in done))


def gaps_after_pauses(
    night: Night, until: Date, complete: Sequence[Window], past: Sequence[PastReading]
) -> list[Window]:
    """The gaps before `until` that begin where nightly runs stopped for a while: days that no nightly run reads.

    Such a gap follows on days that were new when they were first read. Any other is history that nobody asked for, or
    that a backfill is still to read.
    """
    since = min((one.window.since for one in past), default=until)
    if until <= max(since, night.oldest):
        return []
    gaps = subtract([Window(since, until)], complete)
    found = [gap.overlap(Window(night.oldest, until)) for gap in gaps if any(_stopped_at(gap, one) for one in past)]
    return [gap for gap in found if gap]


def _stopped_at(gap: Window, reading: PastReading) -> bool:
    """Whether the reading was of the days beside the gap's first one, when they were new."""
    first_read_on = as_date(reading.first_completed_at[:10]) if reading.first_completed_at else reading.read_on
    is_beside = reading.window.since <= gap.since <= reading.window.until
    return is_beside and first_read_on.toordinal() - gap.since.toordinal() <= NEW_DAYS


def lookback_from(late_versions: int, most_days_late: int | None, *, enough: int) -> int:
    """The lookback in days, from how late jobs arrived; the default where too few late arrivals were observed."""
    if late_versions < enough or most_days_late is None:
        return DEFAULT_LOOKBACK
    return min(max(most_days_late, LEAST_LOOKBACK), MOST_LOOKBACK)


def _covers(windows: Iterable[Window], wanted: Window) -> bool:
    return not subtract([wanted], windows)


def _last_read(month: Window, past: Iterable[PastReading]) -> Date:
    return max((one.read_on for one in past if one.window.overlap(month)), default=Date(1, 1, 1))
