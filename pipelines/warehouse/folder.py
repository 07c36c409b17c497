"""The warehouse folder: where everything a run makes lives, and the lock that lets one run at a time write there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import Stopped, UsageError


@dataclass(frozen=True)
class Warehouse:
    """Paths inside one warehouse folder."""

    folder: Path

    @property
    def database(self) -> Path:
        # its stem is the catalog's name and must differ from every schema's, or DuckDB calls references ambiguous
        return self.folder / "jobs.duckdb"

    @property
    def working(self) -> Path:
        """Dlt's working folder: packages on their way, and the state they carry."""
        return self.folder / "dlt"

    @property
    def rate(self) -> Path:
        return self.folder / "rate.sqlite"

    def make(self) -> None:
        """Make the folder, or say why it cannot be written.

        Raises:
            UsageError: the path is a file, or must not be written.

        """
        probe = self.folder / ".writable"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise UsageError(
                f"The warehouse folder {self.folder} cannot be written ({error.strerror}); "
                "name another with --warehouse or JOBHOUSE_WAREHOUSE."
            ) from None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the warehouse for one run; the lock goes with the process, however it ends.

        Raises:
            Stopped: another run holds it.

        """
        self.make()
        lock = FileLock(self.folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise Stopped(
                f"Another jobhouse run holds the warehouse {self.folder}; wait for it to end, then run this again."
            ) from None
        try:
            yield
        finally:
            lock.release()
