"""The errors for a warehouse that holds no marts, or those of an earlier version, with the command that comes first."""

from __future__ import annotations

import duckdb

from jobhouse.errors import NothingYet
from jobhouse.warehouse.connect import tables_of_dataset
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import over_lake_in


def no_marts(warehouse: Warehouse, db: duckdb.DuckDBPyConnection, what: str = "no marts yet") -> NothingYet:
    """The error to raise; `what` says what the warehouse has not."""
    is_over_lake = over_lake_in(db) is not None
    if not is_over_lake and "job_versions" not in tables_of_dataset(db):
        return warehouse.nothing_yet()
    return NothingYet(f"The warehouse {warehouse.folder} has {what}; run {_build(warehouse, db)}.")


def earlier_marts(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> NothingYet:
    """The error to raise where an earlier version of jobhouse built the marts."""
    return NothingYet(
        f"The marts in {warehouse.folder} were built by an earlier version of jobhouse; "
        f"bring them up to date with {_build(warehouse, db)}."
    )


def _build(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> str:
    return warehouse.command("jobhouse transform" + (" --gateway lake" if over_lake_in(db) else ""))
