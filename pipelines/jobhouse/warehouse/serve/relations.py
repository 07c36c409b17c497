"""The tables and views that are published: which ones, their names, and what one that cannot be read says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.errors import UsageError
from jobhouse.warehouse.connect import QUERIED
from jobhouse.warehouse.file_format import quoted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.no_marts import no_marts

REFERENCES: Final = ("cities", "exchange_rates", "skill_names", "states", "trend_evidence")
"""The tables of the schema `reference` that descriptions of columns lead to, which a copy holds too."""
_RELATIONS: Final = f"""
with everything as (
    select database_name, schema_name, table_name, comment from duckdb_tables()
    union all
    select database_name, schema_name, view_name, comment from duckdb_views()
)
select schema_name, table_name, comment
from everything
where database_name = current_database()
    and (schema_name in {QUERIED} or (schema_name = 'reference' and table_name in {REFERENCES}))
order by all
"""


@dataclass(frozen=True)
class Relation:
    """A table or view of the marts."""

    schema: str
    name: str
    comment: str | None

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def relations_of(source: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> list[Relation]:
    """The tables and views to publish.

    Raises:
        UsageError: there are none yet.
    """
    relations = [Relation(*row) for row in source.execute(_RELATIONS).fetchall()]
    if not any(relation.schema == "marts" for relation in relations):
        raise no_marts(warehouse, source, "no marts to publish yet")
    return relations


@contextmanager
def unreadable_said(relation: Relation) -> Iterator[None]:
    """Raise our error where a view refers to what is no more."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        said = " ".join(str(error).split())[:300]
        raise UsageError(f"{relation.quoted} cannot be read ({said}); run jobhouse transform.") from None
