"""Locks of a warehouse: one run at a time writes to it, and a nightly run goes before a long one.

Each lock is a file in the warehouse folder, and the system releases it when its process ends, however it ends.

- `.lock` is held by the run that writes.
- `.run` is held by a run other than the nightly from its beginning to its end, so that no third run comes in while it
  yields the warehouse to a nightly run.
- `.nightly` is held by a nightly run that waits or works. A long run looks for it between two batches, and yields.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from jobhouse.errors import Stopped
from jobhouse.file_locks import lock_on, unusable_lock
from jobhouse.warehouse.waiting import Say, Wait, named, waits_said_by

WAREHOUSE, RUN, NIGHTLY = ".lock", ".run", ".nightly"
MOMENT_SECONDS: Final = 2.0
"""How long a nightly run tries to take `.nightly`, which a long run that looks for it holds for an instant."""
GLANCE_SECONDS: Final = 0.5
"""How long a run tries to take `.run`, which `status` holds for an instant to see whether it is free."""
PATIENCE_SECONDS: Final = 3_600.0
"""How long a nightly run waits for a run that does not yield, before it gives up until the next night."""
FOREVER: Final = math.inf
"""How long a run that has yielded waits for the nightly run to end."""


@dataclass(frozen=True)
class WarehouseLock:
    """The lock that a run holds while it writes; between two batches it may yield it to a nightly run."""

    folder: Path
    file_lock: FileLock
    place: FileLock
    """`.run`, which this run holds besides."""

    @contextmanager
    def released(self) -> Iterator[None]:
        """Release the warehouse for any other run within the block, and hold it again afterwards.

        Raises:
            Stopped: another run holds it by then.

        """
        self.file_lock.release()
        self.place.release()
        yield
        _take_for_run(self.folder, self.place, self.file_lock)

    def is_nightly_waiting(self) -> bool:
        """Whether a nightly run waits for the warehouse.

        Raises:
            UsageError: that cannot be seen, since the lock file is another user's.
        """
        nightly = lock_on(self.folder / NIGHTLY)
        if not _taken(nightly):
            return True
        nightly.release()
        return False

    def yield_to_nightly(self, is_over: Callable[[], bool]) -> None:
        """Release the warehouse, and take it again once the nightly run is done; `is_over` ends the wait.

        Raises:
            Stopped: the wait was ended before the nightly run was done; the warehouse is not held any more.

        """
        self.file_lock.release()

        def retake() -> bool | None:
            return None if self.is_nightly_waiting() else _taken(self.file_lock)

        what = f"the warehouse {self.folder} after its nightly run"
        if not Wait(what, self.folder / NIGHTLY, FOREVER, lambda: not is_over()).until(retake):
            raise Stopped("Interrupted while a nightly run had its turn; run the same command again to go on.")


@contextmanager
def lock_for_run(folder: Path) -> Iterator[WarehouseLock]:
    """Hold the warehouse for a run that is not the nightly one.

    Raises:
        Stopped: another run holds it.

    """
    place, lock = lock_on(folder / RUN), lock_on(folder / WAREHOUSE)
    try:
        _take_for_run(folder, place, lock)
        yield WarehouseLock(folder, lock, place)
    finally:
        lock.release()
        place.release()


@contextmanager
def lock_for_nightly(folder: Path, say: Say) -> Iterator[None]:
    """Wait until the run that holds the warehouse yields, and hold it; `say` is called where that takes a while.

    Raises:
        Stopped: another nightly run is at work, or the run that holds the warehouse does not yield.

    """
    nightly, lock = lock_on(folder / NIGHTLY), lock_on(folder / WAREHOUSE)
    try:
        with waits_said_by(say):
            _take_for_nightly(folder, nightly, lock)
        yield
    finally:
        lock.release()
        nightly.release()


def is_held(folder: Path, name: str) -> bool:
    """Whether a process holds this lock; true where the lock file cannot be opened."""
    if not (folder / name).exists():
        return False
    lock = lock_on(folder / name)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _take_for_run(folder: Path, place: FileLock, lock: FileLock) -> None:
    if not Wait(f"the warehouse {folder}", folder / RUN, GLANCE_SECONDS).until(lambda: _taken(place)):
        raise _held_by_other(folder, RUN, "run")
    if not _taken(lock):
        raise _held_by_other(folder, WAREHOUSE, "nightly run")


def _take_for_nightly(folder: Path, nightly: FileLock, lock: FileLock) -> None:
    other = f"another nightly run in the warehouse {folder}"
    if not Wait(other, folder / NIGHTLY, MOMENT_SECONDS).until(lambda: _taken(nightly)):
        raise Stopped(f"Another nightly run is at work in the warehouse {folder}; it does what this one would.")
    advice = "; it gives way once its batch is loaded"
    run = Wait(f"the warehouse {folder}", folder / WAREHOUSE, PATIENCE_SECONDS, advice=advice)
    if not run.until(lambda: _taken(lock)):
        raise Stopped(
            f"The run that holds the warehouse {folder}{named(folder / WAREHOUSE)} has not given way for "
            f"{PATIENCE_SECONDS / 60:.0f} minutes; wait for it to end, then run this again."
        )


def _taken(lock: FileLock) -> bool | None:
    """True once the lock is taken, None while another process has it.

    Raises:
        UsageError: the lock file is another user's.
        Stopped: the disk is full.
    """
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        raise unusable_lock(
            f"The lock {lock.lock_file} cannot be opened",
            error,
            "run jobhouse as the user who owns the warehouse, or name another folder with --warehouse.",
            "name a folder on another with --warehouse.",
        ) from None
    return True


def _held_by_other(folder: Path, lock: str, kind: str) -> Stopped:
    holder = named(folder / lock)
    return Stopped(
        f"Another jobhouse {kind} holds the warehouse {folder}{holder}; wait for it to end, then run this again."
    )
