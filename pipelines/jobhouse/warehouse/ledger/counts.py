"""How many jobs there are, counted in four ways."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import duckdb

from jobhouse.warehouse.connect import LOADED

_DELIVERED: Final = f"select coalesce(sum(rows_delivered), 0)::bigint from sentrion.runs where {LOADED}"
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


def _numbers(db: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = db.execute(query).fetchone()
    assert row is not None
    return row
