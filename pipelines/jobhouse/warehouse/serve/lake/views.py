"""SQL that shows a lake to DuckDB as the schema `sentrion` of a warehouse, so that the models run over its files."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Collection
from typing import Final, Literal

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
    content = (_HEAD + "".join(made_of(address, table, tables) for table in RAW_TABLES)).encode()
    digest = hashlib.sha256(content).hexdigest()
    return LakeFile(VIEWS, "_lake/views", None, None, 0, len(content), digest), content


def rows_of(address: str, table: Table, held: Collection[str]) -> str:
    """The query for the rows of a raw table in the files of a lake, in the types that the warehouse has.

    Args:
        address: where the lake lies.
        table: the raw table.
        held: the tables of which the lake has files; one that is not among them has no rows.
    """
    pattern = literal(f"{glob.escape(address)}/{table.name}/**/*.parquet")
    return rows_in(pattern if table.name in held else None, table)


def rows_in(files: str | None, table: Table) -> str:
    """The query for the rows of a raw table in Parquet files; a column that none of them has is NULL.

    An earlier version has written the files that lack a column.

    Args:
        files: a pattern or a list of names, as SQL; None stands for no files.
        table: the raw table.
    """
    columns = {quoted(name): kind for name, kind in columns_in_sql(table).items()}
    empty = ",\n".join(f"  null::{kind} as {name}" for name, kind in columns.items())
    no_rows = f"select\n{empty}\nwhere false"
    if files is None:
        return no_rows
    listed = ",\n".join(f"  {name}::{kind} as {name}" for name, kind in columns.items())
    rows = f"from read_parquet({files}, union_by_name = true)"
    return f"select\n{listed}\nfrom (\n{no_rows}\nunion all by name\n{rows}\n)"


def made_of(address: str, table: Table, held: Collection[str], kind: Literal["view", "table"] = "view") -> str:
    """The statement that makes a raw table of what `rows_of` finds.

    A view reads the files each time, a table holds what they held.
    """
    return f"create or replace {kind} {DATASET}.{table.name} as\n{rows_of(address, table, held)};\n"
