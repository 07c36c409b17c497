"""What one run may request and spend. Whether a credit limit is reached is decided here, in `RunLimits.reached`.

The limits are set before the first request of a run and replaced whole where they change. `RequestGate.acquire` applies
them to each request; what counts as spent is in `reserved_credits.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from jobhouse.errors import Stopped
from jobhouse.sentrion.state.counters import RunCounters

HOW_TO_ALLOW: Final = "allow it with --yes, --max-credits N or the setting max_credits_per_cycle"


@dataclass(frozen=True)
class Agreement:
    """What a person has agreed to spend: about `credits`, and no more than `most`."""

    credits: int
    most: int


@dataclass(frozen=True)
class RunLimits:
    """What one run may request and spend; None: no limit."""

    max_requests: int | None = None
    max_credits: int | None = None
    max_credits_per_cycle: int | None = None
    spent_in_cycle: int = 0
    """Credits that other runs spent in this billing cycle."""
    free_only: bool = False
    """Whether only free pages are allowed, because nobody agreed to a cost: the first page that costs ends the run."""
    agreed: Agreement | None = None
    """What was agreed to at a terminal, which limits this run."""

    @property
    def has_credit_limit(self) -> bool:
        return any(limit is not None for limit in (self.max_credits, self.max_credits_per_cycle, self.agreed))

    def must_learn_price(self, counters: RunCounters, page_size: int) -> bool:
        """Whether one request at a time may be sent, of one window, since it is unknown what a page costs at most."""
        return self.free_only or (self.has_credit_limit and not counters.reserved.knows_page(page_size))

    def must_wait_for_answers(self, counters: RunCounters, page_size: int) -> bool:
        """Whether the requests in flight have to be answered before another is sent.

        All of them may turn out to be dearer than any page before, so the limits must allow that.
        """
        if not counters.in_flight:
            return False
        left, reserved = self._left(counters), counters.reserved
        beside = max(reserved.beside_others(page_size), counters.of_page(page_size))
        is_short = left is not None and left + reserved.in_flight_at_most < (counters.in_flight + 1) * beside
        return is_short or self.must_learn_price(counters, page_size)

    def reached(self, counters: RunCounters, page_size: int) -> Stopped | None:
        """Why no further request for a page may go out, its highest possible price included; None: it may."""
        if self.max_requests is not None and counters.requests >= self.max_requests:
            return Stopped(f"Stopped at --max-requests {self.max_requests}; run the same command again to go on.")
        if charged := self.charged_without_permission(counters):
            return charged
        page, counted = counters.of_page(page_size), counters.credits_counted
        if self.agreed and counted + page > self.agreed.most:
            return _beyond_agreement(self.agreed, counters, page_size)
        if self.max_credits is not None and counted + page > self.max_credits:
            go_on = "run the same command again to go on"
            if page > self.max_credits:
                go_on = f"give at least {page}{_or_wait(counters, page_size)}"
            may_cost = f"{_used(counters)}, and {_may_cost(counters, page_size)}"
            return Stopped(f"Stopped at --max-credits {self.max_credits}: {may_cost}; {go_on}.")
        in_cycle = self._in_cycle(counters)
        if self.max_credits_per_cycle is not None and in_cycle + page > self.max_credits_per_cycle:
            return Stopped(
                f"Stopped at the setting max_credits_per_cycle {self.max_credits_per_cycle}: up to {in_cycle} are used "
                f"in this billing cycle{''.join(_beyond(counters))}, and {_may_cost(counters, page_size)}; "
                f"{'run the same command again, ' if counters.uncounted else ''}raise it, or go on in the next cycle."
            )
        return None

    def charged_without_permission(self, counters: RunCounters) -> Stopped | None:
        """Why a run that may read only free pages has to end: pages were charged."""
        if not self.free_only or not counters.credits_charged:
            return None
        return Stopped(
            f"Stopped, since the API charges for jobs that were read before, or the jobs are new: up to "
            f"{counters.credits_charged} credits were charged without having been asked for; {HOW_TO_ALLOW}."
        )

    def credits_left(self, counters: RunCounters) -> int | None:
        """The credits that the limits leave to be spent; None: there is no credit limit.

        What a person agreed to follows from what the run is to do, so it is no reason to do anything else.
        """
        return replace(self, agreed=None)._left(counters)

    def _left(self, counters: RunCounters) -> int | None:
        counted, left = counters.credits_counted, []
        if self.agreed:
            left.append(self.agreed.most - counted)
        if self.max_credits is not None:
            left.append(self.max_credits - counted)
        if self.max_credits_per_cycle is not None:
            left.append(self.max_credits_per_cycle - self._in_cycle(counters))
        return min(left, default=None)

    def _in_cycle(self, counters: RunCounters) -> int:
        """The credits of this billing cycle that count, those of other runs too."""
        return self.spent_in_cycle + counters.credits_counted - counters.reserved.before_cycle


def _beyond_agreement(agreed: Agreement, counters: RunCounters, page_size: int) -> Stopped:
    """Why a run ends that has spent what a person agreed to."""
    page = counters.of_page(page_size)
    go_on = "run the same command again, which asks about the rest"
    if page > agreed.most:
        go_on = f"{go_on} at the price that is known now, or give at least --max-credits {page}"
    return Stopped(
        f"Stopped, since about {agreed.credits} credits were agreed to, and no more than {agreed.most}: "
        f"{_used(counters)}, and {_may_cost(counters, page_size)}; {go_on}."
    )


def _may_cost(counters: RunCounters, page_size: int) -> str:
    """What a page may cost, and the day of the page of which that is known."""
    largest, page = counters.reserved.largest, counters.of_page(page_size)
    if page > counters.reserved.of_page(page_size):
        return f"a page may cost {page} by the fall of the account's balance"
    of_page = f", since one asked for on {largest.requested_on} had so many jobs or credits"
    return f"a page may cost {page}{of_page if largest.size > page_size else ''}"


def _or_wait(counters: RunCounters, page_size: int) -> str:
    is_exceeded = counters.reserved.largest.size > page_size
    return ", or go on in the next billing cycle, in which that page does not count" if is_exceeded else ""


def _used(counters: RunCounters) -> str:
    return ", ".join([f"{counters.credits_used} used", *counters.in_doubt()]) + "".join(_beyond(counters))


def _beyond(counters: RunCounters) -> list[str]:
    """What the account has lost besides, which counts as spent by this run."""
    more = counters.uncounted
    what = f", the account has about {more} fewer than that explains, which this run counts as spent until it ends"
    return [f"{what} (others use it, or the API charges more than it says)"] if more else []
