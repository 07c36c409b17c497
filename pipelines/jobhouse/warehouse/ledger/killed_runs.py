"""Runs that were killed: they never recorded how they ended, and their process is gone.

Whether a process is gone is decided here alone, by the locks that the system takes from it. `status` shows the run as
killed, and the next run puts it on record: in its row, or with a row of its own where it never loaded anything. A
pipeline of one's own has no locks, so the source finds out in another way (`sentrion.state.source_state`).
"""

from __future__ import annotations

from typing import Any, Final

import duckdb

from jobhouse.counting import counted
from jobhouse.warehouse.connect import tables_of_dataset, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.runs_under_way import RunUnderWay, runs_under_way
from jobhouse.warehouse.ledger.spending import recorded_credits, unrecorded_by_run
from jobhouse.warehouse.locks import NIGHTLY, RUN, WAREHOUSE, is_held

_RUNNING: Final = "select run_id, command, note from sentrion.runs where outcome = 'running' and run_id != ?"
_MARK: Final = "update sentrion.runs set outcome = 'killed', note = ? where run_id = ?"
_ENDED: Final = "the process ended without recording how"


def is_process_gone(warehouse: Warehouse, command: str, holder: str | None = None) -> bool:
    """Whether no process is at work on a run of this command.

    Args:
        warehouse: the folder with the locks.
        command: the command of the run in question.
        holder: the command that asks while it holds the warehouse; None where whoever asks only reads. Its own locks
            say nothing of others, and a nightly run that holds one beside it still waits for its turn.
    """
    if holder is not None and (command == "nightly" or _lock_of(command) == _lock_of(holder)):
        return True
    return not is_held(warehouse.folder, _lock_of(command))


def _lock_of(command: str) -> str:
    return NIGHTLY if command == "nightly" else RUN


def mark_killed_runs(db: duckdb.DuckDBPyConnection, warehouse: Warehouse, holder: str, besides: str = "") -> None:
    """Mark the killed runs that have a row in the ledger.

    Args:
        db: the warehouse file, open for writing.
        warehouse: the folder with the locks.
        holder: the command that holds the warehouse now.
        besides: the id of its own run.
    """
    if not {"runs", "requests"} <= tables_of_dataset(db):
        return
    running = db.execute(_RUNNING, [besides]).fetchall()
    killed = [(run_id, note) for run_id, command, note in running if is_process_gone(warehouse, command, holder)]
    spent = unrecorded_by_run(recorded_credits(db), warehouse) if killed else {}
    for run_id, note in killed:
        db.execute(_MARK, [note_of_killed(note, spent.get(run_id, 0)), run_id])


def mark_killed_runs_before_build(warehouse: Warehouse) -> None:
    """Mark the killed runs for `transform`, which holds the warehouse and is none of the runs itself."""
    if warehouse.database.exists():
        with writer(warehouse) as db:
            mark_killed_runs(db, warehouse, "transform")


def note_of_killed(note: str | None, unrecorded: int) -> str:
    """What stands beside a killed run in the ledger, and what it may have spent without a record of it."""
    ended = _ENDED
    if unrecorded:
        ended += f"; requests that it did not record may have cost up to {counted(unrecorded, 'credit')}"
    return "; ".join(filter(None, (note, ended)))


def killed_before_loading(warehouse: Warehouse, holder: str | None = None) -> list[RunUnderWay]:
    """Runs that sent requests and were killed before their first load could record them.

    While a program holds the warehouse, a reader finds none: a pricing within it holds no lock of its own.
    """
    if holder is None and is_held(warehouse.folder, WAREHOUSE):
        return []
    return [run for run in runs_under_way(warehouse) if is_process_gone(warehouse, run.command, holder)]


def row_of_killed(run: RunUnderWay, spent: int) -> dict[str, Any]:
    """The row in the ledger of a run that was killed before it loaded anything, having spent up to so many credits."""
    return {
        "run_id": run.run_id,
        "command": run.command,
        "search": run.search,
        "started_at": run.started_at,
        "updated_at": run.updated_at,
        "outcome": "killed",
        "note": f"{_ENDED}, before it loaded anything; its requests may have cost up to {counted(spent, 'credit')}",
        "requests": run.requests,
        "pages": 0,
        "rows_delivered": 0,
        "credits_used": 0,
    }
