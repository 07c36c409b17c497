"""kill -9 aimed at the load: wherever it strikes, the next run ends with the same rows.

No page of the batch that is loaded is asked for again, only those of the one that is read meanwhile.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from jobhouse.sandbox.options import SandboxOptions
from tests.support import commands
from tests.support.dying_load import BEFORE_OUR_CHECKPOINT, POINTS
from tests.support.history import backfill, expected, history, query, stored, write
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(1_000, seed=4)
BATCH_PAGES = 25
SECOND_LOAD = 2
"""The first one makes the tables, and a third one must follow."""
INSERTED = "an insertion committed, and not marked"
KEYS = {
    "search_hits": "version_id", "requests": "request_id", "windows": "window_id", "runs": "run_id",
    "_dlt_loads": "load_id",
}  # fmt: skip


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=0)) as address:
        yield address


@pytest.fixture(scope="module")
def undisturbed(url: str, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The requests of a run that nothing disturbs."""
    return backfill(url, tmp_path_factory.mktemp("undisturbed") / "w").counters.requests


def requests_at(url: str) -> int:
    return int(httpx.get(f"{url}/sandbox/stats").json()["requests"])


def die(point: str, load: int, url: str, folder: Path) -> int:
    """The exit code of a backfill that is to kill itself at a point of its n-th load."""
    arguments = (point, str(load), url, str(folder), str(BATCH_PAGES))
    return commands.run(*arguments, target="tests.support.dying_load:main").returncode


@pytest.mark.parametrize("point", rest_long([BEFORE_OUR_CHECKPOINT, *POINTS], 2))
def test_a_load_that_was_killed_is_completed_by_the_next_run(
    point: str, url: str, undisturbed: int, tmp_path: Path
) -> None:
    before = requests_at(url)
    assert die(point, SECOND_LOAD, url, tmp_path / "w") == -signal.SIGKILL
    read_ahead = requests_at(url) - before - 2 * BATCH_PAGES
    assert 0 <= read_ahead <= BATCH_PAGES
    backfill(url, tmp_path / "w")
    assert requests_at(url) == before + undisturbed + read_ahead
    assert_whole(tmp_path / "w", undisturbed)


def test_a_taking_up_that_was_killed_too_is_taken_up_again(url: str, undisturbed: int, tmp_path: Path) -> None:
    before = requests_at(url)
    assert die(INSERTED, SECOND_LOAD, url, tmp_path / "w") == -signal.SIGKILL
    read_ahead = requests_at(url) - before - 2 * BATCH_PAGES
    assert die(INSERTED, 1, url, tmp_path / "w") == -signal.SIGKILL
    assert requests_at(url) == before + 2 * BATCH_PAGES + read_ahead
    backfill(url, tmp_path / "w")
    assert requests_at(url) == before + undisturbed + read_ahead
    assert_whole(tmp_path / "w", undisturbed)


def assert_whole(folder: Path, requests: int) -> None:
    """Every posting, none twice, and a ledger to match."""
    found = stored(folder)
    assert len(found) == len(set(found))
    assert set(found) == expected(JOBS)
    for table, key in KEYS.items():
        assert query(folder, f"select count(*) - count(distinct {key}) from sentrion.{table}") == [(0,)], table
    assert query(folder, "select count(*) from sentrion.requests") == [(requests,)]
    assert query(folder, "select count(*) from sentrion.windows where status != 'complete'") == [(0,)]
