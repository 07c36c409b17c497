"""The raw tables of a lake as views of Spark."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from jobhouse.sentrion.config.tables import Kind, Table
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES
from jobhouse.warehouse.serve.lake.inventory import LakeFile
from jobhouse.warehouse.spark.models import view_of

_TYPES: Final[Mapping[Kind, str]] = {
    "text": "string",
    "count": "bigint",
    "number": "double",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamp",
    "texts": "string",
    "json": "string",
    "bytes": "binary",
}


def raw_digests(held: Iterable[LakeFile]) -> dict[str, str]:
    """What tells the rows of each raw table from those of another time.

    Load records are left out: a publish writes them before the inventory, so new loads always show as new files.
    """
    digests: dict[str, list[str]] = defaultdict(list)
    for file in held:
        digests[file.table_name].append(f"{file.name} {file.digest}")
    return {
        f"{DATASET}.{table.name}": hashlib.sha256("\n".join(sorted(digests[table.name])).encode()).hexdigest()[:32]
        for table in RAW_TABLES
        if table is not LOADS
    }


def files_of_loads(held: Iterable[LakeFile]) -> dict[str, str]:
    """The files that are written once, with their digests; another digest means that rows were removed."""
    return {file.name: file.digest for file in held if file.load_id is not None}


def show_raw_tables(session: Any, lake: Path, copies: Path) -> None:
    """Make a view of each raw table, whose rows stay the same while a publish goes on.

    Files of loads are never rewritten, and count once their load is recorded; the small tables, which are, are copied,
    the load records first.

    Args:
        session: the session.
        lake: the folder.
        copies: where the copies go.
    """
    for table in sorted(RAW_TABLES, key=lambda table: table is not LOADS):
        folder = lake / table.name
        if (folder / "current.parquet").exists():
            (copies / table.name).mkdir(parents=True)
            folder = Path(shutil.copy2(folder / "current.parquet", copies / table.name)).parent
        rows = _rows_in(session, folder, table) if folder.is_dir() else _no_rows(session, table)
        rows.createOrReplaceTempView(view_of(f"{DATASET}.{table.name}"))


def _rows_in(session: Any, folder: Path, table: Table) -> Any:
    schema = ", ".join(f"`{column.name}` {_TYPES[column.kind]}" for column in table.columns)
    rows = session.read.schema(schema).parquet(str(folder))
    return rows.select(*(f"`{column.name}`" for column in table.columns))  # not the month, which the folders name


def _no_rows(session: Any, table: Table) -> Any:
    listed = ", ".join(f"cast(null as {_TYPES[column.kind]}) as `{column.name}`" for column in table.columns)
    return session.sql(f"select {listed} where false")
