"""A file that was open while a query was interrupted is let go of, so that the same process can open it again.

Where it is not, opening it again would wait for ever, so the tests look at the open files of the process instead.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import context_of
from jobhouse.warehouse.connect import held_open, reader, writer
from jobhouse.warehouse.connection import roll_back
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import FIRST_TRY
from jobhouse.warehouse.model_files import project

_OPEN_FILES = Path("/proc/self/fd")

pytestmark = pytest.mark.skipif(not _OPEN_FILES.exists(), reason="only Linux lists the open files of a process")


def times_open(file: Path) -> int:
    """How often this process has the file open; what looks at its head keeps it open, too."""
    names = []
    for descriptor in _OPEN_FILES.iterdir():
        with suppress(OSError):  # that of the listing itself
            names.append(descriptor.readlink())
    return names.count(file.resolve())


def interrupt_in(seconds: float) -> None:
    """Have Ctrl-C come in a moment, as from the terminal."""

    def interrupt() -> None:
        time.sleep(seconds)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path)
    with writer(warehouse) as db:
        db.execute("create table kept as select 1 as n")
    return warehouse


def run_endless_query(db: duckdb.DuckDBPyConnection) -> None:
    """Run what only an interruption ends, and interrupt it."""
    interrupt_in(0.2)
    db.execute("create temp table none as select range from range(1000000000000000) where range < 0")


@pytest.mark.parametrize("opened", [reader, writer, held_open])
def test_a_file_is_let_go_of_after_an_interrupted_query(
    opened: Callable[[Warehouse], AbstractContextManager[duckdb.DuckDBPyConnection]], warehouse: Warehouse
) -> None:
    before = times_open(warehouse.database)
    with pytest.raises((RuntimeError, KeyboardInterrupt)), opened(warehouse) as db:
        run_endless_query(db)
    assert times_open(warehouse.database) == before
    with writer(warehouse) as db:
        assert db.execute("from kept").fetchall() == [(1,)]


def test_what_sqlmesh_was_interrupted_in_is_let_go_of(warehouse: Warehouse) -> None:
    before = times_open(warehouse.database)
    with (
        pytest.raises((RuntimeError, KeyboardInterrupt)),
        held_open(warehouse),
        context_of(warehouse, Listener(), project(), FIRST_TRY) as context,
    ):
        run_endless_query(context.engine_adapter.cursor)
    assert times_open(warehouse.database) == before


def test_a_second_interruption_waits_until_the_first_ones_rollback_is_done() -> None:
    done = []

    class Cursor:
        def interrupt(self) -> None:
            done.append("interrupted")

        def execute(self, statement: str) -> None:
            signal.raise_signal(signal.SIGINT)
            done.append(statement)

    with pytest.raises(KeyboardInterrupt):
        roll_back(Cursor())  # type: ignore[arg-type]
    assert done == ["interrupted", "rollback"]
