"""The raw rows of a lake, for a build over them: views over its large tables, and copies of its small ones.

Another machine may publish into the lake while the models are built. The load records are copied as the build begins,
so that rows of later loads do not count in it: every model reads the same state, as within one file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import duckdb

from jobhouse.counting import counted
from jobhouse.errors import DataCheckFailed, UsageError
from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.warehouse.build.listening import OnBuilt
from jobhouse.warehouse.build.transform import Built, transform
from jobhouse.warehouse.connect import Fetch, fetch_from, reader
from jobhouse.warehouse.connection import closed_at_end, transaction
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import MARK as OVER_LAKE
from jobhouse.warehouse.over_lake import OverLake, make_reachable, over_lake_in
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.damage import damage_named, refuse_damaged
from jobhouse.warehouse.serve.lake.inventory import (
    MARK,
    LakeFile,
    raw_file_digests,
    read_inventory,
)
from jobhouse.warehouse.serve.lake.store import store_at
from jobhouse.warehouse.serve.lake.unlisted import files_read, lost_files
from jobhouse.warehouse.serve.lake.views import made_of, rows_of

_ANY_TABLE: Final = f"""
select 1 from duckdb_tables() where schema_name = '{DATASET}'
union all
select 1 from duckdb_views() where schema_name = '{DATASET}'
"""
_LOAD_IDS: Final = f"select load_id from {DATASET}.{LOADS.name}"
_FILES: Final = f"{DATASET}._lake_files"
"""The files of loads that the marts were built from, each with its digest."""
_FILES_AT_ONCE: Final = 4_000
"""So many are named in one statement, each list as one literal: DuckDB takes 9 KB for each literal."""
_WAS_BUILT: Final = f"select 1 from {OVER_LAKE} where built_at is not null"
_IS_DEMO: Final = f"select count(*) > 0 from {DATASET}.runs where command = 'demo'"


@dataclass(frozen=True)
class LakeRows:
    """The raw rows of a lake as its inventory had them; see `build.raw_rows.RawRows`."""

    address: LakeAddress
    files: Mapping[str, LakeFile]
    """The inventory."""
    rebuilds: bool = False
    """Whether all is built from nothing, so that another lake may take the place of the one before."""

    @classmethod
    def of(cls, warehouse: Warehouse, address: LakeAddress, *, rebuilds: bool = False) -> LakeRows:
        """Read the inventory; nothing is made or written.

        Raises:
            UsageError: there is no lake, or it cannot be read.
            Unreachable: the bucket does not answer.
        """
        store = store_at(address, warehouse)
        files = read_inventory(store, address.text)
        if files:
            return cls(address, files, rebuilds)
        if store.read(MARK) is not None:
            raise UsageError(f"The lake {address.text} is being published for the first time; wait for it to end.")
        raise UsageError(f"There is no lake in {address.text}; name a lake that jobhouse publish --to has written.")

    def refuse_missing(self, warehouse: Warehouse) -> None:
        """Refuse a folder that has rows of its own, also some that wait to be loaded; a file is made where none is.

        Raises:
            UsageError: a run has read into the folder.
        """
        if warehouse.working.exists() or warehouse.load_in_progress.exists():
            raise _mixing(warehouse)
        if not warehouse.is_unmade:
            with reader(warehouse) as db:
                _refuse_own_tables(warehouse, db)

    def prepare(self, warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
        """Mark the warehouse and make what its models read, where that is not done or the lake has moved.

        Where all is built from nothing, perhaps from another lake, `complete` does it together with the marts.

        Raises:
            UsageError: the warehouse has raw rows of its own, or its marts are built from another lake.
        """
        make_reachable(db, self.address.text)
        _refuse_own_tables(warehouse, db)
        before = over_lake_in(db)
        if before and self.rebuilds:
            return
        if before:
            self._refuse_other(warehouse, db)
        if before is None or before.url != self.address.text:
            with transaction(db):
                self._make(db.execute, only_views=before is not None)
                replace(before or OverLake(self.address.text), url=self.address.text).write(db.execute)
        if before is None:
            _mark_as_demo(warehouse, db)

    def _refuse_other(self, warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
        """Refuse a lake that lacks loads which the marts were built from: it is another, or an earlier state."""
        held = _load_ids(fetch_from(db))
        (there,) = db.execute(
            f"select list(load_id) from ({rows_of(self.address.text, LOADS, self._tables)})"
        ).fetchall()[0]
        if missing := held - set(there or []):
            again = warehouse.command("jobhouse transform --gateway lake --full")
            raise UsageError(
                f"The lake {self.address.text} lacks loads that the marts in {warehouse.folder} were built from "
                f"({len(missing):,}, such as {min(missing)}), so it is another lake, or an earlier state of this one; "
                f"name the right one, or build all from nothing with {again} --lake {self.address.text}."
            )

    def lost_rows(self, fetch: Fetch) -> str | None:
        """Say where a file that the marts were built from is gone, or holds other rows, as after a deletion.

        Models that take in new loads alone would keep its rows. What an earlier version did not note counts as lost.
        """
        try:
            known: dict[str, str] = dict(fetch(f"select name, digest from {_FILES}"))
        except duckdb.CatalogException:
            if not fetch(_WAS_BUILT):
                return None
            return (
                f"the version of jobhouse that built the marts did not note which files of {self.address.text} it "
                "read, so all models are built from nothing, once"
            )
        loads = _load_ids(fetch)
        not_noted = [file for file in self.files.values() if file.load_id in loads and file.name not in known]
        lost = lost_files(fetch, self.address.text, self.files, loads, known) + len(not_noted)
        if not lost:
            return None
        return (
            f"the lake {self.address.text} took out rows that the marts hold ({counted(lost, 'file')} gone or "
            "rewritten), so all models are built from nothing"
        )

    def complete(self, execute: Callable[[str], object], fetch: Fetch) -> None:
        """Show the files, copy the small tables as they are now, and say of what the marts are made."""
        self._make(execute)
        files = files_read(fetch, self.address.text, self.files, _load_ids(fetch))
        execute(f"create or replace table {_FILES} (name varchar, digest varchar)")
        noted = list(files.items())
        for start in range(0, len(noted), _FILES_AT_ONCE):
            names, digests = (
                f"unnest(from_json({literal(json.dumps(texts))}, '[\"varchar\"]'))"
                for texts in zip(*noted[start : start + _FILES_AT_ONCE], strict=True)
            )
            execute(f"insert into {_FILES} select {names}, {digests}")
        OverLake(self.address.text, datetime.now(UTC), self.versions(fetch)).write(execute)

    refresh = complete

    def versions(self, fetch: Fetch) -> int:
        return sum(file.row_count for file in self.files.values() if file.table_name == "job_versions")

    def _make(self, execute: Callable[[str], object], *, only_views: bool = False) -> None:
        """Make the views and copies; without the copies, the load records stay those that the marts are built from."""
        execute(f"create schema if not exists {DATASET}")
        for table in RAW_TABLES:
            is_view = table.name in INSERT_ONLY_KEYS
            if is_view or not only_views:
                execute(made_of(self.address.text, table, self._tables, "view" if is_view else "table"))

    @property
    def _tables(self) -> set[str]:
        return {file.table_name for file in self.files.values()}

    def digests(self, fetch: Fetch) -> dict[str, str]:
        return raw_file_digests(self.files.values())


def _load_ids(fetch: Fetch) -> set[str]:
    """The loads that the models count, or counted in the last build."""
    return {load_id for (load_id,) in fetch(_LOAD_IDS)}


def _refuse_own_tables(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
    if over_lake_in(db) is None and db.execute(_ANY_TABLE).fetchone():
        raise _mixing(warehouse)


def _mixing(warehouse: Warehouse) -> UsageError:
    return UsageError(
        f"The warehouse {warehouse.folder} has raw rows of its own, which those of a lake must not mix with; name "
        "another folder with --warehouse, such as one that is not there yet."
    )


def _mark_as_demo(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> None:
    """Note whether the postings are the demo's, by the copy of the runs that the marts are built with."""
    warehouse.mark_as_demo(is_demo=db.execute(_IS_DEMO).fetchall()[0][0])


def _mark_as_built(warehouse: Warehouse) -> None:
    """The same once a build has ended, whether it was committed or not, and of a file that is not open any more."""
    with suppress(duckdb.Error), closed_at_end(duckdb.connect(str(warehouse.database), read_only=True)) as db:
        if over_lake_in(db):
            _mark_as_demo(warehouse, db)


def transform_over_lake(
    warehouse: Warehouse,
    address: LakeAddress,
    *,
    full: bool = False,
    on_built: OnBuilt | None = None,
) -> Built:
    """Bring the marts of a warehouse up to date with a lake; the folder is made where there is none.

    Raises:
        UsageError: there is no such lake, or the warehouse has raw rows or is over another lake; nothing is made.
        Unreachable: the bucket does not answer.
        Stopped: another run holds the warehouse, the disk is full, or the lake lacks files beside the mark of a
            publish; nothing has changed.
        DataCheckFailed: the lake lacks files, or a model or an audit failed; nothing has changed.
    """
    rows = LakeRows.of(warehouse, address, rebuilds=full)
    rows.refuse_missing(warehouse)
    refuse_damaged(address, rows.files, warehouse)
    with warehouse.held(), damage_named(address, warehouse):
        try:
            return transform(warehouse, raw=rows, full=full, on_built=on_built)
        except DataCheckFailed:
            LakeRows.of(warehouse, address)  # a lake that is gone meanwhile, or not reached, is what failed
            raise
        finally:
            _mark_as_built(warehouse)
