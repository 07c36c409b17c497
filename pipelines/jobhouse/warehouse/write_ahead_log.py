"""DuckDB's log beside the warehouse file (`jobs.duckdb.wal`), and whether it was written for the file that lies there.

DuckDB replays a log into whatever file bears its name. So an older copy of the file, put back where a killed run left
its log, would take in changes that were made to a later one. Each checkpoint gives the file's header a higher number;
the number at which the file was last opened for writing stands in `.checkpoint`, and a file with a lower one is older
than the log. A log that came after such a file was put back with it, and belongs to it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jobhouse.errors import UsageError
from jobhouse.warehouse.folder import Warehouse

_HEADERS_AT: Final = (4096, 8192)
"""The two headers of a DuckDB file, written in turn; each begins with a checksum, then its number."""


def note_checkpoint(warehouse: Warehouse) -> None:
    """Write down the number of the file's header, once it is open for writing and before anything is written."""
    number = _checkpoint(warehouse.database)
    if number is not None and number != _noted(warehouse):
        _note_of(warehouse).write_text(f"{number}\n", encoding="ascii")


def refuse_foreign_log(warehouse: Warehouse) -> None:
    """Keep the file closed where a log that was not written for it lies beside it.

    Raises:
        UsageError: there is one.

    """
    if _is_foreign(warehouse):
        raise UsageError(
            f"{_log_of(warehouse)} was written for a later {warehouse.database.name} than the one beside it, as when "
            "an older copy was put back; run jobhouse backfill or nightly, which set it aside, or move it away."
        )


def set_aside_foreign_log(warehouse: Warehouse, say: Callable[[str], None]) -> None:
    """Move such a log out of the way."""
    if not _is_foreign(warehouse):
        return
    aside = warehouse.folder / f"{_log_of(warehouse).name}-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    for older in warehouse.folder.glob(f"{_log_of(warehouse).name}-set-aside-*"):
        older.unlink()
    _log_of(warehouse).rename(aside)
    say(
        f"{_log_of(warehouse).name} was written for a later {warehouse.database.name}, as when an older copy was put "
        f"back, and was set aside as {aside.name}"
    )


def _is_foreign(warehouse: Warehouse) -> bool:
    log, noted = _log_of(warehouse), _noted(warehouse)
    if noted is None or not log.exists():
        return False
    if not warehouse.database.exists():
        return True
    number = _checkpoint(warehouse.database)
    is_older = number is not None and number < noted
    return is_older and log.stat().st_ctime_ns < warehouse.database.stat().st_ctime_ns


def _log_of(warehouse: Warehouse) -> Path:
    return warehouse.database.with_name(f"{warehouse.database.name}.wal")


def _note_of(warehouse: Warehouse) -> Path:
    return warehouse.folder / ".checkpoint"


def _noted(warehouse: Warehouse) -> int | None:
    try:
        return int(_note_of(warehouse).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _checkpoint(database: Path) -> int | None:
    """The number of the last header that was written; None where the file has no headers."""
    try:
        with database.open("rb") as file:
            head = file.read(_HEADERS_AT[-1] + 16)
        return max(int(struct.unpack_from("<Q", head, at + 8)[0]) for at in _HEADERS_AT)
    except (OSError, struct.error):
        return None
