"""Writes a commented first model into `<warehouse>/models`."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.warehouse.connect import QUERIED, reader
from jobhouse.warehouse.folder import Warehouse

SCHEMA: Final = "my"
_IDENTIFIER: Final = re.compile(r"[a-z_][a-z0-9_]*")
_LONGEST: Final = 60
"""Characters; SQLMesh adds its own to the names of tables."""
_RESERVED: Final = "select 1 from duckdb_keywords() where keyword_name = ? and keyword_category = 'reserved'"
_TAKEN: Final = """
select schema_name from duckdb_tables() where list_contains($schemas, schema_name) and table_name = $name
union all
select schema_name from duckdb_views() where list_contains($schemas, schema_name) and view_name = $name
"""
"""A query that names no schema finds a table of jobhouse before the user's own, or the other way round."""


def write_new_model(warehouse: Warehouse, name: str) -> Path:
    """Write the model and return its file; nothing that is there is overwritten.

    Raises:
        UsageError: the name is no identifier or taken, or there is no warehouse yet, or its folder must not be written.
    """
    warehouse.refuse_unmade()
    _refuse_no_identifier(name)
    folder = warehouse.folder / "models"
    file = folder / f"{name}.sql"
    if file.exists() or (other := _file_of(folder, name)):
        raise UsageError(f"There is a model of this name already, in {file if file.exists() else other}.")
    with reader(warehouse) as db:
        _refuse_taken(db, name)
    try:
        folder.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(_text(name))
    except OSError as error:
        raise UsageError(f"The model cannot be written to {file}: {error.strerror}.") from error
    return file


def _text(name: str) -> str:
    text = files("jobhouse.warehouse.build").joinpath("first_model.sql").read_text(encoding="utf-8")
    return Template(text).substitute(name=name)


def _refuse_no_identifier(name: str) -> None:
    if not _IDENTIFIER.fullmatch(name) or len(name) > _LONGEST:
        raise UsageError(
            f"{name!r} is no name for a table: it begins with a letter and has letters from a to z, digits and "
            f"underscores, {_LONGEST} at most, as in pay_by_company."
        )


def _file_of(folder: Path, name: str) -> Path | None:
    """The file of another name that holds a model of this one."""
    defined = re.compile(rf"\bname\s+{SCHEMA}\.{name}\b", re.IGNORECASE)
    found = (file for file in sorted(folder.glob("**/*.sql")) if defined.search(file.read_text("utf-8", "replace")))
    return next(found, None)


def _refuse_taken(db: duckdb.DuckDBPyConnection, name: str) -> None:
    if db.execute(_RESERVED, [name]).fetchall():
        raise UsageError(f"{name} is a word of SQL; name the model otherwise.")
    if taken := db.execute(_TAKEN, {"schemas": QUERIED, "name": name}).fetchone():
        raise UsageError(f"There is a table {taken[0]}.{name} already; name the model otherwise.")
