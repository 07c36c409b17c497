"""The tables that the prompt knows: their columns, types and descriptions, and how they are listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jobhouse.errors import UsageError
from jobhouse.nearest import nearest
from jobhouse.terminal.sql.layout import GAP
from jobhouse.warehouse.connect import QUERIED, analyst
from jobhouse.warehouse.folder import Warehouse

_SIDE_BY_SIDE: Final = 100
"""From this width on, names, types and descriptions of columns stand beside each other."""
# without the tables that SQLMesh keeps below the views, dlt's own, and those through which it loads
_COLUMNS: Final = """
with everything as (
    select schema_name, table_name, comment from duckdb_tables() where not internal
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
)
select schema_name, table_name, everything.comment, column_name, data_type, columns.comment
from everything
inner join duckdb_columns() as columns using (schema_name, table_name)
where not columns.internal and schema_name not like 'sqlmesh%' and schema_name != 'sentrion_staging'
    and table_name not like '\\_dlt%' escape '\\'
order by schema_name != 'marts', schema_name != 'my', schema_name != 'ops', schema_name, table_name, column_index
"""


@dataclass(frozen=True)
class CatalogColumn:
    """One column of a table."""

    name: str
    type_name: str
    description: str


@dataclass(frozen=True)
class CatalogTable:
    """One table or view."""

    schema: str
    name: str
    description: str
    columns: tuple[CatalogColumn, ...]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def short_name(self) -> str:
        """As it is written in a query."""
        return self.name if self.schema in QUERIED else self.full_name

    @property
    def is_queried(self) -> bool:
        return self.schema in QUERIED

    def has_column(self, name: str) -> bool:
        return any(column.name == name.lower() for column in self.columns)

    def is_called(self, name: str) -> bool:
        return name.lower() in (self.name.lower(), self.full_name.lower())


@dataclass(frozen=True)
class Catalog:
    """All tables, those of `marts` first."""

    tables: tuple[CatalogTable, ...] = ()

    @classmethod
    def read(cls, warehouse: Warehouse) -> Catalog:
        with analyst(warehouse) as db:
            rows = db.execute(_COLUMNS).fetchall()
        found: dict[tuple[str, str, str], list[CatalogColumn]] = {}
        for schema, table, about, name, kind, description in rows:
            found.setdefault((schema, table, about or ""), []).append(
                CatalogColumn(name, kind.lower(), description or "")
            )
        return cls(tuple(CatalogTable(*key, tuple(columns)) for key, columns in found.items()))

    def called(self, name: str) -> list[CatalogTable]:
        """The tables of this name, with or without the schema.

        Raises:
            UsageError: there is none; the nearest ones are named.
        """
        found = [table for table in self.tables if table.is_called(name)]
        if not found:
            raise UsageError(f"There is no table {name}.{self._hint(name)} .tables all lists what there is.")
        return found

    def listed(self, *, is_whole: bool) -> Table:
        """Each table with the first sentence of its description."""
        grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        grid.add_column(no_wrap=True)
        for table in self.tables:
            if is_whole or table.is_queried:
                grid.add_row(Text(table.full_name, "bold"), _first_sentence(table.description))
        return grid

    def _hint(self, name: str) -> str:
        near = nearest(name.rpartition(".")[2], [one.short_name for one in self.tables if one.is_queried])
        holders = [one.short_name for one in self.tables if one.is_queried and one.has_column(name)]
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        return meant + (f" {name} is a column of {', '.join(holders[:5])}." if holders else "")


def described(table: CatalogTable, width: int) -> Iterable[RenderableType]:
    """A table with all its columns; descriptions are wrapped and whole."""
    yield Text(table.full_name, "bold")
    if table.description:
        yield Text(table.description)
    yield Text("")
    yield from _beside(table) if width >= _SIDE_BY_SIDE else _below(table)


def _beside(table: CatalogTable) -> Iterable[RenderableType]:
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for style in ("bold", "dim", ""):
        grid.add_column(style=style, overflow="fold")
    for column in table.columns:
        grid.add_row(column.name, column.type_name, column.description)
    yield grid


def _below(table: CatalogTable) -> Iterable[RenderableType]:
    """For a narrow screen: descriptions below their columns."""
    for column in table.columns:
        yield Text.assemble((column.name, "bold"), "  ", (column.type_name, "dim"))
        if column.description:
            yield Padding(Text(column.description), (0, 0, 0, 4))


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s", text.strip(), maxsplit=1)[0]
