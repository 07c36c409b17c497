"""The marts as a folder of Parquet, one file for each table: written beside the last folder, then put in its place.

A publish that is killed leaves the last folder; one that is killed between its two renames leaves it under a hidden
name outside of the workplace, and the next publish first gives it its name back.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.durable_files import sync
from jobhouse.errors import UsageError
from jobhouse.warehouse.connect import reader
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.folder import Warehouse, why_unusable
from jobhouse.warehouse.memory import MemoryLimit, with_enough_memory
from jobhouse.warehouse.privacy import make_readable_folder
from jobhouse.warehouse.rewriting import MEMORY_MB, put_in_place
from jobhouse.warehouse.serve.lake.facts import refuse_damaged_lake
from jobhouse.warehouse.serve.publish import Publication, PublishedTable, options_for_copy
from jobhouse.warehouse.serve.query import query_interruptible
from jobhouse.warehouse.serve.relations import Relation, relations_of, unreadable_said
from jobhouse.warehouse.serve.room import check_room, copying_said, size_of
from jobhouse.warehouse.serve.workplace import only_workplace
from jobhouse.warehouse.storage_errors import storage_errors_translated

_MARK: Final = ".written-by-jobhouse-publish"


def publish_parquet(warehouse: Warehouse, to: Path | None = None) -> Publication:
    """Write `SCHEMA/TABLE.parquet` for each of the marts into a folder, which replaces the last one.

    Raises:
        UsageError: the target cannot be such a folder, or there are no marts.
        Stopped: no room, interrupted, or the warehouse is held by a load; the last folder is as it was.
        DataCheckFailed: the models are over a lake that lacks files.
    """
    with storage_errors_translated(f"The folder {to or _usual(warehouse)}", "the last one is as it was"):
        target = _target(warehouse, to)
        refuse_damaged_lake(warehouse)
        workplace, last = (target.with_name(f".{target.name}.{end}") for end in ("publishing", "last"))
        with only_workplace(workplace, target.with_name(f".{target.name}.lock"), f"writes {target}"):
            _bring_back(last, target)
            shutil.rmtree(last, ignore_errors=True)  # of a publish that was killed once it had put its own in place
            tables = with_enough_memory(
                lambda memory: _write_all(warehouse, workplace, target, memory), first_mb=MEMORY_MB
            )
            _open_to_readers(workplace / "new", warehouse.umask)
            _put_in_place(workplace / "new", target, last)
        return Publication(target, tables, size_of(target))


def _usual(warehouse: Warehouse) -> Path:
    return warehouse.published.with_name("parquet")


def _target(warehouse: Warehouse, to: Path | None) -> Path:
    """The folder to write, checked that it may be replaced."""
    target = Path(os.path.expanduser(to or _usual(warehouse))).resolve()
    if why := why_unusable(str(target)):
        raise UsageError(f"The folder cannot be {str(target)!r}: {why}; name another with --to.")
    warehouse.refuse_unmade()
    if to is None:
        make_readable_folder(target.parent, warehouse.umask)
    elif not target.parent.is_dir():
        raise UsageError(f"The folder {target.parent} is not there; make it, or name another with --to.")
    if target.exists() and not (target / _MARK).exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"{target} was not written by jobhouse publish --format parquet; move it away, or name another with --to."
        )
    return target


def _write_all(warehouse: Warehouse, workplace: Path, target: Path, memory: MemoryLimit) -> list[PublishedTable]:
    """Write all tables, once the rest of a copy that ran out of memory is removed."""
    new = workplace / "new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    (new / _MARK).touch()
    with (
        reader(warehouse, options_for_copy(workplace, memory), [workplace]) as source,
        query_interruptible(source),
        copying_said(target, "the last folder"),
    ):
        return [_write(source, relation, new, target) for relation in relations_of(source, warehouse)]


def _write(source: duckdb.DuckDBPyConnection, relation: Relation, new: Path, target: Path) -> PublishedTable:
    check_room(target, new)
    (new / relation.schema).mkdir(exist_ok=True)
    file = literal(str(new / relation.schema / f"{relation.name}.parquet"))
    with unreadable_said(relation):
        made = source.execute(f"copy {relation.quoted} to {file} (format parquet, compression zstd)").fetchone()
    assert made is not None
    return PublishedTable(relation.full_name, made[0])


def _open_to_readers(folder: Path, umask: int) -> None:
    """As open as the user makes files, unlike the warehouse."""
    for one in (folder, *folder.rglob("*")):
        one.chmod((0o777 if one.is_dir() else 0o444) & ~umask)


def _put_in_place(new: Path, target: Path, last: Path) -> None:
    """Rename over the last folder; where that fails or is interrupted, the last one comes back."""
    for one in new.rglob("*"):
        sync(one)
    try:
        if target.exists():
            _move(target, last)
        put_in_place(new, target)
    except BaseException:  # Ctrl-C as well
        _bring_back(last, target)
        raise
    shutil.rmtree(last, ignore_errors=True)


def _move(target: Path, last: Path) -> None:
    """Rename the last folder.

    Raises:
        UsageError: it came with the image of a container, whose folders have no other name.
    """
    try:
        os.replace(target, last)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise UsageError(
            f"The folder {target} came with the image of this container and cannot be renamed; delete it, and run the "
            "same command again."
        ) from None


def _bring_back(last: Path, target: Path) -> None:
    """Give the last folder its name back where a publish ended between the two renames."""
    if last.exists() and not target.exists():
        os.replace(last, target)
