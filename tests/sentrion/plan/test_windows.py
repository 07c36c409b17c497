"""Windows cover what was asked for, never overlap, and end."""

from __future__ import annotations

import itertools
import random
import time
from datetime import UTC, datetime
from typing import get_args

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.plan.windows import (
    Order,
    Window,
    in_order,
    merge,
    missing_months,
    months,
    oldest_day,
    request_range,
    subtract,
    today_utc,
)

DAY_0 = Date(2020, 2, 25).toordinal()


def window(start: int, days: int) -> Window:
    return Window(Date.fromordinal(DAY_0 + start), Date.fromordinal(DAY_0 + start + days))


windows = st.builds(window, st.integers(0, 2500), st.integers(1, 400))


def days(found: list[Window]) -> set[int]:
    return {day for w in found for day in range(w.since.toordinal(), w.until.toordinal())}


def total(found: list[Window]) -> int:
    return sum(w.days for w in found)


@given(windows)
def test_months_cover_the_range_once(whole: Window) -> None:
    found = list(months(whole))
    assert days(found) == days([whole])
    assert total(found) == whole.days
    assert all(
        (w.since.year, w.since.month) == (last.year, last.month) for w in found for last in [w.until.subtract(days=1)]
    )


@given(st.lists(windows, max_size=8))
def test_merge_keeps_the_days_and_leaves_gaps_between(found: list[Window]) -> None:
    merged = merge(found)
    assert days(merged) == days(found)
    assert all(left.until < right.since for left, right in itertools.pairwise(merged))


@given(st.lists(windows, max_size=8), st.integers())
def test_merge_is_idempotent_and_free_of_order(found: list[Window], seed: int) -> None:
    shuffled = random.Random(seed).sample(found, len(found))
    assert merge(merge(found)) == merge(found) == merge(shuffled)


@given(st.lists(windows, max_size=6), st.lists(windows, max_size=6))
def test_subtract_is_the_difference_of_days(have: list[Window], taken: list[Window]) -> None:
    assert days(subtract(have, taken)) == days(have) - days(taken)


@given(windows, st.lists(windows, max_size=6), st.integers(0, 400))
def test_what_is_missing_and_what_is_done_make_the_whole(wanted: Window, done: list[Window], ago: int) -> None:
    missing = missing_months(wanted, done, wanted.since.subtract(days=ago))
    assert days(missing) == days([wanted]) - days(done)
    assert total(missing) == len(days(missing))


@given(windows)
def test_halving_ends_in_single_days_that_cover_the_window(whole: Window) -> None:
    pieces, single = [whole], list[Window]()
    while pieces:
        halves = pieces.pop().halves()
        (single if len(halves) == 1 else pieces).extend(halves)
    assert total(single) == whole.days == len(days(single))


def served(after: int, before: int, bounds: str) -> set[int]:
    """The days an API with these bounds returns."""
    low = after if bounds[0] == "[" else after + 1
    high = before + 1 if bounds[1] == "]" else before
    return set(range(low, high))


@pytest.mark.parametrize("bounds", ["[)", "[]", "(]", "()"])
@given(whole=windows)
def test_a_request_covers_its_window_under_every_meaning_of_the_bounds(bounds: str, whole: Window) -> None:
    after, before = request_range(whole, whole.since.subtract(days=30))
    assert days([whole]) <= served(after.toordinal(), before.toordinal(), bounds)


@given(windows, st.sampled_from(get_args(Order)))
def test_every_order_is_a_permutation(whole: Window, order: Order) -> None:
    found = list(months(whole))
    assert sorted(in_order(found, order, whole.since)) == found


def test_expiring_reads_the_edge_first_and_then_the_newest() -> None:
    found = list(months(Window(Date(2020, 11, 23), Date(2021, 4, 1))))
    ordered = in_order(found, "expiring", Date(2020, 11, 23))
    assert [w.since.month for w in ordered] == [11, 12, 3, 2, 1]


def test_the_edge_of_a_leap_day_is_a_day_that_exists() -> None:
    assert oldest_day(Date(2028, 2, 29)) == Date(2022, 2, 28)


def test_a_window_cannot_be_empty() -> None:
    with pytest.raises(ValueError, match="begin before"):
        Window(Date(2024, 1, 1), Date(2024, 1, 1))


def test_months_begin_on_the_first_and_february_has_its_29th() -> None:
    found = list(months(Window(Date(2023, 12, 31), Date(2024, 3, 2))))
    assert [(w.since, w.days) for w in found] == [
        (Date(2023, 12, 31), 1), (Date(2024, 1, 1), 31), (Date(2024, 2, 1), 29), (Date(2024, 3, 1), 1),
    ]  # fmt: skip
    assert Window(Date(2024, 2, 28), Date(2024, 3, 1)).halves() == (
        Window(Date(2024, 2, 28), Date(2024, 2, 29)), Window(Date(2024, 2, 29), Date(2024, 3, 1)),
    )  # fmt: skip


@given(st.integers(0, 20_000))
def test_the_edge_never_moves_back_nor_by_more_than_two_days(ahead: int) -> None:
    """Two where a leap day lies six years behind: from the last of February it moves to the first of March."""
    today = Date.fromordinal(DAY_0 + ahead)
    moved = oldest_day(today.add(days=1)).toordinal() - oldest_day(today).toordinal()
    assert 0 <= moved <= 2


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Santiago", "Pacific/Kiritimati", "Pacific/Niue"])
def test_days_are_those_of_utc_whatever_the_machine_thinks(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Around changes to and from summer time, of which one falls on midnight in Santiago."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for day in (Date(2026, 3, 29), Date(2026, 4, 5), Date(2026, 9, 6), Date(2026, 10, 25)):
            for hour in (0, 23):
                with time_machine.travel(datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)):
                    assert today_utc() == day
            around = Window(day.subtract(days=1), day.add(days=2))
            assert around.days == 3
            assert [piece.days for piece in around.halves()] == [1, 2]
            assert request_range(around, day.subtract(days=30)) == (day.subtract(days=2), day.add(days=2))
    finally:
        monkeypatch.undo()
        time.tzset()
