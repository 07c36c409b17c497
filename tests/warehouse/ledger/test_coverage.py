"""Days by the windows that speak for them, and months by their days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window
from jobhouse.terminal.status import state_of
from jobhouse.warehouse.ledger.coverage import READ_TO_THE_END, Month, day_states, spans_of
from jobhouse.warehouse.verify.judging import split_by_currency
from jobhouse.warehouse.verify.verdicts import Background, judge
from jobhouse.warehouse.verify.window_facts import WindowFacts

SPAN = Window(Date(2026, 1, 1), Date(2026, 1, 11))
TODAY = date(2026, 2, 5)
NIGHT = datetime(2026, 2, 1, tzinfo=UTC)


def window(first: int, until: int, **more: Any) -> WindowFacts:
    """Days `first` up to `until` of January, complete and whole unless said otherwise."""
    since, end = date(2026, 1, first), date(2026, 1, until)
    given = {"status": "complete", "pages": 1, "jobs": 50, "total": 50, "read_at": NIGHT, **more}
    read_at = given["read_at"] if given["status"] == "complete" or "read_at" in more else None
    return WindowFacts(
        f"w/{first}..{until}/{given['read_at']}", since, end, since, end, given["status"], "r", given["pages"],
        given["jobs"], given["total"], read_at, None, given["pages"], given["jobs"],
        given["jobs"], given["jobs"], 0, 0, given["total"], given["total"],
    )  # fmt: skip


def letters(windows: Iterable[WindowFacts], *, excludes_duplicates: bool = False) -> str:
    """The first letter of each day's state, or c for a day that counts as complete."""
    facts = list(windows)
    current, _ = split_by_currency(facts)
    background = Background.of(current, excludes_duplicates=excludes_duplicates)
    states = day_states([judge(one, background) for one in facts], SPAN, TODAY)
    return "".join("c" if state in READ_TO_THE_END else state[0] for state in states)


@pytest.mark.parametrize(
    ("windows", "days"),
    [
        ([], "mmmmmmmmmm"),
        ([window(1, 4)], "cccmmmmmmm"),
        ([window(1, 4, jobs=40)], "sssmmmmmmm"),
        ([window(1, 4, total=None)], "cccmmmmmmm"),
        ([window(1, 4, status="open", pages=0)], "mmmmmmmmmm"),
        ([window(1, 4, status="reading")], "ooommmmmmm"),
        # two readings disagree: it was begun, though no page of a third one is there
        ([window(1, 4, status="stopped", pages=0)], "ooommmmmmm"),
        # complete days stay so while a larger window is read
        ([window(2, 4), window(1, 11, status="reading")], "occooooooo"),
        ([window(2, 4), window(1, 11, status="reading", read_at=NIGHT + timedelta(days=1))], "occooooooo"),
        # the last reading speaks for its days, whichever way it went
        ([window(1, 5, jobs=40), window(3, 8, read_at=NIGHT + timedelta(days=1))], "sscccccmmm"),
        ([window(1, 5), window(3, 8, jobs=40, read_at=NIGHT + timedelta(days=1))], "ccsssssmmm"),
        # a window that only older readings would call short is out of the matter
        ([window(2, 4, jobs=40), window(1, 5, read_at=NIGHT + timedelta(days=1))], "ccccmmmmmm"),
    ],
)
def test_a_day_is_what_the_window_that_read_it_last_says(windows: list[WindowFacts], days: str) -> None:
    assert letters(windows) == letters(reversed(windows)) == days


def test_days_that_had_not_ended_when_they_were_read_are_open_from_the_next_day_on() -> None:
    read = replace(window(1, 7), started_at=datetime(2026, 1, 6, 10, tzinfo=UTC))
    assert letters([read]) == "ccccoommmm"
    again = replace(window(5, 7, read_at=NIGHT + timedelta(days=1)), started_at=NIGHT + timedelta(days=1))
    assert letters([read, again]) == "ccccccmmmm"
    assert read.whole_until(date(2026, 1, 6)) == date(2026, 1, 7)


def test_a_search_that_leaves_duplicates_out_is_not_called_short() -> None:
    assert letters([window(1, 4, jobs=40)], excludes_duplicates=True) == "cccmmmmmmm"


def test_totals_that_drift_excuse_a_few() -> None:
    drifting = replace(window(5, 9), lowest_total=45, highest_total=50)
    assert letters([window(1, 4, jobs=48), drifting])[0] == "c"
    assert letters([window(1, 4, jobs=40), drifting])[0] == "s"


@given(st.lists(st.sampled_from(["missing", "open", "short", "verified"]), min_size=10, max_size=10))
def test_spans_hold_each_day_once_and_join_what_they_can(days: list[Any]) -> None:
    found = list(spans_of("default", SPAN, days))
    assert [one.state for one in found for _ in range((one.until - one.since).days)] == days
    assert [found[0].since, found[-1].until] == [SPAN.since, SPAN.until]
    assert all(one.until == two.since and one.state != two.state for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("complete", "short", "begun", "state"),
    [(30, 0, 0, "complete"), (29, 0, 0, "partly"), (0, 0, 1, "partly"), (0, 0, 0, "missing"), (29, 1, 0, "short")],
)
def test_a_month_is_what_its_days_are(complete: int, short: int, begun: int, state: str) -> None:
    assert state_of(Month("default", date(2026, 4, 1), date(2026, 4, 1), 30, complete, short, begun, 0)) == state
