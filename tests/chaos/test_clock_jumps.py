"""Wrong clocks, an hour asleep in mid-run, and midnight between two batches."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
import uvicorn
from pendulum import Date

from jobhouse.errors import Stopped
from jobhouse.sandbox.api.app import create_app
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import load_loop
from jobhouse.warehouse.load.pipeline import load_extracted
from tests.support import clock_ahead, commands
from tests.support.history import Job, backfill, expected, history, job, query, stored, write
from tests.support.invariants import assert_whole
from tests.support.processes import BATCH_PAGES, advance, finished, requests_at, start
from tests.support.sandbox import run_in_child

JOBS = history(3_000, seed=9)
TODAY = Date(2026, 11, 24)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@contextmanager
def served_and_cut(engine: Engine) -> Iterator[tuple[str, Callable[[], None]]]:
    """The sandbox in a thread, and a way to cut every connection that is open."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(engine=engine), ws="none", lifespan="off", log_level="error"))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve(sockets=[listener])), daemon=True)
    thread.start()

    def cut() -> None:
        for connection in list(server.server_state.connections):
            loop.call_soon_threadsafe(connection.transport.abort)

    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", cut
    finally:
        server.should_exit = True
        thread.join(10)
        loop.close()
        listener.close()


@pytest.mark.long
def test_an_hour_asleep_in_mid_run_is_slept_through(data: Path, tmp_path: Path) -> None:
    """The process stands still, its connections are gone, and the wall clock is an hour on when it wakes."""
    engine = Engine(SandboxOptions(data=data, rate=0, latency=0.1))
    with served_and_cut(engine) as (url, cut):
        run = start(url, tmp_path / "w", "backfill")
        while engine.stats.requests < 45:
            time.sleep(0.01)
        with closing(sqlite3.connect(Warehouse(tmp_path / "w").rate, isolation_level=None)) as rate:
            rate.execute("begin immediate")  # so that the process does not hold the file while it stands still
            run.send_signal(signal.SIGSTOP)
            cut()
            moved = rate.execute("update sent set at = at - 3600").rowcount
            rate.execute("commit")
        run.send_signal(signal.SIGCONT)
        _, complaint = finished(run)
    assert run.returncode == 0, complaint
    assert moved > 0
    lost = "select count(*) from sentrion.requests where error like 'no answer%'"
    assert query(tmp_path / "w", lost)[0][0] > 0  # what was on its way when the connections went
    assert_whole(tmp_path / "w", expected(JOBS))
    assert sum(account.charged for account in engine.accounts.values()) == len(expected(JOBS))


def at(day: Date, hour: int = 4, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def recent(count: int) -> list[Job]:
    return [job(number, TODAY.subtract(days=number % 90).isoformat()) for number in range(count)]


def test_a_clock_set_back_between_two_runs_loses_no_day(tmp_path: Path) -> None:
    jobs = recent(900)
    wanted = BackfillRange(since=TODAY.subtract(days=100).isoformat())
    data = write(jobs, tmp_path / "jobs.jsonl")
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url, time_machine.travel(at(TODAY)) as clock:
        with pytest.raises(Stopped):
            backfill(url, tmp_path / "w", Run("backfill", limits=RunLimits(max_requests=4)), wanted)
        clock.move_to(at(TODAY.subtract(days=40)))
        backfill(url, tmp_path / "w", wanted=wanted)
        clock.move_to(at(TODAY))
        backfill(url, tmp_path / "w", wanted=wanted)
        assert_whole(tmp_path / "w", {version_id_of(j) for j in jobs})


@pytest.mark.long
def test_a_run_with_the_clock_ahead_does_not_hold_back_the_progress_of_later_runs(data: Path, tmp_path: Path) -> None:
    """Each run is a process, since dlt's own clock does not go back within one."""
    folder = tmp_path / "w"
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        ahead = commands.run(
            "--warehouse", str(folder), "backfill", "--no-transform", "--yes", "--max-requests", "20",
            target="tests.support.clock_ahead:run", folder=tmp_path, environment={clock_ahead.DAYS: "9"},
            settings={"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": 1_000_000},
        )  # fmt: skip
        assert ahead.returncode == 3, ahead.stderr
        for is_first in (True, False):
            before = requests_at(url)
            run = start(url, folder, "backfill")
            _, complaint = finished(run)
            assert run.returncode == 0, complaint
            assert (requests_at(url) > before) == is_first
    loads = query(folder, "select count(*) filter (to_timestamp(load_id::double) > now()) from sentrion._dlt_loads")
    assert loads[0][0] > 0
    assert_whole(folder, expected(JOBS))


def test_days_that_had_not_come_when_the_clock_was_ahead_are_read_once_it_is_right(tmp_path: Path) -> None:
    """Read by a clock that is 30 days ahead; then twelve days pass, and it is right."""
    today = today_utc()
    before = [job(n, str(today.subtract(days=1 + n % 20))) for n in range(60)]
    since_then = [job(60 + n, str(today.add(days=n % 12))) for n in range(36)]
    for days, jobs in ((30, before), (12, [*before, *since_then])):
        data = write(jobs, tmp_path / f"jobs_{days}.jsonl")
        with run_in_child(SandboxOptions(data=data, rate=0, today=today.add(days=days))) as url:
            done = commands.run(
                "--warehouse", str(tmp_path / "w"), "backfill", "--no-transform", "--yes",
                "--since", str(today.subtract(days=20)),
                target="tests.support.clock_ahead:run", folder=tmp_path, environment={clock_ahead.DAYS: str(days)},
                settings={"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": 1_000_000},
            )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert set(stored(tmp_path / "w")) == {version_id_of(one) for one in [*before, *since_then]}


@pytest.mark.long
@pytest.mark.parametrize("since", [None, "2020-11-24"], ids=["all", "named"])
def test_the_edge_may_move_over_midnight_between_two_batches(
    since: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read newest first, so that the oldest days come when the API serves them no more."""
    oldest = Date(2020, 11, 24)
    days = [oldest.add(days=n * 55 % 2190) for n in range(1_200)] + [oldest] * 30
    jobs = [job(number, day.isoformat()) for number, day in enumerate(days)]
    data = write(jobs, tmp_path / "jobs.jsonl")
    drain, batches = load_extracted, 0
    with (
        run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url,
        time_machine.travel(at(TODAY, 23, 59)) as clock,
    ):

        def drain_and_pass_midnight(*given: object) -> None:
            nonlocal batches
            drain(*given)  # type: ignore[arg-type]
            batches += 1
            if batches == 3:
                clock.move_to(at(TODAY.add(days=1), 0, 1))
                advance(url, days=1)

        monkeypatch.setattr(load_loop, "load_extracted", drain_and_pass_midnight)
        run = backfill(
            url, tmp_path / "w", wanted=BackfillRange(since=since, order="newest"), pages_per_batch=BATCH_PAGES
        )
        again = backfill(url, tmp_path / "w")
    assert batches > 4
    assert run.events.outcome == "done"
    assert again.counters.requests == 0
    found = stored(tmp_path / "w")
    assert len(found) == len(set(found))
    still_served = {version_id_of(j) for j in jobs if str(j["Post Date"]) > oldest.isoformat()}
    assert still_served <= set(found)
