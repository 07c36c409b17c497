"""Records runs that were killed before their first load, since no row in the ledger says that they began."""

from __future__ import annotations

import dlt
import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.resources import recorded_runs
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.run_outcomes import are_others_gone
from jobhouse.warehouse.ledger.runs_under_way import forget, forget_damaged, rows_of_killed
from jobhouse.warehouse.ledger.spending_journal import most_spent
from jobhouse.warehouse.load.pipeline import store


def record_killed_runs(pipeline: dlt.Pipeline, warehouse: Warehouse, run: Run) -> None:
    """Store the rows of such runs; `run` holds the warehouse now.

    Raises:
        JobhouseError: what kept them from being stored; the next run tries again.
    """
    forget_damaged(warehouse)
    others_are_gone = are_others_gone(warehouse, run)
    found = rows_of_killed(warehouse, lambda command: command == "nightly" or others_are_gone, most_spent(warehouse))
    killed = [row for row in found if row["run_id"] != run.run_id]
    if not killed:
        return
    known = _known_runs(warehouse)
    if unknown := [row for row in killed if row["run_id"] not in known]:
        store(pipeline, warehouse, run, recorded_runs(unknown))
    for row in killed:
        forget(warehouse, row["run_id"])


def _known_runs(warehouse: Warehouse) -> set[str]:
    try:
        with reader(warehouse) as db:
            return {run_id for (run_id,) in db.execute("select run_id from sentrion.runs").fetchall()}
    except (UsageError, duckdb.CatalogException):  # nothing was ever loaded
        return set()
