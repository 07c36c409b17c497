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
