"""DuckDB's log beside the warehouse file (`jobs.duckdb.wal`), and whether it belongs to the file that is there.

DuckDB replays a log into whatever file has its name. So a backup of the file, put back where a killed run left its log,
would get changes that were made to a later file. Each checkpoint writes a higher number into the file's header; the
number at which the file was last opened for writing is stored in `.checkpoint`, and a file with a lower number is older
than the log. A log that is newer than such a file was put back together with it, and belongs to it.

A file that was rewritten begins with a low number again, so a backup from before may have a higher one. DuckDB itself
refuses the log of the one beside the other, since each file has an identifier.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.warehouse.file_format import latest_header, log_of
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.waiting import Say

_OF_ANOTHER_FILE: Final = re.compile(r"WAL (checkpoint iteration )?does not match (the )?database file")


def note_checkpoint(warehouse: Warehouse) -> None:
    """Store the number of the file's header in `.checkpoint`, once it is open and before anything is written."""
    number = _checkpoint(warehouse.database)
    if number is not None and number != _noted(warehouse):
        _note_of(warehouse).write_text(f"{number}\n", encoding="ascii")


def refuse_foreign_log(warehouse: Warehouse) -> None:
    """Refuse to open the file where the log beside it was not written for it.

    Raises:
        UsageError: there is one.

    """
    if _is_foreign(warehouse):
        raise foreign_log(warehouse)


def foreign_log(warehouse: Warehouse) -> UsageError:
    """The error for such a log."""
    database, backfill = warehouse.database, warehouse.command("jobhouse backfill")
    return UsageError(
        f"{log_of(database)} was written for a later {database.name} than the one beside it, as when an older copy was "
        f"put back; run {backfill}, which sets it aside, or move it away."
    )


def is_of_another_file(error: duckdb.Error) -> bool:
    """Whether DuckDB has not opened a file because the log beside it is another's."""
    return bool(_OF_ANOTHER_FILE.search(str(error)))


def set_aside_foreign_log(warehouse: Warehouse, say: Say) -> None:
    """Rename such a log, and report it by `say`."""
    if not _is_foreign(warehouse) and not _is_refused(warehouse):
        return
    log = log_of(warehouse.database)
    aside = warehouse.folder / f"{log.name}-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for older in warehouse.folder.glob(f"{log.name}-set-aside-*"):
        older.unlink()
    log.rename(aside)
    say(
        f"{log.name} was written for a later {warehouse.database.name}, as when an older copy was put back, and was "
        f"set aside as {aside.name}"
    )


def _is_foreign(warehouse: Warehouse) -> bool:
    log, noted = log_of(warehouse.database), _noted(warehouse)
    if noted is None or not log.exists():
        return False
    if not warehouse.database.exists():
        return True
    number = _checkpoint(warehouse.database)
    is_older = number is not None and number < noted
    return is_older and log.stat().st_ctime_ns < warehouse.database.stat().st_ctime_ns


def _is_refused(warehouse: Warehouse) -> bool:
    """Whether DuckDB refuses the log, which the numbers do not tell of a file that was rewritten."""
    if not log_of(warehouse.database).exists() or not warehouse.database.exists():
        return False
    try:
        duckdb.connect(str(warehouse.database), read_only=True).close()
    except duckdb.Error as error:  # what else is wrong with the file is told where it is opened to be used
        return is_of_another_file(error)
    return False


def _note_of(warehouse: Warehouse) -> Path:
    return warehouse.folder / ".checkpoint"


def _noted(warehouse: Warehouse) -> int | None:
    try:
        return int(_note_of(warehouse).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _checkpoint(database: Path) -> int | None:
    """The number in the file's latest header; None where it has none."""
    header = latest_header(database)
    return None if header is None else header.number
