"""Which runs have sent requests and not recorded yet how they ended: a file each in the warehouse folder.

The ledger gets a run's row with its first load. A run that is killed before that would leave no trace there, so the
next run reads its file and records it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from jobhouse.durable_files import sync_names, write_whole
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse

NOT_YET: Final = ".new"
"""Ends the name of a file before its first line is whole: no request was sent on it."""


@dataclass(frozen=True)
class RunUnderWay:
    """What the file of a run says: who it is, and how many requests it has sent by `updated_at`."""

    run_id: str
    command: str
    search: str
    started_at: datetime
    updated_at: datetime
    requests: int


def note_requests(warehouse: Warehouse, run: Run, requests: int) -> None:
    """Write down who the run is and how many requests it has sent, which fails without a word.

    The number is written over the last one, in one write of a fixed length, and the rest with the first one.
    """
    path = _file(warehouse, run.run_id)
    with suppress(OSError):
        if not path.exists():
            facts = {"command": run.command, "search": run.search, "started_at": run.started_at.isoformat()}
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{path.name}{NOT_YET}")
            write_whole(f"{requests:012d} {json.dumps(facts)}\n".encode("ascii"), path, unfinished)
            sync_names(warehouse.spending)
            return
        file = os.open(path, os.O_WRONLY)
        try:
            os.pwrite(file, f"{requests:012d}".encode(), 0)
        finally:
            os.close(file)


def forget(warehouse: Warehouse, run_id: str) -> None:
    """Remove the file of a run whose end is in the ledger, or that left nothing that could be read."""
    with suppress(OSError):
        _file(warehouse, run_id).unlink()


def forget_damaged(warehouse: Warehouse) -> None:
    """Remove the files that cannot be read: nobody learns from them who the run was."""
    for path in _files(warehouse):
        if _read(path) is None:
            forget(warehouse, path.name)


def runs_under_way(warehouse: Warehouse) -> Iterator[RunUnderWay]:
    """The runs that have a file, whether their processes still live or not; damaged files are passed over."""
    return filter(None, map(_read, _files(warehouse)))


def _read(path: Path) -> RunUnderWay | None:
    """What the file of a run says; None where it is damaged, or gone by now."""
    try:
        number, _, facts = path.read_text(encoding="ascii").partition(" ")
        found = json.loads(facts)
        return RunUnderWay(
            run_id=path.name,
            command=str(found["command"]),
            search=str(found["search"]),
            started_at=datetime.fromisoformat(found["started_at"]),
            updated_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            requests=int(number),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(warehouse: Warehouse) -> list[Path]:
    folder = _folder(warehouse)
    return sorted(path for path in folder.iterdir() if path.suffix != NOT_YET) if folder.is_dir() else []


def _folder(warehouse: Warehouse) -> Path:
    return warehouse.spending / "under-way"


def _file(warehouse: Warehouse, run_id: str) -> Path:
    return _folder(warehouse) / run_id
