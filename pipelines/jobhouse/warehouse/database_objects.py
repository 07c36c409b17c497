"""What is defined in a database: schemas, types, sequences, macros, tables with all that belongs to them, and views."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import quoted

_TABLES: Final = """
select schema_name, table_name, estimated_size, comment from duckdb_tables() where database_name = ? order by all
"""
_OBJECTS: Final = """
select {name}, columns(lambda named: not (ends_with(named, 'oid') or named in {varying}))::varchar
from {function}()
where database_name = ? {which}
"""
_KINDS: Final = {
    "schema": ("duckdb_schemas", "schema_name"),
    "type": ("duckdb_types", "schema_name || '.' || type_name"),
    "sequence": ("duckdb_sequences", "schema_name || '.' || sequence_name"),
    "macro": ("duckdb_functions", "schema_name || '.' || function_name"),
    "table": ("duckdb_tables", "schema_name || '.' || table_name"),
    "view": ("duckdb_views", "schema_name || '.' || view_name"),
    "column": ("duckdb_columns", "schema_name || '.' || table_name || '.' || column_name"),
    "constraint": ("duckdb_constraints", "schema_name || '.' || table_name || '.' || constraint_name"),
    "index": ("duckdb_indexes", "schema_name || '.' || index_name"),
}
_OF_TABLES: Final = ("table", "column", "constraint", "index")
_VARYING: Final = (
    "database_name",
    "constraint_index",  # a number among all constraints that the process knows
    "estimated_size",
    "index_count",  # without the indexes of keys that nobody has looked up yet
    "start_value",  # `sql` has the value that comes next
    "last_value",
    "is_bound",  # whether somebody has looked at the view
)
Objects = Counter[tuple[str | None, ...]]
"""Each with its name, and then with all that DuckDB says of it."""


@dataclass(frozen=True)
class StoredTable:
    schema: str
    name: str
    rows: int
    comment: str | None

    @property
    def is_ours(self) -> bool:
        """Whether jobhouse or SQLMesh made it."""
        return self.schema == DATASET or self.schema.startswith((f"{DATASET}_", "sqlmesh__"))

    def within(self, catalog: str) -> str:
        return f"{quoted(catalog)}.{quoted(self.schema)}.{quoted(self.name)}"


def stored_tables(db: duckdb.DuckDBPyConnection, catalog: str) -> list[StoredTable]:
    return [StoredTable(*row) for row in db.execute(_TABLES, [catalog]).fetchall()]


def definition(db: duckdb.DuckDBPyConnection, catalog: str, table: StoredTable) -> list[Objects]:
    """A table with its columns, constraints and indexes."""
    which = "and schema_name = ? and table_name = ?"
    return [_objects(db, kind, [catalog, table.schema, table.name], which) for kind in _OF_TABLES]


def difference(db: duckdb.DuckDBPyConnection, one: str, other: str) -> str | None:
    """The kind and the name of something that is not defined in the same way in two databases."""
    for kind in _KINDS:
        ours, theirs = _objects(db, kind, [one]), _objects(db, kind, [other])
        if differing := (ours - theirs) or (theirs - ours):
            return f"{kind} {next(iter(differing))[0]}"
    return None


def _objects(db: duckdb.DuckDBPyConnection, kind: str, given: list[str], which: str = "") -> Objects:
    function, name = _KINDS[kind]
    return Counter(
        db.execute(_OBJECTS.format(name=name, varying=_VARYING, function=function, which=which), given).fetchall()
    )
