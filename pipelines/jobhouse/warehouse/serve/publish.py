"""A copy of the marts for BI tools: read-only, consistent, and replaced as a whole.

Readers that have the old file open keep it; later readers open the new file. Views become tables, since the views refer
to the file they were made in. A copy that is killed leaves the old file and a hidden folder beside it, which the next
copy removes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.warehouse.connect import QUERIED, Options, is_held, reader
from jobhouse.warehouse.file_format import attach_new, is_duckdb, literal, log_of, quoted
from jobhouse.warehouse.folder import Warehouse, why_unusable
from jobhouse.warehouse.memory import MemoryLimit, with_enough_memory
from jobhouse.warehouse.privacy import make_readable_folder
from jobhouse.warehouse.raw_tables import compression_of
from jobhouse.warehouse.rewriting import MEMORY_MB, put_in_place
from jobhouse.warehouse.serve.keys import constraints_of, copy_order_of, has_key
from jobhouse.warehouse.serve.lake.facts import refuse_damaged_lake
from jobhouse.warehouse.serve.published_state import is_published, mark
from jobhouse.warehouse.serve.query import query_interruptible
from jobhouse.warehouse.serve.relations import Relation, relations_of, unreadable_said
from jobhouse.warehouse.serve.room import check_room, copying_said
from jobhouse.warehouse.serve.workplace import only_workplace
from jobhouse.warehouse.storage_errors import storage_errors_translated
from jobhouse.warehouse.waiting import named

_COLUMN_COMMENTS: Final = """
select column_name, comment
from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null
order by column_index
"""


@dataclass(frozen=True)
class PublishedTable:
    """One table of the published file."""

    name: str
    rows: int


@dataclass(frozen=True)
class Publication:
    """What was published, and where."""

    file: Path
    tables: list[PublishedTable]
    size: int


def publish(warehouse: Warehouse, to: Path | None = None) -> Publication:
    """Copy the marts into a separate file, which replaces the last one.

    Raises:
        UsageError: the target cannot be a published file, or there are no marts.
        Stopped: no room, interrupted, or the warehouse is held by a load; the last published file is as it was.
        DataCheckFailed: the models are over a lake that lacks files.
    """
    with storage_errors_translated(f"The copy {to or warehouse.published}", "the last published file is as it was"):
        target = _target(warehouse, to)
        refuse_damaged_lake(warehouse)
        with _workplace(target) as workplace:
            tables = with_enough_memory(
                lambda memory: _copy_all(warehouse, workplace, target, memory), first_mb=MEMORY_MB
            )
            built = workplace / target.name
            # as open as the user makes files, unlike the warehouse; and nobody writes to it
            built.chmod(0o444 & ~warehouse.umask)
            _refuse_writer(target)
            log_of(target).unlink(missing_ok=True)  # a program that was killed left it, and no other file opens with it
            put_in_place(built, target)
        return Publication(target, tables, target.stat().st_size)


def _copy_all(warehouse: Warehouse, workplace: Path, target: Path, memory: MemoryLimit) -> list[PublishedTable]:
    """Copy into the workplace, once the rest of a copy that ran out of memory is removed from it."""
    built = workplace / target.name
    for leftover in (built, log_of(built)):
        leftover.unlink(missing_ok=True)
    with reader(warehouse, options_for_copy(workplace, memory), [workplace]) as source, query_interruptible(source):
        return _copy(source, warehouse, built, target)


def options_for_copy(workplace: Path, memory: MemoryLimit) -> Options:
    """DuckDB's settings for a process that copies marts, and spills into `workplace`."""
    return {
        "memory_limit": f"{memory.megabytes}MB",
        "threads": 2 if memory.is_first else 1,  # each holds the texts of a vector of its own
        "preserve_insertion_order": False,  # the order of rows means nothing, and keeping it costs memory
        "temp_directory": str(workplace / "spill"),
    }


def _target(warehouse: Warehouse, to: Path | None) -> Path:
    """The file to write, checked that it may be replaced."""
    target = Path(os.path.expanduser(to or warehouse.published)).resolve()
    source = warehouse.database.resolve()
    if why := why_unusable(str(target)):
        raise UsageError(f"The copy cannot be written to {str(target)!r}: {why}; name another file with --to.")
    if target.is_dir():
        raise UsageError(f"{target} is a folder; --to takes the name of a file in it.")
    if target == source or (target.exists() and source.exists() and target.samefile(source)):
        raise UsageError(f"{target} is the warehouse itself; name another file with --to.")
    if target.stem.lower() in (*QUERIED, "reference"):
        raise UsageError(f"--to cannot be named {target.name}: DuckDB would take {target.stem} for a schema's name.")
    _refuse_writer(target)
    if not source.exists():
        raise warehouse.nothing_yet()
    if to is None:
        make_readable_folder(target.parent, warehouse.umask)
    elif not target.parent.is_dir():
        raise UsageError(f"The folder {target.parent} is not there; make it, or name another file with --to.")
    elif target.exists():
        _refuse_what_is_not_ours(target)
    return target


def _refuse_writer(target: Path) -> None:
    """Refuse where a program has the last copy open for writing: its log would stand beside the new copy.

    The log of a program that was killed goes with that copy.
    """
    another, log = "or name another file with --to", log_of(target)
    if not target.exists() and log.exists():
        raise UsageError(f"{log.name} is beside {target}, which is not there; move it away, {another}.")
    try:
        duckdb.connect(str(target), read_only=True).close()
    except duckdb.Error as error:  # as where there is none yet
        if is_held(error):
            raise UsageError(f"Another program{named(target)} writes to {target}; close it, {another}.") from None


def _refuse_what_is_not_ours(target: Path) -> None:
    """Refuse to replace any but a published file: a slip in --to must not cost a document, or another warehouse."""
    try:
        with target.open("rb") as file:
            ours = is_duckdb(file.read(12))
        if ours:
            ours = is_published(target)
    except (OSError, duckdb.Error) as error:
        said, log = " ".join(str(error).split())[:300], log_of(target)
        mend = f"remove {log}, or name another file" if log.exists() else "name another file"
        raise UsageError(f"Whether {target} may be replaced cannot be seen ({said}); {mend}.") from None
    if not ours:
        raise UsageError(f"{target} was not written by jobhouse publish; move it away, or name another file with --to.")


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """An empty folder beside the target, so on the same file system, for this process alone."""
    folder, lock = (target.with_name(f".{target.name}.{end}") for end in ("publishing", "lock"))
    with only_workplace(folder, lock, f"writes {target}"):
        yield folder


def _copy(source: duckdb.DuckDBPyConnection, warehouse: Warehouse, built: Path, target: Path) -> list[PublishedTable]:
    relations = relations_of(source, warehouse)
    with copying_said(target, "the last published file"):
        attach_new(source, built, "published")
        for schema in sorted({relation.schema for relation in relations}):
            source.execute(f"create schema published.{schema}")
        keyed = set[str]()
        in_order = sorted(relations, key=lambda relation: copy_order_of(relation.full_name))
        tables = list[PublishedTable]()
        for relation in in_order:
            check_room(target, built)
            tables.append(_copy_one(source, relation, keyed))
        mark(source, warehouse, "published")
        source.execute("detach published")  # which empties its log into the file
    return sorted(tables, key=lambda table: table.name)


def _copy_one(source: duckdb.DuckDBPyConnection, relation: Relation, keyed: set[str]) -> PublishedTable:
    """Copy a table with its keys; `keyed` are those that have a primary key, to which this one may be added."""
    copy = f"published.{relation.quoted}"
    with unreadable_said(relation):
        made = _copy_rows(source, relation, copy, keyed)
    if relation.comment is not None:
        source.execute(f"comment on table {copy} is {literal(relation.comment)}")
    for column, comment in source.execute(_COLUMN_COMMENTS, [relation.schema, relation.name]).fetchall():
        source.execute(f"comment on column {copy}.{quoted(column)} is {literal(comment)}")
    return PublishedTable(relation.full_name, made)


def _copy_rows(source: duckdb.DuckDBPyConnection, relation: Relation, copy: str, keyed: set[str]) -> int:
    """Copy with the keys, or without where a row does not keep to them: it is published all the same."""
    described = source.execute(f"describe {relation.quoted}").fetchall()
    # long texts ask for their compression
    columns = [f"{quoted(name)} {kind}{compression_of(name)}" for name, kind, *_ in described]
    names = [name for name, *_ in described]
    constraints = constraints_of(relation.full_name, names, keyed)
    try:
        made = _filled(source, relation, copy, [*columns, *constraints])
    except duckdb.ConstraintException:
        source.execute(f"drop table {copy}")
        return _filled(source, relation, copy, columns)
    if has_key(relation.full_name, names):
        keyed.add(relation.full_name)
    return made


def _filled(source: duckdb.DuckDBPyConnection, relation: Relation, copy: str, definitions: list[str]) -> int:
    (here,) = source.execute("select current_database()").fetchall()[0]
    source.execute("use published")  # a foreign key names a table of the current database
    try:
        source.execute(f"create table {copy} ({', '.join(definitions)})")
    finally:
        source.execute(f"use {quoted(here)}")
    (made,) = source.execute(f"insert into {copy} select * from {relation.quoted}").fetchall()[0]
    return int(made)
