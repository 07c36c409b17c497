"""The error for a warehouse that holds no marts, with the command that comes first: a read, where nothing was read."""

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
    build = warehouse.command("jobhouse transform" + (" --gateway lake" if is_over_lake else ""))
    return NothingYet(f"The warehouse {warehouse.folder} has {what}; run {build}.")
