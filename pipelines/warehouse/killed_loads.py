"""What a killed load may leave in the warehouse file, undone: copies, and jobs that nothing will ever record."""

from __future__ import annotations

from typing import Final

import duckdb

from pipelines.sentrion import INSERT_ONLY_KEYS
from pipelines.warehouse.folder import Warehouse

DATASET: Final = "sentrion"
DUCKDB_OPTIONS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": "256MB",
    "threads": 1,  # dlt's jobs run side by side already
    # Else the checkpoint of every twelfth package merges small row groups into full ones, which takes three times the
    # memory limit. The price is a row group for each package.
    "max_vacuum_tasks": 0,
    "preserve_insertion_order": False,  # the order of rows means nothing, and keeping it costs memory
}

_KEYS: Final = {**INSERT_ONLY_KEYS, "_dlt_loads": ("load_id",)}
_TABLES_OF_DATASET: Final = "select table_name from duckdb_tables() where schema_name = ?"
_REMOVE_DOUBLES: Final = """
with doubles as (select {keys}, min(rowid) as first_row from {table} group by {keys} having count(*) > 1)
delete from {table} where rowid in (
    select all_rows.rowid from {table} as all_rows inner join doubles using ({keys}) where all_rows.rowid > first_row
)
"""
_LEFT_BY_KILLED_LOADS: Final = """
delete from {table} where _dlt_load_id not in (select load_id from sentrion._dlt_loads where status = 0)
"""


def remove_doubles(warehouse: Warehouse) -> None:
    """Undo what a load that was killed may have stored twice; nothing is looked for where none was.

    A copy into the staging tables that was committed just before the kill is made again when its package is taken up,
    and an insert-only merge does not tell the two apart. A package that was recorded just before is recorded again.
    """
    if not warehouse.unclean.exists() or not warehouse.database.exists():
        return
    with duckdb.connect(str(warehouse.database), config=DUCKDB_OPTIONS) as db:
        there = _tables(db)
        for table, keys in _KEYS.items():
            if table in there:
                db.execute(_REMOVE_DOUBLES.format(table=f"{DATASET}.{table}", keys=", ".join(keys)))


def remove_unrecorded(warehouse: Warehouse) -> None:
    """Remove the jobs of killed loads whose packages went with the working folder.

    Nothing is pending any more when this is called, so nothing will ever record them: they would count as not stored
    for ever, and keep their re-read copies out.
    """
    with duckdb.connect(str(warehouse.database), config=DUCKDB_OPTIONS) as db:
        there = _tables(db)
        for table in {"job_versions", "search_hits"} & there if "_dlt_loads" in there else ():
            db.execute(_LEFT_BY_KILLED_LOADS.format(table=f"{DATASET}.{table}"))


def _tables(db: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in db.execute(_TABLES_OF_DATASET, [DATASET]).fetchall()}
