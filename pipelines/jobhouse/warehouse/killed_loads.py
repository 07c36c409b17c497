"""The rows that a killed load left: those that it stored twice, and those that no load record names."""

from __future__ import annotations

from typing import Final

import duckdb

from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS
from jobhouse.warehouse.connect import LOADED, tables_of_dataset
from jobhouse.warehouse.dlt_options import DATASET

_KEYS: Final = {**INSERT_ONLY_KEYS, "_dlt_loads": ("load_id",)}
_REMOVE_DOUBLES: Final = """
with doubles as (select {keys}, min(rowid) as first_row from {table} group by {keys} having count(*) > 1)
delete from {table} where rowid in (
    select all_rows.rowid from {table} as all_rows inner join doubles using ({keys}) where all_rows.rowid > first_row
)
"""
_STAGED: Final = f"""
select table_name from duckdb_tables()
where schema_name = '{DATASET}_staging' and list_contains({list(INSERT_ONLY_KEYS)}, table_name)
"""
_REMOVE_UNRECORDED: Final = f"delete from {{table}} where not ({LOADED})"


def remove_doubles(db: duckdb.DuckDBPyConnection) -> None:
    """Remove the rows that a load stored twice because it was killed and made again.

    A package that was recorded just before the kill is recorded again. Earlier versions copied all rows into staging
    tables first, where a copy made again left them twice, and merged them twice; what lies there yet is of no use.
    """
    for (table,) in db.execute(_STAGED).fetchall():
        db.execute(f"delete from {DATASET}_staging.{table}")
    there = tables_of_dataset(db)
    for table, keys in _KEYS.items():
        if table in there:
            db.execute(_REMOVE_DOUBLES.format(table=f"{DATASET}.{table}", keys=", ".join(keys)))


def remove_unrecorded(db: duckdb.DuckDBPyConnection) -> None:
    """Remove the jobs of killed loads whose packages went with the working folder.

    Call it once nothing is pending: nothing will ever record these jobs. They would count as not stored for ever, and
    an insert-only merge would keep them from being stored again.
    """
    there = tables_of_dataset(db)
    for table in {"job_versions", "search_hits"} & there if "_dlt_loads" in there else ():
        db.execute(_REMOVE_UNRECORDED.format(table=f"{DATASET}.{table}"))
