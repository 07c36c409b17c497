"""DuckDB's log, left by a killed run beside an older copy of the file that was put back, is not replayed into it."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import UsageError
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import reader, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.recovery import resume_pipeline
from jobhouse.warehouse.rewriting import give_back
from jobhouse.warehouse.write_ahead_log import set_aside_foreign_log


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A table with two rows in the file and a third in the log; `older` is a copy with one row."""
    warehouse = Warehouse(tmp_path)
    insert(warehouse, "create table t as select 1 as n")
    shutil.copy(warehouse.database, tmp_path / "older")
    insert(warehouse, "insert into t values (2)")
    _killed(lambda: insert(warehouse, "insert into t values (3)", then=lambda: os._exit(9)))
    assert log_of(warehouse).exists()
    return warehouse


def log_of(warehouse: Warehouse) -> Path:
    return warehouse.folder / "jobs.duckdb.wal"


def insert(warehouse: Warehouse, statement: str, then: Callable[[], None] = lambda: None) -> None:
    with writer(warehouse) as db:
        db.execute(statement)
        then()


def _killed(does: Callable[[], None]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads
        child = os.fork()
    if not child:
        does()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def rows(warehouse: Warehouse) -> list[tuple[int]]:
    with reader(warehouse) as db:
        return db.execute("from t order by n").fetchall()


def test_the_log_of_a_killed_run_is_replayed(warehouse: Warehouse) -> None:
    assert rows(warehouse) == [(1,), (2,), (3,)]


def test_a_log_is_not_replayed_into_an_older_copy(warehouse: Warehouse) -> None:
    shutil.copy(warehouse.folder / "older", warehouse.database)
    for opened in (reader, writer):
        with pytest.raises(UsageError, match="for a later jobs"), opened(warehouse):
            pass
    said: list[str] = []
    set_aside_foreign_log(warehouse, said.append)
    assert len(said) == 1
    assert rows(warehouse) == [(1,)]
    assert len(list(warehouse.folder.glob("jobs.duckdb.wal-set-aside-*"))) == 1


def test_a_log_is_not_replayed_into_a_new_file(warehouse: Warehouse) -> None:
    warehouse.database.unlink()
    set_aside_foreign_log(warehouse, lambda _: None)
    with writer(warehouse) as db, pytest.raises(duckdb.CatalogException):
        db.execute("from t")


def test_an_older_copy_that_was_put_back_with_its_log_keeps_it(warehouse: Warehouse, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    for path in (warehouse.database, log_of(warehouse)):
        shutil.copy(path, backup)
    for number in range(4, 7):
        insert(warehouse, f"insert into t values ({number})")
    for path in (warehouse.database, log_of(warehouse)):
        shutil.copy(backup / path.name, path)
    assert rows(warehouse) == [(1,), (2,), (3,)]


def test_a_backup_from_before_the_file_was_rewritten_is_not_called_damaged(warehouse: Warehouse) -> None:
    """The numbers begin again in a rewritten file, so that of the backup is the higher one."""
    for number in range(4, 9):
        insert(warehouse, f"insert into t values ({number})")
    backup = warehouse.folder / "backup"
    shutil.copy(warehouse.database, backup)
    for name in ("dropped", "kept"):  # which lies after the free blocks
        insert(warehouse, f"create table {name} as select random() as n from range(300_000)")
    insert(warehouse, "drop table dropped")
    before = warehouse.database.stat().st_ino
    give_back(warehouse)
    assert warehouse.database.stat().st_ino != before
    _killed(lambda: insert(warehouse, "insert into t values (9)", then=lambda: os._exit(9)))
    shutil.copy(backup, warehouse.database)
    for opened in (reader, writer):
        with pytest.raises(UsageError, match="for a later jobs"), opened(warehouse):
            pass
    run = Run("nightly")
    resume_pipeline(warehouse, run)
    assert "was set aside as jobs.duckdb.wal-set-aside-" in run.events.notes[0]
    assert rows(warehouse) == [(n,) for n in range(1, 9)]


def test_a_log_that_a_damaged_file_has_beside_it_stays(warehouse: Warehouse) -> None:
    """It may be replayed into a copy of the file that is put back."""
    with warehouse.database.open("r+b") as file:
        file.seek(0)
        file.write(bytes(64))
    said: list[str] = []
    set_aside_foreign_log(warehouse, said.append)
    assert not said
    assert log_of(warehouse).exists()
