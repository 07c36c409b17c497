"""What a backfill will cost, from at most a dozen small requests: a total counts any range of days for one request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import mean, stdev
from typing import Final

from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.estimate.pricing import (
    USUAL_COPIES,
    Doubts,
    Estimate,
    WindowGroup,
    days_bought,
    pages,
    pages_read_twice,
    second_page_size,
    variation_of,
    with_second_readings,
)
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window, request_range
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimitReached, ProbeLimits
from jobhouse.sentrion.state.window_state import WindowState

PROBE_LIMITS: Final = ProbeLimits(requests=12, credits=120)
PROBE_REQUESTS: Final = Estimate(16, 22, 30)
NEAR_ENOUGH: Final = 0.02
"""The share of all pages in doubt from which more counting is not worth its requests."""
MOST_STRETCHES: Final = 6
"""Separate stretches that are counted; further ones are taken to be as dense."""
COUNTABLE: Final = 60_000
"""Jobs up to which a dozen counts get below a cap by halving; beyond it, weeks are sampled."""
LATE_SHARE: Final = 0.02
"""Jobs that may arrive between the plan and the reading."""


@dataclass(frozen=True)
class Price:
    """What a backfill takes. Spreads are None where the API gives no totals and nothing was read yet to tell from."""

    search: str
    since: str
    until: str
    days: int
    days_missing: int
    windows: int
    requests: Estimate | None
    minutes: Estimate | None
    jobs: Estimate | None
    credits: Estimate | None
    already_paid: int
    days_bought: int | None
    asked_requests: int
    asked_credits: int
    notes: tuple[str, ...]
    stretches: tuple[tuple[str, str, int], ...] = ()
    """Days side by side, as since and until, and the jobs counted in them."""
    account: int | None = None
    """The credits left, as the API said last."""
    cycle_left: int | None = None
    """The credits that the setting max_credits_per_cycle leaves."""


class Count:
    """Counts the jobs of windows by stretches, halving where it matters most."""

    def __init__(self, probe_client: ProbeClient, scope: ResolvedBackfill, per_day: float | None) -> None:
        self.stretches: list[WindowGroup] = []
        self.variation = variation_of([])
        self.deviation = 0.0
        """By which share the jobs may be off, where they were sampled."""
        self.scope = scope
        self._asker, self._known_per_day = probe_client, per_day
        self._splits: list[tuple[WindowGroup, WindowGroup]] = []

    @property
    def jobs(self) -> int | None:
        return sum(stretch.jobs for stretch in self.stretches) if self.stretches else None

    async def take(self, windows: Sequence[Window]) -> None:
        """Count the jobs of the windows, as well as the purse allows."""
        rows = sorted(_side_by_side(windows), key=lambda row: -sum(window.days for window in row))
        uncounted = list(rows)
        try:
            for row in rows[:MOST_STRETCHES]:
                total = await self._total(row)
                if total is None:
                    break
                self.stretches.append(WindowGroup(row, total, total == TOTAL_CAP))
                uncounted.remove(row)
            await self._refine()
        except ProbeLimitReached:
            pass
        self._settle(uncounted)
        self.variation = variation_of(self._splits)

    async def _refine(self) -> None:
        if any(stretch.capped for stretch in self.stretches) and await self._sampled():
            return
        size = self.scope.settings.page_size
        while True:
            worst = max(self.stretches, key=lambda stretch: stretch.doubt(size), default=None)
            doubt = sum(stretch.doubt(size) for stretch in self.stretches)
            if worst is None or doubt <= NEAR_ENOUGH * sum(stretch.jobs / size for stretch in self.stretches):
                return
            await self._halve(worst)

    async def _halve(self, stretch: WindowGroup) -> None:
        first, second = stretch.halves()
        jobs = await self._total(first) or 0
        rest = (await self._total(second) or 0) if stretch.capped else max(0, stretch.jobs - jobs)
        halves = WindowGroup(first, jobs, jobs == TOTAL_CAP), WindowGroup(second, rest, rest == TOTAL_CAP)
        self._splits.append(halves)
        self.stretches.remove(stretch)
        self.stretches += halves

    async def _sampled(self) -> bool:
        """Where halving would not get below the cap: weeks (or days) spread over each capped stretch."""
        capped = [stretch for stretch in self.stretches if stretch.capped]
        week = await self._sample(max(capped, key=lambda stretch: stretch.days).window, 0.5, 7)
        if week is not None and week * sum(stretch.days for stretch in capped) <= COUNTABLE:
            return False
        for number, stretch in enumerate(capped):
            share = len(range(number, PROBE_LIMITS.requests - len(self._asker.requests), len(capped)))
            await self._sample_stretch(stretch, max(1, share), 7 if week is not None else 1)
        return True

    async def _sample_stretch(self, stretch: WindowGroup, count: int, days: int) -> None:
        found: list[float] = []
        try:
            for number in range(count):
                per_day = await self._sample(stretch.window, (number + 0.5) / count, days, number)
                found += [] if per_day is None else [per_day]
        finally:
            if found:
                self.stretches.remove(stretch)
                self.stretches.append(WindowGroup(stretch.windows, round(mean(found) * stretch.days)))
            if len(found) > 1 and mean(found):
                self.deviation = max(self.deviation, 2 * stdev(found) / sqrt(len(found)) / mean(found))

    async def _sample(self, window: Window, at: float, days: int, weekday: int = 0) -> float | None:
        """Jobs a day at one place of a window; None where the sample itself is capped.

        Days are moved to one weekday after the other, since weekends are quiet.
        """
        length = min(days, window.days)
        since = window.since.add(days=int((window.days - length) * at))
        if length == 1:
            since = min(since.add(days=(weekday - since.toordinal()) % 7), window.until.subtract(days=1))
        total = await self._total((Window(since, since.add(days=length)),))
        return None if total is None or total == TOTAL_CAP else total / length

    async def _total(self, row: Sequence[Window]) -> int | None:
        window = Window(row[0].since, row[-1].until)
        oldest = self.scope.oldest
        # a count need not be safe, only near: half-open is the best guess
        after, before = request_range(window, oldest, self.scope.findings.bounds or "half_open")
        filters = self.scope.search.filters
        reply = await self._asker.ask(filters, after, before)
        if reply.refusal and after < (later := oldest.add(days=2)) < before:
            reply = await self._asker.ask(filters, later, before)
        return reply.total

    def _settle(self, uncounted: Sequence[tuple[Window, ...]]) -> None:
        """What could not be counted is taken to be as dense as the rest."""
        counted = [stretch for stretch in self.stretches if not stretch.capped]
        days = sum(stretch.days for stretch in counted)
        per_day = sum(stretch.jobs for stretch in counted) / days if days else self._known_per_day
        if per_day is None:
            return
        capped = [stretch for stretch in self.stretches if stretch.capped]
        guessed = [WindowGroup(s.windows, max(s.jobs, round(per_day * s.days))) for s in capped]
        guessed += [WindowGroup(row, round(per_day * sum(window.days for window in row))) for row in uncounted]
        self.stretches = counted + guessed
        if guessed:
            self.deviation = max(
                self.deviation, 0.5 * sum(s.days for s in guessed) / sum(s.days for s in self.stretches)
            )


async def price(
    probe_client: ProbeClient,
    scope: ResolvedBackfill,
    missing: Sequence[WindowState],
    per_day: float | None,
    paid: int,
    max_credits: int | None,
    *,
    probes: bool,
    copies: float | None = None,
) -> Price:
    """What reading `missing` costs; `paid` of its jobs were paid for in this billing cycle already.

    `copies` is the share of exact copies among the jobs that were read before; None: too few were.
    """
    begun = [reading for reading in missing if reading.is_under_way and reading.expected_total is not None]
    fresh = [reading.window for reading in missing if reading not in begun]
    count = Count(probe_client, scope, per_day)
    await count.take(fresh)
    left = sum(reading.jobs_left for reading in begun)
    jobs = None if fresh and count.jobs is None else _give(left + (count.jobs or 0), count.deviation)
    free = 0 if scope.findings.rereads_cost else paid
    requests = None if jobs is None else _with_second_readings(_requests(count, scope, begun), count, begun, copies)
    if requests and probes:
        requests += PROBE_REQUESTS
    return Price(
        search=scope.search.name,
        since=str(scope.wanted.since),
        until=str(scope.wanted.until),
        days=scope.wanted.days,
        days_missing=sum(reading.window.days for reading in missing),
        windows=len(missing),
        requests=requests,
        minutes=None if requests is None else requests.over(scope.settings.requests_per_minute),
        jobs=jobs,
        credits=None if jobs is None else jobs.less(free),
        already_paid=paid,
        days_bought=None if max_credits is None or jobs is None else _bought(count, max_credits + free, begun, left),
        asked_requests=len(probe_client.requests),
        asked_credits=probe_client.credits,
        notes=tuple(_notes(scope, count)),
        stretches=tuple((str(s.window.since), str(s.window.until), s.jobs) for s in count.stretches),
    )


def _requests(count: Count, scope: ResolvedBackfill, begun: Sequence[WindowState]) -> Estimate:
    size = scope.settings.page_size
    overlap = 0 if scope.findings.bounds else 1
    total = Estimate.exactly(sum(max(1, ceil(((r.expected_total or 0) - r.rows_delivered) / size)) for r in begun))
    for stretch in count.stretches:
        found = pages(stretch, size, count.variation, overlap)
        halved = _halvings(stretch, scope.settings.max_window_jobs)
        total += Estimate(
            round(found.low * (1 - count.deviation)),
            found.likely + halved,
            ceil((found.high + halved) * (1 + count.deviation)),
        )
    return total


def _with_second_readings(
    first: Estimate, count: Count, begun: Sequence[WindowState], copies: float | None
) -> Estimate:
    """The requests with those of windows that are likely read twice, which is not done where it costs."""
    findings, settings = count.scope.findings, count.scope.settings
    if findings.rereads_cost:
        return first
    known = findings.copies_share() if copies is None else copies
    doubts = Doubts(USUAL_COPIES if known is None else known, drifts=findings.believed("totals") == "drifting")
    size, largest = settings.page_size, settings.max_window_jobs
    likely = pages_read_twice(count.stretches, size, largest, count.variation, doubts)
    for reading in begun:
        jobs = reading.expected_total or 0
        chance = 0.0 if reading.is_second else 1.0 if reading.repeats else doubts.chance(jobs, largest)
        likely += chance * ceil(jobs / second_page_size(size))
    return with_second_readings(first, likely, size)


def _halvings(stretch: WindowGroup, largest: int) -> int:
    """Each halving of a large window costs the page that told its size."""
    return sum(max(0, ceil(stretch.per_day * window.days / largest) - 1) for window in stretch.windows)


def _bought(count: Count, credits_: int, begun: Sequence[WindowState], left: int) -> int:
    """Of the missing days, the newest that the credits pay for; windows that were begun go first."""
    begun_days = sum(reading.window.days for reading in begun)
    return begun_days + days_bought(count.stretches, credits_ - left) if credits_ >= left else 0


def _give(jobs: int, deviation: float) -> Estimate:
    return Estimate(round(jobs * (1 - deviation)), jobs, ceil(jobs * (1 + max(deviation, LATE_SHARE))))


def _notes(scope: ResolvedBackfill, count: Count) -> list[str]:
    notes = []
    if not scope.findings.found:
        notes.append("nothing was probed yet, so the filters may count too few jobs; jobhouse probe finds out")
    if count.deviation:
        notes.append("the totals are capped or too many to count, so jobs were estimated from samples")
    if count.jobs is None:
        notes.append("the API gives no totals, and nothing is read yet to tell from")
    return notes


def _side_by_side(windows: Sequence[Window]) -> list[tuple[Window, ...]]:
    rows: list[list[Window]] = []
    for window in sorted(windows):
        if rows and rows[-1][-1].until == window.since:
            rows[-1].append(window)
        else:
            rows.append([window])
    return [tuple(row) for row in rows]
