"""What one page, or a refusal, makes of its window: counted, halved, begun again, left, or complete with its note."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec
import pytest
from pendulum import Date

from jobhouse.errors import Refused
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.windows import EDGE_DAYS, Window, at_limit
from jobhouse.sentrion.read.paging import (
    MOST_CURSOR_REPEATS,
    MOST_EMPTY_PAGES,
    MOST_RESTARTS,
    MOST_STALE_PAGES,
    Rules,
    after_page,
    after_refusal,
    without_cursor,
)
from jobhouse.sentrion.read.second_reading import (
    IDLE_CHANGES,
    SPARE_PAGES,
    begin_second_reading,
    second_page_size,
    why_unfinished,
)
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.window_state import WindowState

MAY = Window(Date(2026, 5, 1), Date(2026, 6, 1))
OLDEST = Date(2020, 11, 24)
RULES = Rules(largest=5_000)
NEW: Final = replace(WindowState.of(MAY, OLDEST), status="reading", reading_id="r")
DOUBT: Final = replace(NEW, pages=1, rows_delivered=100, repeats=1, cursor="[1]")
"""A window that is read twice: a job came twice."""


def page(jobs: int, cursor: object = None, total: int | None = None, credits_: int | None = 0) -> Page:
    raw = None if cursor is None else msgspec.Raw(msgspec.json.encode([cursor]))
    return Page(tuple({} for _ in range(jobs)), raw, total, credits_, None)


def after(state: WindowState, given: Page, seen: SeenPages, first_job: int = 0, rules: Rules = RULES) -> WindowState:
    """The window after a page with jobs that are numbered from `first_job` on."""
    ids = [f"{job:016x}{7:016x}" for job in range(first_job, first_job + len(given.jobs))]
    return after_page(state, given, ids, seen, rules)[0]


def test_the_counts_of_a_window_are_those_of_all_its_pages() -> None:
    seen, state = SeenPages(), NEW
    for number, (total, price) in enumerate([(250, 100), (240, None), (260, 90)]):
        state = after(state, page(100, number, total, price), seen, 90 * number)  # ten came before, each time
    counts = (state.pages, state.rows_delivered, state.rows_distinct, state.repeats, state.credits_used)
    assert counts == (3, 300, 280, 20, 190)
    assert (state.lowest_total, state.expected_total, state.highest_total) == (240, 260, 260)
    again = state.restarted("why")
    counts = (again.pages, again.rows_delivered, again.rows_distinct, again.repeats, again.restarts)
    assert counts == (0, 0, 0, 0, 1)
    assert (again.cursor, again.lowest_total, again.highest_total, again.digest) == (None, None, None, "")
    assert again.credits_used == 190


def test_each_window_announces_its_total_once() -> None:
    """Of a second reading, it would be a large total that two windows share, and so a cap."""
    seen = SeenPages()
    first = after(NEW, page(100, 1, 2_000), seen)
    assert first.status == "reading"
    second = after(begin_second_reading(first, "why"), page(97, 2, 2_000), seen)
    assert after(second, page(97, 3, 2_000), seen, 97).status == "reading"
    assert seen.totals == {2_000: 1}
    other = replace(WindowState.of(Window(MAY.until, Date(2026, 7, 1)), OLDEST), status="reading", reading_id="s")
    assert after(other, page(100, 1, 2_000), seen).status == "split"


@pytest.mark.parametrize(
    ("total", "status"), [(5_000, "reading"), (5_001, "split"), (TOTAL_CAP, "split"), (None, "reading")]
)
def test_a_window_with_too_many_jobs_is_halved_at_its_first_page(total: int | None, status: str) -> None:
    assert after(NEW, page(100, 1, total), SeenPages()).status == status
    later = replace(NEW, pages=1, cursor="[0]")
    assert after(later, page(100, 1, total), SeenPages()).status == "reading"
    day = replace(NEW, window=Window(MAY.since, MAY.since.add(days=1)))
    assert after(day, page(100, 1, total), SeenPages()).status == "reading"


def test_pages_without_an_end_are_given_up() -> None:
    """Empty ones go on at their cursor in the next run; those that bring the same jobs begin again."""
    seen, empty = SeenPages(), NEW
    for number in range(MOST_EMPTY_PAGES):
        empty = after(empty, page(0, number), seen)
    assert empty.status == "reading"
    empty = after(empty, page(0, "last"), seen)
    assert (empty.status, empty.cursor) == ("stopped", '["last"]')
    assert "50 empty pages in a row" in str(empty.note)
    seen, stale = SeenPages(), NEW
    for number in range(MOST_STALE_PAGES):
        stale = after(stale, page(100, number), seen)
    assert stale.status == "reading"
    stale = after(stale, page(100, "last"), seen)
    assert (stale.status, stale.cursor, stale.pages) == ("stopped", None, 0)
    assert "10 pages, each with a new cursor, that brought nothing new" in str(stale.note)


def test_the_last_jobs_may_come_with_a_cursor_that_is_repeated() -> None:
    seen = SeenPages()
    state = after(NEW, page(100, 1, 150), seen)
    for _ in range(MOST_CURSOR_REPEATS):
        assert (state.status, state.rows_delivered) == ("reading", 100)
        state = after(state, page(50, 1, 150), seen, 100)
    assert (state.status, state.rows_delivered, state.rows_distinct) == ("complete", 150, 150)


def test_as_many_jobs_as_a_cap_says_are_no_end() -> None:
    counts = dict.fromkeys(
        ("rows_delivered", "rows_distinct", "expected_total", "lowest_total", "highest_total"), TOTAL_CAP
    )
    seen, state = SeenPages(), replace(NEW, pages=100, cursor="[1]", **counts)  # type: ignore[arg-type]
    for _ in range(MOST_CURSOR_REPEATS):
        assert not state.is_second
        state = after(state, page(0, 1, TOTAL_CAP), seen)
    assert state.is_second


def test_a_page_that_brings_something_new_begins_the_count_of_idle_pages_anew() -> None:
    seen, state = SeenPages(), after(NEW, page(100, "first"), SeenPages())
    for number in range(3 * MOST_EMPTY_PAGES):
        jobs = 1 if number % MOST_EMPTY_PAGES == 0 else 0
        state = after(state, page(jobs, number), seen, 1_000 + number)
    assert state.status == "reading"


def test_a_run_reads_only_so_many_pages_twice() -> None:
    seen = SeenPages()
    assert after(replace(DOUBT, pages=SPARE_PAGES), page(0), seen).status == "complete"  # with this one, one too many
    assert after(replace(DOUBT, pages=SPARE_PAGES - 2), page(0), seen).is_second
    assert after(DOUBT, page(0), seen).status == "complete"
    assert after(DOUBT, page(0), replace(seen, pages=8)).is_second  # a quarter of all pages besides
    assert after(DOUBT, page(0), SeenPages(), rules=replace(RULES, allows_second_readings=False)).status == "complete"


def test_totals_drift_once_enough_windows_changed_theirs_and_brought_the_same() -> None:
    seen = SeenPages()
    for number in range(IDLE_CHANGES + 1):
        assert seen.totals_drift() is (number == IDLE_CHANGES)
        first = after(replace(NEW, reading_id=f"r{number}"), page(100, 1, 200), seen)
        first = after(first, page(100, None, 201), seen, 100)
        assert first.is_second is (number < IDLE_CHANGES)
        if first.is_second:
            second = after(first, page(97, 2, 202), seen)
            assert after(second, page(103, None, 202), seen, 97).status == "complete"


def test_two_readings_with_repeats_say_nothing_of_totals() -> None:
    seen = SeenPages()
    for number in range(IDLE_CHANGES):
        state = replace(NEW, reading_id=f"r{number}")
        for _ in range(2):
            state = after(state, page(100, f"{number}", 101), seen)
            state = after(state, page(1, None, 101), seen)
        assert state.status == "complete"
    assert not seen.totals_drift()


@pytest.mark.parametrize(
    ("jobs", "usual", "size"), [(1_000, 100, 97), (150, 100, 76), (5, 100, 10), (0, 100, 10), (1_000, 12, 10)]
)
def test_a_second_reading_is_cut_at_other_places(jobs: int, usual: int, size: int) -> None:
    assert second_page_size(jobs, usual) == size


SECOND: Final = replace(
    NEW, rows_delivered=90, rows_distinct=100, repeats=2, digest="b", first_rows=100, first_digest="a"
)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (replace(NEW, rows_delivered=100, repeats=2), None),
        (replace(NEW, rows_delivered=100, nulls=2), "delivers 2 of its 100 jobs as null"),
        (SECOND, "two readings brought 100 and 90 jobs, 100 different ones together"),
        (replace(SECOND, rows_delivered=100, digest="a"), None),
        (replace(SECOND, rows_delivered=100, digest="a", nulls=2), None),
        (replace(SECOND, rows_delivered=100), "two readings brought 100 and 100 jobs"),
        (replace(SECOND, repeats=0), None),
        (replace(SECOND, expected_total=100), None),
        (replace(SECOND, expected_total=TOTAL_CAP, rows_distinct=TOTAL_CAP), "in place of others"),
        (replace(SECOND, nulls=2), "delivers 2 of its 90 jobs as null"),
        (replace(SECOND, rows_delivered=0, repeats=0), "brought none of the 100 jobs of the first"),
    ],
)
def test_a_window_in_doubt_is_finished_by_two_readings_that_agree(state: WindowState, why: str | None) -> None:
    found = why_unfinished(state)
    assert found is None if why is None else why in str(found)


@pytest.mark.parametrize(
    ("total", "jobs", "said"),
    [
        (100, 100, None),
        (101, 100, "the API announced 101 jobs and delivered 100"),
        (None, 100, "the API gave no total to compare with"),
        (TOTAL_CAP, TOTAL_CAP, None),
        (TOTAL_CAP, TOTAL_CAP + 1, "the total of 10000 looks capped"),
        (TOTAL_CAP, TOTAL_CAP - 1, "the API announced 10,000 jobs and delivered 9999"),
    ],
)
def test_a_difference_between_what_was_announced_and_came_is_noted(
    total: int | None, jobs: int, said: str | None
) -> None:
    state = replace(NEW, pages=1, cursor="[1]", rows_delivered=jobs, lowest_total=total, highest_total=total)
    ended = after(state, page(0, None, total), SeenPages())
    assert (ended.status, ended.cursor, ended.note) == ("complete", None, said)


def test_a_cursor_that_is_refused_too_often_leaves_the_window() -> None:
    for restarts in range(MOST_RESTARTS + 1):
        state = without_cursor(replace(NEW, cursor="[1]", restarts=restarts))
        left = restarts == MOST_RESTARTS
        assert (state.status, state.cursor) == ("stopped" if left else "reading", None)
        assert state.restarts == (0 if left else restarts + 1)


def test_a_refused_start_moves_a_day_only_at_the_six_year_limit() -> None:
    refusal, edge = Refused("no"), Window(OLDEST, OLDEST.add(days=11))
    state = WindowState.of(edge, OLDEST)
    for days in range(1, EDGE_DAYS + 1):
        state = after_refusal(state, refusal, OLDEST, SeenPages())
        assert state.published_after == OLDEST.add(days=days)
    with pytest.raises(Refused):
        after_refusal(state, refusal, OLDEST, SeenPages())
    day = WindowState.of(Window(OLDEST.add(days=1), OLDEST.add(days=2)), OLDEST, "half_open")
    left = after_refusal(day, refusal, OLDEST, SeenPages())
    assert (left.status, "has served no other in this run: no" in str(left.note)) == ("stopped", True)
    assert after_refusal(day, refusal, OLDEST, SeenPages(pages=1)).status == "complete"


def test_days_at_the_limit_are_the_first_three() -> None:
    assert at_limit(Window(OLDEST, OLDEST.add(days=EDGE_DAYS)), OLDEST)
    assert not at_limit(Window(OLDEST, OLDEST.add(days=EDGE_DAYS + 1)), OLDEST)
