"""The function of the documents that runs a command in a task of a scheduler, which may be ended at any time."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from tests.support.commands import PYTHONPATH, SETTINGS_PREFIX
from tests.support.history import history, write
from tests.support.markdown import reference
from tests.support.processes import requests_at
from tests.support.sandbox import run_in_child

AT_ONCE = 20
"""So many requests go out, and then none for a minute."""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with run_in_child(SandboxOptions(data=write(history(300), tmp_path / "jobs.jsonl"), rate=0)) as address:
        yield address


@pytest.fixture
def jobhouse(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The function as it stands there, with the command of these tests, on the warehouse `real` of an empty folder."""
    given = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": AT_ONCE}
    for name, value in given.items():
        monkeypatch.setenv(f"{SETTINGS_PREFIX}{name.upper()}", str(value))
    monkeypatch.setenv("PYTHONPATH", PYTHONPATH)
    monkeypatch.chdir(tmp_path)
    [snippet] = [one.text for one in reference("scheduling").blocks if one.language == "python"]
    program = f'"{sys.executable}", "-m", "jobhouse"'
    found: dict[str, Callable[..., int]] = {}
    exec(snippet.replace('".venv/bin/jobhouse"', program), found)
    return found["jobhouse"]


def test_a_task_that_is_ended_leaves_what_was_read_loaded(
    url: str, jobhouse: Callable[..., int], tmp_path: Path
) -> None:
    is_over = threading.Event()

    def end_task() -> None:
        while requests_at(url) < AT_ONCE and not is_over.wait(0.1):
            pass
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_beside(end_task, lambda: jobhouse("backfill", "--yes", "--no-transform"))
    finally:
        is_over.set()
        signal.signal(signal.SIGINT, before)
    with duckdb.connect(str(tmp_path / "real" / "jobs.duckdb"), read_only=True) as db:
        assert db.sql("select count(*) from sentrion.requests").fetchall() == [(requests_at(url),)]
        assert db.sql("select outcome from sentrion.runs").fetchall() == [("stopped",)]


def run_beside(other: Callable[[], None], do: Callable[[], object]) -> None:
    threading.Thread(target=other, daemon=True).start()
    do()


def test_a_run_that_stops_is_no_failure_and_a_wrong_one_is(jobhouse: Callable[..., int]) -> None:
    assert jobhouse("backfill", "--max-credits", "1000", "--max-requests", "2", "--no-transform") == 3
    with pytest.raises(RuntimeError, match="jobhouse backfill ended with exit code 2"):
        jobhouse("backfill", "--since", "yesterday")
