"""How a warehouse recovers from a load that was killed; every run begins with it (`resume_pipeline`).

A kill may leave the database without the end of a package, dlt's working folder with packages on their way, and the
file `.loading`, which says that a load was in progress. In this order, with the warehouse locked:

1. **Foreign log** (`write_ahead_log`): DuckDB's log beside the database is set aside where it was written for a later
   database than the one that lies there, as when a backup was put back. Otherwise DuckDB replays it.
   A file of an earlier storage version is then rewritten, once (`rewriting`).
2. **Working folder** (`working_folder`): packages that the database records as loaded are removed. Pending ones stay
   if they follow the state that the database holds; else the whole folder is set aside, and what its packages held is
   read again. Half-written packages are not pending: they go with step 8.
3. **Pending packages**: they are normalized and loaded. One that dlt cannot read is set aside with the folder.
4. **Doubles**: where a load was in progress, rows that a copy or a merge stored twice are removed. This comes after 3,
   since loading a package again is what stores them twice.
5. **Unrecorded jobs**: where a load was in progress, jobs whose package is not recorded are removed. Nothing is pending
   any more, so nothing would ever record them. What names later versions of deleted adverts goes too (`deletions`).
6. **Rows of earlier versions** are brought to the present columns (`migration`).
7. **Killed runs** are marked in the table `runs` (`ledger.killed_runs`).
8. The working folder is emptied, and dlt restores the state from the database: the cursors of the last package that
   was stored. The pages after them are requested again.
9. **Runs that were killed before their first load** get a row in `runs`, since none says that they began. This comes
   once the caller knows that it may write here (`record_killed_before_loading`).

A later batch removes `.loading` when all is loaded. What a killed run may have spent without a record is another
matter: see `ledger.spending_journal`.
"""

from __future__ import annotations

import dlt
import duckdb

from jobhouse.durable_files import make_mark
from jobhouse.errors import UsageError
from jobhouse.sentrion.resources import recorded_runs
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.altered_rows import put_back
from jobhouse.warehouse.connect import reader, writer
from jobhouse.warehouse.deletions import remove_hits_of_later_versions
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.killed_loads import remove_doubles, remove_unrecorded
from jobhouse.warehouse.ledger.killed_runs import killed_before_loading, mark_killed_runs, row_of_killed
from jobhouse.warehouse.ledger.runs_under_way import forget, forget_damaged
from jobhouse.warehouse.ledger.spending_journal import most_spent
from jobhouse.warehouse.load.load_failures import is_damage, translate_errors
from jobhouse.warehouse.load.pipeline import normalize_and_load, open_pipeline, store
from jobhouse.warehouse.load.working_folder import FileFacts, WorkingFolder
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.rewriting import bring_over
from jobhouse.warehouse.waiting import until_interrupted
from jobhouse.warehouse.write_ahead_log import set_aside_foreign_log


def resume_pipeline(warehouse: Warehouse, run: Run) -> dlt.Pipeline:
    """The pipeline, once all that earlier runs read is loaded, with the state that the database then holds.

    Raises:
        JobhouseError: what keeps a pending package from being loaded; it waits for the next run.
    """
    warehouse.make()
    folder = WorkingFolder(warehouse)
    with translate_errors():
        set_aside_foreign_log(warehouse, run.events.add_note)
        bring_over(warehouse, keep_waiting=until_interrupted(run))
        with writer(warehouse, keep_waiting=until_interrupted(run)) as db:
            if not folder.keep_loadable(FileFacts.of(db), run.events.add_note):
                return _start_from_database(warehouse, folder, run, db)
        _load_pending(warehouse, folder, run)
        with writer(warehouse, keep_waiting=until_interrupted(run)) as db:
            return _start_from_database(warehouse, folder, run, db)


def _load_pending(warehouse: Warehouse, folder: WorkingFolder, run: Run) -> None:
    """Load what earlier runs extracted; packages that dlt cannot read are set aside, or no run would get past them.

    The mark of a load in progress is left for the next step, since a load was cut short.
    """
    make_mark(warehouse.load_in_progress)
    try:
        normalize_and_load(open_pipeline(warehouse), warehouse, run)
    except Exception as error:
        if not is_damage(error, folder):
            raise
        folder.set_aside("a batch that waited there to be loaded is damaged", run.events.add_note)


def _start_from_database(
    warehouse: Warehouse, folder: WorkingFolder, run: Run, db: duckdb.DuckDBPyConnection
) -> dlt.Pipeline:
    """Clean the database up after a kill, and open the pipeline with the state that the database holds."""
    if warehouse.load_in_progress.exists():
        remove_doubles(db)
        remove_unrecorded(db)
        remove_hits_of_later_versions(db)
    put_back(db)
    migrate(db)
    mark_killed_runs(db, warehouse, run.command, besides=run.run_id)
    folder.wipe()
    pipeline = open_pipeline(warehouse)
    pipeline.sync_destination()
    return pipeline


def record_killed_before_loading(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    """Store the rows of runs that were killed before their first load; `run` holds the warehouse now.

    Raises:
        JobhouseError: what kept them from being stored; the next run tries again.
    """
    forget_damaged(warehouse)
    found = killed_before_loading(warehouse, run.command)
    killed = [one for one in found if one.run_id != run.run_id]
    if not killed:
        return
    known, spent = _known_runs(warehouse), most_spent(warehouse)
    if unknown := [row_of_killed(one, spent.get(one.run_id, 0)) for one in killed if one.run_id not in known]:
        store(pipeline, warehouse, run, recorded_runs(unknown))
    for one in killed:
        forget(warehouse, one.run_id)


def _known_runs(warehouse: Warehouse) -> set[str]:
    try:
        with reader(warehouse) as db:
            return {run_id for (run_id,) in db.execute("select run_id from sentrion.runs").fetchall()}
    except (UsageError, duckdb.CatalogException):  # nothing was ever loaded
        return set()
