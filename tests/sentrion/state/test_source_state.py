"""What the source alone keeps between calls, without a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.state.counters import RunCounters
from jobhouse.sentrion.state.reserved_credits import ReservedCredits
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.source_state import (
    killed_run,
    limit_to_cycle,
    note_rows,
    note_run,
    note_spent,
    rows_were_dropped,
    spent_in_cycle,
)

SETTINGS = Settings(api_key="none", max_credits_per_cycle=500, billing_cycle_day=5)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-24T12:00:00+00:00") as traveller:
        yield traveller


def test_calls_of_one_billing_cycle_add_up_and_the_next_cycle_begins_with_nothing(
    clock: time_machine.Traveller,
) -> None:
    state: dict[str, Any] = {}
    assert spent_in_cycle(state, SETTINGS) == 0
    for before, after in ((0, 70), (70, 140)):
        run = Run("backfill", counters=RunCounters(reserved=ReservedCredits(settled=70)))
        note_spent(state, before, run, SETTINGS)
        assert spent_in_cycle(state, SETTINGS) == after
    run = Run("backfill")
    limit_to_cycle(spent_in_cycle(state, SETTINGS), run, SETTINGS)
    assert run.limits.credits_left(run.counters) == 360
    clock.move_to("2026-12-04T23:00:00+00:00")
    assert spent_in_cycle(state, SETTINGS) == 140
    clock.move_to("2026-12-05T00:00:00+00:00")
    assert spent_in_cycle(state, SETTINGS) == 0


def test_a_call_that_never_said_how_it_ended_is_told_from_the_one_that_goes_on() -> None:
    state: dict[str, Any] = {}
    dead, now = Run("backfill"), Run("backfill")
    assert killed_run(state, now) is None
    note_run(state, {**dead.row(), "note": "odd"})
    assert killed_run(state, dead) is None
    killed = killed_run(state, now)
    assert killed is not None
    assert (killed["run_id"], killed["outcome"]) == (dead.run_id, "killed")
    assert killed["note"] == "odd; the call ended without recording how"
    assert killed["started_at"] == dead.row()["started_at"]
    note_run(state, {**dead.row(), "outcome": "done"})
    assert killed_run(state, now) is None


def test_only_a_table_that_had_rows_can_have_been_emptied() -> None:
    state: dict[str, Any] = {}
    of_table: dict[str, Any] = {}
    assert not rows_were_dropped(state, of_table)
    note_rows(state, of_table)
    assert not rows_were_dropped(state, of_table)
    assert rows_were_dropped(state, {})
