"""What a run needs, by the windows that are left to be read and what is known about the price of their days."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.runs.credit_needs import DayPrice, Funds, Knowledge, Need, need_of, sentence

NOVEMBER = Window(Date(2026, 11, 1), Date(2026, 12, 1))
BEGUN = replace(
    WindowState.of(NOVEMBER, Date(2020, 12, 1)),
    status="stopped", cursor="[1]", pages=3, rows_delivered=300, expected_total=300,
)  # fmt: skip
NOTHING_KNOWN = Knowledge([], [])


@pytest.mark.parametrize(
    "state",
    [replace(BEGUN, rows_delivered=100, first_rows=300), BEGUN],
    ids=["in its second reading", "but for the page that says so"],
)
def test_a_window_whose_jobs_have_all_come_needs_nothing(state: WindowState) -> None:
    assert need_of("nightly", NOTHING_KNOWN, [state]).is_nothing


def test_a_window_whose_last_job_is_still_to_come_needs_something() -> None:
    need = need_of("nightly", NOTHING_KNOWN, [replace(BEGUN, rows_delivered=299)])
    assert (need.is_nothing, need.credits) == (False, 1)


def test_what_is_not_known_is_not_nothing() -> None:
    assert not need_of("nightly", NOTHING_KNOWN, [replace(BEGUN, expected_total=None)]).is_nothing


def test_a_part_of_a_credit_is_said_as_one_and_not_as_none() -> None:
    need = Need("nightly", (DayPrice(NOVEMBER, 0.01),))
    assert not need.is_nothing
    assert sentence(need, Funds()) == "nightly needs about 1 credit"
