"""What tells one state of a mart from another, so that a lake gets those that changed since it was published into."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import Final

import duckdb

from jobhouse.warehouse.build.last_build import state_of_build
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.dlt_options import DATASET

_VIEWS: Final = "select schema_name || '.' || view_name, sql from duckdb_views() where not internal"


def digests_of_marts(db: duckdb.DuckDBPyConnection, marts: Collection[str], raw: str) -> dict[str, str]:
    """A text for each mart that differs where its rows may.

    Args:
        db: the warehouse.
        marts: their names, as in `marts/postings`.
        raw: a text that differs where raw rows do: views over these show them without a build.
    """
    build, showing_raw = state_of_build(fetch_from(db)), _views_over_raw_rows(db)
    return {mart: _digest(build + raw if mart.replace("/", ".", 1) in showing_raw else build) for mart in marts}


def _views_over_raw_rows(db: duckdb.DuckDBPyConnection) -> set[str]:
    """The views that read raw tables, also by way of other views."""
    waiting = {str(name): str(sql).replace('"', "") for name, sql in db.execute(_VIEWS).fetchall()}
    found: set[str] = set()
    read = {rf"{DATASET}\.\w"}
    while read:
        pattern = re.compile(rf"\b(?:{'|'.join(read)})", re.IGNORECASE)
        new = {name for name, sql in waiting.items() if pattern.search(sql.partition(" AS ")[2])}
        found |= new
        waiting = {name: sql for name, sql in waiting.items() if name not in new}
        read = {rf"{re.escape(name)}\b" for name in new}
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
