"""The files of the SQL models: the folder that they are in, and the columns of the tables that people query.

Every column of those tables has a description in the head of its model (a test holds them to that), so that
reading the heads takes milliseconds, and SQLMesh, which takes seconds to import, is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jobhouse.warehouse.connect import Fetch

_HEAD: Final = re.compile(r"name (?P<name>[\w.]+),.*?\n  column_descriptions \(\n(?P<columns>.*?)\n  \)", re.DOTALL)
_DESCRIBED: Final = re.compile(r"^    (\w+) = '", re.MULTILINE)
_BUILT: Final = """
select schema_name || '.' || table_name, column_name
from duckdb_columns()
where database_name = current_database() and schema_name in ('marts', 'ops')
"""

MartColumn = tuple[str, str]
"""A table with its schema, and a column of it."""


def project() -> Path:
    """The folder of the SQLMesh project: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_sql"
    return installed if installed.is_dir() else package.parents[1] / "sql"


def columns_of_models() -> frozenset[MartColumn]:
    """The columns that the models of this version give the tables of `marts` and `ops`."""
    files = (file for schema in ("marts", "ops") for file in (project() / "models" / schema).glob("*.sql"))
    return frozenset(column for file in files for column in _described(file.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class MartColumns:
    """The columns that the marts have, and those that the models of this version would give them."""

    built: frozenset[MartColumn]
    modelled: frozenset[MartColumn]

    @property
    def are_of_earlier_version(self) -> bool:
        """Whether there are marts, and they lack a column of this version."""
        return bool(self.built) and not self.modelled <= self.built

    @property
    def missing_names(self) -> frozenset[str]:
        """The tables that the marts lack, without their schema, and the columns that the others lack."""
        there = {table for table, _ in self.built}
        missing = self.modelled - self.built
        return frozenset(column if table in there else table.partition(".")[2] for table, column in missing)


def mart_columns(fetch: Fetch) -> MartColumns:
    """The columns of `marts` and `ops`, as they are in the database and as they should be; `fetch` runs a query."""
    return MartColumns(frozenset((table, column) for table, column in fetch(_BUILT)), columns_of_models())


def _described(text: str) -> Iterator[MartColumn]:
    if head := _HEAD.search(text):
        yield from ((head["name"], column) for column in _DESCRIBED.findall(head["columns"]))
