"""DuckDB's errors about the warehouse file: it is held by another program, damaged, or cannot be opened.

Some damage shows when the file is opened. DuckDB reads most blocks later, and finds other damage in the middle of a
query or a load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import JobhouseError, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.storage_errors import causes_of, one_line

_HELD: Final = "Could not set lock"
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


def is_held(error: duckdb.Error) -> bool:
    """Whether another program has the lock on the file."""
    return isinstance(error, duckdb.IOException) and _HELD in str(error)


def on_opening(warehouse: Warehouse, error: duckdb.Error, what: str) -> UsageError:
    """Our error for a file that cannot be opened although nobody holds it; `what` it was opened for."""
    if isinstance(error, _ON_OPENING) or _is_damage_of(warehouse.database, error):
        return damaged(warehouse.database, error)
    return UsageError(f"{warehouse.database} cannot be opened for {what} ({one_line(error)[:300]}); mend that.")


@contextmanager
def translate_damage(warehouse: Warehouse) -> Iterator[None]:
    """Raise our error where DuckDB finds within the block that the file is damaged, whatever error that led to.

    Raises:
        UsageError: the file is damaged.
    """
    try:
        yield
    except (duckdb.Error, JobhouseError) as error:
        for cause in causes_of(error):
            if isinstance(cause, duckdb.Error) and _is_damage_of(warehouse.database, cause):
                raise damaged(warehouse.database, cause) from error
        raise


def damaged(database: Path, error: duckdb.Error) -> UsageError:
    """The error for a damaged file, which is the same in all commands."""
    return UsageError(
        f"{database} is damaged or cut short (DuckDB says: {one_line(error)[:300].rstrip('.')}); put a backup back, or "
        "move it away and read again (jobs read in this billing cycle cost nothing)."
    )


def _is_damage_of(database: Path, error: duckdb.Error) -> bool:
    """Whether the error is about blocks of this file, not of a copy or of spilled blocks, which have other names."""
    if not _DAMAGED.search(str(error)):
        return False
    named = _OF_FILE.search(str(error))
    return named is None or Path(named["name"]).name.removesuffix(".wal") == database.name
