"""What SQL of a warehouse may reach: a file that was received may hold views and statements that somebody else wrote.

DuckDB runs what a view says with the rights of whoever asks. Within the fence it reads and writes the file that is
open, its spill folder and the folders that are named, and no other file, no network and no extension.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

import duckdb

from jobhouse.warehouse.file_format import literal


def fence(db: duckdb.DuckDBPyConnection, reachable: Iterable[str | Path] = ()) -> None:
    """Keep all connections to the file from everything else, until the last of them is closed.

    The spill folder has to be set before: DuckDB refuses to change it then.

    Args:
        db: the open file.
        reachable: folders, and buckets with a path, that may be read and written.
    """
    names = {written for one in map(str, reachable) for written in (f"{one}/", f"{glob.escape(one)}/")}
    if names:
        db.execute(f"set allowed_directories = [{', '.join(map(literal, sorted(names)))}]")
    # no other file, no network, no attach, no extension, no variable of this program
    db.execute("set enable_external_access = false")
