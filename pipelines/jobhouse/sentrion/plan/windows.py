"""Date windows: pure functions over half-open day intervals [since, until).

What has been read is kept as intervals; what is missing is computed from them. Only `today_utc` reads the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

import pendulum
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import HISTORY_YEARS

Bounds = Literal["half_open", "closed", "open_closed", "open"]
"""How the API may read `published_after` a and `published_before` b: [a, b), [a, b], (a, b] or (a, b)."""
BOUNDS: Final = get_args(Bounds)

Order = Literal["expiring", "newest", "oldest"]
"""`expiring`: first what the API soon stops serving, then newest first."""

EXPIRING_DAYS = 31
"""Windows that begin this close to the six-year limit are read first, since the API soon stops serving them."""
EDGE_DAYS: Final = 3
"""Days after the six-year limit that the API may refuse as well: six times 365 days ago is a day or two later."""


@dataclass(frozen=True, order=True)
class Window:
    """The days from `since` to `until`, which is exclusive; never empty."""

    since: Date
    until: Date

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError(f"a window must begin before it ends: {self}")

    def __str__(self) -> str:
        return f"{self.since.isoformat()}..{self.until.isoformat()}"

    @property
    def days(self) -> int:
        return self.until.toordinal() - self.since.toordinal()

    def halves(self) -> tuple[Window, ...]:
        """Two windows of nearly equal length; for a single day, the window itself."""
        if self.days < 2:
            return (self,)
        middle = self.since.add(days=self.days // 2)
        return Window(self.since, middle), Window(middle, self.until)

    def contains(self, other: Window) -> bool:
        return self.since <= other.since and other.until <= self.until

    def overlap(self, other: Window) -> Window | None:
        since, until = max(self.since, other.since), min(self.until, other.until)
        return Window(since, until) if since < until else None


def day_of(value: date) -> Date:
    """A plain date as a pendulum date."""
    return Date(value.year, value.month, value.day)


def named_days(since: date, until: date) -> str:
    """Days in words, by the first and the last; `until` is exclusive."""
    last = until - timedelta(days=1)
    return str(since) if last == since else f"{since} to {last}"


def today_utc() -> Date:
    return pendulum.now("UTC").date()


def refuse_empty(since: Date, until: Date) -> None:
    """Refuse a range that has no day.

    Raises:
        UsageError: `since` is not before `until`.
    """
    if since >= until:
        raise UsageError(f"The range is empty: since {since} is not before until {until}; until is not included.")


def as_day(value: str | date, name: str) -> Date:
    """A day from `YYYY-MM-DD`; `name` is the option or setting that holds it.

    Raises:
        UsageError: there is no such day.
    """
    try:
        return Date.fromisoformat(value) if isinstance(value, str) else day_of(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}, which is no date; write it as YYYY-MM-DD, e.g. 2024-02-29.") from None


def as_date(text: str) -> Date:
    return Date.fromisoformat(text)


def date_in(text: str) -> Date | None:
    """The date, or None where there is no such day: databases write 0000-00-00 for none."""
    try:
        return as_date(text)
    except ValueError:
        return None


def cycle_start(today: Date, day_of_month: int) -> Date:
    """The first day of the billing cycle that `today` is in; `day_of_month` is 1 to 28."""
    start = today.set(day=day_of_month)
    return start if start <= today else start.subtract(months=1)


def oldest_day(today: Date) -> Date:
    """The oldest day the API serves: "not older than 6 years before the request date"."""
    return today.subtract(years=HISTORY_YEARS)


def request_range(window: Window, oldest: Date, bounds: Bounds | None = None) -> tuple[Date, Date]:
    """`published_after` and `published_before` that cover the window, as tightly as the known `bounds` allow.

    Where `bounds` are unknown, the range from the day before `since` to `until` loses nothing, whether the API means
    [a, b), [a, b], (a, b] or (a, b). The start is not before `oldest`, which the API refuses; the day that is lost then
    under (a, b] is one that the API does not serve. The two dates must differ, so a single day under [a, b] is
    requested together with its neighbour.
    """
    after, before = window.since, window.until
    if bounds not in ("half_open", "closed"):
        after = max(after.subtract(days=1), min(oldest, after))
    if bounds in ("closed", "open_closed"):
        before = max(before.subtract(days=1), after.add(days=1))
    return after, before


def days_meant(bounds: Bounds, after: Date, before: Date) -> tuple[Date, Date]:
    """The first and the last day that the API means by a range; if it means none, the last is before the first."""
    first = after if bounds in ("half_open", "closed") else after.add(days=1)
    last = before if bounds in ("closed", "open_closed") else before.subtract(days=1)
    return first, last


def months(window: Window) -> Iterator[Window]:
    """The calendar months of a range, the first and the last cut to it."""
    since = window.since
    while since < window.until:
        until = min(since.start_of("month").add(months=1), window.until)
        yield Window(since, until)
        since = until


def merge(windows: Iterable[Window]) -> list[Window]:
    """The fewest windows that cover the same days, oldest first."""
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.since <= merged[-1].until:
            merged[-1] = Window(merged[-1].since, max(merged[-1].until, window.until))
        else:
            merged.append(window)
    return merged


def subtract(windows: Iterable[Window], taken: Iterable[Window]) -> list[Window]:
    """The days of `windows` that are not in `taken`, merged."""
    left: list[Window] = []
    gone = merge(taken)
    for window in merge(windows):
        since = window.since
        for hole in gone:
            if hole.until <= since or hole.since >= window.until:
                continue
            if hole.since > since:
                left.append(Window(since, hole.since))
            since = max(since, hole.until)
        if since < window.until:
            left.append(Window(since, window.until))
    return left


def missing_months(wanted: Window, taken: Iterable[Window], oldest: Date) -> list[Window]:
    """What is still to be read of `wanted`, in calendar months.

    The last days of a month at the six-year limit are read with the next month, since the API may refuse each of them.
    """
    missing = [month for gap in subtract([wanted], taken) for month in months(gap)]
    match missing:
        case [first, second, *others] if at_limit(first, oldest) and first.until == second.since:
            return [Window(first.since, second.until), *others]
    return missing


def at_limit(window: Window, oldest: Date) -> bool:
    """Whether the API may refuse each day of the window, since it counts the six years in another way."""
    return window.until <= oldest.add(days=EDGE_DAYS)


def in_order(windows: Iterable[Window], order: Order, oldest: Date) -> list[Window]:
    """The windows in the sequence in which they are to be read.

    Days that the API may refuse come last: what it thinks of the search shows in the other answers.
    """
    found = sorted(windows)
    if order != "oldest":
        edge = oldest.add(days=EXPIRING_DAYS)
        expiring = [window for window in found if order == "expiring" and window.since < edge]
        found = expiring + found[len(expiring) :][::-1]
    return sorted(found, key=lambda window: at_limit(window, oldest))
