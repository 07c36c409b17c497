"""Writes tables of the warehouse, or parts of them, into Parquet files with zstd.

All files of a table have the columns that the present version writes, also where an earlier one wrote the rows. JSON
becomes text, since not every reader of Parquet knows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal, quoted
from jobhouse.warehouse.raw_tables import LOADS, RAW_TABLES, columns_in_sql
from jobhouse.warehouse.serve.lake.contents import (
    GROWING,
    GrowingTable,
    Piece,
    columns_of,
    digest_of_loads,
    pieces_in,
    relation_of,
    without_doubles,
)
from jobhouse.warehouse.serve.lake.inventory import LakeFile, snapshot_name
from jobhouse.warehouse.serve.lake.marts import digests_of_marts
from jobhouse.warehouse.serve.relations import Relation, unreadable_said

ROWS_IN_GROUP: Final = 10_240
"""Rows in a row group of a file: the texts of one group are held in memory."""
_DEFINED: Final = {table.name: columns_in_sql(table) for table in RAW_TABLES}
_AS_IN_PARQUET: Final = {"JSON": "varchar", "HUGEINT": "decimal(38, 0)", "UHUGEINT": "decimal(38, 0)"}
"""Types that Parquet does not have, or only some readers of it."""
_HELD: Final = "rows_of_one_load"


@dataclass(frozen=True)
class Exported:
    """A file that is written, to be put in its place."""

    path: Path
    file: LakeFile


@dataclass(frozen=True)
class Exporter:
    """Writes files from an open warehouse into a folder, numbered."""

    db: duckdb.DuckDBPyConnection
    folder: Path
    once: bool
    """Whether the warehouse may hold rows twice."""
    numbers: Iterator[int] = field(default_factory=count)

    def pieces(self, load_id: str, wanted: Collection[Piece]) -> Iterator[Exported]:
        """The files of the pieces of one load that are wanted."""
        for table in GROWING:
            months = {piece.month for piece in wanted if piece.table_name == table.name}
            if months:
                yield from self._pieces_of(table, load_id, months)

    def _pieces_of(self, table: GrowingTable, load_id: str, months: Collection[str]) -> Iterator[Exported]:
        self._hold(table, load_id)
        for piece in pieces_in(fetch_from(self.db), table, _HELD):
            if piece.month in months:
                path, _ = self._copy(f"select * exclude (month) from {_HELD} where month = {literal(piece.month)}")
                yield Exported(path, piece.as_file(path.stat().st_size))

    def _hold(self, table: GrowingTable, load_id: str) -> None:
        """Hold the rows of one load, with their month, so that its texts are decompressed once for all months."""
        rows = f"(select * from {relation_of(self.db, table.name)} where _dlt_load_id = {literal(load_id)})"
        if self.once:
            rows = without_doubles(table, rows)
        self.db.execute(
            f"create or replace temp table {_HELD} as "
            f"select {self._raw_columns(table.name)}, {table.month} as month "
            f"from (select *, {table.month_key} as month_key from {rows})"
        )

    def snapshot(self, table: str, digest: str) -> Exported:
        """The file of a small raw table."""
        query = f"select {self._raw_columns(table)} from {relation_of(self.db, table)}"
        return self._whole(table, query, digest)

    def loads(self, load_ids: Iterable[str]) -> Exported:
        """The file of the load records of these loads."""
        listed = sorted(load_ids)
        query = f"select {self._raw_columns(LOADS.name)} from {DATASET}.{LOADS.name} where status = 0"
        chosen = ", ".join(map(literal, listed)) or "null"
        return self._whole(LOADS.name, f"{query} and load_id in ({chosen})", digest_of_loads(listed))

    def mart(self, name: str, mart: Relation, raw: str) -> Exported:
        """The file of a mart; `raw` is the digest of all raw rows."""
        [digest] = digests_of_marts(self.db, [name], raw).values()
        with unreadable_said(mart):
            columns = _listed(columns_of(self.db, mart.quoted))
            return self._whole(name, f"select {columns} from {mart.quoted}", digest)

    def _raw_columns(self, table: str) -> str:
        """The columns of a raw table as they are defined, and then others that an earlier version left."""
        there, defined = columns_of(self.db, relation_of(self.db, table)), _DEFINED[table]
        kinds = {name: kind.upper() for name, kind in defined.items()} | there
        return _listed(kinds, absent=defined.keys() - there.keys())

    def _whole(self, table: str, query: str, digest: str) -> Exported:
        path, row_count = self._copy(query)
        file = LakeFile(snapshot_name(table), table, None, None, row_count, path.stat().st_size, digest)
        return Exported(path, file)

    def _copy(self, query: str) -> tuple[Path, int]:
        """Write the rows of a query into a file of the next number; returns their count too."""
        path = self.folder / f"{next(self.numbers)}.parquet"
        [(row_count,)] = self.db.execute(
            f"copy ({query}) to {literal(str(path))} (format parquet, compression zstd, row_group_size {ROWS_IN_GROUP})"
        ).fetchall()
        return path, row_count


def _listed(kinds: dict[str, str], absent: Collection[str] = ()) -> str:
    """The columns for a select, each in a type that Parquet has; those that are absent are NULL."""
    chosen = {name: _AS_IN_PARQUET.get(kind, kind) for name, kind in kinds.items()}
    return ", ".join(
        f"{'null' if name in absent else quoted(name)}::{kind} as {quoted(name)}" for name, kind in chosen.items()
    )
