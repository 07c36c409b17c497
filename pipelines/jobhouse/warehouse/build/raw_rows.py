"""Where a build finds the raw rows: in tables of the file, unless it is given another place, such as a lake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import duckdb

from jobhouse.errors import NothingYet
from jobhouse.warehouse.build.last_build import raw_table_digests
from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.deletions import LEFT_MARTS, marts_hold_deleted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.killed_loads import remove_doubles
from jobhouse.warehouse.migration import migrate
from jobhouse.warehouse.over_lake import over_lake_in
from jobhouse.warehouse.raw_tables import DELETIONS, RAW_TABLES, describe_table, make_table
from jobhouse.warehouse.verify.judging import search_in_settings
from jobhouse.warehouse.verify.stored_verdicts import store_missing_verdicts

Execute = Callable[[str], object]
"""Runs a statement."""
_HAS_POSTINGS: Final = "select 1 from duckdb_tables() where schema_name = 'sentrion' and table_name = 'job_versions'"
_VERSIONS: Final = "select count(*) from sentrion.job_versions"


class RawRows(Protocol):
    """What a build needs of the place of its raw rows."""

    def refuse_missing(self, warehouse: Warehouse) -> None:
        """Raise NothingYet where there is no file to build in, before one would be made."""

    def prepare(self, warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
        """Put in order what the models read, in a file that was just opened; raise a UsageError where that is none."""

    def complete(self, execute: Execute, fetch: Fetch) -> None:
        """Make all that the models read, within the transaction in which SQLMesh builds them and `fetch` asks."""

    def refresh(self, execute: Execute, fetch: Fetch) -> None:
        """The same within a build by recorded statements, before which nothing but rows has changed."""

    def digests(self, fetch: Fetch) -> dict[str, str]:
        """What each raw table holds, as a text that differs where its rows do."""

    def versions(self, fetch: Fetch) -> int:
        """How many job versions there are."""

    def lost_rows(self, fetch: Fetch) -> str | None:
        """A clause that says why models must not keep what they hold of rows that are gone; None where none are."""


class OwnTables:
    """The raw tables of the file, which loads write."""

    def refuse_missing(self, warehouse: Warehouse) -> None:
        if not warehouse.database.exists():
            raise _nothing_to_build_from(warehouse)

    def prepare(self, warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
        """Remove doubles of a killed load, bring rows of an earlier version over, and judge windows without verdict."""
        if over := over_lake_in(db):
            raise over.other_gateway(warehouse)
        if not db.execute(_HAS_POSTINGS).fetchone():
            raise _nothing_to_build_from(warehouse)
        if warehouse.load_in_progress.exists():
            remove_doubles(db)
        migrate(db)
        store_missing_verdicts(db, search_in_settings)

    def complete(self, execute: Execute, fetch: Fetch) -> None:
        """Make the raw tables that nothing was loaded into yet, and the columns that an earlier jobhouse did not write.

        Such tables are the findings of a probe that was never run. dlt finds both there when it loads. The table of
        deletions is made, and all are described, for those who look at them.
        """
        for table in (*RAW_TABLES, DELETIONS):
            make_table(execute, table)
            describe_table(execute, table)
        execute(LEFT_MARTS)  # where the marts held some, all models are built from nothing in this transaction

    def refresh(self, execute: Execute, fetch: Fetch) -> None:
        """Nothing: the rows are there."""

    def digests(self, fetch: Fetch) -> dict[str, str]:
        return raw_table_digests(fetch)

    def versions(self, fetch: Fetch) -> int:
        return int(fetch(_VERSIONS)[0][0])

    def lost_rows(self, fetch: Fetch) -> str | None:
        """Say where adverts were deleted on request; who deletes rows with DuckDB itself builds with --full."""
        if not marts_hold_deleted(fetch):
            return None
        return "adverts were deleted on request since the last build, so all models are built from nothing"


def _nothing_to_build_from(warehouse: Warehouse) -> NothingYet:
    return NothingYet(
        f"There is nothing in the warehouse {warehouse.folder} to build from; "
        f"fill it with {warehouse.command('jobhouse backfill')}."
    )
