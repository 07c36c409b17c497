"""Which pages are cut short because the credits ran out, and which are the last of their window."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from pendulum import Date

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.paging import cut_by_credits
from jobhouse.sentrion.state.window_state import WindowState

READING = replace(
    WindowState.of(Window(Date(2026, 3, 1), Date(2026, 4, 1)), Date(2020, 11, 29)),
    rows_delivered=300,
    highest_total=500,
)
DONE = replace(READING, rows_delivered=500)
CURSOR = msgspec.Raw(b"[1]")


@pytest.mark.parametrize(
    ("state", "jobs", "cursor", "left", "is_cut"),
    [
        (READING, 0, None, 6, True),
        (READING, 0, CURSOR, 6, True),
        (READING, 40, None, 6, False),
        (READING, 0, None, 100, False),
        (READING, 0, None, None, False),
        (READING, 0, None, -6, False),
        (DONE, 0, None, 6, False),
        (READING, 40, None, 0, True),
        (DONE, 40, None, 0, False),
    ],
)
def test_a_page_is_cut_where_its_jobs_cannot_be_paid(
    state: WindowState, jobs: int, cursor: msgspec.Raw | None, left: int | None, *, is_cut: bool
) -> None:
    page = Page(tuple({} for _ in range(jobs)), cursor, None, 0, left)
    assert cut_by_credits(state, page, 100, had_credits=True) is is_cut


def test_an_account_that_never_had_credits_does_not_count_them() -> None:
    assert not cut_by_credits(READING, Page((), None, None, 0, 6), 100, had_credits=False)
