"""A disk that is full from some write on, for each kind of write on the way from a page to the warehouse file.

    python -m tests.chaos.full_disk_points --all     # from each kind of write on, where it comes first

Every run must end with one sentence and exit code 3, and the next one, with room on the disk, must go on. The default
takes one kind of write from each part of the way.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import Stopped
from tests.chaos.kill_points import kinds_of_writes, one_after_another, wrong_after
from tests.support.small_world import World
from tests.support.writes import Write, watched

PARTS: Final = (
    "mkdir .",
    "open .run",
    "sqlite create",
    "open .loading",
    "write dlt/jobhouse/normalize/TEMPORARY/LOAD/new_jobs/JOB.0",
    "write dlt/contents.json",
    "duckdb insert sentrion_staging.TABLE",
    "write dlt/jobhouse/load/normalized/TEMPORARY",
)


def full(write: Write) -> Exception:
    """What a full disk makes of it."""
    said = os.strerror(errno.ENOSPC)
    match write.by:
        case "duckdb":
            return duckdb.IOException(f'Could not write all bytes to file "jobs.duckdb": {said}')
        case "sqlite":
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            return error
        case _:
            return OSError(errno.ENOSPC, said, write.path)


def wrong_when_full(world: World, kind: str) -> str | None:
    """What does not hold of a run for which the disk is full from the first write of a kind on, and of the next."""
    is_full = False

    def refuse(write: Write) -> None:
        nonlocal is_full
        is_full = is_full or write.kind == kind
        if is_full and not write.frees:
            raise full(write)

    try:
        with watched(world.folder, refuse):
            world.read()
        return "the run ended well" if is_full else "there is no such write"
    except Stopped:
        return wrong_after(world.renewed(world.engine.charged_ids()))
    except BaseException as error:  # noqa: BLE001 - whatever else came of it is reported
        return f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"


def wrongs(kinds: Iterable[str], place: Path) -> Iterator[str]:
    for number, kind in enumerate(kinds):
        some = place / str(number)
        some.mkdir()
        if wrong := wrong_when_full(World.at(some), kind):
            yield f"{kind}: {wrong}"
        shutil.rmtree(some)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fill the disk from each kind of write of a backfill on.")
    parser.add_argument("--all", action="store_true", help="each kind of write, not one of each part")
    wanted = parser.parse_args()
    found = 0
    with tempfile.TemporaryDirectory() as folder, one_after_another():
        place = Path(folder)
        taking = ("mkdir", "open", "write", "rename", "replace", "link", "duckdb", "sqlite")
        seen = dict.fromkeys(kinds_of_writes(place)) if wanted.all else PARTS
        kinds = [kind for kind in seen if kind.startswith(taking) and kind not in ("duckdb begin", "duckdb close")]
        for wrong in wrongs(kinds, place):
            found += 1
            sys.stdout.write(f"WRONG: {wrong}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(kinds)} kinds; {found} wrong\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
