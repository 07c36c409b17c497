"""Where a publish makes its files before they take their places, and what keeps two of them apart."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from filelock import AcquireReturnProxy, Timeout

from jobhouse.errors import Stopped, UsageError
from jobhouse.file_locks import NO_LOCKS, lock_on

_TRIES: Final = 100
"""More than other processes can foil one after another: what still differs is a file system that numbers files anew."""


@contextmanager
def only_workplace(folder: Path, lock: Path, task: str, *, command: str = "publish") -> Iterator[None]:
    """The folder is there and empty within the block, for this process alone; it and the lock are gone after it.

    Raises:
        Stopped: another run of the command holds the lock; `task` says what it does, as in "writes marts.duckdb".
        UsageError: the file system has no locks.
    """
    try:
        held = _taken(lock)
    except Timeout:
        raise Stopped(f"Another jobhouse {command} {task}; wait for it to end.") from None
    with held:
        try:
            shutil.rmtree(folder, ignore_errors=True)  # of a publish that was killed
            folder.mkdir()
            yield
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)  # while it is held, so that it is nobody else's


def _taken(lock: Path) -> AcquireReturnProxy[Any]:
    """Take a lock whose file is removed before it is released.

    Who opened the file before it was removed gets a lock on a file without a name, which keeps out nobody who comes
    later. So the lock counts only where the name stands for one file from before it was taken until after: a file that
    is open here is no other file's number meanwhile.

    Raises:
        Timeout: another process holds it.
    """
    for _ in range(_TRIES):
        with lock.open("ab") as file:  # a folder that must not be written fails here; the lock would take it for held
            held = _acquired(lock)
            if _is_named(lock, os.fstat(file.fileno())):
                return held
            held.lock.release()
    return _acquired(lock)


def _acquired(lock: Path) -> AcquireReturnProxy[Any]:
    try:
        return lock_on(lock).acquire(timeout=0)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        lock.unlink(missing_ok=True)
        raise UsageError(
            f"The lock {lock} cannot be taken ({error.strerror}); its file system has no locks, so name a place on "
            "another."
        ) from None


def _is_named(path: Path, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), file)
    except FileNotFoundError:
        return False
