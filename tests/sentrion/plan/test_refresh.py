"""The plan of the nights: every older month once a cycle, free before paid, and a missed night is made up for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.plan.refresh import (
    CATCH_UP_DAYS,
    DEFAULT_LOOKBACK,
    LEAST_LOOKBACK,
    MOST_LOOKBACK,
    Night,
    PastReading,
    first_missing_day,
    gaps_after_pauses,
    lookback_from,
    older_months,
    plan_refresh,
    recent_windows,
)
from jobhouse.sentrion.plan.windows import Window, merge, oldest_day, subtract

FIRST = Date(2026, 1, 1).toordinal()
days = st.integers(0, 800).map(lambda n: Date.fromordinal(FIRST + n))
cycle_days = st.integers(1, 28)


def night(today: Date, cycle_day: int = 1, lookback: int = 14) -> Night:
    return Night(today, oldest_day(today), lookback, cycle_day)


def whole(today: Date) -> list[Window]:
    return [Window(oldest_day(today).subtract(days=60), today.add(days=1))]


@given(days, cycle_days)
def test_today_is_in_its_cycle_and_a_cycle_is_a_month(today: Date, cycle_day: int) -> None:
    cycle = night(today, cycle_day).cycle
    assert cycle.since <= today < cycle.until
    assert cycle.since.day == cycle.until.day == cycle_day
    assert 28 <= cycle.days <= 31


@pytest.mark.long
@settings(max_examples=30)
@given(days, cycle_days, st.sets(st.integers(0, 27), max_size=20))
def test_every_older_month_is_swept_once_a_cycle_whichever_nights_are_missed(
    day: Date, cycle_day: int, missed: set[int]
) -> None:
    cycle = night(day, cycle_day).cycle
    past: list[PastReading] = []
    swept: list[Window] = []
    shares = []
    for number in range(cycle.days):
        if number in missed and number < cycle.days - 1:
            continue
        tonight = night(cycle.since.add(days=number), cycle_day)
        sweep = plan_refresh(tonight, whole(tonight.today), past, may_cost=True)
        past += [PastReading(window, tonight.today, is_refresh=True) for window in sweep.windows]
        older = [window for window in sweep.windows if window in older_months(tonight, whole(tonight.today))]
        assert len(older) == sweep.months_due
        swept += older
        shares.append(len(older))
    first, last = night(cycle.since, cycle_day), night(cycle.until.subtract(days=1), cycle_day)
    assert len(swept) == len(set(swept))
    assert not subtract(older_months(last, whole(last.today)), swept)
    if not missed:
        assert max(shares) <= -(-len(older_months(first, whole(first.today))) // cycle.days)


@settings(max_examples=30)
@given(days, cycle_days, st.integers(3, 60), st.sets(st.integers(0, 27), max_size=27))
def test_lookback_and_older_months_leave_no_done_day_out_of_a_cycle(
    day: Date, cycle_day: int, lookback: int, missed: set[int]
) -> None:
    cycle = night(day, cycle_day).cycle
    last = night(cycle.until.subtract(days=1), cycle_day, lookback)
    complete = whole(last.today)
    past: list[PastReading] = []
    for number in (n for n in range(cycle.days) if n not in missed or n == cycle.days - 1):
        tonight = night(cycle.since.add(days=number), cycle_day, lookback)
        past += [
            PastReading(window, tonight.today, is_refresh=True) for window in recent_windows(tonight, complete, past)
        ]
    looked_back = [one.window for one in past]
    all_days = Window(last.oldest, last.today.add(days=1))
    assert merge([*looked_back, *older_months(last, complete)]) == [all_days]


def test_what_was_read_in_this_cycle_comes_first_and_the_rest_only_with_a_limit() -> None:
    tonight = night(Date(2026, 11, 24))
    older = older_months(tonight, whole(tonight.today))
    past = [PastReading(month, Date(2026, 11, 2)) for month in older[:3]]
    past += [PastReading(month, Date(2026, 9, 2)) for month in older[3:]]
    free = plan_refresh(tonight, whole(tonight.today), past, may_cost=False)
    assert free.windows[0] == older[0]
    assert free.months_due == 1  # three months over seven nights
    assert free.months_over_budget == len(older) - 3
    paid = plan_refresh(tonight, whole(tonight.today), past, may_cost=True)
    assert paid.months_due == -(-len(older) // 7)
    assert list(paid.windows[:3]) == older[:3]
    assert paid.windows[3] == Window(Date(2026, 10, 18), Date(2026, 11, 25))  # not free, so after what is


def test_where_rereads_are_charged_no_older_month_is_free() -> None:
    tonight = night(Date(2026, 11, 24))
    older = older_months(tonight, whole(tonight.today))
    past = [PastReading(month, Date(2026, 11, 2)) for month in older]
    tomorrow = tonight.today.add(days=1)
    plan = plan_refresh(tonight, whole(tonight.today), past, may_cost=False, charged_again_before=tomorrow)
    assert (plan.months_due, plan.months_over_budget) == (0, len(older))
    assert not {*plan.windows} & {*older}


def test_months_that_were_not_read_for_longest_go_first_and_those_under_way_before_all() -> None:
    tonight = night(Date(2026, 11, 1))
    older = older_months(tonight, whole(tonight.today))
    past = [PastReading(month, Date(2026, 10, 5 + at % 3)) for at, month in enumerate(older)]
    sweep = plan_refresh(tonight, whole(tonight.today), past, [older[40]], may_cost=True)
    assert [window for window in sweep.windows if window in older] == [older[40], older[0], older[3]]


def test_a_second_run_of_a_night_takes_no_second_share() -> None:
    tonight = night(Date(2026, 11, 1))
    first = plan_refresh(tonight, whole(tonight.today), [], may_cost=True)
    past = [PastReading(window, tonight.today, is_refresh=True) for window in first.windows]
    assert first.months_due == 3
    assert plan_refresh(tonight, whole(tonight.today), past, may_cost=True).months_due == 0


def test_a_month_that_is_not_wholly_done_is_left_to_the_backfill() -> None:
    tonight = night(Date(2026, 11, 24))
    complete = subtract(whole(tonight.today), [Window(Date(2026, 5, 10), Date(2026, 5, 11))])
    assert Date(2026, 5, 1) not in {month.since for month in older_months(tonight, complete)}
    assert Date(2026, 4, 1) in {month.since for month in older_months(tonight, complete)}


def test_a_missed_week_is_caught_up_and_history_is_left_alone() -> None:
    tonight = night(Date(2026, 11, 24))
    year = Window(Date(2025, 11, 17), Date(2026, 11, 17))
    assert first_missing_day(tonight, [year]) == Date(2026, 8, 24)
    assert first_missing_day(tonight, [Window(Date(2026, 11, 1), Date(2026, 11, 17))]) == Date(2026, 11, 1)
    assert first_missing_day(tonight, []) == Date(2026, 11, 10)


def test_the_lookback_follows_the_lateness_within_bounds() -> None:
    assert lookback_from(99, 30, enough=100) == DEFAULT_LOOKBACK
    assert lookback_from(100, None, enough=100) == DEFAULT_LOOKBACK
    assert lookback_from(100, 30, enough=100) == 30
    assert lookback_from(100, 1, enough=100) == LEAST_LOOKBACK
    assert lookback_from(100, 400, enough=100) == MOST_LOOKBACK


def test_a_gap_that_a_pause_left_is_told_from_history_that_nobody_asked_for() -> None:
    horizon, paused = Date(2026, 8, 28), Date(2026, 8, 20)
    done = [Window(Date(2021, 1, 1), Date(2022, 1, 1)), Window(Date(2026, 6, 1), Date(2026, 8, 19))]
    past = [
        PastReading(done[0], Date(2026, 8, 1)),
        PastReading(Window(Date(2026, 6, 1), Date(2026, 8, 21)), paused, first_completed_at="2026-08-20T10:00:00Z"),
    ]
    gap = Window(Date(2026, 8, 19), horizon)
    assert gaps_after_pauses(tonight_on(horizon), horizon, done, past) == [gap]
    # refreshed since: that its days were new when they were first read is still known
    again = [past[0], replace(past[1], read_on=Date(2026, 11, 2), is_refresh=True)]
    assert gaps_after_pauses(tonight_on(horizon), horizon, done, again) == [gap]
    # a backfill of months ago that ended at a date of its own
    asked = [past[0], PastReading(done[1], Date(2026, 10, 1))]
    assert gaps_after_pauses(tonight_on(horizon), horizon, done, asked) == []
    assert gaps_after_pauses(tonight_on(horizon), horizon, [*done, gap], past) == []
    assert gaps_after_pauses(tonight_on(horizon), horizon, [], []) == []


def test_days_that_the_api_serves_no_more_are_no_gap() -> None:
    done = [Window(Date(2026, 6, 1), Date(2026, 8, 19)), Window(Date(2026, 8, 28), Date(2032, 6, 1))]
    past = [PastReading(done[0], Date(2026, 8, 20))]
    horizon = Date(2032, 6, 1)
    for oldest, found in (
        (Date(2026, 8, 22), [Window(Date(2026, 8, 22), Date(2026, 8, 28))]),
        (Date(2026, 8, 28), []),
        (Date(2032, 6, 1), []),
    ):
        assert gaps_after_pauses(replace(tonight_on(horizon), oldest=oldest), horizon, done, past) == found


def tonight_on(day: Date) -> Night:
    return Night(day.add(days=CATCH_UP_DAYS), day.subtract(years=6), lookback=14)
