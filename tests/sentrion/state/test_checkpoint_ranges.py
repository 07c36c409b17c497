"""A run reads the days that it was asked for, whatever an earlier run began."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window, merge
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState

TODAY = Date(2026, 11, 20)
OLDEST = Date(2020, 11, 20)
MAY = Window(Date(2026, 5, 1), Date(2026, 6, 1))
LAST_DAY = Window(Date(2026, 5, 31), Date(2026, 6, 1))


def begun(window: Window, **changes: object) -> WindowState:
    begun = replace(WindowState.of(window, OLDEST), status="reading", cursor="[1]", pages=1)
    return replace(begun, **{"started_at": f"{TODAY}T01:00:00+00:00", **changes})  # type: ignore[arg-type]


def checkpoint_with(*states: WindowState) -> Checkpoint:
    checkpoint = Checkpoint()
    for state in states:
        checkpoint.record(state)
    return checkpoint


def missing(checkpoint: Checkpoint, wanted: Window, today: Date = TODAY) -> list[WindowState]:
    return checkpoint.missing(wanted, today, today.subtract(years=6))


def test_one_day_of_a_month_that_was_begun_is_read_by_itself() -> None:
    checkpoint = checkpoint_with(begun(MAY))
    (day,) = missing(checkpoint, LAST_DAY)
    assert (day.window, day.cursor) == (LAST_DAY, None)


def test_the_month_goes_on_where_all_of_it_is_asked_for() -> None:
    for wanted in (MAY, Window(Date(2026, 4, 15), Date(2026, 7, 1))):
        states = missing(checkpoint_with(begun(MAY)), wanted)
        assert [state.window for state in states if state.cursor] == [MAY]
        assert merge(state.window for state in states) == [wanted]
        assert sum(state.window.days for state in states) == wanted.days


def test_the_cursor_of_the_month_is_kept_while_a_day_of_it_is_read() -> None:
    checkpoint = checkpoint_with(begun(MAY))
    checkpoint.record(begun(LAST_DAY, status="complete", cursor=None))
    assert missing(checkpoint, LAST_DAY) == []
    assert [state.cursor for state in missing(checkpoint, MAY)] == ["[1]"]


@pytest.mark.parametrize("size", [1, 7, 30])
def test_a_month_whose_days_were_all_read_by_themselves_is_not_read_again(size: int) -> None:
    checkpoint = checkpoint_with(begun(MAY))
    since = MAY.since
    while since < MAY.until:
        part = Window(since, min(since.add(days=size), MAY.until))
        checkpoint.record(begun(part, status="complete", cursor=None))
        since = part.until
    assert missing(checkpoint, MAY) == []
    assert checkpoint.begun == {}


def test_a_window_that_is_begun_goes_on_though_another_one_of_its_days_is_provisional() -> None:
    """Days that had not ended are complete on the day of their reading, and read again on a later one."""
    yesterday = TODAY.subtract(days=1)
    recent = Window(Date(2026, 11, 1), TODAY)
    read = begun(recent, status="complete", cursor=None, started_at=f"{yesterday}T01:00:00+00:00")
    again = begun(Window(yesterday.subtract(days=1), TODAY))
    checkpoint = checkpoint_with(read, again, begun(MAY, status="complete", cursor=None))
    assert again in missing(checkpoint, recent)


def test_a_reread_that_was_begun_with_wrong_bounds_begins_again_once_these_are_known_to_be_wrong() -> None:
    """It would end with its first and last day complete, which nobody would read again."""
    night = begun(MAY, rereading=True, bounds="half_open", completed_at=f"{TODAY}T00:00:00+00:00")
    others = begun(LAST_DAY, rereading=True)
    checkpoint = checkpoint_with(night, others)
    checkpoint.invalidate_bounds()
    again = checkpoint.rereads[str(MAY)]
    assert (again.cursor, again.pages, again.completed_at) == (None, 0, night.completed_at)
    assert checkpoint.rereads[str(LAST_DAY)] == others


def test_a_window_goes_on_though_the_api_has_stopped_serving_its_first_day() -> None:
    edge = Window(OLDEST, OLDEST.add(days=11))
    later = TODAY.add(days=3)
    wanted = Window(later.subtract(years=6), later)
    assert begun(edge) in missing(checkpoint_with(begun(edge)), wanted, later)


def test_days_beside_each_boundary_are_read_again_once_the_bounds_are_known_to_be_wrong() -> None:
    april = Window(Date(2026, 4, 1), MAY.since)
    done = [begun(window, status="complete", cursor=None, bounds="half_open") for window in (april, MAY)]
    june = begun(Window(MAY.until, Date(2026, 7, 1)), bounds="half_open")
    july = begun(Window(june.window.until, Date(2026, 8, 1)))
    checkpoint = checkpoint_with(*done, june, july)
    checkpoint.invalidate_bounds()
    assert checkpoint.complete == [
        Window(Date(2026, 4, 2), Date(2026, 4, 30)),
        Window(Date(2026, 5, 2), Date(2026, 5, 31)),
    ]
    assert list(checkpoint.begun.values()) == [july]  # the other had the wrong range, and begins again
    assert checkpoint.boundary_days == set()


def test_a_window_that_is_to_be_read_again_stays_so_while_others_are_read() -> None:
    """Its days are not complete any more, and none of them is taken for read where only that one is asked for."""
    april = Window(Date(2026, 4, 1), MAY.since)
    checkpoint = checkpoint_with(*(begun(window, status="complete", cursor=None) for window in (april, MAY)))
    for window in (april, MAY):
        checkpoint.reopen(window, OLDEST)
    assert [state.window for state in missing(checkpoint, LAST_DAY)] == [LAST_DAY]
    checkpoint.record(begun(april, status="complete", cursor=None))
    assert [state.window for state in missing(checkpoint, Window(april.since, MAY.until))] == [MAY]


def test_only_rereads_that_are_named_again_go_on() -> None:
    night = begun(MAY, rereading=True)
    fresh, other = (WindowState.of(window, OLDEST) for window in (MAY, LAST_DAY))
    checkpoint = checkpoint_with(night, begun(LAST_DAY, rereading=True))
    checkpoint.queue_rereads([fresh])
    assert checkpoint.rereads == {str(MAY): night}
    checkpoint.queue_rereads([other])
    assert checkpoint.rereads == {str(LAST_DAY): other}
