"""How many windows credits pay for to their end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.windows_paid_for import windows_paid_for
from jobhouse.sentrion.state.reserved_credits import LargestPage
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.sentrion.state.window_state import WindowState


def ten_days(number: int, total: int | None = None, read: int = 0, pages: int = 0) -> WindowState:
    since = Date(2026, 1, 1).add(days=10 * number)
    state = WindowState.of(Window(since, since.add(days=10)), Date(2020, 11, 1))
    return replace(state, expected_total=total, rows_delivered=read, pages=pages)


THREE = [ten_days(0, 100), ten_days(1), ten_days(2, 50)]
"""The second one counts as much as the densest, 100."""


@pytest.mark.parametrize(
    ("states", "credits_", "count"),
    [
        (THREE, None, 3),
        (THREE, 0, 1),
        (THREE, 100, 1),
        (THREE, 199, 1),
        (THREE, 200, 2),
        (THREE, 249, 2),
        (THREE, 250, 3),
        ([ten_days(0, 100, read=40), *THREE[1:]], 160, 2),
        ([ten_days(0, 100, read=140), *THREE[1:]], 100, 2),
        ([ten_days(0), ten_days(1)], 10_000, 1),
        ([*THREE, ten_days(3, pages=1)], 0, 4),
    ],
)
def test_windows_are_begun_as_far_as_they_can_be_finished(
    states: list[WindowState], credits_: int | None, count: int
) -> None:
    assert windows_paid_for(states, Run("backfill", limits=RunLimits(max_credits=credits_)), 100) == count


def test_jobs_are_as_dear_as_those_of_the_largest_page() -> None:
    run = Run("backfill", limits=RunLimits(max_credits=400))
    assert windows_paid_for(THREE, run, 100) == 3
    run.counters.reserved.expect(LargestPage(200, Date(2026, 1, 1)))
    assert windows_paid_for(THREE, run, 100) == 2
