"""From a scope (what is wanted) and a checkpoint (what is there) to one batch of pages and its ledger."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date

import pendulum
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.plan.rereads import RereadQueue
from jobhouse.sentrion.plan.windows import Order, Window, day_of, in_order, oldest_day
from jobhouse.sentrion.probe.findings import Assumption, Findings
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.crawl import BatchPlan, Crawl
from jobhouse.sentrion.read.session import ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint, WindowState, joined
from jobhouse.sentrion.state.request_record import RequestRecord


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
        if first >= last:
            raise UsageError(f"The range is empty: since {first} is not before until {last}; until is not included.")
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

    def knowing(self, findings: Findings) -> ResolvedBackfill:
        """The same, with what was found out about the API: the values that ask for all jobs, and tight ranges."""
        search = self.settings.search(self.search.name, findings.everything())
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
    def ledger_key(self) -> str:
        """A search whose filters change gets a new ledger: its old cursors and counts mean nothing any more."""
        return f"{self.search.name}:{self.search.filters_hash}"


@dataclass
class BatchRecords:
    """What a batch adds to the ledger's tables, once its pages are handed on."""

    plan: BatchPlan
    readings: Sequence[WindowState]
    lapsed: Sequence[WindowState] = ()
    requests: Sequence[RequestRecord] = field(default_factory=list)
    contradicted: Sequence[Assumption] = ()
    """Findings that answers of this batch spoke against."""


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


def today_utc() -> Date:
    return pendulum.now("UTC").date()


def as_day(value: str | date, name: str) -> Date:
    """A day from `YYYY-MM-DD`."""
    try:
        return Date.fromisoformat(value) if isinstance(value, str) else day_of(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}, which is no date; write it as YYYY-MM-DD, e.g. 2024-02-29.") from None


async def pages_of(
    scope: ResolvedBackfill, checkpoint: Checkpoint, session: ReadSession, rate_limiter: RateLimiter | None
) -> AsyncGenerator[Chunk | BatchRecords]:
    """One batch: chunks of rows with their checkpoints, then the ledger's rows."""
    settings, run = scope.settings, session.run
    plan = plan_of(scope, checkpoint, session.rereads)
    lapsed = [_lapse(reading) for reading in checkpoint.lapsed(scope.oldest)]
    with RateLimiter(settings.requests_per_minute) if rate_limiter is None else nullcontext(rate_limiter) as shared:
        crawl = Crawl(plan, session, shared)
        run.events.progress.plan(scope.history, checkpoint.settled(scope.today), plan.readings)
        if session.held:
            for chunk in crawl.handover.admit_held():
                yield chunk
        elif plan.readings:
            async with connection(settings.base_url, settings.api_key, settings.max_concurrency, run.transport) as http:
                async for chunk in crawl.chunks(Client(http, crawl.gate, RetryPolicy.of(settings))):
                    yield chunk
        else:
            run.events.finish(session.failed.values())
    moved = [*_unlisted(plan, session), *crawl.shown(), *lapsed]
    shown = {reading.window: reading for reading in moved if _is_told(reading)}
    yield BatchRecords(plan, list(shown.values()), lapsed, crawl.handover.records(), crawl.watch.contradicted)


def plan_of(scope: ResolvedBackfill, checkpoint: Checkpoint, rereads: RereadQueue | None = None) -> BatchPlan:
    """The windows still to be read, in their order, and then those to be read again."""
    missing = {
        reading.window: reading
        for reading in checkpoint.missing(scope.wanted, scope.today, scope.oldest, scope.findings.bounds)
    }
    ordered = [missing[window] for window in in_order(missing, scope.order, scope.oldest)]
    return BatchPlan(
        search=scope.search,
        readings=rereads.choose(ordered, checkpoint) if rereads else ordered,
        oldest=scope.oldest,
        page_size=scope.settings.page_size,
        max_concurrency=scope.settings.max_concurrency,
        max_window_jobs=scope.settings.max_window_jobs,
        findings=scope.findings,
    )


def _unlisted(plan: BatchPlan, session: ReadSession) -> list[WindowState]:
    """Windows that this run has not shown in the ledger yet, as they were planned."""
    new = [reading for reading in plan.readings if plan.window_id(reading) not in session.listed]
    session.listed.update(plan.window_id(reading) for reading in new)
    return new


def _is_told(reading: WindowState) -> bool:
    """Whether the ledger shows it: days that are done show so until another reading of them has ended."""
    return not reading.rereading or reading.status == "complete"


def _lapse(reading: WindowState) -> WindowState:
    note = joined(reading.note, "older than six years by now: no longer served")
    return replace(reading, status="stopped", note=note)
