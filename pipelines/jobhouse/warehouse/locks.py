"""Whose turn it is: one run at a time writes to a warehouse, and a nightly run goes before a long one.

Three locks, which go with their process however it ends. `.lock` is the warehouse itself. A run other than the nightly
holds `.run` from its beginning to its end, so that it keeps its place while it lends the warehouse. `.nightly` is held
by a nightly run that waits or works: a long run looks for it between two batches and gives way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from jobhouse.errors import Stopped, unusable
from jobhouse.warehouse.waiting import Wait, named, waits_said_by

WAREHOUSE, RUN, NIGHTLY = ".lock", ".run", ".nightly"
MOMENT_SECONDS: Final = 2.0
"""A long run that looks whether `.nightly` is held takes it for an instant; that must not turn a nightly run away."""
GLANCE_SECONDS: Final = 0.5
"""`status` takes `.run` for an instant to see whether it is held; that must not turn a run away."""
PATIENCE_SECONDS: Final = 3_600.0
"""How long a nightly run waits for a run that does not give way, before it leaves the matter to the next night."""
FOREVER: Final = math.inf
"""How long a run waits for a night that has its turn: as long as that takes."""


@dataclass(frozen=True)
class WarehouseLock:
    """The right to write, which a long run may lend to a nightly one between two batches."""

    folder: Path
    lock: FileLock

    def is_wanted(self) -> bool:
        """Whether a nightly run waits for the warehouse.

        Raises:
            UsageError: that cannot be seen, since the lock file is another user's.
        """
        nightly = FileLock(self.folder / NIGHTLY)
        if not _taken(nightly):
            return True
        nightly.release()
        return False

    def yield_to(self, is_over: Callable[[], bool]) -> None:
        """Let the nightly run have the warehouse and take it back when it is done, or else when `is_over` says so.

        Raises:
            Stopped: it was over before the nightly run was done; the warehouse is not held any more.

        """
        self.lock.release()

        def back() -> bool | None:
            return None if self.is_wanted() else _taken(self.lock)

        turn = f"the warehouse {self.folder} after its nightly run"
        if not Wait(turn, self.folder / NIGHTLY, FOREVER, lambda: not is_over()).until(back):
            raise Stopped("Interrupted while a nightly run had its turn; run the same command again to go on.")


@contextmanager
def lock_for_run(folder: Path) -> Iterator[WarehouseLock]:
    """Hold the warehouse for a run that is not the nightly one.

    Raises:
        Stopped: another run holds it.

    """
    place, lock = FileLock(folder / RUN), FileLock(folder / WAREHOUSE)
    if not Wait(f"the warehouse {folder}", folder / RUN, GLANCE_SECONDS).until(lambda: _taken(place)):
        raise _held(folder, RUN, "run")
    try:
        if not _taken(lock):
            raise _held(folder, WAREHOUSE, "nightly run")
        yield WarehouseLock(folder, lock)
    finally:
        lock.release()
        place.release()


@contextmanager
def lock_for_nightly(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Ask for the warehouse, wait until the run that holds it gives way, and hold it.

    Raises:
        Stopped: another nightly run is at work, or the run that holds the warehouse does not give way.

    """
    nightly, lock = FileLock(folder / NIGHTLY), FileLock(folder / WAREHOUSE)
    try:
        with waits_said_by(say):
            _take_for_the_night(folder, nightly, lock)
        yield
    finally:
        lock.release()
        nightly.release()


def is_held(folder: Path, name: str) -> bool:
    """Whether a process holds this lock; true where that cannot be seen."""
    if not (folder / name).exists():
        return False
    lock = FileLock(folder / name)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return True
    lock.release()
    return False


def _take_for_the_night(folder: Path, nightly: FileLock, lock: FileLock) -> None:
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
        advice = "run jobhouse as the user who owns the warehouse, or name another folder with --warehouse."
        raise unusable(f"The lock {lock.lock_file} cannot be opened", error, advice) from None
    return True


def _held(folder: Path, lock: str, kind: str) -> Stopped:
    holder = named(folder / lock)
    return Stopped(
        f"Another jobhouse {kind} holds the warehouse {folder}{holder}; wait for it to end, then run this again."
    )
