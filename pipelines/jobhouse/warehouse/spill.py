"""Where a process that reads the warehouse lets DuckDB spill: a folder of its own.

Beside a file, DuckDB spills into one folder, `jobs.duckdb.tmp`, whoever opened the file. Two processes that read and
spill at once write over each other's blocks there, and crash.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.folder import Warehouse

IN_WAREHOUSE, ELSEWHERE = ".spill-", "jobhouse-spill-"
"""How the names of such folders begin: in the warehouse, and in the system's temporary folder."""
_LOCK: Final = "lock"
_TRIES: Final = 100
"""More than other processes can foil one after another, which take a folder that is not locked yet for one to sweep."""


@dataclass
class _Spill:
    """A folder that is there, its lock, and how many connections of this process use it."""

    folder: Path
    lock: int
    users: int = 0


@dataclass
class _OfProcess:
    guard: threading.Lock = field(default_factory=threading.Lock)
    spills: dict[Path, _Spill] = field(default_factory=dict)
    """By the folder of the warehouse."""


_of_processes: Final[dict[int, _OfProcess]] = {}
"""By the number of the process: a forked child uses no folder, and waits for no lock, of its parent."""


@contextmanager
def private_spill(warehouse: Warehouse) -> Iterator[Path | None]:
    """The folder for what connections of this process spill within the block; removed with the last of them.

    It is in the warehouse, or in the system's temporary folder where the warehouse must not be written; None where
    neither takes it. Folders that killed processes left are removed first.
    """
    own = _of_processes.setdefault(os.getpid(), _OfProcess())
    with own.guard:
        spill = own.spills.get(warehouse.folder) or _made(warehouse)
        if spill:
            own.spills[warehouse.folder] = spill
            spill.users += 1
    try:
        yield spill.folder if spill else None
    finally:
        with own.guard:
            if spill:
                spill.users -= 1
                if not spill.users:
                    del own.spills[warehouse.folder]
                    _remove(spill.folder, spill.lock)


def spill_into(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Set the folder, but where another connection of this process has: DuckDB refuses that once it has spilled."""
    if db.execute("select current_setting('temp_directory')").fetchall() != [(str(folder),)]:
        db.execute(f"set temp_directory = {literal(str(folder))}")  # DuckDB imports pandas for a parameter


def _made(warehouse: Warehouse) -> _Spill | None:
    for place, prefix in ((warehouse.folder, IN_WAREHOUSE), (_temporary(), ELSEWHERE)):
        if place:
            with suppress(OSError):
                _sweep(place, prefix)
                return _made_in(place, prefix)
    return None


def _temporary() -> Path | None:
    try:
        return Path(tempfile.gettempdir())
    except OSError:  # none can be written
        return None


def _made_in(place: Path, prefix: str) -> _Spill:
    """A folder that is locked, and that nobody has swept before it was."""
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))  # of this user alone, whatever the umask
        try:
            lock = _locked(folder)
        except FileNotFoundError:
            continue
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        if lock is not None:
            return _Spill(folder, lock)
    raise FileNotFoundError(place)


def _sweep(place: Path, prefix: str) -> None:
    """Remove what killed processes left: a lock ends with its process, in other containers too."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):  # of another user, or gone meanwhile
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                continue
            lock = _locked(folder)
            if lock is not None:
                _remove(folder, lock)


def _remove(folder: Path, lock: int) -> None:
    """Remove a folder whose lock this process holds.

    NFS and FUSE keep the lock's file under another name in it until the lock is closed. Another process may have taken
    the folder by then, so that it may be removed only if it is empty.
    """
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
    with suppress(OSError):
        folder.rmdir()


def _locked(folder: Path) -> int | None:
    """The descriptor of the folder's lock once it is taken; None where another process has it, or took it before."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), os.stat(folder / _LOCK)):
            return lock
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(lock)
        raise
    os.close(lock)
    return None
