"""Rows by DuckDB and by Spark: of a model, compared column by column, or of a query that is written for DuckDB."""

from __future__ import annotations

from typing import Any

import duckdb
import sqlglot

from jobhouse.warehouse.spark.dialect import SparkModels

KEYS_BY_HASH = ("address_keys", "all_keys", "block_key", "block_keys", "keys", "tree_id", "link_hash")
"""Columns of hashes that are compared within one engine alone, beside those whose name ends with _hash."""


def differences(db: duckdb.DuckDBPyConnection, name: str, ours: str, theirs: str) -> str:
    """What differs between the rows of two relations, as a line of text; empty where nothing does.

    Args:
        db: where both can be read.
        name: begins the line.
        ours: DuckDB's rows, as `from ...`; theirs are compared in the types of these.
        theirs: Spark's rows.
    """
    db.execute("set TimeZone = 'UTC'")
    kinds = {column: kind for column, kind, *_ in db.execute(f"describe {ours}").fetchall()}
    others = [column for column, *_ in db.execute(f"describe {theirs}").fetchall()]
    if others != list(kinds):
        return f"{name}: the columns are {', '.join(others)} and not {', '.join(kinds)}"
    listed = ", ".join(
        _comparable(column, kind)
        for column, kind in kinds.items()
        if not column.endswith("_hash") and column not in KEYS_BY_HASH
    )
    one, other = (f"select {listed} {rows}" for rows in (ours, theirs))
    missing, more = (
        db.execute(f"select count(*), any_value(rows) from ({query}) as rows").fetchall()[0]
        for query in (f"{one} except all {other}", f"{other} except all {one}")
    )
    if not missing[0] and not more[0]:
        return ""
    return f"{name}: {missing[0]} rows are missing and {more[0]} are more: {missing[1]} {more[1]}"


def _comparable(column: str, kind: str) -> str:
    """A column; a double to nine digits."""
    if kind != "DOUBLE":
        return f"cast({column} as {kind}) as {column}"
    return f"format('{{:.9g}}', {column}) as {column}"


def duckdb_rows(query: str) -> list[tuple[Any, ...]]:
    """The rows of a query in DuckDB."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        return db.execute(query).fetchall()


def spark_rows(session: Any, query: str) -> list[tuple[Any, ...]]:
    """The rows of the same query in Spark."""
    written = sqlglot.transpile(query, read="duckdb", write=SparkModels)[0]
    return [tuple(row) for row in session.sql(written).collect()]
