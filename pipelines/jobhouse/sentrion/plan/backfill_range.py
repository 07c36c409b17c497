"""Which days a command is to read: as it was asked for, and resolved against the calendar and the API's six years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.plan.windows import Order, Window, as_day, cycle_start, oldest_day, refuse_empty, today_utc


@dataclass(frozen=True)
class BackfillRange:
    """Which days are asked for, and in which order; None stands for an end of the history that the API serves."""

    since: str | date | None = None
    until: str | date | None = None
    """Exclusive."""
    order: Order = "expiring"

    def window(self, today: Date) -> Window:
        """The days, checked against the calendar and the six-year limit.

        Raises:
            UsageError: a date that is none, an empty or reversed range, or a start beyond the limit.

        """
        oldest, tomorrow = oldest_day(today), today.add(days=1)
        first = oldest if self.since is None else as_day(self.since, "since")
        last = tomorrow if self.until is None else as_day(self.until, "until")
        refuse_empty(first, last)
        if first < oldest:
            raise UsageError(f"since {first} lies beyond the six years that the API serves; use {oldest} or later.")
        if last > tomorrow:
            raise UsageError(f"until {last} lies in the future; use {tomorrow} or earlier.")
        return Window(first, last)

    def still_served(self, today: Date) -> BackfillRange:
        """The same without the days that the API has stopped serving since they were asked for."""
        lapsed = self.since is not None and as_day(self.since, "since") < oldest_day(today)
        return replace(self, since=None) if lapsed else self


@dataclass(frozen=True)
class ResolvedBackfill:
    """What a command is to read: checked settings, a search, and days; resolved once and handed down.

    `asked` is the range as the command got it, `wanted` are its days as of `today`.
    """

    settings: Settings
    search: Search
    asked: BackfillRange
    wanted: Window
    today: Date
    findings: Findings = field(default_factory=Findings)

    @property
    def order(self) -> Order:
        return self.asked.order

    def knowing(self, findings: Findings, progress_keys: Iterable[str] = ()) -> ResolvedBackfill:
        """The same, with what was found out about the API: the values that ask for all jobs, and tight ranges.

        `progress_keys` are those of the warehouse: filters that it has under a hash of an earlier version keep that.
        """
        search = self.settings.search(self.search.name, findings.everything())
        keys = (key.rpartition(":") for key in progress_keys)
        search = search.as_recorded({recorded for name, _, recorded in keys if name == search.name})
        return replace(self, search=search, findings=findings)

    def as_of(self, today: Date) -> ResolvedBackfill:
        """The same on a later day: a range without an end goes on, and days that the API serves no more drop out."""
        asked = self.asked.still_served(today)
        return replace(self, asked=asked, wanted=asked.window(today), today=today)

    def within(self, days: Window) -> ResolvedBackfill:
        """The same for these days alone."""
        asked = replace(self.asked, since=days.since, until=days.until)
        return replace(self, asked=asked, wanted=asked.window(self.today))

    @property
    def oldest(self) -> Date:
        return oldest_day(self.today)

    @property
    def history(self) -> Window:
        """All days that the API serves today."""
        return Window(self.oldest, self.today.add(days=1))

    @property
    def charged_again_before(self) -> Date:
        """Jobs that were read before this day are charged if they are read again: the first of the billing cycle."""
        if self.findings.rereads_cost:
            return self.today.add(days=1)
        return cycle_start(self.today, self.settings.billing_cycle_day)

    @property
    def progress_key(self) -> str:
        """The key of the checkpoint; changed filters need a new one, since the old cursors mean nothing any more."""
        return f"{self.search.name}:{self.search.filters_hash}"


def check_range(since: str | None, until: str | None) -> None:
    """Check the days of a command line alone, before anything else that may be wrong is looked at.

    Raises:
        UsageError: a date that is none, an empty or reversed range, or a start beyond the six years.
    """
    BackfillRange(since, until).window(today_utc())


def resolve_backfill(
    settings: Settings, search: str, since: str | date | None, until: str | date | None, order: Order
) -> ResolvedBackfill:
    """Check what was asked for against the settings, the calendar and the six-year limit.

    Raises:
        UsageError: an unknown search, a date that is none, an empty or reversed range, or a start beyond the limit.

    """
    asked, today = BackfillRange(since, until, order), today_utc()
    window = asked.window(today)
    return ResolvedBackfill(settings, settings.search(search), asked, window, today)
