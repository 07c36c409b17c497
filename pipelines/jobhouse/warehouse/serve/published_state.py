"""What marks a file as published: when it was made, and of which state of the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from jobhouse.warehouse.connection import closed_at_end
from jobhouse.warehouse.file_format import literal, log_of
from jobhouse.warehouse.folder import Warehouse

_MARK: Final = "published"
"""The table, in the schema `main`, with the one row that says it."""
_COMMENT: Final = "When this copy was made. Grain: one row. Until when jobs were read, ops.runs says"
_COLUMN_COMMENTS: Final = {
    "published_at": "When the copy was made",
    "made_of": "Size and time of the warehouse file and of its log, by which jobhouse sees whether the copy is current",
}
_IS_MARKED: Final = f"select 1 from duckdb_tables() where schema_name = 'main' and table_name = '{_MARK}'"


def is_published(file: Path) -> bool:
    """Whether jobhouse published the file.

    Raises:
        duckdb.Error: it cannot be opened.
    """
    with closed_at_end(duckdb.connect(str(file), read_only=True)) as db:
        return bool(db.execute(_IS_MARKED).fetchall())


def mark(source: duckdb.DuckDBPyConnection, warehouse: Warehouse, database: str) -> None:
    """Mark the attached database as made of the state that the warehouse has now."""
    state = literal(_state_of(warehouse))
    table = f"{database}.main.{_MARK}"
    source.execute(f"create table {table} as select now() as published_at, {state} as made_of")
    source.execute(f"comment on table {table} is {literal(_COMMENT)}")
    for column, comment in _COLUMN_COMMENTS.items():
        source.execute(f"comment on column {table}.{column} is {literal(comment)}")


def is_up_to_date(warehouse: Warehouse) -> bool:
    """Whether the copy in its usual place was made of the warehouse as it is; a copy without one is all there is.

    Times alone would not tell: a backup that is put back is older than the copy.
    """
    if not warehouse.published.exists() or not warehouse.database.exists():
        return warehouse.published.exists()
    try:
        with closed_at_end(duckdb.connect(str(warehouse.published), read_only=True)) as db:
            return db.execute(f"select made_of from main.{_MARK}").fetchall() == [(_state_of(warehouse),)]
    except duckdb.Error:  # damaged, or made by a version that did not say it
        return False


def _state_of(warehouse: Warehouse) -> str:
    """The size of the file and of its log, and when each was written."""
    files = (warehouse.database, log_of(warehouse.database))
    return ", ".join(f"{size} bytes at {written}" for size, written in map(_size_and_time, files))


def _size_and_time(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except FileNotFoundError:  # a log goes when it is emptied
        return 0, 0
    return found.st_size, found.st_mtime_ns
