"""How runs ended, as the table `runs` shows it.

Batches write a run's row while it goes on. What ends it comes after its last batch, so the row is corrected then. Where
a process is gone without that, see `killed_runs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import duckdb

from jobhouse.errors import Interrupted, JobhouseError
from jobhouse.sentrion.state.events import Outcome, outcome_of
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.runs_under_way import forget

_RECORD: Final = "update sentrion.runs set outcome = ?, note = ? where run_id = ?"
_NOTE: Final = "select note from sentrion.runs where run_id = ?"


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
