"""Which runs have sent requests and not recorded yet how they ended: a file each in the warehouse folder.

The ledger gets a run's row with its first load. A run that is killed before that would leave no trace there, so the
next run reads its file and records it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jobhouse.counting import counted
from jobhouse.durable_files import sync_names, write_whole
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse

NOT_YET: Final = ".new"
"""Ends the name of a file before its first line is whole: no request was sent on it."""


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


def rows_of_killed(
    warehouse: Warehouse, is_gone: Callable[[str], bool], credits_of: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """The rows for the ledger of runs that are under way by their files and whose process is gone.

    Args:
        warehouse: the folder.
        is_gone: whether no process is at work on a run of this command.
        credits_of: the most that each run may have spent, by its id.
    """
    for path in _files(warehouse):
        found = _read(path)
        if found and is_gone(found["command"]):
            yield {
                "run_id": path.name,
                **found,
                "outcome": "killed",
                "note": "the process ended without recording how, before it loaded anything; "
                f"its requests may have cost up to {counted(credits_of.get(path.name, 0), 'credit')}",
                "pages": 0,
                "rows_delivered": 0,
                "credits_used": 0,
            }


def _read(path: Path) -> dict[str, Any] | None:
    """The part of a run's row that its file holds; None where it is damaged, or gone by now."""
    try:
        number, _, facts = path.read_text(encoding="ascii").partition(" ")
        found = json.loads(facts)
        return {
            "command": str(found["command"]),
            "search": str(found["search"]),
            "started_at": datetime.fromisoformat(found["started_at"]),
            "updated_at": datetime.fromtimestamp(path.stat().st_mtime, UTC),
            "requests": int(number),
        }
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files(warehouse: Warehouse) -> list[Path]:
    folder = _folder(warehouse)
    return sorted(path for path in folder.iterdir() if path.suffix != NOT_YET) if folder.is_dir() else []


def _folder(warehouse: Warehouse) -> Path:
    return warehouse.spending / "under-way"


def _file(warehouse: Warehouse, run_id: str) -> Path:
    return _folder(warehouse) / run_id
