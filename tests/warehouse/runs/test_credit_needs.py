"""What a run needs, by the windows that are left to be read and what is known about the price of their days."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pendulum import Date

from jobhouse.sentrion.estimate.backfill_price import BackfillEstimate
from jobhouse.sentrion.estimate.page_counts import Estimate
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.runs.backfill import with_refused_cursors
from jobhouse.warehouse.runs.credit_needs import Funds, JobDensity, Knowledge, Need, need_of, sentence

NOVEMBER = Window(Date(2026, 11, 1), Date(2026, 12, 1))
BEGUN = replace(
    WindowState.of(NOVEMBER, Date(2020, 12, 1)),
    status="stopped", cursor="[1]", pages=3, rows_delivered=300, expected_total=300,
)  # fmt: skip
NOTHING_KNOWN = Knowledge([], [])


@pytest.mark.parametrize(
    "state",
    [replace(BEGUN, rows_delivered=100, first_rows=300), BEGUN],
    ids=["in its second reading", "but for the page that says so"],
)
def test_a_window_whose_jobs_have_all_come_needs_nothing(state: WindowState) -> None:
    assert need_of("nightly", NOTHING_KNOWN, [state]).is_nothing


def test_a_window_whose_last_job_is_still_to_come_needs_something() -> None:
    need = need_of("nightly", NOTHING_KNOWN, [replace(BEGUN, rows_delivered=299)])
    assert (need.is_nothing, need.credits) == (False, 1)


def test_what_a_window_of_an_earlier_cycle_has_brought_may_be_charged_again() -> None:
    """The API may refuse its cursor, and then all of it is read at the price of the new cycle."""
    earlier = replace(BEGUN, rows_delivered=220, started_at="2026-11-30T23:00:00+00:00")
    need = need_of("backfill", replace(NOTHING_KNOWN, charged_again_before=Date(2026, 12, 1)), [earlier])
    assert (need.credits, need.again, need.most) == (80, 220, 80 + 300 + 220)
    assert sentence(need, Funds(account=200)) == (
        "backfill needs about 80 credits, and up to 220 more if the API refuses the cursors of an earlier billing "
        "cycle; the account has 200"
    )
    same_cycle = need_of("backfill", replace(NOTHING_KNOWN, charged_again_before=Date(2026, 11, 1)), [earlier])
    assert (same_cycle.credits, same_cycle.again) == (80, 0)
    assert need_of("backfill", NOTHING_KNOWN, [earlier]).again == 0
    dear = replace(need, job_price=2.0)
    assert (dear.credits, dear.again, dear.most) == (160, 440, 160 + 600 + 440)


def test_a_second_reading_costs_in_a_new_cycle() -> None:
    second = replace(BEGUN, rows_delivered=100, first_rows=300, started_at="2026-11-30T23:00:00+00:00")
    need = need_of("backfill", replace(NOTHING_KNOWN, charged_again_before=Date(2026, 12, 1)), [second])
    assert (need.credits, need.again) == (200, 100)


def test_what_is_not_known_is_not_nothing() -> None:
    assert not need_of("nightly", NOTHING_KNOWN, [replace(BEGUN, expected_total=None)]).is_nothing


def test_a_part_of_a_credit_is_said_as_one_and_not_as_none() -> None:
    need = Need("nightly", (JobDensity(NOVEMBER, 0.01),))
    assert not need.is_nothing
    assert sentence(need, Funds()) == "nightly needs about 1 credit"


@pytest.mark.parametrize(
    ("fixed", "price", "most"), [(1_000, 1.0, 1_300), (40_000, 1.0, 50_000), (10, 5.0, 1_510)], ids=str
)
def test_a_margin_is_a_quarter_or_three_pages(fixed: int, price: float, most: int) -> None:
    assert Need("backfill", fixed=fixed, job_price=price).most == most


def test_days_are_priced_at_what_a_job_has_cost() -> None:
    need = Need("nightly", (JobDensity(NOVEMBER, 10.0),), fixed=300, job_price=2.5)
    assert need.credits == 300 + 750
    assert sentence(need, Funds(account=400)) == (
        "nightly needs about 1,050 credits, as a job has cost up to 2.5; the account has 400, enough for the newest "
        "4 of 30 days"
    )


def test_what_nobody_knows_has_no_most() -> None:
    assert Need("nightly", (JobDensity(NOVEMBER, None),)).most is None


def test_days_that_nobody_knows_are_as_dense_as_the_nearest_that_were_read() -> None:
    def read(year: int, jobs_per_day: float) -> JobDensity:
        return JobDensity(Window(Date(year, 1, 1), Date(year, 2, 1)), jobs_per_day)

    known = Knowledge([], [read(2022, 1), read(2023, 10), read(2025, 20), read(2026, 100)])
    for window, jobs_per_day in (
        (Window(Date(2024, 5, 1), Date(2024, 5, 11)), 15),
        (Window(Date(2021, 5, 1), Date(2021, 5, 11)), 1),
        (Window(Date(2026, 5, 1), Date(2026, 5, 11)), 100),
        (Window(Date(2025, 1, 5), Date(2025, 1, 6)), 20),
    ):
        assert known.densities([window]) == (JobDensity(window, jobs_per_day),)
    planned = replace(known, planned=[JobDensity(Window(Date(2024, 5, 1), Date(2024, 5, 4)), 7)])
    first, rest = Window(Date(2024, 5, 1), Date(2024, 5, 4)), Window(Date(2024, 5, 4), Date(2024, 5, 11))
    assert planned.densities([Window(first.since, rest.until)]) == (JobDensity(first, 7), JobDensity(rest, 15))
    paid = replace(known, paid_for=[Window(Date(2024, 5, 1), Date(2024, 5, 4))])
    assert paid.densities([Window(first.since, rest.until)]) == (JobDensity(rest, 15),)


def test_what_is_about_is_the_nearest_whole_number() -> None:
    week = Window(Date(2026, 1, 1), Date(2026, 1, 8))
    for jobs_per_day, credits_ in ((0, 0), (0.01, 1), (1.02, 7), (1.1, 8)):
        assert Need("backfill", (JobDensity(week, jobs_per_day),)).credits == credits_


def test_the_newest_days_are_bought_first() -> None:
    days = (
        JobDensity(Window(Date(2026, 1, 1), Date(2026, 1, 11)), 10),
        JobDensity(Window(Date(2026, 1, 11), Date(2026, 1, 21)), 5),
    )
    need = Need("backfill", days, fixed=20, job_price=2.0)
    assert need.credits == 20 + 2 * (100 + 50)
    for credits_, bought in ((20, 0), (39, 1), (119, 9), (120, 10), (139, 10), (140, 11), (320, 20), (5_000, 20)):
        assert need.newest_days(credits_) == bought


def test_cursors_that_may_be_refused_are_in_the_high_value_alone_and_are_said() -> None:
    plan = BackfillEstimate(
        "default", "2026-11-01", "2026-12-01", 30, 30, 1, None, None, None, Estimate(70, 80, 90),
        0, 0, None, 1, 10, ("a",),
    )  # fmt: skip
    refused = with_refused_cursors(plan, 1_220)
    assert refused.credits == Estimate(70, 80, 1_310)
    assert refused.notes == (
        "a",
        "of the credits, 1,220 are in case the API refuses the cursors of an earlier billing cycle, and charges their "
        "jobs again",
    )
    for same, credits_ in ((plan, 0), (replace(plan, credits=None), 1_220)):
        assert with_refused_cursors(same, credits_) == same
