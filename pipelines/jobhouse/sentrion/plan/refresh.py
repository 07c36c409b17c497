"""Which done days a nightly run reads again, and in which order: pure functions of the calendar and the ledger.

Recent days, back to the lookback, every night. Older months once in each billing cycle, a share of them a night: the
months not swept yet in this cycle, divided by the nights that are left of it and rounded up, so that missed nights
are caught up by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pendulum import Date

from jobhouse.sentrion.plan.windows import Window, merge, months, subtract

LEAST_LOOKBACK: Final = 3
MOST_LOOKBACK: Final = 60
DEFAULT_LOOKBACK: Final = 14
"""Days looked back while there is too little evidence of how late jobs appear."""
CATCH_UP_DAYS: Final = 92
"""Missing days that a nightly run reads by itself; a longer gap is a backfill's work."""


@dataclass(frozen=True)
class PastReading:
    """A complete reading as the ledger has it: when it began, and when the window was first complete."""

    window: Window
    read_on: Date
    is_sweep: bool = False
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
        began = self.today.replace(day=self.cycle_day)
        since = began if began <= self.today else began.subtract(months=1)
        return Window(since, since.add(months=1))

    @property
    def nights_left(self) -> int:
        """The nights of this cycle from this one on."""
        return self.cycle.until.toordinal() - self.today.toordinal()


@dataclass(frozen=True)
class RefreshPlan:
    """What is read again in one night, in this order, and how many older months there are and wait for credits."""

    windows: Sequence[Window]
    months_due: int
    months_in_all: int
    months_over_budget: int


def plan_refresh(
    night: Night,
    settled: Sequence[Window],
    past: Sequence[PastReading],
    under_way: Sequence[Window] = (),
    *,
    may_cost: bool,
) -> RefreshPlan:
    """The plan of a night: what is free in this billing cycle first, recent days before older months.

    `may_cost` says whether older months may be read that were not yet read in this cycle, and so cost credits.
    """
    paid_for = merge(one.window for one in past if one.read_on >= night.cycle.since)
    recent = recent_windows(night, settled, past)
    older = older_months(night, settled)
    unswept = months_due(night, older, past)
    due = [month for month in unswept if may_cost or _covers(paid_for, month)]
    chosen = in_turn(due, past, paid_for, under_way)[: share_of(night, due, older, past)]
    return RefreshPlan(
        windows=sorted([*recent, *chosen], key=lambda window: not _covers(paid_for, window)),
        months_due=len(chosen),
        months_in_all=len(older),
        months_over_budget=len(unswept) - len(due),
    )


def recent_windows(night: Night, settled: Sequence[Window], past: Sequence[PastReading]) -> list[Window]:
    """The days of the lookback that are done; those that are not are read anyway.

    With them go the days between the older months and the lookback where no night of this cycle looked back on them:
    the nights began in mid-cycle, or were missed for longer than the lookback.
    """
    first_lookback = night.cycle.since.subtract(days=night.lookback)
    lookback = Window(night.today.subtract(days=night.lookback), night.today.add(days=1))
    wanted = [lookback]
    if first_lookback < lookback.since:
        wanted += subtract([Window(first_lookback, lookback.since)], refreshed_in_cycle(night, past))
    return subtract(wanted, subtract(wanted, settled))


def refreshed_in_cycle(night: Night, past: Iterable[PastReading]) -> list[Window]:
    return merge(one.window for one in past if one.is_sweep and one.read_on >= night.cycle.since)


def older_months(night: Night, settled: Sequence[Window]) -> list[Window]:
    """The calendar months before the lookback of the cycle's first night, newest first, where they are done.

    The days since then are looked back on in this cycle.
    """
    until = night.cycle.since.subtract(days=night.lookback)
    if until <= night.oldest:
        return []
    return [month for month in months(Window(night.oldest, until)) if _covers(settled, month)][::-1]


def months_due(night: Night, older: Iterable[Window], past: Sequence[PastReading]) -> list[Window]:
    """The older months that were not swept in this cycle."""
    swept = refreshed_in_cycle(night, past)
    return [month for month in older if not _covers(swept, month)]


def share_of(night: Night, due: Sequence[Window], older: Iterable[Window], past: Sequence[PastReading]) -> int:
    """How many months this night takes; what an earlier run of the same night took is counted in."""
    tonight = merge(one.window for one in past if one.is_sweep and one.read_on == night.today)
    taken = sum(_covers(tonight, month) for month in older)
    return max(0, -(-(len(due) + taken) // night.nights_left) - taken)


def in_turn(
    due: Iterable[Window], past: Sequence[PastReading], paid_for: Sequence[Window], under_way: Sequence[Window]
) -> list[Window]:
    """Under way first, then free ones, then those that were not read for longest, then the newest."""
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
    """Where a nightly run begins to look for days that are not done.

    Not before what was ever read, since history is a backfill's to choose; and without any history, at the lookback.
    """
    if not done:
        return max(night.oldest, night.today.subtract(days=night.lookback))
    return max(night.oldest, night.today.subtract(days=CATCH_UP_DAYS), min(window.since for window in done))


def lookback_from(late_versions: int, most_days_late: int | None, *, enough: int) -> int:
    """The days to look back, from how late jobs were seen to appear; the default where too few were seen."""
    if late_versions < enough or most_days_late is None:
        return DEFAULT_LOOKBACK
    return min(max(most_days_late, LEAST_LOOKBACK), MOST_LOOKBACK)


def _covers(windows: Iterable[Window], wanted: Window) -> bool:
    return not subtract([wanted], windows)


def _last_read(month: Window, past: Iterable[PastReading]) -> Date:
    return max((one.read_on for one in past if one.window.overlap(month)), default=Date(1, 1, 1))
