"""Each process that reads the warehouse spills into a folder of its own, which is gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.connect import Options, analyst, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.spill import ELSEWHERE, IN_WAREHOUSE
from tests.support.permissions import mode

LITTLE: Options = {"memory_limit": "20MB", "threads": 1}
SORT = """
select count(*), sum(i), bool_and(is_sorted)
from (select i, s >= coalesce(lag(s) over (order by s), '') as is_sorted from t)
"""
SORTED = [(400_000, 79_999_800_000, True)]
SPILLING = f"""
import sys
from functools import partial
from pathlib import Path
from jobhouse.warehouse import connect
from jobhouse.warehouse.folder import Warehouse
connect.reader = partial(connect.reader, options={LITTLE!r})
with connect.analyst(Warehouse(Path(sys.argv[1]))) as db:
    print("ready", flush=True)
    input()
    for _ in range(3):
        print(db.execute({SORT!r}).fetchall(), flush=True)
    input()
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    with duckdb.connect(str(tmp_path / "jobs.duckdb")) as db:
        db.execute("create table t as select md5(i::varchar) as s, i from range(400000) as r (i)")
    return Warehouse(tmp_path)


Start = Callable[[], subprocess.Popen[str]]
"""Starts a process that reads the warehouse, and spills once it is told to."""


@pytest.fixture
def start(warehouse: Warehouse) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SPILLING, str(warehouse.folder)]
        process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        with process:
            pass


def spills_in(folder: Path, prefix: str = IN_WAREHOUSE) -> list[Path]:
    return sorted(folder.glob(f"{prefix}*"))


def test_two_processes_that_spill_at_once_both_end_well(warehouse: Warehouse, start: Start) -> None:
    both = [start(), start()]
    for process in both:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate("\n")[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said == [f"{SORTED}\n" * 3] * 2
    assert spills_in(warehouse.folder) == []


def test_what_a_killed_process_left_is_removed_by_the_next_and_what_is_used_stays(
    warehouse: Warehouse, start: Start
) -> None:
    killed, at_work = start(), start()
    assert len(before := spills_in(warehouse.folder)) == 2
    assert [mode(folder) for folder in before] == [0o700, 0o700]
    killed.kill()
    killed.communicate()
    with reader(warehouse):
        assert len(spills_in(warehouse.folder)) == 2  # that of this process, and that of the one at work
        assert len({*before} & {*spills_in(warehouse.folder)}) == 1
    at_work.communicate("\n\n")
    assert at_work.returncode == 0
    assert spills_in(warehouse.folder) == []


def test_a_file_system_that_keeps_open_files_keeps_no_folders(
    warehouse: Warehouse, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFS and FUSE keep a file that is open, under another name, so that its folder cannot be removed."""
    killed = start()
    killed.kill()
    killed.communicate()

    def remove_closed(folder: Path, *, ignore_errors: bool) -> None:
        assert ignore_errors
        for one in folder.iterdir():
            one.unlink()

    monkeypatch.setattr(shutil, "rmtree", remove_closed)
    with reader(warehouse):
        assert len(spills_in(warehouse.folder)) == 1
    assert spills_in(warehouse.folder) == []


def test_connections_of_one_process_share_its_folder(warehouse: Warehouse) -> None:
    setting = "select current_setting('temp_directory')"
    with reader(warehouse, LITTLE) as first:
        assert first.execute(SORT).fetchall() == SORTED
        with reader(warehouse, LITTLE) as second:
            assert second.execute(setting).fetchall() == first.execute(setting).fetchall()
        (folder,) = spills_in(warehouse.folder)
        assert first.execute(SORT).fetchall() == SORTED
    assert not folder.exists()


def test_a_warehouse_that_must_not_be_written_is_read_all_the_same(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    mkdtemp = tempfile.mkdtemp

    def refused(prefix: str, dir: Path) -> str:  # noqa: A002 - the name is tempfile's
        if dir == warehouse.folder:
            raise PermissionError
        return mkdtemp(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkdtemp", refused)  # a mode would not keep root out
    with analyst(warehouse) as db:
        assert db.execute("select count(*) from t").fetchall() == [(400_000,)]
        assert len(spills_in(tmp_path / "tmp", ELSEWHERE)) == 1
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_link_of_that_name_is_left_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    """In the system's temporary folder, anybody may make one."""
    (tmp_path / "kept").mkdir()
    (tmp_path / f"{IN_WAREHOUSE}x").symlink_to(tmp_path / "kept")
    with reader(warehouse):
        assert list((tmp_path / "kept").iterdir()) == []
    assert os.readlink(tmp_path / f"{IN_WAREHOUSE}x") == str(tmp_path / "kept")
