"""Which pages are cut short because the credits ran out, and which are the last of their window."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from pendulum import Date

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.cut_pages import why_cut
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.window_state import WindowState

NEW = WindowState.of(Window(Date(2026, 3, 1), Date(2026, 4, 1)), Date(2020, 11, 29))
READING = replace(NEW, pages=3, rows_delivered=300, expected_total=500, lowest_total=500, highest_total=500)
DONE = replace(READING, rows_delivered=500)
FELL = replace(DONE, expected_total=501, lowest_total=501, highest_total=501)
CURSOR = msgspec.Raw(b"[1]")
BY_LAST = "a page was cut short by the last one"
EMPTY = "an empty page came while 6 are left and 200 jobs are missing"


def page(jobs: int, cursor: msgspec.Raw | None, left: int | None, total: int | None = 500) -> Page:
    return Page(tuple({} for _ in range(jobs)), cursor, total, 0, left)


@pytest.mark.parametrize(
    ("state", "answer", "why"),
    [
        (READING, page(0, None, 6), EMPTY),
        (READING, page(0, CURSOR, 6), EMPTY),
        (NEW, page(0, None, 6), EMPTY.replace("200", "500")),
        (NEW, page(0, None, 6, total=None), None),
        (READING, page(40, None, 6), None),
        (READING, page(0, None, 100), None),
        (READING, page(0, None, None), None),
        (READING, page(0, None, -6), None),
        (DONE, page(0, None, 6), None),
        (replace(READING, rows_delivered=495), page(0, None, 6), None),  # it could pay for what is missing
        (FELL, page(0, None, 6), None),
        (replace(READING, lowest_total=480), page(0, None, 6), None),
        (READING, page(0, None, 1), EMPTY.replace("6", "1")),
        (READING, page(40, None, 0), BY_LAST),
        (READING, page(100, CURSOR, 0), None),  # a full page, the last that could be paid
        (DONE, page(40, None, 0), None),
    ],
)
def test_a_page_is_cut_where_its_jobs_cannot_be_paid(state: WindowState, answer: Page, why: str | None) -> None:
    assert why_cut(state, answer, SeenPages(), 100, had_credits=True) == why


def test_a_total_that_windows_share_promises_no_job() -> None:
    large = replace(READING, expected_total=5_000, lowest_total=5_000, highest_total=5_000)
    seen = SeenPages()
    seen.totals[5_000] = 2
    assert why_cut(large, page(0, None, 6, total=5_000), seen, 100, had_credits=True) is None
    assert why_cut(large, page(0, None, 6, total=5_000), SeenPages(), 100, had_credits=True)


def test_an_account_that_never_had_credits_does_not_count_them() -> None:
    assert why_cut(READING, page(0, None, 6), SeenPages(), 100, had_credits=False) is None
