"""What a run will probably spend, from the ledger and an earlier `plan`: known before anything chargeable is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pendulum import Date

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window, as_date, cycle_start, merge, subtract
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import jobs_read, last_balance
from jobhouse.warehouse.load.late_arrivals import past_of


@dataclass(frozen=True)
class DayPrice:
    """Days that are to be paid for, side by side, and the credits that each of them takes (None: not known)."""

    window: Window
    per_day: float | None


@dataclass(frozen=True)
class Need:
    """What a run will spend: `fixed` credits, and what its days take."""

    command: str
    days: tuple[DayPrice, ...] = ()
    fixed: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether the run sends nothing, or nothing that can cost."""
        return not self.days and not self.fixed

    @property
    def credits(self) -> int | None:
        """The credits, about; None where that is not known."""
        if any(price.per_day is None for price in self.days):
            return None
        return self.fixed + round(sum((price.per_day or 0) * price.window.days for price in self.days))

    @property
    def day_count(self) -> int:
        return sum(price.window.days for price in self.days)

    def newest_days(self, credits_: int) -> int:
        """How many of the newest days so many credits pay for."""
        bought, left = 0, float(credits_ - self.fixed)
        for price in sorted(self.days, key=lambda price: price.window, reverse=True):
            cost = (price.per_day or 0) * price.window.days
            if cost > left:
                return bought + max(0, int(left / (price.per_day or 1)))
            bought, left = bought + price.window.days, left - cost
        return bought


@dataclass(frozen=True)
class Means:
    """What may be spent: by the account, as the API last said in this cycle, and by the limits. None: not known."""

    account: int | None = None
    max_credits: int | None = None
    max_requests: int | None = None
    cycle_left: int | None = None

    @classmethod
    def of(cls, warehouse: Warehouse, run: Run, today: Date, settings: Settings) -> Means:
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
        """Each that is known, with the words before its number."""
        named = (
            ("the account has", self.account),
            ("--max-credits allows", self.max_credits),
            ("--max-requests costs at most", self.max_requests),
            ("max_credits_per_cycle leaves", self.cycle_left),
        )
        return [(words, most) for words, most in named if most is not None]


def sentence(need: Need, means: Means) -> str:
    """The need beside the means, in one line without its full stop."""
    if need.credits is None:
        about = f"it is not known yet what this {need.command} will cost"
    else:
        about = f"{need.command} needs about {need.credits:,} credits"
    having = " and ".join(f"{words} {most:,}" for words, most in means.named())
    least = min((most for _, most in means.named()), default=None)
    if need.credits is None or least is None or least >= need.credits:
        return f"{about}; {having}" if having else about
    enough = need.newest_days(least)
    if not need.days:
        return f"{about}; {having}"
    how = " with --order newest" if need.command == "backfill" else ""
    return f"{about}; {having}, enough for the newest {enough:,} of {need.day_count:,} days{how}"


_ESTIMATES: Final = "estimates"
MOST_STRETCHES: Final = 40
"""Stretches of days that are remembered; the oldest are dropped."""


def estimate_for(state: Mapping[str, Any], scope: ResolvedBackfill) -> list[DayPrice]:
    """The jobs a day that the last `plan` of this search counted; of its present filters where there is such a one."""
    estimates: Mapping[str, Any] = state.get(_ESTIMATES, {})
    others = [value for key, value in estimates.items() if key.rpartition(":")[0] == scope.search.name]
    found = estimates.get(scope.ledger_key) or max(others, key=lambda one: str(one["at"]), default=None)
    stretches = found["stretches"] if found else ()
    days = [(Window(as_date(since), as_date(until)), jobs) for since, until, jobs in stretches]
    return [DayPrice(window, jobs / window.days) for window, jobs in days]


def keep_estimate(state: dict[str, Any], scope: ResolvedBackfill, at: str, stretches: Sequence[Sequence[Any]]) -> None:
    """Remember what `plan` counted: the latest word on each day, for the present filters of each search."""
    before = estimate_for(state, scope)
    counted = [Window(as_date(since), as_date(until)) for since, until, _ in stretches]
    kept = [
        [str(part.since), str(part.until), round((price.per_day or 0) * part.days)]
        for price in before
        for part in subtract([price.window], counted)
    ]
    estimates = state.setdefault(_ESTIMATES, {})
    for key in [key for key in estimates if key.rpartition(":")[0] == scope.search.name]:
        del estimates[key]
    newest = sorted([*map(list, stretches), *kept], reverse=True)[:MOST_STRETCHES]
    estimates[scope.ledger_key] = {"at": at, "stretches": newest}


@dataclass(frozen=True)
class Knowledge:
    """What the warehouse knows of prices: jobs a day as planned and as read, and the days paid for in this cycle."""

    estimate: Sequence[DayPrice]
    read: Sequence[DayPrice]
    """Days side by side that were read, oldest first."""
    paid_for: Sequence[Window] = ()

    @classmethod
    def of(cls, warehouse: Warehouse, state: Mapping[str, Any], scope: ResolvedBackfill) -> Knowledge:
        start = cycle_start(scope.today, scope.settings.billing_cycle_day)
        past = past_of(warehouse, scope.search.name, scope.search.filters_hash)
        paid_for = (
            () if scope.findings.rereads_cost else merge(one.window for one in past.readings if one.read_on >= start)
        )
        return replace(cls.of_jobs(warehouse, state, scope), paid_for=paid_for)

    @classmethod
    def of_jobs(cls, warehouse: Warehouse, state: Mapping[str, Any], scope: ResolvedBackfill) -> Knowledge:
        """The same without regard to what was paid for."""
        return cls(estimate_for(state, scope), stretches_read(jobs_read(warehouse, scope.search.filters_hash)))

    def jobs_left(self, readings: Iterable[WindowState]) -> int | None:
        """About how many jobs these windows are still to bring; None where that is not known."""
        return need_of("", replace(self, paid_for=()), readings).credits

    def prices(self, windows: Iterable[Window]) -> tuple[DayPrice, ...]:
        """What each of the windows takes, without the days that are free to read again."""
        return tuple(price for window in subtract(windows, self.paid_for) for price in self._priced(window))

    def price_of_begun(self, reading: WindowState) -> DayPrice | None:
        """What is left of a window that was begun, where the API has said how much it holds."""
        if reading.expected_total is None:
            return None
        return DayPrice(reading.window, reading.jobs_left / reading.window.days)

    def _priced(self, window: Window) -> list[DayPrice]:
        planned = [
            DayPrice(common, price.per_day) for price in self.estimate if (common := price.window.overlap(window))
        ]
        rest = subtract([window], [price.window for price in planned])
        return planned + [DayPrice(part, self._per_day(part)) for part in rest]

    def _per_day(self, window: Window) -> float | None:
        """What was read of these days, or else of the nearest older and newer ones: the API's history grows."""
        same = [price for price in self.read if price.window.overlap(window)]
        older = [price for price in self.read if price.window.until <= window.since][-1:]
        newer = [price for price in self.read if price.window.since >= window.until][:1]
        found = [price.per_day or 0 for price in same or [*older, *newer]]
        return sum(found) / len(found) if found else None


def stretches_read(windows: Sequence[tuple[Window, int]]) -> list[DayPrice]:
    """Jobs a day of windows that were read, over those that lie side by side."""
    found = []
    for stretch in merge(window for window, _ in windows):
        inside = [(window.days, jobs) for window, jobs in windows if stretch.since <= window.since < stretch.until]
        found.append(DayPrice(stretch, sum(jobs for _, jobs in inside) / sum(days for days, _ in inside)))
    return found


def need_of(command: str, knowledge: Knowledge, readings: Iterable[WindowState], fixed: int = 0) -> Need:
    """What it takes to read these windows to their end, and `fixed` credits besides where there is anything to read."""
    days: list[DayPrice] = []
    for reading in readings:
        begun = knowledge.price_of_begun(reading)
        days += [begun] if begun else knowledge.prices([reading.window])
    return Need(command, tuple(days), fixed if days else 0)
