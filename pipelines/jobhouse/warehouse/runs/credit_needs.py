"""What a run will probably spend, and what it may spend: known before anything chargeable is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from pendulum import Date

from jobhouse.counting import counted
from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window, cycle_start, merge, subtract
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.prices import job_price
from jobhouse.warehouse.ledger.spending import jobs_read, last_balance
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.runs.late_arrivals import past_of

MARGIN_SHARE: Final = 0.25
MARGIN_PAGES: Final = 3
"""A run may spend this share more than it needs by the estimate, or so many full pages where those cost more: days hold
more jobs than on average, and each request reserves the price of a full page before it is sent."""


NEVER: Final = Date(1, 1, 1)
OLD_CURSORS: Final = "the cursors of an earlier billing cycle"


@dataclass(frozen=True)
class JobDensity:
    """Adjacent days, and how many jobs reading one of them brings (None: not known).

    `again`: the jobs that are charged once more if the API refuses the cursor by which the days would be read on.
    """

    window: Window
    jobs_per_day: float | None
    again: int = 0


@dataclass(frozen=True)
class Need:
    """What a run will spend: `fixed` credits, and for each job of its days `job_price`."""

    command: str
    days: tuple[JobDensity, ...] = ()
    fixed: int = 0
    job_price: float = 1.0

    @property
    def is_nothing(self) -> bool:
        """Whether the run sends nothing, or nothing that is expected to cost.

        That holds too where all that is left is free, as in a window whose jobs have all come and that is being read a
        second time: the run may then read free pages only.
        """
        return self.credits == 0

    @property
    def credits(self) -> int | None:
        """About how many credits; None: not known."""
        if any(span.jobs_per_day is None for span in self.days):
            return None
        cost = self.job_price * sum((span.jobs_per_day or 0) * span.window.days for span in self.days)
        return self.fixed + (round(cost) or ceil(cost))  # a part of a job is a job, and no job is nothing

    @property
    def again(self) -> int:
        """The credits that are spent besides if the API refuses the cursors of an earlier billing cycle."""
        return ceil(self.job_price * sum(span.again for span in self.days))

    @property
    def most(self) -> int | None:
        """The most that the run may spend where a person agrees to this need: with a margin; None: not known."""
        if self.credits is None:
            return None
        margin = ceil(max(MARGIN_SHARE * self.credits, MARGIN_PAGES * PAGE_LIMIT * self.job_price))
        return self.credits + margin + self.again

    @property
    def day_count(self) -> int:
        return sum(span.window.days for span in self.days)

    def newest_days(self, credits_: int) -> int:
        """How many of the newest days so many credits pay for."""
        bought, left = 0, (credits_ - self.fixed) / self.job_price
        for span in sorted(self.days, key=lambda span: span.window, reverse=True):
            cost = (span.jobs_per_day or 0) * span.window.days
            if cost > left:
                return bought + max(0, int(left / (span.jobs_per_day or 1)))
            bought, left = bought + span.window.days, left - cost
        return bought


@dataclass(frozen=True)
class Funds:
    """What may be spent: the account's credits, as the API last said in this cycle, and the limits. None: not known."""

    account: int | None = None
    max_credits: int | None = None
    max_requests: int | None = None
    cycle_left: int | None = None

    @classmethod
    def of(cls, warehouse: Warehouse, run: Run, today: Date, settings: Settings) -> Funds:
        in_cycle = run.limits.max_credits_per_cycle
        return cls(
            account=last_balance(warehouse, cycle_start(today, settings.billing_cycle_day)),
            max_credits=run.limits.max_credits,
            max_requests=None if run.limits.max_requests is None else run.limits.max_requests * settings.page_size,
            cycle_left=None
            if in_cycle is None
            else max(0, in_cycle - run.limits.spent_in_cycle - run.counters.credits_reserved),
        )

    def named(self) -> list[tuple[str, int]]:
        """Each that is known, as the words that stand before its number."""
        named = (
            ("the account has", self.account),
            ("--max-credits allows", self.max_credits),
            ("--max-requests costs at most", self.max_requests),
            ("max_credits_per_cycle leaves", self.cycle_left),
        )
        return [(words, most) for words, most in named if most is not None]


def sentence(need: Need, funds: Funds) -> str:
    """The need and the funds in one line, without a full stop."""
    if need.credits is None:
        about = f"it is not known yet what this {need.command} will cost"
    else:
        about = f"{need.command} needs about {counted(need.credits, 'credit')}"
    if need.again:
        about += f", and up to {need.again:,} more if the API refuses {OLD_CURSORS}"
    if need.job_price > 1:
        about += f", as a job has cost up to {need.job_price:,.4g}"
    having = " and ".join(f"{words} {most:,}" for words, most in funds.named())
    least = min((most for _, most in funds.named()), default=None)
    if need.credits is None or least is None or least >= need.credits:
        return f"{about}; {having}" if having else about
    enough = need.newest_days(least)
    if not need.days:
        return f"{about}; {having}"
    how = " with --order newest" if need.command == "backfill" else ""
    return f"{about}; {having}, enough for the newest {enough:,} of {need.day_count:,} days{how}"


@dataclass(frozen=True)
class Knowledge:
    """How many jobs days have, as planned and as read, and which days are paid for in this cycle."""

    planned: Sequence[JobDensity]
    read: Sequence[JobDensity]
    """Oldest first."""
    paid_for: Sequence[Window] = ()
    charged_again_before: Date = NEVER
    """Jobs that were read before this day are charged if they are read again."""
    announced: Sequence[JobDensity] = ()
    """Of windows that were begun, which says nothing about other days."""

    @classmethod
    def of(cls, warehouse: Warehouse, saved: SavedState, resolved: ResolvedBackfill) -> Knowledge:
        """All of it."""
        known = cls.of_jobs(warehouse, saved, resolved)
        known = replace(known, charged_again_before=resolved.charged_again_before)
        if resolved.findings.rereads_cost:
            return known
        past = past_of(warehouse, resolved.search.name, resolved.search.filters_hash)
        in_cycle = (one.window for one in past.readings if known.charged_again_before <= one.read_on <= resolved.today)
        return replace(known, paid_for=merge(in_cycle))

    @classmethod
    def of_jobs(cls, warehouse: Warehouse, saved: SavedState, resolved: ResolvedBackfill) -> Knowledge:
        """The same without the days paid for."""
        planned = [JobDensity(window, jobs / window.days) for window, jobs in saved.jobs_planned(resolved)]
        announced = [
            JobDensity(state.window, state.expected_total / state.window.days)
            for state in saved.checkpoint(resolved).begun.values()
            if state.expected_total is not None and not state.is_total_capped
        ]
        return cls(planned, densities_read(jobs_read(warehouse, resolved.search.filters_hash)), announced=announced)

    def jobs_left(self, states: Iterable[WindowState]) -> int | None:
        """About how many jobs these windows will still deliver; None: not known."""
        return need_of("", replace(self, paid_for=()), states).credits  # at one credit a job

    def densities(self, windows: Iterable[Window]) -> tuple[JobDensity, ...]:
        """The jobs a day of each window, without the days that are free to read again."""
        return tuple(span for window in subtract(windows, self.paid_for) for span in self._densities_in(window))

    def density_of_begun(self, state: WindowState) -> JobDensity | None:
        """What is left of a window that was begun; None where the API has not said how many it holds."""
        if state.expected_total is None:
            return None
        before = self.charged_again_before
        return JobDensity(state.window, state.jobs_to_pay(before) / state.window.days, state.jobs_again(before))

    def _densities_in(self, window: Window) -> list[JobDensity]:
        planned = [
            JobDensity(common, span.jobs_per_day) for span in self.planned if (common := span.window.overlap(window))
        ]
        rest = subtract([window], [span.window for span in planned])
        return planned + [JobDensity(part, self._jobs_per_day(part)) for part in rest]

    def _jobs_per_day(self, window: Window) -> float | None:
        """Jobs a day of these days, if they were read, or else of the nearest older and newer days."""
        same = [span for known in (self.read, self.announced) for span in known if span.window.overlap(window)]
        older = [span for span in self.read if span.window.until <= window.since][-1:]
        newer = [span for span in self.read if span.window.since >= window.until][:1]
        found = [span.jobs_per_day or 0 for span in same or [*older, *newer]]
        return sum(found) / len(found) if found else None


def densities_read(windows: Sequence[tuple[Window, int]]) -> list[JobDensity]:
    """Jobs a day of windows that were read, on average over adjacent ones."""
    found = []
    for span in merge(window for window, _ in windows):
        inside = [(window.days, jobs) for window, jobs in windows if span.since <= window.since < span.until]
        found.append(JobDensity(span, sum(jobs for _, jobs in inside) / sum(days for days, _ in inside)))
    return found


def at_known_price(need: Need, warehouse: Warehouse, settings: Settings) -> Need:
    """The need at the price of a job as the ledger knows it."""
    return replace(need, job_price=job_price(warehouse, settings.billing_cycle_day))


def need_of(command: str, knowledge: Knowledge, states: Iterable[WindowState], fixed: int = 0) -> Need:
    """What reading these windows to their end costs; `fixed` credits are added where there is anything to read."""
    days: list[JobDensity] = []
    for state in states:
        begun = knowledge.density_of_begun(state)
        days += [begun] if begun else knowledge.densities([state.window])
    return Need(command, tuple(days), fixed if days else 0)
