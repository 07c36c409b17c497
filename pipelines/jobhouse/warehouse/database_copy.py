"""A database copied into another file with everything in it, and the two compared: all definitions, then all rows.

DuckDB itself makes everything but the rows (`copy from database (schema)`): schemas, types, sequences, macros, tables
with their constraints, defaults, generated columns, indexes and comments, and views. The rows follow, those of a table
after the rows that its foreign keys name; DuckDB's own copy does not see to that. Only tables of jobhouse and SQLMesh
are defined once more, with another compression, and only where nothing but that changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Final, NamedTuple

import duckdb

from jobhouse.warehouse.database_objects import StoredTable, definition, difference, stored_tables
from jobhouse.warehouse.file_format import literal, quoted
from jobhouse.warehouse.raw_tables import compression_of
from jobhouse.warehouse.waiting import Say

SAID_EACH: Final = 0.1
"""The share of the rows after which progress is reported once more."""

_REFERENCES: Final = """
select schema_name, table_name, referenced_table, constraint_column_names, referenced_column_names
from duckdb_constraints()
where database_name = ? and constraint_type = 'FOREIGN KEY'
"""
_COLUMNS: Final = """
select column_name, data_type, is_nullable, column_default, comment
from duckdb_columns()
where database_name = ? and schema_name = ? and table_name = ?
order by column_index
"""
_STORED_COLUMNS: Final = """
select found.column_name
from duckdb_columns() as found inner join (describe {table}) as described using (column_name)
where
    database_name = ? and schema_name = ? and table_name = ?
    and (found.column_default is null or described."default" is not null)
order by column_index
"""
"""All but generated ones: the expression of these counts as a default in one of the two places only."""
_INSERT: Final = "insert into {copy} ({columns}) select {columns} from {table} as source"
_NAMED: Final = "({missing} or exists (select 1 from {table} as found where {same}))"
_REMAINING: Final = "create or replace temp table remaining as select rowid as id from {table}"
_READY: Final = """
create or replace temp table ready as
select remaining.id from remaining inner join {table} as source on source.rowid = remaining.id where {met}
"""
_CONTENTS: Final = "select count(*), sum(hash(whole)) from {table} as whole"


class DiffersError(RuntimeError):
    """The copy does not hold what the file holds."""


class _Reference(NamedTuple):
    """A foreign key; both tables are in one schema."""

    schema: str
    table: str
    referenced: str
    columns: list[str]
    referenced_columns: list[str]

    @property
    def is_to_itself(self) -> bool:
        return self.table.lower() == self.referenced.lower()

    def met_in(self, table: str) -> str:
        """The condition that a row of `source` names no row, or one of `table`."""
        pairs = [(quoted(one), quoted(other)) for one, other in zip(self.columns, self.referenced_columns, strict=True)]
        missing = " or ".join(f"source.{one} is null" for one, _ in pairs)
        same = " and ".join(f"found.{other} = source.{one}" for one, other in pairs)
        return _NAMED.format(missing=missing, table=table, same=same)


def copy_database(db: duckdb.DuckDBPyConnection, name: str, copy: str, say: Say) -> None:
    """Copy everything from one attached database into another, which is empty.

    Args:
        db: a connection with both.
        name: the one that is read, attached under its usual name, by which its views may call it.
        copy: the one that is written.
        say: called with the progress.
    """
    db.execute(f"use {quoted(name)}")  # what its tables say of macros and sequences leaves out the database
    db.execute(f"copy from database {quoted(name)} to {quoted(copy)} (schema)")
    references = [_Reference(*row) for row in db.execute(_REFERENCES, [name]).fetchall()]
    tables = list(_in_order(stored_tables(db, name), references))
    total, done, said = sum(table.rows for table in tables) or 1, 0, 0.0
    for table in tables:
        _compress(db, copy, table)
        own = [one for one in references if (one.schema, one.table) == (table.schema, table.name) and one.is_to_itself]
        _copy_rows(db, table, name, copy, own)
        done += table.rows
        if done / total >= said + SAID_EACH:
            said = done / total
            say(f"  {said:.0%} of the rows are copied")


def _in_order(tables: list[StoredTable], references: list[_Reference]) -> Iterator[StoredTable]:
    """Each table after those that its foreign keys refer to; DuckDB lets nobody make a circle of several tables."""
    named = {(table.schema, table.name.lower()): table for table in tables}
    order = TopologicalSorter[tuple[str, str]](dict.fromkeys(named, ()))
    for one in references:
        if not one.is_to_itself:
            order.add((one.schema, one.table.lower()), (one.schema, one.referenced.lower()))
    return (named[name] for name in order.static_order() if name in named)


def _compress(db: duckdb.DuckDBPyConnection, copy: str, table: StoredTable) -> None:
    """Make an empty table of ours once more where columns of it are to be compressed: they cannot be changed.

    A table to which somebody has added what would be lost by that, such as an index, stays as it is.
    """
    columns = db.execute(_COLUMNS, [copy, table.schema, table.name]).fetchall()
    if not table.is_ours or not any(compression_of(column) for column, *_ in columns):
        return
    listed = [
        f"{quoted(column)} {kind}{'' if is_nullable else ' not null'}{f' default {default}' if default else ''}"
        f"{compression_of(column)}"
        for column, kind, is_nullable, default, _ in columns
    ]
    named = table.within(copy)
    comments = [("table", named, table.comment), *(("column", f"{named}.{quoted(c)}", text) for c, *_, text in columns)]
    before = definition(db, copy, table)
    db.begin()
    try:
        db.execute(f"create or replace table {named} ({', '.join(listed)})")
        for kind, commented, text in comments:
            if text is not None:
                db.execute(f"comment on {kind} {commented} is {literal(text)}")
        is_same = definition(db, copy, table) == before
    except (duckdb.ProgrammingError, duckdb.DependencyException):  # DuckDB refuses the statement
        is_same = False
    if is_same:
        db.commit()
    else:
        db.rollback()


def _copy_rows(db: duckdb.DuckDBPyConnection, table: StoredTable, name: str, copy: str, own: list[_Reference]) -> None:
    """Copy the rows of a table; `own` are its foreign keys to itself."""
    found = db.execute(_STORED_COLUMNS.format(table=table.within(name)), [name, table.schema, table.name]).fetchall()
    columns = ", ".join(quoted(column) for (column,) in found)
    insert = _INSERT.format(copy=table.within(copy), columns=columns, table=table.within(name))
    if own:
        _copy_in_rounds(db, table, name, copy, own, insert)
    else:
        db.execute(insert)


def _copy_in_rounds(
    db: duckdb.DuckDBPyConnection, table: StoredTable, name: str, copy: str, own: list[_Reference], insert: str
) -> None:
    """Copy the rows that name no other row of the table, then those that name one of these, and so on.

    Raises:
        DiffersError: rows are left that name each other.
    """
    met = " and ".join(one.met_in(table.within(copy)) for one in own)
    db.execute(_REMAINING.format(table=table.within(name)))
    while db.execute("select count(*) from remaining").fetchall() != [(0,)]:
        db.execute(_READY.format(table=table.within(name), met=met))
        if db.execute("select count(*) from ready").fetchall() == [(0,)]:
            raise DiffersError(f"rows of {table.schema}.{table.name} refer to each other")
        db.execute(f"{insert} where rowid in (from ready)")
        db.execute("delete from remaining where id in (select id from ready)")


def compare(db: duckdb.DuckDBPyConnection, name: str, copy: str) -> None:
    """Compare all definitions, and the rows of all tables.

    Raises:
        DiffersError: they are not the same.
    """
    db.execute(f"use {quoted(name)}")
    if differing := difference(db, name, copy):
        raise DiffersError(f"the copy would not keep the {differing} as it is")
    for table in stored_tables(db, name):
        ours, theirs = (_contents(db, table.within(catalog)) for catalog in (name, copy))
        if ours != theirs:
            raise DiffersError(f"the copy of {table.schema}.{table.name} holds {theirs}, not {ours}")


def _contents(db: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int | None]:
    """The number of rows, and a sum over the hashes of whole rows."""
    count, hashes = db.execute(_CONTENTS.format(table=table)).fetchall()[0]
    return count, hashes
