"""A nightly run and a backfill on one warehouse, as real processes: the night goes first, and both end well."""

from __future__ import annotations

import json
import shutil
import signal
import time
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

from jobhouse.errors import Stopped
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.warehouse import locks, waiting
from jobhouse.warehouse.folder import Warehouse
from tests.support.history import expected, history, query, stored, write
from tests.support.processes import requests_at, start
from tests.support.sandbox import run_in_child

JOBS = history(2_000, seed=5)


def wait_for_requests(url: str, count: int) -> None:
    while requests_at(url) < count:
        time.sleep(0.05)


def test_a_nightly_run_goes_before_a_running_backfill_and_both_finish(tmp_path: Path) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=100_000, latency=0.15)) as url:
        backfill = start(url, tmp_path / "w", "backfill", "--order", "oldest")
        wait_for_requests(url, 3)
        night = start(url, tmp_path / "w", "nightly", builds=False)
        said, warned = night.communicate()
        assert night.returncode == 0, warned
        assert backfill.poll() is None  # the night did not wait for the whole backfill
        other = start(url, tmp_path / "w", "backfill")
        _, refusal = other.communicate()
        result, complaint = backfill.communicate()
        stats = httpx.get(f"{url}/sandbox/stats").json()
    assert backfill.returncode == 0, complaint
    assert other.returncode == 3
    assert "Another jobhouse run holds the warehouse" in refusal
    assert "complete" in said
    assert "jobs delivered with" in result
    found = stored(tmp_path / "w")
    assert len(found) == len(set(found))
    assert set(found) == expected(JOBS)
    assert stats["answered_429"] == 0
    runs = query(tmp_path / "w", "select command, outcome from sentrion.runs order by command")
    assert runs == [("backfill", "done"), ("nightly", "done")]
    status = start(url, tmp_path / "w", "status", "--json")
    assert json.loads(status.communicate()[0])["open_windows"] == []
    verified = start(url, tmp_path / "w", "verify", "--json")
    facts = json.loads(verified.communicate()[0])
    assert facts["verdicts"].keys() == {"verified"}
    assert facts["open_days"] == 0


@pytest.mark.long
def test_a_backfill_that_waits_for_a_night_goes_on_when_the_night_is_killed(tmp_path: Path) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.15)) as url:
        backfill = start(url, tmp_path / "w", "backfill", "--order", "oldest")
        wait_for_requests(url, 3)
        night = start(url, tmp_path / "w", "nightly", builds=False)
        while night.poll() is None and not (tmp_path / "w" / locks.NIGHTLY).exists():
            time.sleep(0.05)
        time.sleep(1)
        night.send_signal(signal.SIGKILL)
        night.communicate()
        _, complaint = backfill.communicate()
    assert backfill.returncode == 0, complaint
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_a_second_nightly_run_is_turned_away_and_says_why(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with warehouse.held_for_nightly(print), pytest.raises(Stopped, match="Another nightly run"):  # noqa: SIM117
        with warehouse.held_for_nightly(print):
            pass


def test_other_runs_are_turned_away_while_a_night_is_at_work(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with warehouse.held_for_nightly(print), pytest.raises(Stopped, match="nightly run holds"):  # noqa: SIM117
        with warehouse.held():
            pass


def test_a_look_at_the_nightly_lock_turns_no_night_away(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with warehouse.held() as lock:
        assert not lock.is_nightly_waiting()
        look = FileLock(tmp_path / "w" / locks.NIGHTLY)
        look.acquire()
        assert lock.is_nightly_waiting()
        look.release()
        assert not lock.is_nightly_waiting()


def test_a_night_waits_no_longer_than_its_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(waiting, "SAID_AFTER_SECONDS", 0)
    warehouse, said = Warehouse(tmp_path / "w"), list[str]()
    with warehouse.held(), pytest.raises(Stopped, match="has not given way"):  # noqa: SIM117
        with warehouse.held_for_nightly(said.append):
            pass
    assert said
    assert "gives way" in said[0]
    with warehouse.held_for_nightly(said.append):
        pass


def test_a_run_keeps_its_place_while_the_night_has_its_turn(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with warehouse.held() as lock:
        lock.file_lock.release()  # lent
        with warehouse.held_for_nightly(print), pytest.raises(Stopped, match="Another jobhouse run holds"):  # noqa: SIM117
            with warehouse.held():
                pass
        lock.yield_to_nightly(is_over=lambda: False)
        assert lock.file_lock.is_locked


def test_a_night_says_its_notes_unless_it_is_quiet(tmp_path: Path) -> None:
    spending = Warehouse(tmp_path / "w").spending
    spending.parent.mkdir()
    with run_in_child(SandboxOptions(data=write(JOBS[:50], tmp_path / "jobs.jsonl"), rate=0)) as url:
        said = []
        for options in (["--progress", "none"], ["--quiet"]):
            shutil.rmtree(spending, ignore_errors=True)
            spending.write_text("mine")  # it is set aside, with a note
            said.append(start(url, tmp_path / "w", "nightly", *options, builds=False).communicate()[1])
    assert "set aside as spending-set-aside-" in said[0].splitlines()[-1]
    assert said[1] == ""


@pytest.mark.long
def test_the_line_of_a_night_and_its_silence(tmp_path: Path) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        spoken = start(url, tmp_path / "w", "nightly", builds=False)
        line, _ = spoken.communicate()
        quiet = start(url, tmp_path / "w", "nightly", "--quiet", "--lookback", "5")  # builds the models, in silence
        nothing = quiet.communicate()
        stopped = start(url, tmp_path / "w", "nightly", "--quiet", "--max-credits", "0", builds=False)
        nothing_but = stopped.communicate()
    assert spoken.returncode == quiet.returncode == 0
    assert line.startswith("nightly default: ")
    assert len(line.splitlines()) == 1
    assert all(word in line for word in ("new", "changed", " request", "credits", " s;", "complete", "14 days"))
    assert nothing == ("", "")
    assert stopped.returncode == 3
    assert nothing_but[0] == ""
    assert "--max-credits 0" in nothing_but[1]
