"""What the source alone keeps in dlt's state besides checkpoints: what it spent, its run, and that it has rows.

A warehouse keeps a ledger for the first and is never emptied behind the source's back. In a pipeline of one's own, the
state is all there is: it travels with the rows, so a call that was killed leaves nothing in it.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from typing import Any, Final

from jobhouse.sentrion.config.settings import NO_LIMIT, Settings
from jobhouse.sentrion.plan.windows import cycle_start, today_utc
from jobhouse.sentrion.state.run import Run

SourceState = MutableMapping[str, Any]

_SPENT: Final = "spent_in_cycle"
_HAS_ROWS: Final = "has_rows"
_RUNNING: Final = "running"
_TIMES: Final = ("started_at", "updated_at")


def spent_in_cycle(state: SourceState, settings: Settings) -> int:
    """The credits that earlier calls spent in this billing cycle."""
    begun, spent = state.get(_SPENT, ("", 0))
    return int(spent) if begun == _cycle(settings) else 0


def limit_to_cycle(spent: int, run: Run, settings: Settings) -> None:
    """Let a call spend no more than earlier ones, which `spent` so many credits, have left of the limit."""
    if settings.max_credits_per_cycle < NO_LIMIT:
        run.change_limits(max_credits_per_cycle=settings.max_credits_per_cycle, spent_in_cycle=spent)


def note_spent(state: SourceState, before: int, run: Run, settings: Settings) -> None:
    """Note what the call has spent, beside what earlier ones had spent `before`."""
    state[_SPENT] = (_cycle(settings), before + run.counters.credits_counted)


def note_run(state: SourceState, row: Mapping[str, Any]) -> None:
    """Note the row of a run that goes on, until one of its batches says how it ended."""
    state.pop(_RUNNING, None)
    if row["outcome"] == "running":
        state[_RUNNING] = {**row, **{name: row[name].isoformat() for name in _TIMES}}


def killed_run(state: SourceState, now: Run) -> dict[str, Any] | None:
    """The row of an earlier run that never said how it ended, as it should be; a pipeline bears one call at a time."""
    row = state.get(_RUNNING)
    if row is None or row["run_id"] == now.run_id:
        return None
    note = "; ".join(filter(None, (row["note"], "the call ended without recording how")))
    times = {name: datetime.fromisoformat(row[name]) for name in _TIMES}
    return {**row, **times, "outcome": "killed", "note": note}


def note_rows(state: SourceState, of_table: SourceState) -> None:
    """Note that rows were handed to dlt; `of_table` is the state of the resource that did it."""
    state[_HAS_ROWS] = of_table[_HAS_ROWS] = True


def rows_were_dropped(state: SourceState, of_table: SourceState) -> bool:
    """Whether the table was emptied since: `refresh` drops the state of a resource with its table, not the source's."""
    return _HAS_ROWS in state and _HAS_ROWS not in of_table


def _cycle(settings: Settings) -> str:
    return str(cycle_start(today_utc(), settings.billing_cycle_day))
