"""SQL that shows a lake to DuckDB as the schema `sentrion` of a warehouse, so that the models run over its files."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Collection
from typing import Final

from jobhouse.sentrion.config.tables import Table
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal, quoted
from jobhouse.warehouse.raw_tables import RAW_TABLES, columns_in_sql
from jobhouse.warehouse.serve.lake.inventory import LakeFile

VIEWS: Final = "_lake/views.sql"
_HEAD: Final = f"""\
-- The raw tables of this lake as views. Run it in an empty DuckDB file named jobs.duckdb: the models build over them.
create schema if not exists {DATASET};
"""


def views_of(address: str, held: Collection[LakeFile]) -> tuple[LakeFile, bytes]:
    """The file of the views over all that a lake at this address holds, and what is in it."""
    tables = {file.table_name for file in held}
    views = "".join(_view(address, table, is_held=table.name in tables) for table in RAW_TABLES)
    content = (_HEAD + views).encode()
    digest = hashlib.sha256(content).hexdigest()
    return LakeFile(VIEWS, "_lake/views", None, None, 0, len(content), digest), content


def _view(address: str, table: Table, *, is_held: bool) -> str:
    """The view of one table, in the types that the warehouse has; without rows where the lake has no file of it."""
    columns = columns_in_sql(table)
    listed = ",\n".join(
        f"  {quoted(name) if is_held else 'null'}::{kind} as {quoted(name)}" for name, kind in columns.items()
    )
    files = literal(f"{glob.escape(address)}/{table.name}/**/*.parquet")
    rows = f"from read_parquet({files}, union_by_name = true)" if is_held else "where false"
    return f"create or replace view {DATASET}.{table.name} as\nselect\n{listed}\n{rows};\n"
