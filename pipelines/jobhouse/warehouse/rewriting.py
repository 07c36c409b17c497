"""The warehouse file rewritten, into fewer blocks: its contents are copied beside it, compared, and renamed over it.

That is done once for a file of an earlier storage version, whose texts are not compressed, and whenever builds have
left more free blocks than a share of the file: DuckDB fills them again, but gives back only those at the end.

The run that does it holds the warehouse. A program that reads the file goes on with the old one, which is gone once the
program closes it. A kill leaves the old file, and a hidden folder that the next run removes, or the new file. Where
there is no room, the old file stays and the run goes on with it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.durable_files import replace_file
from jobhouse.interrupts import interruption_kept, is_of_interrupt
from jobhouse.warehouse.connect import Options, held_open
from jobhouse.warehouse.connection import closed_at_end
from jobhouse.warehouse.database_copy import DiffersError, compare, copy_database
from jobhouse.warehouse.file_format import attach_new, is_of_earlier_version, literal, log_of, quoted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import with_enough_memory
from jobhouse.warehouse.storage_errors import one_line
from jobhouse.warehouse.unused_tail import cut_unused_tail
from jobhouse.warehouse.waiting import Say, go_on, say_on_stderr, silent

FREE_SHARE: Final = 0.2
"""Free blocks over used ones from which on the file is rewritten."""
SPARE_BYTES: Final = 64 * 1024**2
"""Bytes that a copy leaves free on the disk, since loads may need them."""
MEMORY_MB: Final = 512
"""What a copy of ordinary adverts needs; one with enormous texts gets more after it ran out of memory."""

_NEW: Final = "rewritten"
_INTERRUPTED: Final = "The rewriting of the file was interrupted"
_FIGURES: Final = re.compile(r"[\d,.]+")
"""What differs from night to night in the same reason."""
_BLOCKS: Final = "select used_blocks, free_blocks from pragma_database_size() where database_name = current_database()"


def bring_over(warehouse: Warehouse, say: Say = say_on_stderr, keep_waiting: Callable[[], bool] = go_on) -> None:
    """Rewrite the file of an earlier storage version, once, and cut off what a killed run left at its end.

    Call it with the warehouse held.

    Raises:
        Stopped: another program holds the file, and the wait was given up.
    """
    shutil.rmtree(_workplace_of(warehouse.database), ignore_errors=True)  # of a run that was killed
    cut_unused_tail(warehouse.database)
    if not is_of_earlier_version(warehouse.database):
        return
    with held_open(warehouse, keep_waiting):  # closing it empties the log into the file
        pass
    say(f"{warehouse.database} is rewritten, once, with its texts compressed")
    with interruption_kept():
        failed = _rewrite(warehouse.database, say)
    if failed:
        say(f"{failed}. The file is as it was, and is rewritten by a later run")


def give_back(warehouse: Warehouse) -> None:
    """Rewrite the file where builds have left many free blocks in it; call it with the warehouse held.

    After a deletion on request also where they are few, since what was deleted may stand in them.
    """
    is_due = warehouse.rewrite_due.exists()
    failed = _given_back(warehouse.database, is_due=is_due)
    if failed and is_due:
        say_on_stderr(
            f"{failed}. Free blocks of {warehouse.database} may hold what was deleted until a later build rewrites it"
        )
    elif failed == _INTERRUPTED:
        say_on_stderr(f"{failed}; {warehouse.database} stays larger than it has to be until a later build rewrites it")
    elif failed:
        _say_once(warehouse, failed)
    else:
        warehouse.rewrite_due.unlink(missing_ok=True)
        warehouse.rewrite_failed.unlink(missing_ok=True)


def _say_once(warehouse: Warehouse, failed: str) -> None:
    """Report why the file was left as it was, unless the build before has reported the same."""
    reason = _FIGURES.sub("", failed)
    with suppress(OSError):
        if warehouse.rewrite_failed.read_text(encoding="utf-8") == reason:
            return
    say_on_stderr(
        f"{failed}. {warehouse.database} stays larger than it has to be until a later build rewrites it; "
        "this is not reported again"
    )
    with suppress(OSError):  # as on a full disk
        warehouse.rewrite_failed.write_text(reason, encoding="utf-8")


def _given_back(database: Path, *, is_due: bool) -> str | None:
    """Rewrite the file where it is due, or much of it is free; or why it was left as it was, as a clause."""
    try:
        with closed_at_end(duckdb.connect(str(database), read_only=True)) as db:
            used, free = db.execute(_BLOCKS).fetchall()[0]
    except duckdb.Error:
        return "Another program writes"
    if not free or (free <= FREE_SHARE * used and not is_due):
        return None
    with suppress(KeyboardInterrupt):  # what came before is done, and the file stays as it is
        return _rewrite(database, silent)
    return _INTERRUPTED


def _rewrite(named: Path, say: Say) -> str | None:
    """Rewrite a file; or why it was left as it was, as a clause."""
    database = named.resolve()
    log = log_of(database)
    needed, free = database.stat().st_size + SPARE_BYTES, shutil.disk_usage(database.parent).free
    if free < needed:
        return f"There is no room to write it: {free / 1024**2:,.0f} MB are free, {needed / 1024**2:,.0f} MB needed"
    try:
        with _workplace(database) as workplace:
            copy = workplace / database.name
            with_enough_memory(lambda memory: _copy(database, database.stem, copy, memory.megabytes, say), MEMORY_MB)
            with closed_at_end(duckdb.connect()) as db:
                _attach_read_only(db, database, database.stem)  # keeps others from writing to it until it is replaced
                _attach_read_only(db, copy, _NEW)
                compare(db, database.stem, _NEW)
                if log.exists():
                    return "Another program has written to it meanwhile"
                db.execute(f"detach {_NEW}")
                shutil.copymode(database, copy)
                put_in_place(copy, database)
    except (duckdb.ProgrammingError, DiffersError) as error:
        return f"A copy would not keep everything ({one_line(error)}); change or drop what hinders that"
    except (duckdb.Error, OSError, MemoryError, RuntimeError) as error:  # DuckDB raises the last on Ctrl-C
        if is_of_interrupt(error):
            return _INTERRUPTED
        return f"It could not be written ({one_line(error)})"
    return None


def _workplace_of(database: Path) -> Path:
    """A hidden folder beside the file itself, so on its file system."""
    file = database.resolve()
    return file.with_name(f".{file.name}.rewriting")


@contextmanager
def _workplace(database: Path) -> Iterator[Path]:
    folder = _workplace_of(database)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _attach_read_only(db: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    db.execute(f"attach {literal(str(file))} as {quoted(name)} (read_only)")


def _copy(database: Path, name: str, copy: Path, memory_mb: int, say: Say) -> None:
    """Copy all into a new file; the old one is attached under its usual name, which its views name."""
    for leftover in (copy, log_of(copy)):
        leftover.unlink(missing_ok=True)
    options: Options = {"memory_limit": f"{memory_mb}MB", "temp_directory": str(copy.with_name("spill")), "threads": 2}
    with closed_at_end(duckdb.connect(config=options)) as db:
        db.execute("set enable_progress_bar = false")
        _attach_read_only(db, database, name)
        attach_new(db, copy, _NEW)
        copy_database(db, name, _NEW, say)
        db.execute(f"detach {_NEW}")  # which empties its log into the file


def put_in_place(copy: Path, file: Path) -> None:
    """Rename a copy over a file; after a power cut there is the whole old one or the whole new one.

    It belongs to whom the file belonged to: one command of root's would lock the user out whose warehouse it is.
    """
    with suppress(OSError):  # there is no file yet, or it is not for this user to give
        owner = file.stat()
        os.chown(copy, owner.st_uid, owner.st_gid)
    replace_file(file, copy)
