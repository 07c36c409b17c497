"""Nights after a backfill: nothing new costs nothing, what came late is found, and the requests are the plan's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import httpx
import pendulum
import pytest
import time_machine
from pendulum import Date

from jobhouse.errors import DataCheckFailed, Interrupted, Stopped
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.refresh import Night, PastReading, plan_refresh
from jobhouse.sentrion.plan.windows import Window, months, oldest_day, request_range
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import load_loop
from jobhouse.warehouse.runs import nightly as nights
from jobhouse.warehouse.runs import read_and_build
from jobhouse.warehouse.runs.late_arrivals import past_of
from tests.support.history import Job, backfill, job, nightly, query, stored, write
from tests.support.in_process import ChargesAgain, engine_of, transport
from tests.support.sandbox import run_in_child

TODAY = Date(2026, 11, 24)
SINCE = Date(2026, 1, 1)
"""Ten months and a bit: the older ones are swept on the seven nights that November has left."""
SEPTEMBER = Date(2026, 9, 1)
JOBS = [job(number, TODAY.subtract(days=number % 320).isoformat()) for number in range(1_900)]
EDITED = [{**j, "Job Description": f"{j['Job Description']}\n\nUpdate: we are still looking."} for j in JOBS]
CHANGING = "late_share=0.1,late_after=1000000,edit_share=0.1,edit_after=1000000"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(TODAY)) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def built(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A night builds no models here, which takes ten seconds, and each build is listed; `with_models` it does."""
    folders: list[Path] = []
    if not request.node.get_closest_marker("with_models"):
        monkeypatch.setattr(read_and_build, "transform", lambda warehouse, **_: folders.append(warehouse.folder))
    return folders


def at(day: Date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 30, tzinfo=UTC)


def history_of(url: str, folder: Path) -> None:
    backfill(url, folder, wanted=BackfillRange(since=SINCE.isoformat()))


def stats(url: str) -> dict[str, Any]:
    return dict(httpx.get(f"{url}/sandbox/stats").json())


def pages(after: Date, before: Date) -> int:
    found = sum(after.isoformat() <= str(j["Post Date"]) < before.isoformat() for j in JOBS)
    return max(1, -(-found // 100))


def planned(windows: list[Window], today: Date) -> Counter[str]:
    """Requests by window, from the plan and the jobs alone."""
    ranges = [request_range(window, oldest_day(today)) for window in windows]
    return Counter({f"{after}..{before}": pages(after, before) for after, before in ranges})


def missing_since(day: Date, folder: Path) -> list[Job]:
    """Jobs of which the warehouse has no version; one that was edited before it came is there as edited alone."""
    found = set(stored(folder))
    both = zip(JOBS, EDITED, strict=True)
    return [
        j for j, e in both if j["Post Date"] >= day.isoformat() and not {version_id_of(j), version_id_of(e)} & found
    ]


def versions_since(day: Date, jobs: list[Job]) -> set[str]:
    return {version_id_of(j) for j in jobs if j["Post Date"] >= day.isoformat()}


def test_nothing_new_costs_no_credits_and_the_requests_are_those_of_the_plan(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        history_of(url, tmp_path / "w")
        before = stats(url)
        report = nightly(url, tmp_path / "w")
        after = stats(url)
    night = Night(TODAY, oldest_day(TODAY), lookback=14)
    done = Window(SINCE, TODAY.add(days=1))
    past = [PastReading(month, TODAY) for month in months(done)]
    plan = plan_refresh(night, [done], past, may_cost=False)
    assert plan.months_due == 2  # ten months over seven nights
    assert Window(Date(2026, 10, 18), Date(2026, 11, 25)) in plan.windows  # no night of November looked back before
    made = Counter[str](after["requests_by_window"])
    made.subtract(before["requests_by_window"])
    assert +made == planned(list(plan.windows), TODAY)
    assert report.run.counters.requests == sum(made.values())
    assert after["credits_charged"] == before["credits_charged"]
    assert (report.new, report.changed, report.run.counters.credits_used, report.error) == (0, 0, 0, None)
    assert len(stored(tmp_path / "w")) == len(JOBS)


@pytest.mark.long
def test_late_jobs_and_edits_are_found_by_the_next_night_and_older_ones_within_the_cycle(
    data: Path, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY, switches=parse_switches(CHANGING))) as url:
        history_of(url, tmp_path / "w")
        first = len(stored(tmp_path / "w"))
        httpx.post(f"{url}/sandbox/advance", json={"late": True, "edits": True})
        report = nightly(url, tmp_path / "w", lookback=30)
        recent = TODAY.subtract(days=30)
        assert missing_since(recent, tmp_path / "w") == []
        assert report.new > 0
        assert report.changed > 0
        assert report.new + report.changed == len(stored(tmp_path / "w")) - first
        assert len(missing_since(SINCE, tmp_path / "w")) > 50
        for _ in range(6):
            clock.shift(pendulum.duration(days=1))
            httpx.post(f"{url}/sandbox/advance", json={"days": 1})
            nightly(url, tmp_path / "w", lookback=30)
        sandbox = stats(url)
    found = stored(tmp_path / "w")
    assert len(found) == len(set(found))
    assert missing_since(SINCE, tmp_path / "w") == []
    edited = set(found) - versions_since(SINCE, JOBS)
    assert edited <= versions_since(SINCE, EDITED)
    assert 120 < len(edited) < 270  # a tenth of the jobs
    assert sandbox["credits_charged"] == sandbox["distinct_jobs"]


def test_a_missed_week_is_caught_up(data: Path, tmp_path: Path, clock: time_machine.Traveller) -> None:
    start = TODAY.subtract(days=8)
    clock.move_to(at(start))
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        history_of(url, tmp_path / "w")
        before = len(stored(tmp_path / "w"))
        clock.move_to(at(TODAY))
        nightly(url, tmp_path / "w")
    assert before < len(JOBS)
    assert set(stored(tmp_path / "w")) == versions_since(SINCE, JOBS)
    (open_windows,) = query(tmp_path / "w", "select count(*) from sentrion.windows where status != 'complete'")
    assert open_windows == (0,)


def test_days_that_a_long_pause_left_unread_are_named_until_backfill_has_read_them(
    data: Path, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    paused = Date(2026, 8, 20)
    clock.move_to(at(paused))
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        backfill(url, tmp_path / "w", wanted=BackfillRange(since="2026-06-01"))
        clock.move_to(at(TODAY))
        reports = [nightly(url, tmp_path / "w"), nightly(url, tmp_path / "w")]
        gap = BackfillRange(since="2026-08-19", until="2026-08-24")
        again = backfill(url, tmp_path / "w", wanted=gap)
        after = nightly(url, tmp_path / "w")
    for report in reports:
        assert isinstance(report.error, DataCheckFailed)
        assert "2026-08-19 to 2026-08-23 (5 days) are not read to the end" in str(report.error)
        assert "backfill --since 2026-08-19 --until 2026-08-24." in str(report.error)
        assert report.line().endswith("; 5 days left to backfill: 2026-08-19 to 2026-08-23")
        assert "complete" not in report.line()
    recorded = query(tmp_path / "w", "select outcome from sentrion.runs where command = 'nightly' order by started_at")
    assert recorded == [("check_failed",), ("check_failed",), ("done",)]
    assert again.counters.requests == 1
    assert after.error is None
    assert "left to backfill" not in after.line()
    assert set(stored(tmp_path / "w")) >= versions_since(Date(2026, 6, 1), JOBS)


def test_an_empty_warehouse_gets_its_recent_days(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        report = nightly(url, tmp_path / "w")
    recent = versions_since(TODAY.subtract(days=14), JOBS)
    assert recent <= set(stored(tmp_path / "w")) <= versions_since(TODAY.subtract(days=15), JOBS)
    assert report.new == len(stored(tmp_path / "w"))


def of_duckdb() -> RuntimeError:
    error = RuntimeError("Query interrupted")
    error.__cause__ = KeyboardInterrupt()
    return error


@pytest.mark.parametrize(
    ("module", "step", "error"),
    [
        (nights, "verify", KeyboardInterrupt()),
        (read_and_build, "transform", KeyboardInterrupt()),
        (read_and_build, "transform", of_duckdb()),
        (read_and_build, "transform", Interrupted("while waiting for the file")),
    ],
)
def test_a_signal_after_the_reading_ends_the_night(
    module: ModuleType,
    step: str,
    error: BaseException,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(module, step, interrupted)
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        report = nightly(url, tmp_path / "w")
    assert isinstance(report.error, Stopped)
    assert report.run.events.interrupted  # neither the report nor the lake is written
    assert query(tmp_path / "w", "select outcome from sentrion.runs") == [("stopped",)]
    assert set(stored(tmp_path / "w")) >= versions_since(TODAY.subtract(days=14), JOBS)


@pytest.mark.long
@pytest.mark.with_models
def test_the_marts_hold_what_each_night_read(data: Path, tmp_path: Path) -> None:
    in_marts = "select sum(version_count)::integer from marts.fct_job_postings"
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY, switches=parse_switches(CHANGING))) as url:
        first = nightly(url, tmp_path / "w")
        assert query(tmp_path / "w", in_marts) == [(first.new,)]
        httpx.post(f"{url}/sandbox/advance", json={"late": True, "edits": True})
        second = nightly(url, tmp_path / "w")
    assert first.error is second.error is None
    assert second.new > 0
    assert second.changed > 0
    assert query(tmp_path / "w", in_marts) == [(len(stored(tmp_path / "w")),)]
    assert len(stored(tmp_path / "w")) == first.new + second.new + second.changed


def test_older_months_that_cost_wait_for_a_limit_which_is_kept(
    data: Path, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        history_of(url, tmp_path / "w")
        clock.move_to(at(Date(2026, 12, 1)))
        httpx.post(f"{url}/sandbox/advance", json={"cycle": True, "days": 7})
        unlimited = nightly(url, tmp_path / "w")
        assert unlimited.error is None
        assert unlimited.refresh.months_due == 0
        assert unlimited.refresh.months_over_budget == 11
        assert "11 wait for --max-credits" in unlimited.line()
        before = stats(url)
        limited = nightly(url, tmp_path / "w", Run("nightly", limits=RunLimits(max_credits=150)))
        after = stats(url)
    spent = int(str(after["credits_charged"])) - int(str(before["credits_charged"]))
    assert isinstance(limited.error, Stopped)
    assert limited.refresh.months_due == 1
    assert 50 < spent <= 150
    assert "stopped" in limited.line()


@pytest.mark.parametrize("max_concurrency", [1, 16])
def test_older_months_wait_from_the_first_page_that_shows_that_rereads_are_charged(
    max_concurrency: int, data: Path, tmp_path: Path
) -> None:
    engine, folder = engine_of(data=data, today=TODAY), tmp_path / "w"
    engine.accounts[DEFAULT_KEY] = ChargesAgain(None)
    first = Run("backfill", transport=transport(engine))
    backfill("http://127.0.0.1", folder, first, BackfillRange(since=str(SINCE)))
    learns, knows = (
        nightly(
            "http://127.0.0.1",
            folder,
            Run("nightly", transport=transport(engine)),
            max_concurrency=max_concurrency,
            page_size=10,
        )
        for _ in range(2)
    )
    assert learns.error is knows.error is None
    assert any("rereads" in note for note in learns.run.events.notes)
    assert learns.refresh.months_due == knows.refresh.months_due == 0
    assert learns.refresh.months_over_budget == knows.refresh.months_over_budget == 10
    of_night = f"select count(*) from sentrion.requests where run_id = '{learns.run.run_id}' and "
    [(months,)] = query(folder, f"{of_night} window_id not like '%/2026-10-18..2026-11-25'")
    assert months <= (0 if max_concurrency == 1 else 4)  # no more than were on their way, of about forty pages
    [(earliest,)] = query(folder, f"select min(window_id) from sentrion.requests where run_id = '{knows.run.run_id}'")
    assert earliest.rpartition("/")[2] >= "2026-10-18"


def test_days_stay_done_while_they_are_read_again_and_a_cut_night_is_made_up_for(
    data: Path, tmp_path: Path, built: list[Path]
) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        history_of(url, tmp_path / "w")
        cut = Run("nightly", limits=RunLimits(max_requests=2))
        assert isinstance(nightly(url, tmp_path / "w", cut, max_concurrency=1).error, Stopped)
        assert built == [tmp_path / "w"]  # however the reading ended
        assert query(tmp_path / "w", "select distinct status from sentrion.windows") == [("complete",)]
        again = backfill(url, tmp_path / "w", wanted=BackfillRange(since=SINCE.isoformat()))
        assert again.counters.requests == 0
        whole = nightly(url, tmp_path / "w")
    assert whole.error is None
    swept = (
        "select since, refreshed_at > completed_at from sentrion.windows where refreshed_at is not null order by since"
    )
    assert query(tmp_path / "w", swept) == [
        (SEPTEMBER, True),  # keeps the time at which it was first complete
        (SEPTEMBER.add(months=1), False),  # half of October and the recent days: windows of their own
        (SEPTEMBER.add(months=1, days=17), False),
    ]


def test_a_night_whose_load_fails_does_not_say_that_it_is_running(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Stopped("The disk is full; make room.")

    monkeypatch.setattr(load_loop, "load_extracted", fails)
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        report = nightly(url, tmp_path / "w", page_size=10, pages_per_batch=1, max_concurrency=1)
    assert isinstance(report.error, Stopped)
    assert "; stopped; " in report.line()
    assert "was to take" in report.line()


def test_the_run_is_recorded_under_its_name(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY)) as url:
        report = nightly(url, tmp_path / "w")
    recorded = query(tmp_path / "w", "select outcome, requests from sentrion.runs where command = 'nightly'")
    assert recorded == [("done", report.run.counters.requests)]


@pytest.mark.long
def test_large_windows_are_halved_when_they_are_read_again_too(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, today=TODAY, switches=parse_switches(CHANGING))) as url:
        history_of(url, tmp_path / "w")
        httpx.post(f"{url}/sandbox/advance", json={"late": True})
        nightly(url, tmp_path / "w", lookback=60, max_window_jobs=100)
    assert missing_since(TODAY.subtract(days=60), tmp_path / "w") == []
    assert query(tmp_path / "w", "select count(*) from sentrion.windows where status != 'complete'") == [(0,)]


def test_the_lookback_follows_the_lateness_that_was_observed(tmp_path: Path) -> None:
    """Days watched for more than sixty days, on each of which jobs came up to 21 days late."""
    (tmp_path / "w").mkdir()
    with duckdb.connect(str(Warehouse(tmp_path / "w").database)) as db:
        db.execute("create schema sentrion")
        db.execute("create table sentrion._dlt_loads as select 'a' as load_id, 0 as status")
        db.execute(
            """create table sentrion.windows as
            select 'w' || n as window_id, 'default' as search, 'h' as filters_hash, date '2026-01-01' + n as since,
                date '2026-01-02' + n as until, 'complete' as status, 'a' as _dlt_load_id,
                (date '2026-01-03' + n)::timestamptz as started_at,
                (date '2026-01-03' + n)::timestamptz as completed_at,
                (date '2026-03-20' + n)::timestamptz as refreshed_at
            from (select unnest(range(30))::int as n)"""
        )
        db.execute(
            """create table sentrion.job_versions as
            select 'default' as search, (date '2026-01-01' + n)::varchar as post_date,
                (date '2026-01-01' + n)::timestamptz + interval (late) day + interval 1 hour as fetched_at
            from (select unnest(range(30))::int as n), (select unnest([0, 1, 2, 3, 5, 21]) as late)"""
        )  # the first two of each day came in time
        # a day that was first read weeks late says nothing, however late its jobs came
        db.execute(
            """insert into sentrion.windows select 'old', 'default', 'h', date '2025-01-01', date '2025-02-01',
                'complete', 'a', timestamptz '2026-01-01', timestamptz '2026-01-01', timestamptz '2026-06-01'"""
        )
        db.execute(
            """insert into sentrion.job_versions
            select 'default', '2025-01-10', timestamptz '2026-05-01' from range(1000)"""
        )
        # nor does a day that was watched for a week: what comes later was not seen yet
        db.execute(
            """insert into sentrion.windows select 'young', 'default', 'h', date '2026-03-01', date '2026-03-02',
                'complete', 'a', timestamptz '2026-03-03', timestamptz '2026-03-03', timestamptz '2026-03-10'"""
        )
        db.execute(
            """insert into sentrion.job_versions
            select 'default', '2026-03-01', timestamptz '2026-03-05' from range(1000)"""
        )
    late_arrivals = past_of(Warehouse(tmp_path / "w"), "default", "h").late_arrivals
    assert (late_arrivals.versions, late_arrivals.days) == (120, 21)
    assert past_of(Warehouse(tmp_path / "w"), "other", "h").late_arrivals.versions == 0
