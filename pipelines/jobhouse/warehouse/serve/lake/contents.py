"""What of the warehouse belongs into a lake: rows of finished loads by load and month, small tables, and marts.

Three raw tables grow and never change, so each load adds files of its own. The others are small and change; one file
holds such a table as it is now, or a mart. Each file has a digest, by which a publish sees what the lake holds already.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS, TABLES
from jobhouse.warehouse.connect import LOADED, Fetch, fetch_from, tables_of_dataset
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.migration import windows_relation
from jobhouse.warehouse.raw_tables import FINISHED_LOADS, LOADS, WINDOW_VERDICTS
from jobhouse.warehouse.serve.lake.inventory import LakeFile, snapshot_name
from jobhouse.warehouse.serve.lake.marts import digests_of_marts
from jobhouse.warehouse.serve.relations import Relation

NO_MONTH: Final = "unknown"
"""The month of an advert whose date of posting is none."""
MART_SCHEMAS: Final = ("marts", "ops")
"""Not the user's own `my`: a lake may be a bucket that others read."""
SNAPSHOTS: Final = (
    *(table.name for table in TABLES if table.name not in INSERT_ONLY_KEYS),
    WINDOW_VERDICTS.name,
)
_MART_FILE: Final = re.compile(rf"({'|'.join(MART_SCHEMAS)})/[^/]+/current\.parquet")
_LOAD_FILE: Final = re.compile(rf"({'|'.join(sorted(INSERT_ONLY_KEYS))})/month=[^/]+/(?P<load_id>[^/]+)\.parquet")
_GROUPED: Final = """
select load_id, {month} as month, sum(row_count)::bigint as row_count, sum(total) as total
from (
    select _dlt_load_id as load_id, {month_key} as month_key, count(*) as row_count, sum({number}) as total
    from {rows}
    group by all
)
group by all
"""
_FINISHED: Final = f"{FINISHED_LOADS} order by load_id"


@dataclass(frozen=True)
class GrowingTable:
    """A table to which loads add rows, and what the months and digests of its files are made of, as SQL."""

    name: str
    month_key: str
    """A column that decides on the month and has few values."""
    month: str
    """The month, made of `month_key`."""
    number: str
    """A number of each row, from columns that are read fast; the digest holds their sum."""

    @property
    def keys(self) -> str:
        return ", ".join(INSERT_ONLY_KEYS[self.name])


def _by_moment(name: str, moment: str) -> GrowingTable:
    month = f"coalesce(strftime(month_key, '%Y-%m'), '{NO_MONTH}')"
    return GrowingTable(name, f"date_trunc('month', {moment})", month, f"epoch_us({moment})")


GROWING: Final = (
    GrowingTable(
        "job_versions",
        "left(post_date, 7)",
        rf"case when regexp_full_match(month_key, '\d{{4}}-(0[1-9]|1[0-2])') then month_key else '{NO_MONTH}' end",
        "coalesce(row_digest, epoch_us(fetched_at))",
    ),
    _by_moment("search_hits", "first_seen_at"),
    _by_moment("requests", "requested_at"),
)


@dataclass(frozen=True)
class Piece:
    """The rows of one table that one load brought and that belong to one month: what one file holds."""

    table_name: str
    load_id: str
    month: str
    row_count: int
    digest: str

    @property
    def name(self) -> str:
        return f"{self.table_name}/month={self.month}/{self.load_id}.parquet"

    def as_file(self, byte_count: int) -> LakeFile:
        return LakeFile(self.name, self.table_name, self.load_id, self.month, self.row_count, byte_count, self.digest)


@dataclass(frozen=True)
class LakeContents:
    """What a lake of the warehouse should hold."""

    loads: tuple[str, ...]
    """The finished loads, oldest first."""
    pieces: dict[str, Piece]
    """The files of growing tables, by their names."""
    snapshots: dict[str, str]
    """The digest of each table that is published as a whole, and of each mart; load records come last."""
    marts: dict[str, Relation]
    raw: str
    """A digest of all raw rows."""

    def is_left_over(self, name: str) -> bool:
        """Whether a file of the lake holds a mart, or rows of a load, that the warehouse does not have any more.

        Files of loads that the warehouse never had are another one's, and those that no publish writes are a person's.
        """
        if name in self.pieces:  # as nearly all are
            return False
        return published_load(name) in self.loads or (is_mart(name) and not self.wants(name))

    def wants(self, name: str) -> bool:
        """Whether a lake of the warehouse has a file of this name."""
        return name in self.pieces or name in map(snapshot_name, self.snapshots)


def contents_of(
    db: duckdb.DuckDBPyConnection, warehouse: Warehouse, marts: Iterable[Relation] = (), *, once: bool = False
) -> LakeContents:
    """Look at the warehouse.

    Args:
        db: the warehouse, open for reading.
        warehouse: for the message.
        marts: the tables and views to publish besides raw tables; those of the schema `my` are left out.
        once: whether a load may have stored rows twice; of such rows one is published.

    Raises:
        UsageError: nothing was loaded yet.
    """
    there = tables_of_dataset(db)
    if not {"job_versions", LOADS.name} <= there:
        raise warehouse.nothing_yet()
    loads = tuple(str(load_id) for (load_id,) in db.execute(_FINISHED).fetchall())
    tables = [table for table in GROWING if table.name in there]
    pieces = [piece for table in tables for piece in _pieces(db, table, once=once)]
    snapshots = {name: _digest(db, relation_of(db, name)) for name in SNAPSHOTS if name in there}
    raw = _text_digest([*sorted(piece.name + piece.digest for piece in pieces), *snapshots.values()])
    named = {f"{mart.schema}/{mart.name}": mart for mart in marts if mart.schema in MART_SCHEMAS}
    return LakeContents(
        loads,
        {piece.name: piece for piece in pieces},
        {**snapshots, **digests_of_marts(db, named, raw), LOADS.name: digest_of_loads(loads)},
        named,
        raw,
    )


def pieces_in(fetch: Fetch, table: GrowingTable, rows: str) -> list[Piece]:
    """The pieces that these rows of the table make."""
    query = _GROUPED.format(rows=rows, month=table.month, month_key=table.month_key, number=table.number)
    return [
        Piece(table.name, str(load_id), str(month), row_count, f"{row_count}:{total}")
        for load_id, month, row_count, total in fetch(query)
    ]


def relation_of(db: duckdb.DuckDBPyConnection, table: str) -> str:
    """What to select from for a raw table, so that the file of an earlier version reads right."""
    if table == "windows":
        return windows_relation(db)
    stored = f"{DATASET}.{table}"
    if table != "job_versions" or "row_digest" in columns_of(db, stored):
        return stored
    return f"(select *, null::bigint as row_digest from {stored})"


def columns_of(db: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The columns of a table or a subquery, with their types."""
    described = db.execute(f"describe select * from {relation}").fetchall()
    return {str(name): str(kind) for name, kind, *_ in described}


def digest_of_loads(loads: Iterable[str]) -> str:
    return _text_digest(sorted(loads))


def is_mart(name: str) -> bool:
    """Whether a file of the lake is one of a mart, by its name."""
    return _MART_FILE.fullmatch(name) is not None


def published_load(name: str) -> str | None:
    """The load whose rows a file has that a publish wrote, by its name; None for any other file."""
    found = _LOAD_FILE.fullmatch(name)
    return found["load_id"] if found else None


def without_doubles(table: GrowingTable, rows: str) -> str:
    """Of rows with the same key, one."""
    return f"(select * from {rows} qualify row_number() over (partition by {table.keys}) = 1)"


def _pieces(db: duckdb.DuckDBPyConnection, table: GrowingTable, *, once: bool) -> list[Piece]:
    rows = f"(select * from {relation_of(db, table.name)} where {LOADED})"
    return pieces_in(fetch_from(db), table, without_doubles(table, rows) if once else rows)


def _digest(db: duckdb.DuckDBPyConnection, relation: str) -> str:
    [(count, total)] = db.execute(f"select count(*), sum(hash(rows)) from {relation} as rows").fetchall()
    return f"{count}:{total}"


def _text_digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
