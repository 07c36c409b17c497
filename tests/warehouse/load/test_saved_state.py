"""What the saved state says of a search: readings under way, what `plan` counted, and filters that changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pendulum import Date

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import BackfillRange, ResolvedBackfill
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.load.saved_state import MOST_SPANS, SavedState, keep_estimate

TODAY = Date(2026, 11, 24)
MAY = Window(Date(2026, 5, 1), Date(2026, 6, 1))
JULY = Window(Date(2026, 7, 1), Date(2026, 8, 1))


def resolved(since: str = "2026-05-01", until: str = "2026-06-01") -> ResolvedBackfill:
    settings, asked = Settings(api_key="none"), BackfillRange(since, until)
    return ResolvedBackfill(settings, settings.search("default"), asked, asked.window(TODAY), TODAY)


def begun(window: Window, reading_id: str, **changes: Any) -> WindowState:
    return replace(WindowState.of(window, Date(2020, 11, 24)), status="reading", reading_id=reading_id, **changes)


def saved(**checkpoints: Checkpoint) -> SavedState:
    """The state with these checkpoints, by the name and the hash of their search."""
    return SavedState({"searches": {key.replace("__", ":"): one.to_state() for key, one in checkpoints.items()}})


def test_readings_under_way_are_those_of_the_search_that_brought_a_page() -> None:
    ours, others = Checkpoint(), Checkpoint()
    ours.record(begun(MAY, "a", pages=1))
    ours.record(begun(JULY, "b"))
    ours.record(replace(begun(MAY, "c-2", first_rows=10), rereading=True))
    others.record(begun(MAY, "d", pages=1))
    assert saved(default__1=ours, other__1=others).readings_under_way("default") == {"a", "c", "c-2"}


@pytest.mark.parametrize(
    ("since", "until", "is_said"),
    [
        ("2026-05-01", "2026-06-01", True),
        ("2026-05-31", "2026-07-01", True),
        ("2026-07-31", "2026-08-02", True),
        ("2026-06-01", "2026-07-01", False),
    ],
)
def test_changed_filters_are_said_where_days_that_are_asked_for_were_read_under_others(
    since: str, until: str, *, is_said: bool
) -> None:
    asked, former = resolved(since, until), Checkpoint(complete=[MAY])
    former.record(begun(JULY, "a", pages=1))
    assert any("have changed" in note for note in saved(default__former=former).notes_on_filters(asked)) is is_said
    assert saved(other__former=former).notes_on_filters(asked) == []
    both = SavedState({"searches": {"default:former": former.to_state(), asked.progress_key: {}}})
    assert both.notes_on_filters(asked) == []


def test_the_latest_count_of_each_day_is_kept() -> None:
    state: dict[str, Any] = {}
    keep_estimate(state, resolved(), "2026-11-01", [("2026-05-01", "2026-06-01", 310), ("2026-07-01", "2026-08-01", 9)])
    keep_estimate(state, resolved(), "2026-11-02", [("2026-05-11", "2026-05-21", 700)])
    assert sorted(SavedState(state).jobs_planned(resolved())) == [
        (Window(Date(2026, 5, 1), Date(2026, 5, 11)), 100),
        (Window(Date(2026, 5, 11), Date(2026, 5, 21)), 700),
        (Window(Date(2026, 5, 21), Date(2026, 6, 1)), 110),
        (JULY, 9),
    ]


def test_counts_of_other_filters_stand_in_and_those_of_other_searches_do_not() -> None:
    old, new, other = (
        {"at": at, "stretches": [["2026-05-01", "2026-06-01", jobs]]}
        for at, jobs in (("2026-10-01", 1), ("2026-11-01", 2), ("2026-11-02", 3))
    )
    state = {"estimates": {"default:b": new, "default:a": old, "other:a": other}}
    assert SavedState(state).jobs_planned(resolved()) == [(MAY, 2)]
    state["estimates"][resolved().progress_key] = old
    assert SavedState(state).jobs_planned(resolved()) == [(MAY, 1)]
    assert SavedState({"estimates": {"other:a": other}}).jobs_planned(resolved()) == []


def test_counts_of_other_searches_stay_and_of_many_days_the_newest_do() -> None:
    other = {"at": "2026-10-01", "stretches": [["2026-05-01", "2026-06-01", 3]]}
    state: dict[str, Any] = {"estimates": {"other:a": other, "default:former": other}}
    days = [Window(MAY.since.add(days=number), MAY.since.add(days=number + 1)) for number in range(MOST_SPANS + 2)]
    keep_estimate(state, resolved(), "2026-11-01", [(str(day.since), str(day.until), 7) for day in days])
    assert set(state["estimates"]) == {"other:a", resolved().progress_key}
    assert sorted(SavedState(state).jobs_planned(resolved())) == [(day, 7) for day in days[2:]]
