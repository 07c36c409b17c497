"""Room for a copy of the marts, and our errors where there is none or its writing is interrupted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from jobhouse.errors import Stopped
from jobhouse.warehouse.rewriting import SPARE_BYTES
from jobhouse.warehouse.storage_errors import lacks_memory


def check_room(target: Path, built: Path) -> None:
    """Check that what is built has room to become as large as the last copy; for the first copy that is not known.

    Raises:
        Stopped: it has not.
    """
    needed = max(size_of(target) - size_of(built), 0) + SPARE_BYTES
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise _no_room(target, f"{free / 1024**2:,.0f} MB are free, {needed / 1024**2:,.0f} MB needed")


def size_of(copy: Path) -> int:
    """The bytes of a file, or of all the files in a folder; none where nothing is there."""
    files = copy.rglob("*") if copy.is_dir() else [copy]
    return sum(file.stat().st_size for file in files if file.is_file())


@contextmanager
def copying_said(target: Path, last: str) -> Iterator[None]:
    """Raise our error where DuckDB is interrupted within the block, or cannot write; `last` names what stays.

    A lack of memory passes: the copy is tried again with more.

    Raises:
        Stopped: there was no room, or a signal came.
    """
    try:
        yield
    except duckdb.InterruptException:
        raise Stopped(f"Interrupted; {last} is as it was.") from None
    except duckdb.IOException as error:
        if lacks_memory(error):
            raise
        raise _no_room(target, error) from None


def _no_room(target: Path, why: object) -> Stopped:
    return Stopped(
        f"The copy could not be written beside {target} ({' '.join(str(why).split())[:300]}); "
        "mend that and run jobhouse publish again. The last published file is as it was."
    )
