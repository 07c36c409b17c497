"""Closing a connection of DuckDB so that its file is let go of, also after Ctrl-C.

DuckDB keeps a query that a signal interrupted until the next statement of the same connection. Where the connection is
closed before, its database stays open as long as the process lives, and whoever opens the same file in this process
waits for ever (DuckDB 1.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from jobhouse.interrupts import uninterrupted


@contextmanager
def closed_at_end(db: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Close the connection at the end of the block, also where a query was interrupted within."""
    try:
        yield db
    except BaseException:
        drop_interrupted_query(db)
        raise
    finally:
        db.close()


def drop_interrupted_query(db: duckdb.DuckDBPyConnection) -> None:
    """Have DuckDB drop what an interrupted query holds; call it before the connection is closed after an error."""
    _execute_next(db, "select 1")


def roll_back(db: duckdb.DuckDBPyConnection) -> None:
    """Roll back after an error, whether a query was interrupted or a write has ended the transaction itself."""
    _execute_next(db, "rollback")


@contextmanager
def transaction(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: a block that raises changes nothing in the file."""
    db.execute("begin")
    try:
        yield
    except BaseException:
        roll_back(db)
        raise
    db.execute("commit")


def _execute_next(db: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Execute the statement that drops an interrupted query; after damage or on a full disk none succeeds."""
    with uninterrupted(), suppress(duckdb.Error):
        db.interrupt()  # its threads may be at work still, and would go on to the end of what they have in hand
        db.execute(statement)
