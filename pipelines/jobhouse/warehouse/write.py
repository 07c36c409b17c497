"""Opening the warehouse for writing: with little memory, and patiently, since another program may be reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from jobhouse.errors import Stopped
from jobhouse.warehouse.damage import is_held, on_opening, translate_damage
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.read import refuse_what_waiting_does_not_mend
from jobhouse.warehouse.waiting import Wait, go_on, named
from jobhouse.warehouse.write_ahead_log import note_checkpoint, refuse_foreign_log

READERS_SECONDS: Final = 600.0
"""How long a writer waits for programs that hold the file open."""
MEMORY_MB: Final = 96
"""What a package of 10,000 jobs needs. Whatever more it was given, DuckDB would fill with blocks of the growing file,
and so with the number of jobs; what does not fit spills to disk."""

_OPTIONS: Final = {
    "threads": 1,  # dlt's jobs run side by side already
    # Else the checkpoint of every twelfth package merges small row groups into full ones, which takes five times the
    # memory limit. The price is a row group for each package.
    "max_vacuum_tasks": 0,
    "preserve_insertion_order": "false",  # the order of rows means nothing, and keeping it costs memory
}


@contextmanager
def writer(
    warehouse: Warehouse, memory_mb: int = MEMORY_MB, keep_waiting: Callable[[], bool] = go_on
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, open for writing; whatever else this process opens of it meanwhile shares memory and options.

    Not to be nested: once DuckDB has spilled it refuses to be told where to, even the same folder again. Nor are the
    options given on connecting, since DuckDB lets no second connection in with other ones.

    Args:
        warehouse: the folder; its file is made where there is none.
        memory_mb: what DuckDB may hold.
        keep_waiting: asked before each further try while another program holds the file.

    Raises:
        Stopped: another program holds the file, and the wait was given up.
        UsageError: the file cannot be opened, whoever waits, or is damaged.
    """
    with translate_damage(warehouse), _opened(warehouse, keep_waiting) as db:
        spill = str(warehouse.folder / "spill").replace("'", "''")
        for option, value in {**_OPTIONS, "memory_limit": f"'{memory_mb}MB'", "temp_directory": f"'{spill}'"}.items():
            db.execute(f"set {option} = {value}")
        yield db


@contextmanager
def held_open(warehouse: Warehouse, keep_waiting: Callable[[], bool] = go_on) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, open for writing with DuckDB's own options, for a library that sets options itself.

    The file stays open until the end of the block, so that no other program can open it between two connections of
    this process.

    Raises:
        Stopped: another program holds the file, and the wait was given up.
        UsageError: the file cannot be opened, whoever waits, or is damaged.
    """
    with translate_damage(warehouse), _opened(warehouse, keep_waiting) as db:
        yield db


def _opened(warehouse: Warehouse, keep_waiting: Callable[[], bool]) -> duckdb.DuckDBPyConnection:
    database = warehouse.database
    refuse_foreign_log(warehouse)
    db = Wait(str(database), database, READERS_SECONDS, keep_waiting).until(lambda: _connected(warehouse))
    if db is None:
        raise Stopped(
            f"Another program holds {database} open{named(database)}; close it and run the same command again. "
            "Nothing that was read is lost."
        )
    note_checkpoint(warehouse)
    return db


def _connected(warehouse: Warehouse) -> duckdb.DuckDBPyConnection | None:
    try:
        return duckdb.connect(str(warehouse.database))
    except duckdb.Error as error:
        if is_held(error):
            return None
        refuse_what_waiting_does_not_mend(warehouse)
        raise on_opening(warehouse, error, "writing") from None
