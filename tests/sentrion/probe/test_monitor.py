"""Which answers speak against what was found out about the API, and which do not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pendulum import Date

from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.findings import Assumption, Finding, Findings
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.probe.monitor import FEWEST_REREAD, AssumptionMonitor, read_before
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState

SENT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def test_jobs_that_came_while_the_request_was_on_its_way_were_not_read_before() -> None:
    read_at = {"earlier": SENT - timedelta(seconds=1), "meanwhile": SENT + timedelta(seconds=1)}
    assert read_before(["earlier", "meanwhile", "new"], read_at, SENT) == {"earlier"}


WINDOW = Window(Date(2026, 3, 1), Date(2026, 3, 11))
HALF_OPEN = WindowState(WINDOW, WINDOW.since, WINDOW.until, bounds="half_open", started_at="2026-11-26T08:00:00Z")


def finding(question: Assumption, answer: str) -> Finding:
    return Finding(question, answer, {}, "2026-11-26", 0, 0)


def watch(*findings: Finding, paid_for: Collection[str] = ()) -> AssumptionMonitor:
    known = Findings({one.question: one for one in findings})
    return AssumptionMonitor(known, Run("backfill"), lambda ids: set(ids) & set(paid_for))


def page(*days: int, total: int | None = None, credits_used: int = 0) -> Page:
    jobs = tuple({"Post Date": f"2026-03-{day:02}"} for day in days)
    return Page(jobs, None, total, credits_used, None)


def brought(monitor: AssumptionMonitor, state: WindowState, *days: int) -> None:
    """The window's pages, and its end."""
    monitor.check_page(state, page(*days), [], ())
    monitor.check_window(replace(state, status="complete", rows_delivered=len(days)))


@pytest.mark.parametrize(
    ("days", "contradicted"),
    [
        ([1, 10], []),
        ([11], ["bounds"]),
        (list(range(1, 11)) * 20, []),
        (list(range(2, 11)) * 20, ["bounds"]),
        (list(range(1, 10)) * 20, ["bounds"]),
        (list(range(2, 11)) * 19, []),
    ],
    ids=["inside", "outside", "all days busy", "first day empty", "last day empty", "days not busy enough"],
)
def test_bounds_are_given_up_where_days_speak_against_them(days: list[int], contradicted: list[str]) -> None:
    monitor = watch(finding("bounds", "half_open"))
    brought(monitor, HALF_OPEN, *days)
    assert monitor.contradicted == contradicted
    assert monitor.is_stale(HALF_OPEN) == bool(contradicted)


@pytest.mark.parametrize("text", ["0000-00-00", "2026-13-45T99:99", "2026-02-30"])
def test_what_is_no_day_says_nothing_on_the_bounds(text: str) -> None:
    monitor = watch(finding("bounds", "half_open"))
    monitor.check_page(HALF_OPEN, replace(page(), jobs=({"Post Date": text},)), [], ())
    assert monitor.contradicted == []


def test_days_are_no_evidence_where_nothing_was_believed_of_the_bounds() -> None:
    monitor = watch()
    brought(monitor, replace(HALF_OPEN, bounds=None), 11)
    assert monitor.contradicted == []


@pytest.mark.parametrize(("total", "contradicted"), [(TOTAL_CAP, ["totals"]), (TOTAL_CAP - 1, [])])
def test_a_total_at_the_cap_is_not_taken_for_exact(total: int, contradicted: list[str]) -> None:
    monitor = watch(finding("totals", "exact"))
    monitor.check_page(HALF_OPEN, page(1, total=total), ["a"], ())
    assert monitor.contradicted == contradicted


@pytest.mark.parametrize(
    ("known", "charged", "contradicted"),
    [(FEWEST_REREAD, FEWEST_REREAD, ["rereads"]), (FEWEST_REREAD - 1, FEWEST_REREAD, []), (FEWEST_REREAD, 0, [])],
    ids=["charged", "too few to tell", "free"],
)
def test_jobs_that_were_read_before_and_are_charged_are_noticed(
    known: int, charged: int, contradicted: list[str]
) -> None:
    monitor, ids = watch(), [str(number) for number in range(known)]
    monitor.check_page(HALF_OPEN, page(*[1] * known, credits_used=charged), ids, ids)
    assert monitor.contradicted == contradicted


def test_new_jobs_may_cost_what_they_cost() -> None:
    monitor, ids = watch(), [str(number) for number in range(100)]
    monitor.check_page(HALF_OPEN, page(*[1] * 100, credits_used=90), ids, ids[:10])
    assert monitor.contradicted == []
