"""Every command that needs the warehouse file says that it waits for it, and ends at once when it is asked to."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Final

import duckdb
import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.locks import NIGHTLY, RUN, WAREHOUSE
from tests.support.commands import start
from tests.support.tiers import rest_long

READING: Final = (("status",), ("sql", "select 1"), ("sql", "select 2"), ("report",), ("publish",), ("verify",))
EXPLORING: Final = (("explore",),) if find_spec("marimo") else ()
WRITING: Final = (("transform",), ("plan",), ("probe",), ("backfill", "--yes"), ("verify", "--repair", "--yes"))
NIGHT: Final = ("nightly", "--yes")
SETTINGS: Final = {"api_key": "k", "base_url": "http://127.0.0.1:9"}
_HOLD: Final = """
import duckdb, sys
held = [duckdb.connect(file) for file in sys.argv[1:]]
print(flush=True)
sys.stdin.read()
"""
_LOCK: Final = """
import sys
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire()
print(flush=True)
sys.stdin.read()
"""


def holding(program: str, *files: Path) -> subprocess.Popen[bytes]:
    """Another process that holds the files, until its `with` block ends."""
    arguments = [sys.executable, "-c", program, *map(str, files)]
    holder = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    holder.stdout.readline()
    return holder


def warehouse_at(folder: Path) -> Warehouse:
    folder.mkdir()
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        db.execute("create table numbers as select 1 as n")
    return Warehouse(folder)


@pytest.mark.long
def test_every_command_says_that_it_waits_and_a_signal_ends_the_wait(tmp_path: Path) -> None:
    commands = [*READING, *EXPLORING, *WRITING, NIGHT]
    warehouses = [warehouse_at(tmp_path / f"w{place}") for place in range(len(commands))]
    with ExitStack() as stack:
        stack.enter_context(holding(_HOLD, *(one.database for one in warehouses)))
        waiting = [
            stack.enter_context(start("--warehouse", str(one.folder), *command, settings=SETTINGS))
            for one, command in zip(warehouses, commands, strict=True)
        ]
        for process, number in zip(waiting, cycle((signal.SIGTERM, signal.SIGINT)), strict=False):
            process.wait_until_said("jobhouse: waiting up to ")
            process.send_signal(number)
        for process, command in zip(waiting, commands, strict=True):
            assert process.wait() == 3, (command, process.errors())
            assert "Interrupted while waiting for " in process.errors(), command
            assert "jobs.duckdb, which another program holds" in process.errors(), command


@pytest.mark.parametrize("number", rest_long([signal.SIGTERM, signal.SIGINT], 1), ids=lambda one: one.name)
def test_a_night_that_waits_for_a_run_ends_at_once(tmp_path: Path, number: signal.Signals) -> None:
    with (
        holding(_LOCK, tmp_path / WAREHOUSE),
        start("--warehouse", str(tmp_path), *NIGHT, settings=SETTINGS) as night,
    ):
        night.wait_until_said("it gives way once its batch is loaded")
        with start("--warehouse", str(tmp_path), *NIGHT, "--quiet", settings=SETTINGS) as other:
            assert other.wait() == 3
        night.send_signal(number)
        assert night.wait() == 3
        assert "Interrupted while waiting for the warehouse" in night.errors()
        assert "waiting up to" not in other.errors()
    assert {RUN, NIGHTLY, WAREHOUSE} & {file.name for file in tmp_path.iterdir()} == {NIGHTLY, WAREHOUSE}
