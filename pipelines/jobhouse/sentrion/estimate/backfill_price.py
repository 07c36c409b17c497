"""What a backfill will cost, from at most twelve small requests: one request gives the total of any range of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import mean, stdev
from typing import Final

from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.estimate.job_credits import FreeJobs, KnownBefore, dearest, with_changes
from jobhouse.sentrion.estimate.page_counts import (
    USUAL_COPIES,
    Estimate,
    RereadChances,
    WindowGroup,
    days_bought,
    pages,
    pages_read_twice,
    side_by_side,
    variation_of,
    with_second_readings,
)
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window, request_range
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimitReached, ProbeLimits
from jobhouse.sentrion.read.second_reading import second_page_size
from jobhouse.sentrion.state.window_state import WindowState

ESTIMATE_LIMITS: Final = ProbeLimits(requests=12, credits=120)
PROBE_REQUESTS: Final = Estimate(16, 22, 30)
NEAR_ENOUGH: Final = 0.02
"""The share of pages that are uncertain below which more requests are not worth their cost."""
MOST_GROUPS: Final = 6
"""Groups of adjacent windows that are counted; further ones are assumed to have as many jobs a day."""
COUNTABLE: Final = 60_000
"""Jobs up to which twelve requests get below a cap by halving; for more, weeks are sampled."""


@dataclass(frozen=True)
class BackfillEstimate:
    """What a backfill takes. Estimates are None where the API gives no totals and nothing was read before."""

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
    """The jobs that were read with the same filters in this billing cycle."""
    perhaps_paid: int
    """The most of the others that may have been paid for in it, by readings with other filters or small requests."""
    days_bought: int | None
    asked_requests: int
    asked_credits: int
    notes: tuple[str, ...]
    spans: tuple[tuple[str, str, int], ...] = ()
    """Adjacent days, as since and until, and the jobs counted in them."""
    account: int | None = None
    """The account's credits, as the API reported last."""
    cycle_left: int | None = None
    """The credits that the setting max_credits_per_cycle leaves."""


class JobCounter:
    """Counts the jobs of windows in groups, and halves the groups that are most uncertain."""

    def __init__(self, probe_client: ProbeClient, resolved: ResolvedBackfill, per_day: float | None) -> None:
        self.groups: list[WindowGroup] = []
        self.variation = variation_of([])
        self.deviation = 0.0
        """The relative error of the number of jobs, where it was sampled."""
        self.resolved = resolved
        self._probe_client, self._known_per_day = probe_client, per_day
        self._splits: list[tuple[WindowGroup, WindowGroup]] = []

    @property
    def jobs(self) -> int | None:
        return sum(group.jobs for group in self.groups) if self.groups else None

    async def take(self, windows: Sequence[Window]) -> None:
        """Count the jobs of the windows, as well as the limits allow."""
        rows = sorted(side_by_side(windows), key=lambda row: -sum(window.days for window in row))
        uncounted = list(rows)
        try:
            for row in rows[:MOST_GROUPS]:
                total = await self._total(row)
                if total is None:
                    break
                self.groups.append(WindowGroup(row, total, total == TOTAL_CAP))
                uncounted.remove(row)
            await self._refine()
        except ProbeLimitReached:
            pass
        self._settle(uncounted)
        self.variation = variation_of(self._splits)

    async def _refine(self) -> None:
        if any(group.capped for group in self.groups) and await self._sampled():
            return
        size = self.resolved.settings.page_size
        while True:
            worst = max(self.groups, key=lambda group: group.uncertain_pages(size), default=None)
            uncertain_pages = sum(group.uncertain_pages(size) for group in self.groups)
            if worst is None or uncertain_pages <= NEAR_ENOUGH * sum(group.jobs / size for group in self.groups):
                return
            await self._halve(worst)

    async def _halve(self, group: WindowGroup) -> None:
        first, second = group.halves()
        jobs = await self._total(first) or 0
        rest = (await self._total(second) or 0) if group.capped else max(0, group.jobs - jobs)
        halves = WindowGroup(first, jobs, jobs == TOTAL_CAP), WindowGroup(second, rest, rest == TOTAL_CAP)
        self._splits.append(halves)
        self.groups.remove(group)
        self.groups += halves

    async def _sampled(self) -> bool:
        """Sample weeks (or days) of capped groups where halving would not get below the cap; returns whether it did."""
        capped = [group for group in self.groups if group.capped]
        week = await self._sample(max(capped, key=lambda group: group.days).window, 0.5, 7)
        if week is not None and week * sum(group.days for group in capped) <= COUNTABLE:
            return False
        for number, group in enumerate(capped):
            share = len(range(number, ESTIMATE_LIMITS.requests - len(self._probe_client.requests), len(capped)))
            await self._sample_group(group, max(1, share), 7 if week is not None else 1)
        return True

    async def _sample_group(self, group: WindowGroup, count: int, days: int) -> None:
        found: list[float] = []
        try:
            for number in range(count):
                per_day = await self._sample(group.window, (number + 0.5) / count, days, number)
                found += [] if per_day is None else [per_day]
        finally:
            if found:
                self.groups.remove(group)
                self.groups.append(WindowGroup(group.windows, round(mean(found) * group.days)))
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
        oldest = self.resolved.oldest
        # a total for an estimate need not be exact: half-open is the best guess
        after, before = request_range(window, oldest, self.resolved.findings.bounds or "half_open")
        filters = self.resolved.search.filters
        reply = await self._probe_client.ask(filters, after, before)
        if reply.refusal and after < (later := oldest.add(days=2)) < before:
            reply = await self._probe_client.ask(filters, later, before)
        return reply.total

    def _settle(self, uncounted: Sequence[tuple[Window, ...]]) -> None:
        """Assume as many jobs a day for what could not be counted as for the rest."""
        counted = [group for group in self.groups if not group.capped]
        days = sum(group.days for group in counted)
        per_day = sum(group.jobs for group in counted) / days if days else self._known_per_day
        if per_day is None:
            return
        capped = [group for group in self.groups if group.capped]
        guessed = [WindowGroup(s.windows, max(s.jobs, round(per_day * s.days))) for s in capped]
        guessed += [WindowGroup(row, round(per_day * sum(window.days for window in row))) for row in uncounted]
        self.groups = counted + guessed
        if guessed:
            self.deviation = max(self.deviation, 0.5 * sum(s.days for s in guessed) / sum(s.days for s in self.groups))


async def price(
    probe_client: ProbeClient,
    resolved: ResolvedBackfill,
    missing: Sequence[WindowState],
    known: KnownBefore,
    max_credits: int | None,
    *,
    probes: bool,
) -> BackfillEstimate:
    """What reading `missing` costs, at the known price of a job, or a higher one where these requests cost more.

    `probes`: whether a probe comes before the reading.
    """
    begun = [state for state in missing if state.is_under_way and state.expected_total is not None]
    fresh = [state.window for state in missing if state not in begun]
    count = JobCounter(probe_client, resolved, known.per_day)
    await count.take(fresh)
    left = sum(state.jobs_to_pay(resolved.charged_again_before) for state in begun)
    jobs = None if fresh and count.jobs is None else with_changes(left + (count.jobs or 0), count.deviation)
    share = _copies_share(resolved, known.copies_share)
    requests = None if jobs is None else _with_second_readings(_requests(count, resolved, begun), count, begun, share)
    if requests and probes:
        requests += PROBE_REQUESTS
    job_price = dearest(probe_client.requests, known.job_price)
    free = FreeJobs(known.paid.within(count.jobs or 0), share, probe_client.credits)
    free = FreeJobs() if resolved.findings.rereads_cost else free
    return BackfillEstimate(
        search=resolved.search.name,
        since=str(resolved.wanted.since),
        until=str(resolved.wanted.until),
        days=resolved.wanted.days,
        days_missing=sum(state.window.days for state in missing),
        windows=len(missing),
        requests=requests,
        minutes=None if requests is None else requests.over(resolved.settings.requests_per_minute),
        jobs=jobs,
        credits=None if jobs is None else free.off(jobs, job_price),
        already_paid=free.paid.same_filters,
        perhaps_paid=free.paid.others,
        days_bought=None
        if max_credits is None or jobs is None
        else _days_paid_for(count, int(max_credits / job_price) + free.paid.same_filters, begun, left),
        asked_requests=len(probe_client.requests),
        asked_credits=probe_client.credits,
        notes=tuple(_notes(resolved, count, job_price, asked=bool(probe_client.requests))),
        spans=tuple((str(s.window.since), str(s.window.until), s.jobs) for s in count.groups),
    )


def _requests(count: JobCounter, resolved: ResolvedBackfill, begun: Sequence[WindowState]) -> Estimate:
    size = resolved.settings.page_size
    overlap = 0 if resolved.findings.bounds else 1
    total = Estimate.exactly(sum(max(1, ceil(((r.expected_total or 0) - r.rows_delivered) / size)) for r in begun))
    for group in count.groups:
        found = pages(group, size, count.variation, overlap)
        halved = _halvings(group, resolved.settings.max_window_jobs)
        total += Estimate(
            round(found.low * (1 - count.deviation)),
            found.likely + halved,
            ceil((found.high + halved) * (1 + count.deviation)),
        )
    return total


def _copies_share(resolved: ResolvedBackfill, read: float | None) -> float:
    """The share of exact copies: of what was read, or else by the findings, or the usual one."""
    known = resolved.findings.copies_share() if read is None else read
    return USUAL_COPIES if known is None else known


def _with_second_readings(first: Estimate, count: JobCounter, begun: Sequence[WindowState], copies: float) -> Estimate:
    """The requests with those of second readings, which are not made where rereads cost."""
    findings, settings = count.resolved.findings, count.resolved.settings
    if findings.rereads_cost:
        return first
    chances = RereadChances(copies, drifts=findings.believed("totals") == "drifting")
    size, largest = settings.page_size, settings.max_window_jobs
    likely = pages_read_twice(count.groups, size, largest, count.variation, chances)
    for state in begun:
        jobs = state.expected_total or 0
        chance = 0.0 if state.is_second else 1.0 if state.repeats else chances.chance(jobs, largest)
        likely += chance * ceil(jobs / second_page_size(jobs, size))
    return with_second_readings(first, likely)


def _halvings(group: WindowGroup, largest: int) -> int:
    """The halvings of large windows; each costs the one page that showed the window's size."""
    return sum(max(0, ceil(group.per_day * window.days / largest) - 1) for window in group.windows)


def _days_paid_for(count: JobCounter, jobs: int, begun: Sequence[WindowState], left: int) -> int:
    """How many of the missing days so many jobs pay for: windows that were begun first, then the newest days."""
    begun_days = sum(state.window.days for state in begun)
    return begun_days + days_bought(count.groups, jobs - left) if jobs >= left else 0


def _notes(resolved: ResolvedBackfill, count: JobCounter, job_price: float, *, asked: bool) -> list[str]:
    notes = [f"a job has cost up to {job_price:,.4g} credits, and is counted so"] if job_price > 1 else []
    if not resolved.findings.were_probed:
        notes.append("nothing was probed yet, so the filters may count too few jobs; jobhouse probe finds out")
    if count.deviation:
        notes.append("the totals are capped or too many to count, so jobs were estimated from samples")
    if count.jobs is None and not asked:
        notes.append("nothing was asked: a page of this API costs more than an estimate may")
    elif count.jobs is None:
        notes.append("the API gives no totals, and nothing is read yet to tell from")
    return notes
