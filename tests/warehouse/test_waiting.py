"""A wait is announced once, bounded, and ended by a signal, whatever it is for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from jobhouse.errors import Interrupted, Stopped, UsageError
from jobhouse.interrupts import EndedBySignal
from jobhouse.warehouse import connect, locks, waiting
from jobhouse.warehouse.connect import reader, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.waiting import Wait, holders_of, waits_said_by

_HOLD = "import fcntl, sys; f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX); print(flush=True); input()"
told_by_the_system = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux lists the locks")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    monkeypatch.setattr(waiting, "SAID_AFTER_SECONDS", 0)
    monkeypatch.setattr(waiting, "_NAP_SECONDS", 0.01)
    heard: list[str] = []
    with waits_said_by(heard.append):
        yield heard


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    with duckdb.connect(str(tmp_path / "jobs.duckdb")) as db:
        db.execute("create table numbers as select 1 as n")
    return Warehouse(tmp_path)


@contextmanager
def held(file: Path) -> Iterator[int]:
    """Another process that locks the file as DuckDB does; its id."""
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with holder:
        assert holder.stdout
        holder.stdout.readline()
        yield holder.pid
        holder.communicate(b"\n")


def tries(count: int) -> Iterator[bool | None]:
    yield from [None] * count
    yield True


def test_a_wait_is_announced_once_and_gives_what_was_waited_for(said: list[str], tmp_path: Path) -> None:
    attempts = tries(5)
    assert Wait("the file x", tmp_path / "x", 30).until(lambda: next(attempts))
    assert said == ["waiting up to 30 s for the file x, which another program holds"]


def test_what_is_free_is_not_announced(said: list[str], tmp_path: Path) -> None:
    assert Wait("the file x", tmp_path / "x", 30).until(lambda: True)
    assert said == []


def test_a_wait_ends_with_its_time(said: list[str], tmp_path: Path) -> None:
    assert Wait("the file x", tmp_path / "x", 0.05).until(lambda: None) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_a_signal_ends_a_wait_that_nobody_else_watches(said: list[str], tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    attempts = iter(range(10))

    def attempt() -> None:
        if next(attempts) == 2:
            os.kill(os.getpid(), number)

    with pytest.raises(Stopped, match="Interrupted while waiting for the file x"):
        Wait("the file x", tmp_path / "x", 600).until(attempt)
    assert next(attempts) == 3
    assert signal.getsignal(number) is before


def test_whoever_handles_the_signal_hears_of_it_too(said: list[str], tmp_path: Path) -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    attempts = tries(3)

    def attempt() -> bool | None:
        os.kill(os.getpid(), signal.SIGTERM)
        return next(attempts)

    try:
        with pytest.raises(Stopped):
            Wait("the file x", tmp_path / "x", 600).until(attempt)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM] * 2  # before the wait, and in it


def test_what_a_handler_raises_in_a_wait_is_the_cause_of_its_end(said: list[str], tmp_path: Path) -> None:
    def end(_number: int, _frame: object) -> None:
        raise EndedBySignal

    before = signal.signal(signal.SIGTERM, end)
    attempts = iter(range(10))

    def attempt() -> None:
        if next(attempts) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    try:
        with pytest.raises(Interrupted) as ended:
            Wait("the file x", tmp_path / "x", 600).until(attempt)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert isinstance(ended.value.__cause__, EndedBySignal)


@told_by_the_system
def test_a_reader_and_a_writer_name_the_program_that_holds_the_file(
    warehouse: Warehouse, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "READER_WAIT_SECONDS", 0.1)
    monkeypatch.setattr(connect, "WRITER_WAIT_SECONDS", 0.1)
    with held(warehouse.database) as pid:
        with pytest.raises(Stopped, match="could not be opened"), reader(warehouse):
            pass
        with pytest.raises(Stopped, match=rf"Another program holds .*PID {pid}\)"), writer(warehouse):
            pass
        assert len(said) == 2
        assert all(str(warehouse.database) in line and f"PID {pid})" in line for line in said)


@told_by_the_system
def test_a_lock_of_a_file_names_its_holder_and_not_this_process(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "a")
    with lock:
        assert holders_of(tmp_path / "a") == []
    with held(tmp_path / "a") as pid:
        (holder,) = holders_of(tmp_path / "a")
    assert holder.endswith(f", PID {pid}")
    assert holders_of(tmp_path / "missing") == []


def test_a_night_says_what_it_waits_for(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.05)
    warehouse = Warehouse(tmp_path)
    with warehouse.held(), pytest.raises(Stopped, match="has not given way"):  # noqa: SIM117
        with warehouse.held_for_nightly(said.append):
            pass
    assert said == [
        f"waiting up to 0 s for the warehouse {tmp_path}, which another program holds; it gives way once its batch is "
        "loaded"
    ]


def test_a_lock_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / locks.RUN).mkdir()  # what root cannot open either
    with pytest.raises(UsageError, match=r"The lock .*\.run cannot be opened"), Warehouse(tmp_path).held():
        pass


@told_by_the_system
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["backfill", "--yes"], "jobhouse backfill"),
        (["--warehouse", "my folder", "--progress=none", "nightly"], "jobhouse nightly"),
        ([], "jobhouse"),
    ],
    ids=str,
)
def test_a_jobhouse_is_named_with_its_command(arguments: list[str], named: str, tmp_path: Path) -> None:
    script = tmp_path / "jobhouse"
    script.write_text(_HOLD.replace("sys.argv[1]", repr(str(tmp_path / "a"))))
    (tmp_path / "a").touch()
    with subprocess.Popen(
        [sys.executable, str(script), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert holders_of(tmp_path / "a") == [f"{named}, PID {holder.pid}"]
        holder.communicate(b"\n")


def test_where_the_system_lists_no_locks_the_holder_is_the_one_that_duckdb_names(
    warehouse: Warehouse, said: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(waiting, "_LOCKS", tmp_path / "none")
    monkeypatch.setattr(connect, "READER_WAIT_SECONDS", 0.1)
    hold = f"import duckdb; held = duckdb.connect({str(warehouse.database)!r}); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(Stopped), reader(warehouse):
            pass
        holder.communicate(b"\n")
    assert len(said) == 1
    assert f", PID {holder.pid})" in said[0]
