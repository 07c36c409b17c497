"""DuckDB's lock on the warehouse file holds as long as the file is open, whatever else of it is read meanwhile.

The system takes a process's locks on a file away when it closes any descriptor of that file, so one look at the head of
the file was enough to let a second program write into it: rows were lost, and the file was damaged.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.connect import held_open, reader, writer
from jobhouse.warehouse.file_format import head_of, is_of_earlier_version
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.unused_tail import cut_unused_tail
from jobhouse.warehouse.write_ahead_log import note_checkpoint, refuse_foreign_log

_OPEN = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=sys.argv[2] == 'reading')"


def another_program_may_open(warehouse: Warehouse, purpose: str) -> bool:
    command = [sys.executable, "-c", _OPEN, str(warehouse.database), purpose]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 or "Could not set lock" in done.stderr, done.stderr
    return done.returncode == 0


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A file with a log beside it, as a killed run leaves it."""
    warehouse = Warehouse(tmp_path)
    with writer(warehouse) as db:
        db.execute("set checkpoint_threshold = '1TB'; create table kept as select 1 as n")
        note_checkpoint(warehouse)
    return warehouse


@pytest.mark.parametrize("opened", [writer, held_open])
def test_nobody_else_opens_a_file_that_is_written(
    opened: Callable[[Warehouse], AbstractContextManager[duckdb.DuckDBPyConnection]], warehouse: Warehouse
) -> None:
    with opened(warehouse) as db:
        db.execute("insert into kept values (2)")
        assert not another_program_may_open(warehouse, "writing")
        assert not another_program_may_open(warehouse, "reading")
    assert another_program_may_open(warehouse, "writing")


def test_others_read_a_file_that_is_read_and_do_not_write_it(warehouse: Warehouse) -> None:
    with reader(warehouse):
        assert another_program_may_open(warehouse, "reading")
        assert not another_program_may_open(warehouse, "writing")


@pytest.mark.parametrize(
    "look",
    [
        note_checkpoint,
        refuse_foreign_log,
        lambda warehouse: is_of_earlier_version(warehouse.database),
        lambda warehouse: cut_unused_tail(warehouse.database),
        lambda warehouse: duckdb.connect(str(warehouse.database)).close(),
    ],
    ids=["note_checkpoint", "refuse_foreign_log", "is_of_earlier_version", "cut_unused_tail", "another connection"],
)
def test_a_look_at_the_file_leaves_its_lock(look: Callable[[Warehouse], object], warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("insert into kept values (2)")  # so that there is a log
        look(warehouse)
        assert not another_program_may_open(warehouse, "reading")


def test_the_head_is_that_of_the_file_that_stands_there_now(tmp_path: Path) -> None:
    file, other = tmp_path / "jobs.duckdb", tmp_path / "other"
    file.write_bytes(b"one")
    assert head_of(file, 2) == b"on"
    file.write_bytes(b"two")
    assert head_of(file, 8) == b"two"
    other.write_bytes(b"three")
    other.replace(file)
    assert head_of(file, 8) == b"three"
    file.unlink()
    with pytest.raises(FileNotFoundError):
        head_of(file, 8)
