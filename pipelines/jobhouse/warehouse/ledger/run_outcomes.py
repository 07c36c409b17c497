"""How runs ended, as the table `runs` shows it.

Batches write a run's row while it goes on. What ends it comes after its last batch, so the row is corrected then; and
where a process is gone without that, the next run, or whoever reads the row, finds that nobody holds its lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import duckdb

from jobhouse.counting import counted
from jobhouse.errors import Interrupted, JobhouseError
from jobhouse.sentrion.state.events import Outcome, outcome_of
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import tables_of_dataset, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.runs_under_way import forget
from jobhouse.warehouse.ledger.spending import recorded_credits, unrecorded_by_run
from jobhouse.warehouse.locks import NIGHTLY, RUN, is_held

_RECORD: Final = "update sentrion.runs set outcome = ?, note = ? where run_id = ?"
_NOTE: Final = "select note from sentrion.runs where run_id = ?"
_RUNNING: Final = """
select run_id, note from sentrion.runs where outcome = 'running' and run_id != ? and (command = 'nightly' or ?)
"""
_MARK_KILLED: Final = "update sentrion.runs set outcome = 'killed', note = ? where run_id = ?"


@contextmanager
def recorded(warehouse: Warehouse, *runs: Run) -> Iterator[None]:
    """Record how the runs of a command end, whichever way the block ends."""
    try:
        yield
    except BaseException as error:
        for run in runs:
            record(warehouse, run, error)
        raise
    for run in runs:
        record(warehouse, run)


def record(warehouse: Warehouse, run: Run, error: BaseException | None = None) -> None:
    """Correct the run's row where its last batch could not know how the run would end; that fails without a word.

    The time of the row stays that of its last batch, by which `status` knows whether the marts are behind.
    """
    ended = run.events.error or error
    outcome: Outcome = outcome_of(ended) if ended else "done"
    if run.events.recorded_outcome is None:
        return
    if run.events.recorded_outcome == outcome and run.events.recorded_notes == len(run.events.notes):
        forget(warehouse, run.run_id)
        return
    said = [*run.events.notes, *([str(ended)] if isinstance(ended, JobhouseError) else [])]
    with suppress(JobhouseError, duckdb.Error, OSError), _interruption_noted(run), writer(warehouse) as db:
        before = "; ".join(note for (note,) in db.execute(_NOTE, [run.run_id]).fetchall() if note)
        note = "; ".join(filter(None, [before, *(one for one in said if one not in before)])) or None
        db.execute(_RECORD, [outcome, note, run.run_id])
        run.events.recorded_outcome, run.events.recorded_notes = outcome, len(run.events.notes)
        forget(warehouse, run.run_id)


@contextmanager
def _interruption_noted(run: Run) -> Iterator[None]:
    """Note in the run that a signal ended the wait for the file, since nobody hears of it otherwise."""
    try:
        yield
    except Interrupted:
        run.events.interrupt()
        raise


def mark_killed_runs(db: duckdb.DuckDBPyConnection, warehouse: Warehouse, run: Run | None = None) -> None:
    """Mark the runs that say "running" and whose process is gone; `run` is the one that holds the warehouse now.

    A nightly run may have the warehouse from another that waits for its turn, and holds its place meanwhile.
    """
    if not {"runs", "requests"} <= tables_of_dataset(db):
        return
    running = db.execute(_RUNNING, [run.run_id if run else "", are_others_gone(warehouse, run)]).fetchall()
    spent = unrecorded_by_run(recorded_credits(db), warehouse) if running else {}
    for run_id, note in running:
        db.execute(_MARK_KILLED, [note_of_killed(note, spent.get(run_id, 0)), run_id])


def note_of_killed(note: str | None, unrecorded: int) -> str:
    """What stands beside a run whose process is gone, and what it may have spent without a record of it."""
    ended = "the process ended without recording how"
    if unrecorded:
        ended += f"; requests that it did not record may have cost up to {counted(unrecorded, 'credit')}"
    return "; ".join(filter(None, (note, ended)))


def are_others_gone(warehouse: Warehouse, run: Run | None) -> bool:
    """Whether no process is at work on a run that is none of `nightly`, while `run` holds the warehouse."""
    is_night = run is not None and run.command == "nightly"
    return not is_night or not is_held(warehouse.folder, RUN)


def mend_outcomes(warehouse: Warehouse) -> None:
    """Mark killed runs, for a command that holds the warehouse and is none of the runs itself."""
    if warehouse.database.exists():
        with writer(warehouse) as db:
            mark_killed_runs(db, warehouse)


def is_gone(warehouse: Warehouse, command: str) -> bool:
    """Whether nobody holds what a running run of this command would hold."""
    return not is_held(warehouse.folder, NIGHTLY if command == "nightly" else RUN)
