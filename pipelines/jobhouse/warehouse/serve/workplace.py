"""Where a publish makes its files before they take their places, and what keeps two of them apart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from jobhouse.errors import Stopped


@contextmanager
def only_workplace(folder: Path, lock: Path, task: str, *, command: str = "publish") -> Iterator[None]:
    """The folder is there and empty within the block, for this process alone, and gone after it.

    Raises:
        Stopped: another run of the command holds the lock; `task` says what it does, as in "writes marts.duckdb".
    """
    lock.touch()  # the lock itself would take a folder that must not be written for one that is held
    try:
        held = FileLock(lock).acquire(timeout=0)
    except Timeout:
        raise Stopped(f"Another jobhouse {command} {task}; wait for it to end.") from None
    with held:
        shutil.rmtree(folder, ignore_errors=True)  # of a publish that was killed
        folder.mkdir()
        try:
            yield
        finally:
            shutil.rmtree(folder, ignore_errors=True)
