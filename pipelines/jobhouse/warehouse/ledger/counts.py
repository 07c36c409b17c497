"""How many jobs there are, counted in four ways."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.warehouse.connect import LOADED

_DELIVERED: Final = f"select coalesce(sum(rows_delivered), 0)::bigint from sentrion.runs where {LOADED}"
# A load belongs to the run whose requests came with it. The rest of a page too large for one load comes without any, so
# such a load goes to the run of its search that began last before it.
_NEW_VERSIONS: Final = f"""
with

loads as (
    select _dlt_load_id, any_value(run_id) as run_id from sentrion.requests where {LOADED} group by all
),

brought as (
    select _dlt_load_id, search, min(fetched_at) as first_at, count(*) as versions
    from sentrion.job_versions
    where {LOADED}
    group by all
)

select coalesce(loads.run_id, runs.run_id) as run, sum(brought.versions)::bigint
from brought
left join loads using (_dlt_load_id)
asof left join (select run_id, search, started_at from sentrion.runs where {LOADED}) as runs
    on brought.search = runs.search and brought.first_at >= runs.started_at
group by run
"""
_VERSIONS: Final = f"select count(*) from sentrion.job_versions where {LOADED}"
_OF_MARTS: Final = "select count(*), count(distinct opening_id) from marts.fct_job_postings"


@dataclass(frozen=True)
class Counts:
    """Jobs as pages delivered them, their distinct contents, adverts, and vacancies."""

    delivered: int
    versions: int
    postings: int | None
    """As of the last build, as openings are; None before the first."""
    openings: int | None


def read_counts(db: duckdb.DuckDBPyConnection, *, was_read: bool) -> Counts:
    """The counts; `was_read`: whether there is a table of versions."""
    postings: int | None = None
    openings: int | None = None
    with suppress(duckdb.CatalogException, duckdb.BinderException):
        postings, openings = _numbers(db, _OF_MARTS)
    (delivered,) = _numbers(db, _DELIVERED)
    return Counts(delivered, _numbers(db, _VERSIONS)[0] if was_read else 0, postings, openings)


def new_versions(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many of the versions each run was the first to bring, by its id; together they are all versions.

    Raises:
        CatalogException: nothing was read yet.
    """
    return dict(db.execute(_NEW_VERSIONS).fetchall())


def _numbers(db: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = db.execute(query).fetchone()
    assert row is not None
    return row
