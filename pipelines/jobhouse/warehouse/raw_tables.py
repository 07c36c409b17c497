"""The raw tables in DuckDB: those that the source writes, dlt's list of loads, verdicts on windows, and deletions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from jobhouse.sentrion.config.tables import TABLES, Column, ColumnKind, Table
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal

SQL_TYPES: Final[Mapping[ColumnKind, str]] = {
    "text": "varchar",
    "count": "bigint",
    "number": "double",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamptz",
    "texts": "json",  # dlt stores lists so
    "json": "json",
    "bytes": "blob",
}
WINDOW_VERDICTS: Final = Table(
    "window_verdicts",
    "The verdict on one window, with the counts it rests on; it holds for the reading that it names",
    (
        Column("window_id", "text", "The window", is_required=True),
        Column("search", "text", "The search"),
        Column("filters_hash", "text", "Hash of the filters under which the window was read"),
        Column("reading_id", "text", "The reading that was judged: a window that was read again since has none"),
        Column("read_at", "moment", "When that reading was complete (UTC); NULL while it is not"),
        Column("verdict", "text", "verified, short, over, drifted, unknown or open"),
        Column("reason", "text", "Why, in a sentence"),
        Column("judged_at", "moment", "When it was judged (UTC)"),
        Column("is_superseded", "flag", "Whether all days of the window were read since by other windows"),
        Column("pages_kept", "count", "Pages whose receipts are there"),
        Column("rows_kept", "count", "Jobs on these pages"),
        Column("versions_delivered", "count", "Distinct job versions by the receipts, over both readings of two"),
        Column("versions_stored", "count", "Those of them that were stored when verify last looked"),
        Column("versions_lost", "count", "Job versions that any reading of the window delivered and are not stored"),
        Column("rows_repeated", "count", "Rows that came in the same sequence before, within the reading"),
        Column("lowest_total", "count", "The lowest total that the API announced meanwhile"),
        Column("highest_total", "count", "The highest"),
        Column("is_read_twice", "flag", "Whether it was read twice"),
        Column("is_confirmed", "flag", "Whether both readings brought the same versions, each as often"),
        Column("excludes_duplicates", "flag", "Whether the search leaves duplicates out, which totals may count"),
        Column("asked_at", "moment", "When verify --ask last asked for the total (UTC); NULL where it did not"),
        Column("total_now", "count", "What the API answered; NULL where it gave no total"),
    ),
)
LOADS: Final = Table(
    "_dlt_loads",
    "One package of rows and cursors that dlt has loaded whole",
    (
        Column("load_id", "text", "The package"),
        Column("schema_name", "text", "dlt's schema"),
        Column("status", "count", "0: loaded whole"),
        Column("inserted_at", "moment", "When its load was complete (UTC)"),
        Column("schema_version_hash", "text", "The version of dlt's schema"),
    ),
)
FINISHED_LOADS: Final = f"select load_id from {DATASET}.{LOADS.name} where status = 0"
"""The loads whose rows count: dlt records a load once all of it is stored, and a killed one leaves rows without."""
DELETIONS: Final = Table(
    "deletions",
    "One job version that was deleted on request, and is not stored again",
    (
        Column("version_id", "text", "The job version", is_required=True),
        Column("deleted_at", "moment", "When it was deleted, or first refused (UTC)", is_required=True),
        Column(
            "has_been_stored",
            "flag",
            "Whether it was stored before; false for a later version that was recognised, and never stored",
            is_required=True,
        ),
        Column("given_id", "text", "The id by which it was deleted: its own, or that of its posting or opening"),
        Column("is_in_marts", "flag", "Whether the marts may hold it, until all models were built from nothing"),
        Column(
            "url_hash",
            "text",
            "MD5 of the posting's address in one spelling, by which its later versions are recognised; NULL where they "
            "cannot be, or the version alone was deleted",
        ),
        Column("title_hash", "text", "MD5 of the words of its title"),
        Column("role_hashes", "text", "MD5 of each word of its title about the field, with spaces between them"),
        Column(
            "is_known_by_title", "flag", "Whether its address shows several adverts, so that the title must be the same"
        ),
    ),
)
"""No model reads it, and no lake holds it."""
_LOAD_ID: Final = Column("_dlt_load_id", "text", "The package that brought the row")
COMPRESSED: Final = frozenset({"job_description", "description", "description_text", "job_url", "apply_url"})
"""Text columns that ask for zstd: DuckDB chooses it by itself only for texts that average 4,096 characters."""
RAW_TABLES: Final = (
    *(Table(table.name, table.description, (*table.columns, _LOAD_ID)) for table in TABLES),
    LOADS,
    WINDOW_VERDICTS,
)


def columns_in_sql(table: Table) -> dict[str, str]:
    """The columns of a table and their types in DuckDB."""
    return {column.name: SQL_TYPES[column.kind] for column in table.columns}


def relation_or_empty(table: Table, *, is_there: bool) -> str:
    """What to select from for a raw table, also where it was not made yet."""
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in columns_in_sql(table).items())
    return f"{DATASET}.{table.name}" if is_there else f"(select {columns} where false)"


def compression_of(column: str) -> str:
    """What follows in the definition of a text column that is to be compressed in a certain way, else nothing."""
    return " using compression zstd" if column in COMPRESSED else ""


def make_table(execute: Callable[[str], object], table: Table) -> None:
    """Make a raw table, or add the columns that an earlier version did not write. Idempotent."""
    columns, name = columns_in_sql(table), f"{DATASET}.{table.name}"
    listed = ", ".join(f'"{column}" {kind}{compression_of(column)}' for column, kind in columns.items())
    execute(f"create table if not exists {name} ({listed})")
    for column, kind in columns.items():
        execute(f'alter table {name} add column if not exists "{column}" {kind}')


def describe_table(execute: Callable[[str], object], table: Table) -> None:
    """Store with a raw table, and with each of its columns, what it holds."""
    name = f"{DATASET}.{table.name}"
    execute(f"comment on table {name} is {literal(table.description)}")
    for column in table.columns:
        execute(f'comment on column {name}."{column.name}" is {literal(column.description)}')
