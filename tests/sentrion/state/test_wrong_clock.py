"""A reading by a clock that was ahead does not count for days that had not ended."""

from __future__ import annotations

from dataclasses import replace

import time_machine
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window, merge, subtract
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState

FIRST = Date(2026, 9, 1)
REAL = Date(2026, 11, 20)


def read_all(checkpoint: Checkpoint, since: Date, today: Date) -> list[Window]:
    """The windows of a run that reads all that is missing up to today, whatever the clock says that it is."""
    with time_machine.travel(f"{today}T12:00:00+00:00"):
        states = checkpoint.missing(Window(since, today.add(days=1)), today, today.subtract(years=6))
        for state in states:
            checkpoint.record(
                replace(state, status="complete", pages=1, started_at=f"{today}T11:00:00+00:00", reading_id=str(today))
            )
    return [state.window for state in states]


def saved(checkpoint: Checkpoint) -> Checkpoint:
    """As the next run finds it."""
    return Checkpoint.from_state(checkpoint.to_state())


def days_of(windows: list[Window]) -> list[Window]:
    return merge(windows)


def test_days_that_a_run_of_a_later_clock_took_for_over_are_read_again() -> None:
    """The clock was a month ahead on 20 November; twelve days later it is right."""
    checkpoint = Checkpoint()
    read_all(checkpoint, FIRST, REAL.add(days=30))
    later = REAL.add(days=12)
    again = read_all(saved(checkpoint), FIRST, later)
    assert subtract([Window(REAL.subtract(days=1), later)], again) == []


def test_only_the_days_since_the_last_run_are_read_again_where_there_was_one() -> None:
    checkpoint = Checkpoint()
    read_all(checkpoint, FIRST, REAL.subtract(days=1))
    read_all(checkpoint, FIRST, REAL.add(days=30))
    again = read_all(saved(checkpoint), FIRST, REAL.add(days=12))
    assert days_of(again) == [Window(REAL.subtract(days=2), REAL.add(days=13))]


def test_the_days_stay_unread_until_they_are_read_though_the_clock_catches_up() -> None:
    """A run of the right clock reads what it is asked for; the other days are still missing when the date has come."""
    checkpoint = Checkpoint()
    read_all(checkpoint, FIRST, REAL.subtract(days=1))
    read_all(checkpoint, FIRST, REAL.add(days=30))
    right = REAL.add(days=12)
    checkpoint = saved(checkpoint)
    read_all(checkpoint, FIRST, right)
    much_later = REAL.add(days=60)
    again = read_all(saved(checkpoint), FIRST, much_later)
    assert subtract([Window(right.subtract(days=1), much_later.add(days=1))], again) == []


def test_once_read_by_the_right_clock_nothing_is_missing() -> None:
    checkpoint = Checkpoint()
    read_all(checkpoint, FIRST, REAL.add(days=30))
    read_all(checkpoint, FIRST, REAL)
    assert read_all(saved(checkpoint), FIRST, REAL) == []
    tomorrow = REAL.add(days=1)
    assert days_of(read_all(saved(checkpoint), FIRST, tomorrow)) == [
        Window(REAL.subtract(days=1), tomorrow.add(days=1))
    ]


def test_days_before_any_version_of_jobhouse_are_certain() -> None:
    checkpoint = Checkpoint()
    read_all(checkpoint, Date(2021, 1, 1), REAL.add(days=30))
    again = read_all(saved(checkpoint), Date(2021, 1, 1), REAL)
    assert min(window.since for window in again) >= Date(2025, 12, 31)


def test_a_window_that_took_days_to_read_casts_no_doubt_on_those_that_were_read_meanwhile() -> None:
    checkpoint = Checkpoint()
    october = Window(Date(2026, 10, 1), Date(2026, 11, 1))
    slow = replace(
        WindowState.of(october, FIRST), status="reading", cursor="[1]", started_at="2026-11-18T10:00:00+00:00"
    )
    checkpoint.record(slow)
    read_all(checkpoint, FIRST, REAL)
    with time_machine.travel(f"{REAL}T13:00:00+00:00"):
        checkpoint.record(replace(slow, status="complete"))
    assert saved(checkpoint).missing(Window(FIRST, REAL.add(days=1)), REAL, FIRST) == []


def test_what_is_kept_of_past_readings_stays_small() -> None:
    checkpoint = Checkpoint()
    for day in range(200):
        read_all(checkpoint, FIRST, REAL.add(days=day))
    assert len(str(checkpoint.read_days.to_state())) < 5_000


def test_a_clock_that_is_set_back_casts_no_doubt_on_many_dates() -> None:
    checkpoint = Checkpoint()
    for day in range(5):
        read_all(checkpoint, FIRST, REAL.add(days=day))
    assert read_all(saved(checkpoint), FIRST, REAL.subtract(days=60)) == []


def test_a_batch_that_is_read_over_midnight_does_not_doubt_itself() -> None:
    """It was planned by the day before, and reads on by that."""
    checkpoint = Checkpoint()
    yesterday = REAL.subtract(days=1)
    days = Window(FIRST, REAL)
    with time_machine.travel(f"{REAL}T00:10:00+00:00"):
        for state in checkpoint.missing(days, yesterday, FIRST):
            checkpoint.record(replace(state, status="complete", started_at=f"{REAL}T00:05:00+00:00"))
        assert checkpoint.missing(days, yesterday, FIRST) == []
