"""What a failed or killed transaction left at the end of the file is cut off, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.file_format import latest_header
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.rewriting import bring_over
from jobhouse.warehouse.unused_tail import cut_unused_tail
from jobhouse.warehouse.waiting import silent

pytestmark = pytest.mark.slow

LARGE = "create table large as select range as number, md5(range::varchar) as text from range(2_000_000)"
CONTENTS = "select count(*), sum(number) from kept"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    folder = tmp_path / "w"
    folder.mkdir()
    with writer(Warehouse(folder)) as db:
        db.execute("create table kept as select range as number from range(10_000)")
    return Warehouse(folder)


def bytes_of(warehouse: Warehouse) -> int:
    return warehouse.database.stat().st_size


def die(warehouse: Warehouse) -> None:
    """Leave the file as a process does that dies in a large transaction, or gets no room for its last block."""
    left = warehouse.folder / "left"
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("begin")
        db.execute(LARGE)
        shutil.copyfile(warehouse.database, left)
    left.replace(warehouse.database)


def kept(warehouse: Warehouse) -> list[tuple[int, int]]:
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        return db.execute(CONTENTS).fetchall()


def test_the_header_says_how_long_the_file_is(warehouse: Warehouse, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as db:
        db.execute(LARGE)
    for file in (warehouse.database, other):
        header = latest_header(file)
        assert header is not None
        assert header.end == file.stat().st_size
    assert latest_header(tmp_path / "absent") is None


def test_what_a_transaction_that_failed_left_is_cut_off_by_the_next_run(warehouse: Warehouse) -> None:
    before, rows = bytes_of(warehouse), kept(warehouse)
    die(warehouse)
    assert bytes_of(warehouse) > 10 * before
    bring_over(warehouse, silent)
    assert bytes_of(warehouse) == before
    assert kept(warehouse) == rows
    with writer(warehouse) as db:
        db.execute(LARGE)
    assert kept(warehouse) == rows


def test_a_build_that_fails_leaves_no_room_taken(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    before, spilled = bytes_of(warehouse), warehouse.folder / "spill" / "duckdb_temp_storage_DEFAULT-0.tmp"

    def build(*_: object) -> NoReturn:
        die(warehouse)
        assert bytes_of(warehouse) > 10 * before
        spilled.parent.mkdir()
        spilled.touch()
        raise Stopped("The models could not be written.")

    monkeypatch.setattr("jobhouse.warehouse.build.transform._build", build)
    with pytest.raises(Stopped):
        transform(warehouse)
    assert bytes_of(warehouse) == before
    assert not spilled.exists()


def test_nothing_is_cut_while_a_log_or_another_program_may_need_it(warehouse: Warehouse, tmp_path: Path) -> None:
    """Rows of a large transaction are at the end of the file, while the log alone says that it was committed."""
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("set checkpoint_threshold = '1TB'")
        db.execute(LARGE)
        size = bytes_of(warehouse)
        cut_unused_tail(warehouse.database)
        assert bytes_of(warehouse) == size
        killed = Warehouse(shutil.copytree(warehouse.folder, tmp_path / "killed"))
    cut_unused_tail(killed.database)
    assert bytes_of(killed) == size
    with duckdb.connect(str(killed.database), read_only=True) as db:
        assert db.execute("select count(*) from large").fetchall() == [(2_000_000,)]
