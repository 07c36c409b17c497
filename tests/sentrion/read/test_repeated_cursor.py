"""What a window makes of a cursor that the API repeats: its end, where nothing speaks against it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pendulum
import pytest

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.paging import MOST_CURSOR_REPEATS, Rules, after_page
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.window_state import WindowState

DAY = pendulum.Date(2026, 5, 1)
CURSOR = msgspec.Raw(b"[1]")
EMPTY = [(0, None)] * MOST_CURSOR_REPEATS
"""Pages without a job or a total."""


def window() -> WindowState:
    return replace(WindowState.of(Window(DAY, DAY.add(months=1)), DAY.subtract(years=1)), reading_id="r")


def page(jobs: int, total: int | None) -> Page:
    return Page(tuple({} for _ in range(jobs)), CURSOR, total, 0, 100)


def read(
    state: WindowState, pages: list[tuple[int, int | None]], seen: SeenPages, *, allows_second: bool = True
) -> WindowState:
    """The window after pages of so many jobs, the same ones each time, and such a total, all with one cursor."""
    for jobs, total in pages:
        ids = [f"{job:016x}{0:016x}" for job in range(jobs)]
        state, _ = after_page(state, page(jobs, total), ids, seen, Rules(10_000, allows_second))
    return state


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        pytest.param([(100, 100), *EMPTY], "complete", id="as many as announced"),
        pytest.param([(100, 100), *[(0, 0)] * 3], "complete", id="an empty page that announces none"),
        pytest.param([(100, 500), *EMPTY], "stopped", id="fewer than announced"),
        pytest.param([(100, 500), *[(0, 0)] * 3], "stopped", id="fewer, and an empty page that announces none"),
        pytest.param([(100, None), *EMPTY], "second reading", id="nothing announced"),
        pytest.param([(100, 98), (0, 103), (0, 101), (0, 97)], "second reading", id="announcements that change"),
        pytest.param([(100, 500), (0, 501), (0, 502), (0, 503)], "second reading", id="only its announcements change"),
        pytest.param([(100, None), (100, None), (0, None), (0, None)], "stopped", id="jobs with the repeated cursor"),
    ],
)
def test_what_a_window_is_after_a_cursor_that_is_repeated(pages: list[tuple[int, int | None]], status: str) -> None:
    state = read(window(), pages, SeenPages())
    assert ("second reading" if state.is_second else state.status) == status


@pytest.mark.parametrize(("jobs", "status"), [(100, "complete"), (97, "stopped")])
def test_two_readings_have_to_agree_where_it_ends(jobs: int, status: str) -> None:
    seen = SeenPages()
    first = read(window(), [(100, None), *EMPTY], seen)
    assert read(first, [(jobs, None), *EMPTY], seen).status == status


def test_windows_that_end_so_say_nothing_of_totals() -> None:
    seen = SeenPages()
    for _ in range(5):
        assert read(window(), [(100, None), *EMPTY] * 2, seen).status == "complete"
    assert not seen.totals_drift()


def test_such_a_window_is_read_twice_however_many_were() -> None:
    seen = SeenPages(pages_read_twice=10_000)
    assert read(window(), [(100, None), *EMPTY], seen).is_second


def test_where_rereads_cost_it_is_complete_with_a_note() -> None:
    state = read(window(), [(100, None), *EMPTY], SeenPages(), allows_second=False)
    assert state.status == "complete"
    assert state.note
    assert "repeats its last cursor" in state.note


@pytest.mark.parametrize(("jobs", "status"), [(99, "complete"), (100, "stopped")])
def test_where_rereads_cost_only_a_page_that_is_not_full_can_be_the_last(jobs: int, status: str) -> None:
    pages: list[tuple[int, int | None]] = [(50, None), *[(jobs, None)] * MOST_CURSOR_REPEATS]
    state = read(window(), pages, SeenPages(), allows_second=False)
    assert (state.status, state.rows_distinct) == (status, jobs if status == "complete" else 0)
