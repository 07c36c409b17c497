"""Opening the warehouse for reading: politely, since one load at a time holds the file, and locked for ad-hoc SQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.damage import is_held, on_opening, translate_damage
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.waiting import Wait, named
from jobhouse.warehouse.write_ahead_log import refuse_foreign_log

WAIT_SECONDS: Final = 30.0
"""How long a reader waits for a load to let go of the file; one load takes seconds."""

# a row counts once its package is recorded as loaded: a killed load leaves rows that are not yet true
LOADED: Final = "_dlt_load_id in (select load_id from sentrion._dlt_loads where status = 0)"
_TABLES: Final = f"select table_name from duckdb_tables() where schema_name = '{DATASET}'"

Options = dict[str, str | bool | int | float | list[str]]

# no other file, no network, no attach, no extension, no variable of this program
_ONLY_THE_WAREHOUSE: Final[Options] = {"enable_external_access": False}


@contextmanager
def reader(warehouse: Warehouse, options: Options | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection; waits while a load holds the file.

    Raises:
        UsageError: there is no warehouse yet, or its file cannot be read or is damaged.
        Stopped: a load holds the file for longer than a reader waits.
    """
    if not warehouse.database.exists():
        raise warehouse.nothing_yet()
    refuse_foreign_log(warehouse)
    with translate_damage(warehouse), _opened(warehouse, options or {}) as db:
        # a connection takes this time zone only once it is open
        db.execute("set TimeZone = 'UTC'")
        db.execute("set enable_progress_bar = false")  # it would go to stdout, into the results
        yield db


@contextmanager
def analyst(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for SQL that anybody wrote: it reads the warehouse and can reach nothing else.

    Raises:
        UsageError: there is no warehouse yet, or its file cannot be read or is damaged.
        Stopped: a load holds the file for longer than a reader waits.
    """
    with reader(warehouse, _ONLY_THE_WAREHOUSE) as db:
        db.execute("set lock_configuration = true")
        yield db


def tables_of_dataset(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that dlt has made so far."""
    return {name for (name,) in db.execute(_TABLES).fetchall()}


def _opened(warehouse: Warehouse, options: Options) -> duckdb.DuckDBPyConnection:
    def connect() -> duckdb.DuckDBPyConnection | None:
        try:
            return duckdb.connect(str(warehouse.database), read_only=True, config=dict(options))
        except duckdb.Error as error:
            if is_held(error):
                return None
            refuse_what_waiting_does_not_mend(warehouse)
            raise on_opening(warehouse, error, "reading") from None

    db = Wait(str(warehouse.database), warehouse.database, WAIT_SECONDS).until(connect)
    if db is None:
        raise Stopped(
            f"{warehouse.database} could not be opened for {WAIT_SECONDS:.0f} s, since another program holds it"
            f"{named(warehouse.database)}, as a load does; try again in a moment."
        )
    return db


def refuse_what_waiting_does_not_mend(warehouse: Warehouse) -> None:
    """Raise a UsageError where the file is not this user's to read, or is not DuckDB's."""
    if not os.access(warehouse.database, os.R_OK):
        raise UsageError(f"{warehouse.database} must not be read by this user; ask its owner, or name another folder.")
    with warehouse.database.open("rb") as file:
        head = file.read(12)
    if not is_duckdb(head):
        raise UsageError(
            f"{warehouse.database} is no DuckDB file; name another folder with --warehouse, or put a backup back."
        )


def is_duckdb(head: bytes) -> bool:
    """Whether a file that begins so is DuckDB's: a checksum of 8 bytes, then its mark."""
    return head[8:12] == b"DUCK"
