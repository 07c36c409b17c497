"""Builds beside programs that read the file: whoever opens it waits, and the build goes through."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.history import query

READER: str = """
import duckdb, sys, time
print("reads", flush=True)
while True:
    try:
        with duckdb.connect(sys.argv[1], read_only=True) as db:
            db.execute("from duckdb_tables()").fetchall()
            time.sleep(0.02)
    except duckdb.IOException:
        pass
    time.sleep(0.02)
"""
POSTINGS = "select sum(version_count) from marts.fct_job_postings"
VERSIONS = "select count(*) from sentrion.job_versions"


@contextmanager
def reader_of(warehouse: Warehouse) -> Iterator[None]:
    """A program that opens the file read-only, for a moment, again and again."""
    command = [sys.executable, "-c", READER, str(warehouse.database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        try:
            yield
        finally:
            reader.kill()


@pytest.mark.long
def test_a_build_goes_through_beside_a_reader(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    with reader_of(warehouse):
        transform(warehouse)
    assert query(warehouse.folder, POSTINGS) == query(warehouse.folder, VERSIONS)


def test_a_wait_for_a_reader_ends_when_the_caller_says_so(built_warehouse: Path) -> None:
    warehouse, asked = Warehouse(built_warehouse), 0

    def asked_twice() -> bool:
        nonlocal asked
        asked += 1
        return asked < 2

    hold = "import duckdb, sys; db = duckdb.connect(sys.argv[1], read_only=True); print(1, flush=True); input()"
    command = [sys.executable, "-c", hold, str(warehouse.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Stopped, match="Another program holds"):
            transform(warehouse, keep_waiting=asked_twice)
        holder.kill()
    assert asked == 2
