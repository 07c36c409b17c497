"""Stored rows that do not hold what was delivered: set aside while their windows are read again.

An insert-only merge would not store what is delivered again beside them. They are kept in a table of their own until
that is stored; what does not come again is put back as it was, also by the next run after a kill.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb

from jobhouse.sentrion.config.tables import JOB_VERSIONS
from jobhouse.warehouse.connect import tables_of_dataset
from jobhouse.warehouse.connection import transaction
from jobhouse.warehouse.deletions import deletions_relation
from jobhouse.warehouse.dlt_options import DATASET

_ASIDE: Final = "altered_versions"
_TABLE: Final = f"{DATASET}.{_ASIDE}"
_VERSIONS: Final = f"{DATASET}.{JOB_VERSIONS.name}"
_SET_ASIDE: Final = f"""
create table {_TABLE} as
select *
from {_VERSIONS}
where list_contains($ids, version_id)
    and version_id in (select version_id from {DATASET}.search_hits where search = $search)
    and window_id in (select window_id from {DATASET}.windows where search = $search and since >= $oldest::date)
"""
_DELETE: Final = f"""
delete from {_VERSIONS} where version_id in (select version_id from {_TABLE})
returning version_id
"""
_PUT_BACK: Final = f"""
insert into {_VERSIONS} by name
select *
from {_TABLE}
where version_id not in (select version_id from {_VERSIONS})
    and version_id not in (select version_id from {{deletions}})
"""


def set_aside(db: duckdb.DuckDBPyConnection, ids: Sequence[str], search: str, oldest: str) -> list[str]:
    """Set altered rows of a search aside whose days the API still serves, and return their ids.

    Args:
        db: the warehouse, to be written.
        ids: the versions of the altered rows.
        search: the search that found them.
        oldest: the oldest day that the API serves.
    """
    put_back(db)
    with transaction(db):
        db.execute(_SET_ASIDE, {"ids": list(ids), "search": search, "oldest": oldest})
        return [str(version_id) for (version_id,) in db.execute(_DELETE).fetchall()]


def put_back(db: duckdb.DuckDBPyConnection) -> None:
    """Put back what was set aside and has not come again; what was deleted on request meanwhile stays away."""
    if _ASIDE not in tables_of_dataset(db):
        return
    with transaction(db):
        db.execute(_PUT_BACK.format(deletions=deletions_relation(db)))
        db.execute(f"drop table {_TABLE}")
