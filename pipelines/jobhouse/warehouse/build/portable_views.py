"""Views that do not name the file that they were made in, so that a renamed or copied file opens with its marts.

SQLMesh writes the catalog, which is the file's stem, before every table of a view. DuckDB looks for a table without one
in the file that the view is in. Views of no model are left alone, and so are those that cannot be read any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.connection import transaction
from jobhouse.warehouse.file_format import literal, quoted

_VIEWS = """
select schema_name, view_name, sql, comment
from duckdb_views()
where
    database_name = current_database()
    and not internal
    and contains(sql, current_database() || '.')
    and (
        list_contains($schemas, replace(schema_name, 'sqlmesh__', '')) and starts_with(schema_name, 'sqlmesh__')
        or list_contains($schemas, schema_name) and contains(sql, current_database() || '.sqlmesh__')
    )
order by all
"""
_MODELS: Final = ("intermediate", "marts", "my", "ops", "reference", "staging")
"""Schemas of our models and of the user's; those of another SQLMesh project in the file are left alone."""
_SCHEMAS = "select schema_name from duckdb_schemas() where database_name = current_database() and not internal"
_COLUMN_COMMENTS = """
select column_name, comment
from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ? and comment is not null
order by column_index
"""


@contextmanager
def views_made_portable(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Make the views portable after a build, also after one in which a model failed: ours may be committed by then.

    Where there was nothing to build, it makes good what a kill kept the last build from.
    """
    try:
        yield
    except DataCheckFailed:
        make_views_portable(db)
        raise
    make_views_portable(db)


def make_views_portable(db: duckdb.DuckDBPyConnection) -> int:
    """Make each view that names its catalog anew without, with its comments, and return how many there were."""
    pattern = _catalog_before_schema(db)
    with transaction(db):
        return sum(_made_anew(db, pattern, *view) for view in db.execute(_VIEWS, {"schemas": _MODELS}).fetchall())


def _catalog_before_schema(db: duckdb.DuckDBPyConnection) -> re.Pattern[str]:
    """The catalog's name where a schema of the file and a table follow."""
    (catalog,) = db.execute("select current_database()").fetchall()[0]
    schemas = "|".join(re.escape(name) for (name,) in db.execute(_SCHEMAS).fetchall())
    return re.compile(rf'(?<![\w."])"?{re.escape(catalog)}"?\.(?=(?:{schemas})\.|"(?:{schemas})"\.)')


def _made_anew(
    db: duckdb.DuckDBPyConnection, pattern: re.Pattern[str], schema: str, name: str, sql: str, comment: str | None
) -> bool:
    text = pattern.sub("", sql)
    if text == sql:
        return False
    view = f"{quoted(schema)}.{quoted(name)}"
    columns = db.execute(_COLUMN_COMMENTS, [schema, name]).fetchall()
    try:
        db.execute(text.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
    except (duckdb.BinderException, duckdb.CatalogException):  # what it reads is gone
        return False
    if comment is not None:
        db.execute(f"comment on view {view} is {literal(comment)}")
    for column, said in columns:
        db.execute(f"comment on column {view}.{quoted(column)} is {literal(said)}")
    return True
