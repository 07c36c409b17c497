"""Opening the warehouse file: for reading, for SQL that anybody wrote, and for writing.

DuckDB lets one program write to a file, or several read it. So whoever comes second waits, for a bounded time: a load
holds the file for seconds at a time, and a reader for as long as its query takes.

Some damage shows when the file is opened. DuckDB reads most blocks later, and finds other damage in the middle of a
query or a load: one error says both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Literal

import duckdb

from jobhouse.errors import JobhouseError, Stopped, UsageError
from jobhouse.warehouse.connection import closed_at_end
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.fence import fence
from jobhouse.warehouse.file_format import head_of, is_duckdb, make_file
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import lake_read, over_lake_in
from jobhouse.warehouse.raw_tables import FINISHED_LOADS
from jobhouse.warehouse.spill import private_spill, spill_into
from jobhouse.warehouse.storage_errors import causes_of, one_line, storage_errors_translated
from jobhouse.warehouse.waiting import Wait, go_on, named
from jobhouse.warehouse.write_ahead_log import foreign_log, is_of_another_file, note_checkpoint, refuse_foreign_log

READER_WAIT_SECONDS: Final = 30.0
"""How long a reader waits for a load to let go of the file; one load takes seconds."""
WRITER_WAIT_SECONDS: Final = 600.0
"""How long a writer waits for programs that hold the file open."""
MEMORY_MB: Final = 50
"""What a package of 16 MB of answers needs. With a higher limit, DuckDB would fill the rest with blocks of the growing
file, so that memory grew with the number of jobs; what does not fit spills to disk."""

LOADED: Final = f"_dlt_load_id in ({FINISHED_LOADS})"
_TABLES: Final = f"select table_name from duckdb_tables() where schema_name = '{DATASET}'"

Options = dict[str, str | bool | int | float | list[str]]
Fetch = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query and returns its rows."""

QUERIED: Final = ("marts", "my", "ops")
"""Schemas whose tables need no schema before their names: the marts, the user's own, and the state of the warehouse."""
_WRITER_OPTIONS: Final = {
    "threads": 1,  # dlt's jobs run side by side already
    # Otherwise the checkpoint of every twelfth package merges small row groups into full ones, which takes five times
    # the memory limit. The price is a row group for each package.
    "max_vacuum_tasks": 0,
    "preserve_insertion_order": "false",  # the order of rows means nothing, and keeping it costs memory
}

_HELD: Final = "Could not set lock"
_HOLDER: Final = re.compile(r"Conflicting lock is held in (?P<program>[^\n]*) \(PID (?P<pid>\d+)\)")
_DAMAGED: Final = re.compile(
    r"Corrupt database file|Could not read enough bytes from file|failed to (load|deserialize)|replaying WAL",
    re.IGNORECASE,
)
_OF_FILE: Final = re.compile(r'from file "(?P<name>[^"]*)"')
_ON_OPENING: Final = (
    duckdb.SerializationException,
    duckdb.InvalidInputException,
    duckdb.InternalException,
    duckdb.FatalException,
)
"""What DuckDB raises when it opens a file with blocks that it did not write."""


@contextmanager
def reader(
    warehouse: Warehouse, options: Options | None = None, writes_into: Iterable[Path] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection; waits while a load holds the file.

    It reaches the file, its lake if it is over one, and the folders that it writes into (see `fence`). It spills into a
    folder of this process alone, unless the options name one.

    Raises:
        UsageError: there is no warehouse yet, or its file cannot be read or is damaged; or its lake is gone.
        Stopped: a load holds the file for longer than a reader waits.
    """
    if not warehouse.database.exists():
        raise warehouse.nothing_yet()
    spill = nullcontext() if "temp_directory" in (options or {}) else private_spill(warehouse)
    with _translate_damage(warehouse), spill as folder, _reading(warehouse, options or {}) as db:
        if folder:
            spill_into(db, folder)
        db.execute("set enable_progress_bar = false")  # it would go to stdout, into the results
        with lake_read(warehouse, db) as lake:
            fence(db, [*writes_into, *lake])
            yield db


@contextmanager
def analyst(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for SQL that anybody wrote: it reads the warehouse, its lake if it is over one, and nothing else.

    Tables of `marts`, `my` and `ops` need no schema.

    Raises:
        UsageError: there is no warehouse yet, or its file cannot be read or is damaged.
        Stopped: a load holds the file for longer than a reader waits.
    """
    with reader(warehouse) as db:
        db.execute(f"set search_path = '{_search_path(db)}'")
        db.execute("set lock_configuration = true")
        yield db


def _search_path(db: duckdb.DuckDBPyConnection) -> str:
    there = {name for (name,) in db.execute("select schema_name from duckdb_schemas() where not internal").fetchall()}
    return ",".join([*(name for name in QUERIED if name in there), "main"])


@contextmanager
def writer(
    warehouse: Warehouse, memory_mb: int = MEMORY_MB, keep_waiting: Callable[[], bool] = go_on
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, open for writing; other connections that this process makes meanwhile share its memory and options.

    Not to be nested: once DuckDB has spilled, it refuses to be given a spill folder again, even the same one. The
    options are set after connecting, since DuckDB refuses a second connection whose options differ.

    Args:
        warehouse: the folder; its file is made where there is none.
        memory_mb: the memory that DuckDB may use.
        keep_waiting: called before each further try while another program holds the file; False gives up.

    Raises:
        Stopped: another program holds the file, and the wait was given up.
        UsageError: the file cannot be opened at all, or is damaged; or its raw rows are those of a lake.
    """
    with held_open(warehouse, keep_waiting) as db:
        if over := over_lake_in(db):
            raise over.refusal(warehouse)
        spill = str(warehouse.folder / "spill").replace("'", "''")
        options = {**_WRITER_OPTIONS, "memory_limit": f"'{memory_mb}MB'", "temp_directory": f"'{spill}'"}
        for option, value in options.items():
            db.execute(f"set {option} = {value}")
        yield db


@contextmanager
def held_open(warehouse: Warehouse, keep_waiting: Callable[[], bool] = go_on) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, open for writing with DuckDB's own options, for a library that sets options itself.

    The file stays open until the end of the block, so that no other program can open it between two connections of
    this process.

    Raises:
        Stopped: another program holds the file, and the wait was given up.
        UsageError: the file cannot be opened at all, or is damaged.
    """
    with _translate_damage(warehouse), _writing(warehouse, keep_waiting) as db:
        yield db


def fetch_from(db: duckdb.DuckDBPyConnection) -> Fetch:
    """Run queries on a connection."""
    return lambda query: db.execute(query).fetchall()


def tables_of_dataset(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that dlt has made so far."""
    return {name for (name,) in db.execute(_TABLES).fetchall()}


@contextmanager
def _translate_damage(warehouse: Warehouse) -> Iterator[None]:
    """Raise our error where DuckDB finds within the block that the file is damaged, whatever error that led to.

    Raises:
        UsageError: the file is damaged.
    """
    try:
        yield
    except (duckdb.Error, JobhouseError) as error:
        for cause in causes_of(error):
            if isinstance(cause, duckdb.Error) and _is_damage_of(warehouse.database, cause):
                raise _damaged(warehouse.database, cause) from error
        raise


def on_opening(warehouse: Warehouse, error: duckdb.Error, what: str) -> UsageError:
    """Our error for a file that cannot be opened although nobody holds it; `what` it was opened for."""
    if is_of_another_file(error):
        return foreign_log(warehouse)
    if isinstance(error, _ON_OPENING) or _is_damage_of(warehouse.database, error):
        return _damaged(warehouse.database, error)
    return UsageError(f"{warehouse.database} cannot be opened for {what} ({one_line(error)[:300]}); mend that.")


def _reading(warehouse: Warehouse, options: Options) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    db = _open(warehouse, "reading", READER_WAIT_SECONDS, options, go_on)
    if db is None:
        raise Stopped(
            f"{warehouse.database} could not be opened for {READER_WAIT_SECONDS:.0f} s, since another program holds it"
            f"{named(warehouse.database)}, as a load does; try again in a moment."
        )
    return closed_at_end(db)


def _writing(
    warehouse: Warehouse, keep_waiting: Callable[[], bool]
) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
    db = _open(warehouse, "writing", WRITER_WAIT_SECONDS, {}, keep_waiting)
    if db is None:
        raise Stopped(
            f"Another program holds {warehouse.database} open{named(warehouse.database)}; close it and run the same "
            "command again. Nothing that was read is lost."
        )
    note_checkpoint(warehouse)
    return closed_at_end(db)


def _open(
    warehouse: Warehouse,
    purpose: Literal["reading", "writing"],
    seconds: float,
    options: Options,
    keep_waiting: Callable[[], bool],
) -> duckdb.DuckDBPyConnection | None:
    """A connection; None where another program has held the file until the wait was over."""
    refuse_foreign_log(warehouse)
    if purpose == "writing" and warehouse.is_unmade:
        _make(warehouse)

    holder = [""]

    def connect() -> duckdb.DuckDBPyConnection | None:
        try:
            db = duckdb.connect(str(warehouse.database), read_only=purpose == "reading", config=dict(options))
            # taken only once it is open; also by other connections of this process
            return db.execute("set global TimeZone = 'UTC'")
        except duckdb.Error as error:
            if is_held(error):
                holder[0] = _holder(error)
                return None
            _refuse_unreadable(warehouse)
            raise on_opening(warehouse, error, purpose) from None

    file = warehouse.database
    return Wait(str(file), file, seconds, keep_waiting, holder=lambda: holder[0]).until(connect)


def _make(warehouse: Warehouse) -> None:
    """Make the empty file.

    Raises:
        Stopped: there is no room.
        UsageError: it cannot be made.
    """
    with storage_errors_translated(str(warehouse.database), "nothing was changed"):
        try:
            make_file(warehouse.database)
        except duckdb.Error as error:
            raise on_opening(warehouse, error, "writing") from None


def _refuse_unreadable(warehouse: Warehouse) -> None:
    """Raise a UsageError where this user must not read the file, or it is not DuckDB's."""
    if not os.access(warehouse.database, os.R_OK):
        raise UsageError(f"{warehouse.database} must not be read by this user; ask its owner, or name another folder.")
    if not is_duckdb(head_of(warehouse.database, 12)):
        raise UsageError(
            f"{warehouse.database} is no DuckDB file; name another folder with --warehouse, or put a backup back."
        )


def is_held(error: duckdb.Error) -> bool:
    """Whether another program has the lock on the file."""
    return isinstance(error, duckdb.IOException) and _HELD in str(error)


def _holder(error: duckdb.Error) -> str:
    """The program that has the lock, as DuckDB names it on all systems: `python3.11, PID 4711`."""
    found = _HOLDER.search(str(error))
    return f"{Path(found['program']).name}, PID {found['pid']}" if found else ""


def _damaged(database: Path, error: duckdb.Error) -> UsageError:
    """The error for a damaged file, which is the same in all commands."""
    return UsageError(
        f"{database} is damaged or cut short (DuckDB says: {one_line(error)[:300].rstrip('.')}); put a backup back, or "
        "move it away and read again (jobs read in this billing cycle cost nothing)."
    )


def _is_damage_of(database: Path, error: duckdb.Error) -> bool:
    """Whether the error is about blocks of this file, not of a copy or of spilled blocks, which have other names."""
    if not _DAMAGED.search(str(error)) or is_of_another_file(error):
        return False
    named = _OF_FILE.search(str(error))
    return named is None or Path(named["name"]).name.removesuffix(".wal") == database.name
