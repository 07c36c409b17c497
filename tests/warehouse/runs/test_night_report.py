"""The line of a night, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pendulum import Date

from jobhouse.errors import DataCheckFailed, JobhouseError, Stopped
from jobhouse.sentrion.plan.refresh import RefreshPlan
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.events import RunEvents
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.runs.nightly import NightReport

SHORT, STOP = DataCheckFailed("is short"), Stopped("a limit")
GAPS = (Window(Date(2026, 5, 1), Date(2026, 5, 2)), Window(Date(2026, 6, 1), Date(2026, 6, 4)))


def report(
    events: RunEvents, error: JobhouseError | None, gaps: Sequence[Window] = (), over_budget: int = 0
) -> NightReport:
    refresh = RefreshPlan([], 3, 70, months_over_budget=over_budget, months_unrefreshed=3 + over_budget)
    return NightReport(Run("nightly", events=events), 5, 1_200, 61.4, 14, refresh, error, gaps)


def test_a_night_says_what_it_found_what_it_cost_and_what_it_left() -> None:
    assert report(RunEvents(finished=True), None).line() == (
        "nightly default: 5 jobs new, 1,200 changed; 0 requests, 0 credits used, 61 s; complete; "
        "looked back 14 days, took 3 of 70 older months"
    )
    left = report(RunEvents(error=STOP), STOP, GAPS, over_budget=2).line()
    assert left.endswith(
        "; stopped; looked back 14 days, was to take 3 of 70 older months, 2 wait for --max-credits; "
        "4 days left to backfill: 2026-05-01, 2026-06-01 to 2026-06-03"
    )


@pytest.mark.parametrize(
    ("events", "error", "gaps", "outcome"),
    [
        (RunEvents(finished=True), None, (), "done"),
        (RunEvents(finished=True), SHORT, (), "check_failed"),
        (RunEvents(finished=True), SHORT, GAPS, "check_failed"),
        (RunEvents(finished=True), STOP, (), "stopped"),
        (RunEvents(error=STOP), STOP, (), "stopped"),
        (RunEvents(error=STOP), SHORT, (), "check_failed"),
        (RunEvents(error=STOP), SHORT, GAPS, "stopped"),
        (RunEvents(interrupted=True), None, (), "stopped"),
        (RunEvents(), STOP, (), "stopped"),
    ],
)
def test_how_a_night_ended(
    events: RunEvents, error: JobhouseError | None, gaps: Sequence[Window], outcome: str
) -> None:
    assert report(events, error, gaps).outcome == outcome
