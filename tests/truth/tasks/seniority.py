"""Seniority level and job types as a reader of title and fields would say them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome

UNDECIDED: Final = "?"
"""What a reader cannot tell: it is not compared."""

Row = dict[str, Any]


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    # marts of earlier versions know one type of each posting
    types = "job_types" if _has_types(db) else "[job_type]"
    query = f"select job_id, seniority_level, {types} as job_types from marts.fct_job_postings"
    for label, row in marts.shown(db, labels, query):
        split, found = text_of(label, "split"), row or {}
        level = {found["seniority_level"]} - {None} if found else set()
        yield from _outcome("seniority level", split, label["true_level"], frozenset(level))
        kinds = {kind for kind in found.get("job_types") or () if kind}
        yield from _outcome("job types", split, label["true_types"], frozenset(kinds))


def _has_types(db: duckdb.DuckDBPyConnection) -> bool:
    columns = db.execute("select name from pragma_table_info('marts.fct_job_postings')").fetchall()
    return ("job_types",) in columns


def _outcome(measure: str, split: str, said: str | None, found: frozenset[str]) -> Iterator[Outcome]:
    """`said` is one value or several joined by `+`; readings that are right as well are separated by `|`."""
    if said == UNDECIDED:
        return
    readings = {frozenset(reading.split("+")) for reading in said.split("|")} if said else set()
    yield Outcome(measure, split, bool(readings), bool(found), found in readings)
