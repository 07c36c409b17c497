"""Whose turn it is: one run at a time writes to a warehouse, and a nightly run goes before a long one.

Three locks, which go with their process however it ends. `.lock` is the warehouse itself. A run other than the nightly
holds `.run` from its beginning to its end, so that it keeps its place while it lends the warehouse. `.nightly` is held
by a nightly run that waits or works: a long run looks for it between two batches and gives way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pipelines.errors import Stopped

WAREHOUSE, RUN, NIGHTLY = ".lock", ".run", ".nightly"
MOMENT_SECONDS: Final = 2.0
"""A long run that looks whether `.nightly` is held takes it for an instant; that must not turn a nightly run away."""
PATIENCE_SECONDS: Final = 3_600.0
"""How long a nightly run waits for a run that does not give way, before it leaves the matter to the next night."""
_NAP_SECONDS: Final = 0.2


@dataclass(frozen=True)
class Turn:
    """The right to write, which a long run may lend to a nightly one between two batches."""

    folder: Path
    lock: FileLock

    def is_wanted(self) -> bool:
        """Whether a nightly run waits for the warehouse."""
        nightly = FileLock(self.folder / NIGHTLY)
        try:
            nightly.acquire(timeout=0)
        except Timeout:
            return True
        nightly.release()
        return False

    def lend(self, is_over: Callable[[], bool]) -> None:
        """Let the nightly run have the warehouse and take it back when it is done, or else when `is_over` says so.

        Raises:
            Stopped: it was over before the nightly run was done; the warehouse is not held any more.

        """
        self.lock.release()
        while self.is_wanted() or not _taken(self.lock):
            if is_over():
                raise Stopped("Interrupted while a nightly run had its turn; run the same command again to go on.")
            time.sleep(_NAP_SECONDS)


@contextmanager
def turn_of_run(folder: Path) -> Iterator[Turn]:
    """Hold the warehouse for a run that is not the nightly one.

    Raises:
        Stopped: another run holds it.

    """
    place, lock = FileLock(folder / RUN), FileLock(folder / WAREHOUSE)
    if not _taken(place):
        raise _held(folder, "run")
    try:
        if not _taken(lock):
            raise _held(folder, "nightly run")
        yield Turn(folder, lock)
    finally:
        lock.release()
        place.release()


@contextmanager
def turn_of_nightly(folder: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Ask for the warehouse, wait until the run that holds it gives way, and hold it.

    Raises:
        Stopped: another nightly run is at work, or the run that holds the warehouse does not give way.

    """
    nightly, lock = FileLock(folder / NIGHTLY), FileLock(folder / WAREHOUSE)
    if not _taken(nightly, MOMENT_SECONDS):
        raise Stopped(f"Another nightly run is at work in the warehouse {folder}; it does what this one would.")
    try:
        if not _taken(lock):
            say("waiting until the run that holds the warehouse has loaded its batch and gives way")
            if not _taken(lock, PATIENCE_SECONDS):
                raise Stopped(
                    f"The run that holds the warehouse {folder} has not given way for {PATIENCE_SECONDS / 60:.0f} "
                    "minutes; wait for it to end, then run this again."
                )
        yield
    finally:
        lock.release()
        nightly.release()


def _taken(lock: FileLock, seconds: float = 0) -> bool:
    try:
        lock.acquire(timeout=seconds, poll_interval=_NAP_SECONDS)
    except Timeout:
        return False
    return True


def _held(folder: Path, kind: str) -> Stopped:
    return Stopped(f"Another jobhouse {kind} holds the warehouse {folder}; wait for it to end, then run this again.")
