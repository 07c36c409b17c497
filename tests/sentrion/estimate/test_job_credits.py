"""What the jobs of a backfill cost, and what of it may be free."""

from __future__ import annotations

import pytest

from jobhouse.sentrion.estimate.job_credits import FreeJobs, PaidJobs, dearest, with_changes
from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.sentrion.state.request_record import RequestRecord

JOBS = Estimate(980, 1_000, 1_020)


@pytest.mark.parametrize(
    ("free", "credits_"),
    [
        (FreeJobs(), Estimate(1_960, 2_000, 2_040)),
        (FreeJobs(PaidJobs(same_filters=100)), Estimate(1_760, 1_800, 2_040)),
        (FreeJobs(PaidJobs(others=100)), Estimate(1_760, 2_000, 2_040)),
        (FreeJobs(PaidJobs(others=2_000)), Estimate(0, 2_000, 2_040)),
        (FreeJobs(copies=0.1), Estimate(1_764, 2_000, 2_040)),
        (FreeJobs(asked=120), Estimate(1_840, 2_000, 2_040)),
    ],
    ids=["nothing", "the same filters", "others", "more than there are", "copies", "asked"],
)
def test_low_takes_off_all_that_may_be_free_and_high_nothing(free: FreeJobs, credits_: Estimate) -> None:
    assert free.off(JOBS, 2) == credits_


def test_no_more_jobs_are_paid_than_there_are() -> None:
    assert PaidJobs(10, 300).within(100) == PaidJobs(10, 90)
    assert PaidJobs(300, 10).within(100) == PaidJobs(100, 0)


def test_the_dearest_job_is_one_whose_price_can_be() -> None:
    records = [RequestRecord("w", 1, 200, 5, rows=rows, credits_used=price) for rows, price in ((10, 30), (1, 9_000))]
    free = RequestRecord("w", 1, 200, 5, rows=0, credits_used=0)
    assert dearest([free, *records], 1.0) == 3.0
    assert dearest(records, 4.0) == 4.0
    assert dearest([free], 0.0) == 1.0


@pytest.mark.parametrize(("deviation", "low", "high"), [(0.0, 980, 1_020), (0.1, 900, 1_100)])
def test_jobs_may_come_and_go_before_they_are_read(deviation: float, low: int, high: int) -> None:
    assert with_changes(1_000, deviation) == Estimate(low, 1_000, high)


def test_a_part_of_a_credit_is_a_whole_one() -> None:
    assert FreeJobs(PaidJobs(same_filters=1)).off(JOBS, 1.5) == Estimate(1_469, 1_499, 1_530)
