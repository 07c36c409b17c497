"""What the jobs of a backfill cost: the price of a job, and the jobs that need not be paid again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil
from typing import Final, Self

from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.reserved_credits import MOST_CREDITS_PER_JOB

CHANGED_SHARE: Final = 0.02
"""The share of jobs that may arrive, or go, between the estimate and the backfill."""


@dataclass(frozen=True)
class PaidJobs:
    """How many jobs of the days to be read were paid for in this billing cycle."""

    same_filters: int = 0
    """Stored by readings with the same filters, so they come again."""
    others: int = 0
    """Those of other filters, and of small requests, whose jobs are not stored: they come again or they do not."""

    def within(self, jobs: int) -> Self:
        """No more than so many jobs, of which those with the same filters are the first."""
        same = min(self.same_filters, jobs)
        return type(self)(same, min(self.others, jobs - same))


@dataclass(frozen=True)
class KnownBefore:
    """What is known of a backfill's jobs before a request is sent, as by a ledger."""

    per_day: float | None = None
    """Jobs that a day had, over what was read; None: nothing was."""
    paid: PaidJobs = PaidJobs()
    """Those of its jobs that were paid for in this billing cycle."""
    copies_share: float | None = None
    """The share of exact copies in what was read; None: too little was."""
    job_price: float = 1.0
    """Credits for a job."""


def dearest(records: Iterable[RequestRecord], known: float) -> float:
    """The most credits that a job of one of these answers has cost, or the price that was `known` before, if higher."""
    prices = ((record.credits_used or 0) / record.rows for record in records if record.rows)
    return max(known, *(price for price in prices if price <= MOST_CREDITS_PER_JOB), 1.0)


@dataclass(frozen=True)
class FreeJobs:
    """What need not be paid again where reading a job again in the same billing cycle is free; by default nothing."""

    paid: PaidJobs = field(default_factory=PaidJobs)
    copies: float = 0.0
    """The share of exact copies, which are charged once."""
    asked: int = 0
    """The credits that the estimate itself has cost; its jobs are among those that it counts."""

    def off(self, jobs: Estimate, job_price: float) -> Estimate:
        """The credits for the other jobs, at `job_price` each.

        High takes nothing off, since nothing is certain to be free; likely takes off what was read with the same
        filters, and low all that may be free.
        """
        fewest = jobs.low * (1 - self.copies) - self.paid.same_filters - self.paid.others
        likely = max(0, jobs.likely - self.paid.same_filters)
        return Estimate(
            max(0, ceil(fewest * job_price) - self.asked), ceil(likely * job_price), ceil(jobs.high * job_price)
        )


def with_changes(jobs: int, deviation: float) -> Estimate:
    """So many jobs, with the relative error of the count, and those that change before they are read."""
    share = max(deviation, CHANGED_SHARE)
    return Estimate(int(jobs * (1 - share)), jobs, ceil(jobs * (1 + share)))
