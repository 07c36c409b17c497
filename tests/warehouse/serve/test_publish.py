"""`jobhouse publish`: the marts whole or not at all, while readers of the last copy go on."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb
import pytest

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.publish import publish
from jobhouse.warehouse.serve.relations import REFERENCES
from tests.support.paths import ROOT
from tests.support.small_marts import command, jobhouse, marts

FACTS = "marts.fct_job_postings"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return marts(tmp_path / "w")


def asked(file: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as db:
        return db.execute(query).fetchall()


def test_views_are_published_as_tables_with_their_rows(warehouse: Warehouse) -> None:
    publication = publish(warehouse)
    assert publication.file == warehouse.folder / "published" / "jobs.duckdb"
    assert [(table.name, table.rows) for table in publication.tables] == [(FACTS, 1_000), ("ops.coverage_daily", 1)]
    query = f"select count(*), sum(hash(t)) from {FACTS} as t"
    assert asked(publication.file, query) == asked(warehouse.database, query)
    assert stat.S_IMODE(publication.file.stat().st_mode) & 0o222 == 0


def test_nothing_of_raw_and_no_view_is_inside(warehouse: Warehouse) -> None:
    file = publish(warehouse, warehouse.folder / "anything.db").file
    assert asked(file, "select distinct schema_name from duckdb_tables() order by 1") == [
        ("main",),
        ("marts",),
        ("ops",),
    ]
    assert asked(file, "select count(*) from duckdb_views() where not internal") == [(0,)]
    assert b"verbatim text of an advert" not in file.read_bytes()


def test_comments_of_tables_and_columns_are_kept(warehouse: Warehouse) -> None:
    file = publish(warehouse).file
    assert asked(file, "select table_name, comment from duckdb_tables() where comment is not null order by 1") == [
        ("coverage_daily", "One day"),
        ("fct_job_postings", "One posting; an analyst's table"),
        ("published", "When this copy was made. Grain: one row. Until when jobs were read, ops.runs says"),
    ]
    query = "select column_name, comment from duckdb_columns() where schema_name <> 'main' and comment is not null"
    assert asked(file, query) == [("job_id", 'Key of the "posting"')]


def test_a_reader_keeps_its_snapshot_and_the_next_sees_the_new(warehouse: Warehouse) -> None:
    file = publish(warehouse).file
    program = (
        f"import duckdb, sys\ndb = duckdb.connect({str(file)!r}, read_only=True)\n"
        f"for _ in sys.stdin: print(db.execute('select count(*), sum(job_id) from {FACTS}').fetchone(), flush=True)"
    )
    reader = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdin is not None
    assert reader.stdout is not None

    def seen() -> str:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write("\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    before = seen()
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("insert into sqlmesh__marts.marts__fct_job_postings__123 (job_id) values (5000)")
    done = jobhouse(warehouse, "publish")
    assert done.returncode == 0, done.stderr
    assert re.search(r"marts\.fct_job_postings +1,001 *\n", done.stdout.decode())
    assert seen() == before == "(1000, 499500)"
    reader.communicate("")
    assert asked(file, f"select count(*) from {FACTS}") == [(1_001,)]


@pytest.mark.long
@pytest.mark.parametrize("moment", ["jobs.duckdb", "jobs.duckdb.wal"])
def test_a_kill_in_the_middle_leaves_the_old_file_and_the_next_clears_up(moment: str, tmp_path: Path) -> None:
    warehouse = marts(tmp_path / "w", jobs=3_000_000)
    folder = warehouse.folder / "published"
    folder.mkdir()
    shutil.copy(publish(marts(tmp_path / "small", jobs=3)).file, folder / "jobs.duckdb")
    process = subprocess.Popen(command(warehouse, "publish"))
    workplace = folder / ".jobs.duckdb.publishing"
    while not (workplace / moment).exists():
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert workplace.exists()
    assert asked(folder / "jobs.duckdb", f"select count(*) from {FACTS}") == [(3,)]
    assert publish(warehouse).tables[0].rows == 3_000_000
    assert sorted(path.name for path in folder.iterdir()) == ["jobs.duckdb"]


WRITES: Final = """
import sys, time, duckdb
db = duckdb.connect(sys.argv[1])
db.execute("create table mine as select 1 as one")
print("written", flush=True)
time.sleep(600)
"""


@contextmanager
def another_program(file: Path, source: str) -> Iterator[int]:
    """A program that has a copy open for writing within the block, by its PID, and is killed at its end."""
    file.chmod(0o644)
    program = subprocess.Popen([sys.executable, "-c", source, str(file)], stdout=subprocess.PIPE)
    try:
        assert program.stdout
        assert program.stdout.readline() == b"written\n"
        yield program.pid
    finally:
        program.kill()
        program.communicate()


def test_a_program_that_writes_to_the_last_copy_is_named_and_its_log_goes_once_it_was_killed(
    warehouse: Warehouse,
) -> None:
    file = publish(warehouse).file
    with (
        another_program(file, WRITES) as pid,
        pytest.raises(UsageError, match=rf"Another program.*PID {pid}.* writes to .*close it"),
    ):
        publish(warehouse)
    log = file.with_name("jobs.duckdb.wal")
    assert log.exists()
    publish(warehouse)
    assert not log.exists()
    assert asked(file, "select count(*) from duckdb_tables() where table_name = 'mine'") == [(0,)]


def test_a_program_that_has_the_last_copy_open_for_writing_is_named_before_it_writes(warehouse: Warehouse) -> None:
    file = publish(warehouse).file
    with another_program(file, WRITES.replace("create table mine as ", "")) as pid:
        assert not file.with_name("jobs.duckdb.wal").exists()
        with pytest.raises(UsageError, match=rf"Another program.*PID {pid}"):
            publish(warehouse)


def test_small_tables_that_descriptions_lead_to_are_published(warehouse: Warehouse) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema reference; create view reference.exchange_rates as select 'EUR' as currency")
    assert asked(publish(warehouse).file, "from reference.exchange_rates") == [("EUR",)]


def test_every_reference_that_a_description_names_is_published() -> None:
    heads = [file.read_text(encoding="utf-8") for file in (ROOT / "sql" / "models" / "marts").glob("*.sql")]
    described = [line for head in heads for line in head.split("AS (")[0].splitlines() if " = '" in line]
    named = set(re.findall(r"reference\.(\w+)", " ".join(described)))
    assert {"exchange_rates", "skill_names"} <= named <= set(REFERENCES)


def test_targets_that_cannot_be_are_said(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    other = marts(tmp_path / "other")
    (tmp_path / "link.duckdb").symlink_to(warehouse.database)
    (tmp_path / "x.duckdb.wal").write_text("")
    for target, said in {
        tmp_path: "is a folder",
        warehouse.database: "the warehouse itself",
        tmp_path / "link.duckdb": "the warehouse itself",
        tmp_path / "notes.txt": "not written by jobhouse publish",
        other.database: "not written by jobhouse publish",
        tmp_path / "marts.duckdb": "a schema's name",
        tmp_path / "x.duckdb": "x.duckdb.wal",
        tmp_path / "none" / "jobs.duckdb": "is not there",
        Path("/proc/jobs.duckdb"): "cannot be written" if Path("/proc").exists() else "is not there",
    }.items():
        done = jobhouse(warehouse, "publish", "--to", str(target))
        assert done.returncode == 2, target
        assert said in done.stderr.decode()
        assert len(done.stderr.decode().strip().splitlines()) == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert asked(other.database, f"select count(*) from {FACTS}") == [(1_000,)]


def test_a_target_on_another_file_system_is_replaced_too(warehouse: Warehouse) -> None:
    other = Path("/dev/shm")
    if not os.access(other, os.W_OK) or other.stat().st_dev == warehouse.folder.stat().st_dev:
        pytest.skip("there is no second file system to write to")
    folder = other / f"jobhouse-test-{os.getpid()}"
    folder.mkdir()
    try:
        for _ in range(2):
            assert publish(warehouse, folder / "copy.duckdb").tables[0].rows == 1_000
    finally:
        shutil.rmtree(folder)


def test_a_warehouse_without_marts_says_transform(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "jobs.duckdb")) as db:
        db.execute("create schema sentrion; create table sentrion.job_versions as select 1 as version_id")
    with pytest.raises(UsageError, match=r"jobhouse --warehouse \S+ transform"):
        publish(Warehouse(tmp_path))
    with pytest.raises(UsageError, match=r"jobhouse --warehouse \S+ backfill"):
        publish(Warehouse(tmp_path / "none"))


def test_a_full_disk_is_said_before_it_happens(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(warehouse)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 10**6))
    with pytest.raises(Stopped, match="1 MB are free"):
        publish(warehouse)


@pytest.mark.long
def test_a_disk_that_fills_during_the_copy_is_one_sentence(tmp_path: Path) -> None:
    warehouse = marts(tmp_path / "w", jobs=1_000_000)
    old = publish(marts(tmp_path / "small", jobs=3), tmp_path / "copy.duckdb").file
    small = 2 * 1024**2
    done = subprocess.run(
        command(warehouse, "publish", "--to", str(old)), capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (small, small)),
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert asked(old, f"select count(*) from {FACTS}") == [(3,)]
    assert not (tmp_path / ".copy.duckdb.publishing").exists()
