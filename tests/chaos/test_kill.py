"""kill -9 at any point: the same rows, none twice, and at most two batches of pages asked for again."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import httpx
import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sentrion.probe.probe import PROBE_LIMITS
from tests.support import commands, processes
from tests.support.commands import Command
from tests.support.history import backfill, expected, history, query, stored, write
from tests.support.invariants import assert_whole
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(1_500, seed=2)
BATCH_PAGES = 20
MOST_LOST = 2 * BATCH_PAGES
"""The batch in hand and the one ahead."""


def start(url: str, folder: Path) -> Command:
    """The command in a process of its own, with small batches and slow retries left out."""
    settings = {
        "api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": 1_000_000, "pages_per_batch": BATCH_PAGES,
    }  # fmt: skip
    return commands.start("--warehouse", str(folder), "backfill", "--yes", "--no-transform", settings=settings)


def requests_at(url: str) -> int:
    return int(httpx.get(f"{url}/sandbox/stats").json()["requests"])


def wait_for_requests(url: str, count: int) -> None:
    while requests_at(url) < count:
        time.sleep(0.05)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.fixture(scope="module")
def least(data: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """The requests of the command where nothing disturbs it, its probe's among them."""
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        start(url, tmp_path_factory.mktemp("undisturbed") / "w").communicate()
        return requests_at(url)


@pytest.mark.parametrize("seed", rest_long(range(2), 1))
def test_a_killed_run_goes_on_and_ends_with_the_same_rows(seed: int, data: Path, least: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.02)) as url:
        kills = 0
        for _ in range(3):
            until = requests_at(url) + draw.randint(1, 2 * BATCH_PAGES)
            process = start(url, tmp_path / "w")
            while process.poll() is None and requests_at(url) < until:
                time.sleep(0.01)
            time.sleep(draw.uniform(0, 0.5))  # into the load, where one follows
            kills += process.poll() is None
            process.kill()
            process.communicate()
        backfill(url, tmp_path / "w")
        extra = requests_at(url) - least
    found = stored(tmp_path / "w")
    assert kills >= 1
    assert len(found) == len(set(found))
    assert set(found) == expected(JOBS)
    assert extra <= kills * max(MOST_LOST, PROBE_LIMITS.requests)  # or the probe before the first batch


@pytest.mark.long
@pytest.mark.parametrize("count", [1, 2])
def test_jobs_copied_just_before_a_kill_are_stored_once(count: int, data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        cut = processes.start(url, tmp_path / "w", "backfill", point=f"staged:{count}")
        processes.finished(cut)
        assert cut.returncode == -signal.SIGKILL
        backfill(url, tmp_path / "w")
    assert_whole(tmp_path / "w", expected(JOBS))


@pytest.mark.parametrize("stop", rest_long([signal.SIGINT, signal.SIGTERM, signal.SIGHUP], 1), ids=lambda one: one.name)
def test_a_signal_loads_the_batch_in_hand_and_exits_3(stop: signal.Signals, data: Path, tmp_path: Path) -> None:
    if signal.getsignal(stop) == signal.SIG_IGN:
        pytest.skip("the tests run under nohup")
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.08)) as url:
        process = start(url, tmp_path / "w")
        wait_for_requests(url, PROBE_LIMITS.requests + 10)
        process.send_signal(stop)
        _, said = process.communicate()
        assert process.returncode == 3
        assert "run the same command again" in said
        assert "Traceback" not in said
        before = requests_at(url)
        assert query(tmp_path / "w", "select count(*) from sentrion.requests") == [(before,)]
        # the probe is refused a question beyond the six years, and no page is
        pages = "select count(*) > 0, count(*) - count(rows) from sentrion.requests where window_id like 'default/%'"
        assert query(tmp_path / "w", pages) == [(True, 0)]
        assert len(stored(tmp_path / "w")) > 0
        backfill(url, tmp_path / "w")
        assert requests_at(url) > before
    assert set(stored(tmp_path / "w")) == expected(JOBS)


@pytest.mark.long
def test_a_second_ctrl_c_stops_at_once_and_keeps_what_was_loaded(data: Path, least: int, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.1)) as url:
        process = start(url, tmp_path / "w")
        # the probe takes less than 30, and the first batch was loaded before the third was asked for
        wait_for_requests(url, PROBE_LIMITS.requests + MOST_LOST + 1)
        process.send_signal(signal.SIGINT)
        process.wait_until_said("Finishing the batch in hand")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        assert process.returncode == 3
        assert "Stopped at once" in said
        assert "Traceback" not in said
        loaded = set(stored(tmp_path / "w"))
        pages = f"select count(*) % {BATCH_PAGES} from sentrion.requests where window_id like 'default/%'"
        assert query(tmp_path / "w", pages) == [(0,)]
        backfill(url, tmp_path / "w")
        assert requests_at(url) <= least + MOST_LOST
    found = stored(tmp_path / "w")
    assert 0 < len(loaded) < len(found)
    assert loaded < set(found)
    assert len(found) == len(set(found))
    assert set(found) == expected(JOBS)


def test_a_second_run_on_the_same_warehouse_is_told_to_wait(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.3)) as url:
        first = start(url, tmp_path / "w")
        wait_for_requests(url, 3)
        second = start(url, tmp_path / "w")
        _, said = second.communicate()
        first.kill()
        first.communicate()
    assert second.returncode == 3
    assert "Another jobhouse run holds the warehouse" in said
