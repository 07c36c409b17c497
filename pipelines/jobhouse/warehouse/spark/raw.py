"""The raw tables of a lake as views of Spark."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from jobhouse.sentrion.config.tables import Kind
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES
from jobhouse.warehouse.serve.lake.inventory import LakeFile, raw_file_digests
from jobhouse.warehouse.spark.models import view_of
from jobhouse.warehouse.spark.tables import no_rows

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
    """What tells the rows of each raw table, by the name that models read it by, from those of another time."""
    return {f"{DATASET}.{name}": digest for name, digest in raw_file_digests(held).items()}


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
        kinds = {column.name: _TYPES[column.kind] for column in table.columns}
        rows = _rows_in(session, folder, kinds) if folder.is_dir() else no_rows(session, kinds)
        rows.createOrReplaceTempView(view_of(f"{DATASET}.{table.name}"))


def _rows_in(session: Any, folder: Path, kinds: Mapping[str, str]) -> Any:
    schema = ", ".join(f"`{name}` {kind}" for name, kind in kinds.items())
    rows = session.read.schema(schema).parquet(str(folder))
    return rows.select(*(f"`{name}`" for name in kinds))  # not the month, which the folders name
