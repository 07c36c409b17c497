"""The raw tables of a lake as views of Spark."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb

from jobhouse.sentrion.config.tables import ColumnKind
from jobhouse.warehouse.connect import Fetch, fetch_from
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES
from jobhouse.warehouse.serve.lake.inventory import LakeFile, raw_file_digests
from jobhouse.warehouse.serve.lake.unlisted import files_read, load_of, lost_files
from jobhouse.warehouse.spark.names import url_of, view_of

_TYPES: Final[Mapping[ColumnKind, str]] = {
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


def files_read_in(lake: Path, held: Mapping[str, LakeFile], loads: Collection[str]) -> dict[str, str]:
    """The files that a build of these loads reads in a lake in a folder, with their digests."""
    with _fetching() as fetch:
        return files_read(fetch, str(lake), held, loads)


def files_lost_in(lake: Path, held: Mapping[str, LakeFile], known: Mapping[str, str]) -> int:
    """How many files that a build has read, each with its digest then, are gone or rewritten in a lake in a folder."""
    with _fetching() as fetch:
        return lost_files(fetch, str(lake), held, set(map(load_of, known)), known)


def loads_in(copies: Path) -> set[str]:
    """The loads that the copies of the small tables record."""
    file = copies / LOADS.name / "current.parquet"
    if not file.exists():
        return set()
    with _fetching() as fetch:
        return {load_id for (load_id,) in fetch(f"select load_id from {literal(str(file))}")}


@contextmanager
def _fetching() -> Iterator[Fetch]:
    """Runs queries in a DuckDB of its own, in UTC, as the months of files are."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        yield fetch_from(db)


def show_raw_tables(session: Any, lake: Path, copies: Path) -> None:
    """Make a view of each raw table, whose rows stay the same while a publish goes on.

    Files of loads count once their load is recorded, and are rewritten only without rows that were deleted; where that
    happens meanwhile, the next build sees it by their digests. The small tables, which change, are copied, the load
    records first.

    Args:
        session: the session.
        lake: the folder.
        copies: where the copies go.
    """
    from jobhouse.warehouse.spark.tables import no_rows  # it imports SQLMesh

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
    rows = session.read.schema(schema).parquet(url_of(folder))
    return rows.select(*(f"`{name}`" for name in kinds))  # not the month, which the folders name
