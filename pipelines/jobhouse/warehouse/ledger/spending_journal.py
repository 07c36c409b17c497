"""What each run may have spent, written into the warehouse folder before a request leaves.

The ledger gets the records of a batch with its package, so a kill takes them along; these files stay. What a run's file
counts beyond its records in the ledger was spent without a record: by a killed run, by the batch in hand, or because an
older copy of the database was put back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from jobhouse.durable_files import sync_content, sync_names, write_whole
from jobhouse.errors import Stopped, UsageError
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.runs_under_way import NOT_YET, note_requests
from jobhouse.warehouse.waiting import Say

KEPT_DAYS: Final = 62
"""A file may be needed as long as a billing cycle may last that began before it."""
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d+)\n?")


@dataclass(frozen=True)
class Spent:
    """Credits that a run may have spent, and the day (UTC) on which it last did; None: the file is damaged."""

    day: date
    credits: int | None


class SpendingJournal:
    """The file of one run: its day and the credits that it may have spent until now."""

    def __init__(self, warehouse: Warehouse, run: Run) -> None:
        self._path = warehouse.spending / run.run_id
        self._warehouse, self._run, self._sent = warehouse, run, 0
        self._credits = 0

    def write(self, credits_: int, requests: int) -> None:
        """Put the number in place of the last one, in one write of a fixed length; likewise that of the requests.

        A number that has grown is on the disk when the call returns: a power cut would take the last seconds of writes
        along. One that has fallen, since an answer cost less than it might have, needs no wait for the disk.

        Raises:
            Stopped: it cannot be written, so a request must not be sent.

        """
        line = f"{datetime.now(UTC).date()} {credits_:012d}\n".encode()
        try:
            self._put(line, is_more=credits_ > self._credits)
        except OSError as error:
            raise Stopped(
                f"What the run spends cannot be written to {self._path} ({error.strerror}), so nothing more is "
                "asked for; mend that and run the same command again."
            ) from None
        self._credits = credits_
        if requests != self._sent:
            note_requests(self._warehouse, self._run, requests)
            self._sent = requests

    def _put(self, line: bytes, *, is_more: bool) -> None:
        """Write over the last line; the first one comes with its file, which would count as damaged without it."""
        try:
            file = os.open(self._path, os.O_WRONLY)
        except FileNotFoundError:
            write_whole(line, self._path, self._path.with_name(f"{self._path.name}{NOT_YET}"))
            return
        try:
            os.pwrite(file, line, 0)
            if is_more:
                sync_content(file)
        finally:
            os.close(file)


def set_aside_foreign(warehouse: Warehouse, say: Say) -> None:
    """Move away what stands in place of the folder and is none, with what it may hold.

    Raises:
        UsageError: it cannot be moved.
    """
    folder = warehouse.spending
    if folder.is_dir() or not os.path.lexists(folder):
        return
    aside = folder.with_name(f"{folder.name}-set-aside-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise UsageError(f"{folder} is no folder and cannot be moved ({error.strerror}); move it away.") from None
    say(f"{folder} was no folder, in which jobhouse writes what runs spend, and was set aside as {aside.name}")


def make_folder(warehouse: Warehouse) -> bool:
    """Make the folder of the journals; whether it was missing, since no run has kept one here yet."""
    try:
        warehouse.spending.mkdir(parents=True)
        sync_names(warehouse.folder)
    except FileExistsError:
        return False
    return True


def journals(warehouse: Warehouse) -> dict[str, Spent]:
    """What the files say, by run."""
    return {path.name: _read(path) for path in _files(warehouse.spending) if path.suffix != NOT_YET}


def most_spent(warehouse: Warehouse) -> dict[str, int]:
    """The most that each run may have spent, by its id; a damaged file says nothing of its run."""
    return {run_id: one.credits for run_id, one in journals(warehouse).items() if one.credits is not None}


def unrecorded(spent: Mapping[str, Spent], recorded: Mapping[str, int], since: date, if_damaged: int) -> int:
    """Credits since a day that no record accounts for; a damaged file counts as `if_damaged`, whatever is recorded."""
    return sum(
        if_damaged if one.credits is None else max(0, one.credits - recorded.get(run_id, 0))
        for run_id, one in spent.items()
        if one.day >= since
    )


def old_journals(warehouse: Warehouse, today: date) -> dict[str, Spent]:
    """The files of billing cycles that are over by this clock, by run."""
    first = today - timedelta(days=KEPT_DAYS)
    return {run_id: spent for run_id, spent in journals(warehouse).items() if spent.day < first}


def remove_recorded(warehouse: Warehouse, spent: Mapping[str, Spent], recorded: Mapping[str, int]) -> None:
    """Remove the files of these runs that say nothing which the ledger does not.

    Any other stays, however old it seems: the clock may be ahead, and the file is all that is known of a killed run.
    """
    for run_id, one in spent.items():
        if one.credits is not None and one.credits <= recorded.get(run_id, 0):
            (warehouse.spending / run_id).unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.iterdir()) if path.is_file()) if folder.is_dir() else iter(())


def _read(path: Path) -> Spent:
    try:
        found = _LINE.fullmatch(path.read_text(encoding="ascii", errors="replace"))
        return Spent(date.fromisoformat(found[1]), int(found[2])) if found else Spent(_written_on(path), None)
    except (OSError, ValueError):
        return Spent(_written_on(path), None)


def _written_on(path: Path) -> date:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except OSError:
        return datetime.now(UTC).date()
