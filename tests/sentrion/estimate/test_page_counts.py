"""What windows cost, as arithmetic: bounds hold for every way in which jobs can spread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.estimate.page_counts import (
    USUAL_VARIATION,
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
from jobhouse.sentrion.plan.windows import Window, months

PAGE = 100
counts = st.lists(st.integers(0, 5_000), min_size=1, max_size=24)
"""Jobs of windows side by side."""


def group_of(windows: int, jobs: int, first_year: int = 2024) -> WindowGroup:
    since = Date(first_year, 1, 1)
    return WindowGroup(tuple(months(Window(since, since.add(months=windows)))), jobs)


@given(counts)
def test_however_jobs_spread_over_the_windows_their_pages_are_within_the_bounds(jobs: list[int]) -> None:
    needed = sum(max(1, -(-count // PAGE)) for count in jobs)  # an empty window takes a request too
    estimate = pages(group_of(len(jobs), sum(jobs)), PAGE, USUAL_VARIATION, overlap_days=0)
    assert estimate.low <= needed <= estimate.high


@given(counts, st.integers(0, 2))
def test_what_is_likely_lies_between_the_bounds(jobs: list[int], overlap_days: int) -> None:
    group = group_of(len(jobs), sum(jobs))
    first = pages(group, PAGE, USUAL_VARIATION, overlap_days)
    both = with_second_readings(first, likely=first.likely / 3)
    assert first.low <= first.likely <= first.high
    assert both.low == first.low
    assert first.likely <= both.likely <= both.high


@given(counts, st.integers(0, 100_000))
def test_the_days_that_credits_buy_are_never_more_than_they_pay_for(jobs: list[int], credits_: int) -> None:
    groups = [group_of(1, count, 2000 + number) for number, count in enumerate(jobs)]
    days = days_bought(groups, credits_)
    newest_first = [group.per_day for group in reversed(groups) for _ in range(group.days)]
    assert sum(newest_first[:days]) <= credits_ + 1e-6
    assert days == len(newest_first) or sum(newest_first[: days + 1]) > credits_ - 1e-6


def test_minutes_are_whole() -> None:
    assert Estimate(1, 100, 101).over(rate=100) == Estimate(1, 1, 2)


def test_estimates_add_up_value_by_value() -> None:
    assert Estimate(1, 2, 3) + Estimate(10, 20, 30) == Estimate(11, 22, 33)


@pytest.mark.parametrize(
    ("jobs", "likely"), [(0, 1), (50, 1), (150, 2), (450, 5), (4_950, 50), (5_050, 51), (100_000, 1_000)]
)
def test_a_window_whose_jobs_are_known_well_has_the_pages_that_they_fill(jobs: int, likely: int) -> None:
    assert pages(group_of(1, jobs), PAGE, 0.001, overlap_days=0).likely == likely


def test_second_readings_are_none_or_all_as_far_as_the_crawl_allows() -> None:
    assert with_second_readings(Estimate(8, 9, 10), likely=3.4) == Estimate(8, 9 + 3, 10 + 2 * 10)
    # 200 pages, and a quarter of all, those of second readings among them
    many = with_second_readings(Estimate(30_000, 30_000, 60_000), likely=20_000)
    assert many == Estimate(30_000, 30_000 + 10_266, 60_000 + 20_266)


def test_windows_side_by_side_are_one_row_and_are_halved_in_the_middle() -> None:
    five, alone = group_of(5, 100).windows, group_of(1, 0, 2030).windows
    assert side_by_side([*alone, *five[::-1]]) == [five, alone]
    assert WindowGroup(five, 100).halves() == (five[:2], five[2:])


def test_drifting_totals_have_windows_read_twice_that_have_no_copies() -> None:
    """Until enough of them brought the same again; a window of one page has one total."""
    small, large = [group_of(4, 4 * 50)], [group_of(4, 4 * 1_000)]
    for groups, more in ((small, False), (large, True)):
        steady, drifting = (
            pages_read_twice(groups, PAGE, 10_000, 0.01, RereadChances(copies=0, drifts=drifts))
            for drifts in (False, True)
        )
        assert steady == 0
        assert drifting == pytest.approx(3 * 11 if more else 0, abs=1)


def test_a_capped_group_is_the_least_certain_and_one_window_is_certain() -> None:
    capped = WindowGroup(group_of(2, 10_000).windows, 10_000, capped=True)
    assert capped.uncertain_pages(PAGE) > group_of(24, 100_000).uncertain_pages(PAGE) > 0
    assert group_of(1, 10_000).uncertain_pages(PAGE) == 0


def test_halves_that_are_alike_vary_less_than_halves_that_differ() -> None:
    alike, unlike = (group_of(1, 100), group_of(1, 100)), (group_of(1, 10), group_of(1, 190))
    assert variation_of([alike]) == pytest.approx(0, abs=0.05)
    assert variation_of([unlike]) > 1
    assert variation_of([]) == USUAL_VARIATION


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_chance_of_a_second_reading_grows_with_the_jobs_of_a_window(fewer: float, more: float) -> None:
    chances = RereadChances(copies=0.001)
    low, high = sorted((fewer, more))
    assert 0 <= chances.chance(low, 10**7) <= chances.chance(high, 10**7) <= 1
