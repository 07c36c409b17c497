"""Warehouse files of earlier versions: their `sentrion.windows` brought to the present columns, or read as if it were.

Until November 2026 a window's note alone said that it was split, `swept_at` was the name of `refreshed_at`, and no
column said that a total looks capped. A run that opens the warehouse rewrites such rows once; a reader, which must not
write, selects from `windows_relation`. Nothing else reads a note.
"""

from __future__ import annotations

from typing import Final

import duckdb

from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.warehouse.connect import tables_of_dataset

_COLUMNS: Final = "select column_name from duckdb_columns() where schema_name = 'sentrion' and table_name = 'windows'"
_STATUS: Final = "case when status = 'stopped' and note like '%split into%' then 'split' else status end"
_IS_TOTAL_CAPPED: Final = f"coalesce(expected_total = {TOTAL_CAP}, false)"
"""`is_total_capped` is NULL in the rows of earlier versions alone, also where they are loaded after a migration."""
_MIGRATE: Final = f"""
update sentrion.windows
set status = {_STATUS}, refreshed_at = {{refreshed_at}}, is_total_capped = {_IS_TOTAL_CAPPED}
where is_total_capped is null
"""
_AS_PRESENT: Final = f"""(
    select
        * exclude ({{rewritten}}),
        {_STATUS} as status,
        coalesce({{refreshed_at}}) as refreshed_at,
        coalesce({{is_total_capped}}) as is_total_capped
    from sentrion.windows
)"""


def migrate(db: duckdb.DuckDBPyConnection) -> None:
    """Bring the rows that an earlier version wrote to the present columns. Idempotent."""
    if "windows" not in tables_of_dataset(db):
        return
    for column in ("refreshed_at timestamptz", "is_total_capped boolean"):
        db.execute(f"alter table sentrion.windows add column if not exists {column}")
    refreshed_at = "coalesce(refreshed_at, swept_at)" if "swept_at" in _columns(db) else "refreshed_at"
    db.execute(_MIGRATE.format(refreshed_at=refreshed_at))


def windows_relation(db: duckdb.DuckDBPyConnection) -> str:
    """What to select from in place of `sentrion.windows`, so that the file of an earlier version reads right."""
    columns = _columns(db)
    if not columns:  # the query fails on the missing table, which its caller expects
        return "sentrion.windows"
    refreshed = [name for name in ("refreshed_at", "swept_at") if name in columns]
    capped = ["is_total_capped"] if "is_total_capped" in columns else []
    return _AS_PRESENT.format(
        rewritten=", ".join(["status", *refreshed, *capped]),
        refreshed_at=", ".join([*refreshed, "null"]),
        is_total_capped=", ".join([*capped, _IS_TOTAL_CAPPED]),
    )


def _columns(db: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in db.execute(_COLUMNS).fetchall()}
