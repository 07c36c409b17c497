"""`status` on real warehouses: each figure can be found again, and each state differs from the others."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pendulum
import pytest
import time_machine
from rich.console import Console

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.terminal.status import as_json, show
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger import last_runs
from jobhouse.warehouse.ledger.status import WarehouseStatus, read_status
from jobhouse.warehouse.runs.backfill import probe
from tests.support.faulty_api import Lossy, served
from tests.support.history import backfill, job, nightly, query, write
from tests.support.in_process import quick, transport
from tests.support.sandbox import run_in_child
from tests.support.sessions import session_of
from tests.support.shared_warehouses import made_once

TODAY = pendulum.Date(2026, 11, 24)
WANTED = BackfillRange(since="2026-08-01", until="2026-11-25")
JOBS = [job(number, TODAY.subtract(days=number % 130).isoformat()) for number in range(3_000)]
STORED = (
    "select strftime(post_date::date, '%Y-%m'), count(*) from sentrion.job_versions inner join sentrion.search_hits "
    "using (version_id) group by all order by all"
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(pendulum.datetime(2026, 11, 24, 4, 30)) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months, their windows halved, the first of them read a second time by a night."""
    return made_once(tmp_path_factory, "for_status", lambda folder: _read_with_a_night(folder / "w", data)) / "w"


def _read_with_a_night(folder: Path, data: Path) -> None:
    with (
        time_machine.travel(pendulum.datetime(2026, 11, 24, 4, 30)),
        run_in_child(
            SandboxOptions(data=data, rate=0, switches=parse_switches("edit_share=0.2,edit_after=300"))
        ) as url,
    ):
        backfill(url, folder, wanted=WANTED, max_window_jobs=200)
        nightly(url, folder)


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "w"))


def ledger_of(folder: Path, **settings: Any) -> WarehouseStatus:
    return read_status(Warehouse(folder), quick(**settings))


def facts_of(folder: Path, **settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(ledger_of(folder, **settings)))
    return found


def shown(folder: Path, width: int = 80, **settings: Any) -> str:
    out = StringIO()
    show(ledger_of(folder, **settings), Console(file=out, width=width))
    return out.getvalue()


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        db.execute(sql)


def test_jobs_are_the_versions_stored_however_often_they_were_read(whole: Path) -> None:
    (inflated,) = query(whole, "select sum(rows_distinct) from sentrion.windows")[0]
    stored = dict(query(whole, STORED))
    facts = facts_of(whole)
    assert {month["month"][:7]: month["versions"] for month in facts["months"] if month["versions"]} == stored
    assert sum(year["versions"] for year in facts["years"]) == facts["versions"] == sum(stored.values()) < inflated
    marts = query(whole, "select sum(loaded_count) from ops.coverage_daily where date_day >= '2026-08-01'")
    assert sum(count for month, count in stored.items() if month >= "2026-08") == marts[0][0]


def test_six_years_are_shown_and_what_was_never_asked_for_is_not_started(whole: Path) -> None:
    facts = facts_of(whole)
    assert sum(month["days"] for month in facts["months"]) == 2192
    states = {month["month"][:7]: month["state"] for month in facts["months"]}
    assert len(states) == 73
    assert [month for month, state in states.items() if state == "complete"] == [
        "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert set(states.values()) == {"complete", "missing"}
    assert facts["incomplete"] == [
        {"search": "default", "since": "2020-11-24", "until": "2026-08-01", "state": "missing"}
    ]
    rows = re.findall(r"(?m)^ (20\d\d)  (.*?)  +(\d+) of (\d+) ", shown(whole))
    assert [(year, days, of) for year, _, days, of in rows][-1] == ("2026", "116", "328")
    assert rows[-1][1].split() == ["·"] * 7 + ["■"] * 4


def test_a_reading_that_was_stopped_shows_its_days_and_how_to_go_on(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        run = Run("backfill", limits=RunLimits(max_requests=9))
        with pytest.raises(Exception, match="--max-requests"):
            backfill(url, tmp_path / "w", run=run, wanted=WANTED, max_concurrency=1)
    facts = facts_of(tmp_path / "w")
    states = {month["month"][:7]: month["state"] for month in facts["months"]}
    assert (states["2026-11"], states["2026-10"], states["2026-09"]) == ("complete", "partly", "missing")
    assert facts["next"]["command"] == "jobhouse backfill --since 2026-08-01"
    assert facts["next"]["why"] == "92 days are not read yet"
    text = shown(tmp_path / "w")
    assert " 2026-10 " not in text  # all its days are alike
    assert re.search(r"2026-10-01 to 2026-11-01 reading, \d pages read", text)
    assert "next: jobhouse backfill --since 2026-08-01" in text
    assert re.search(r"2026-11-24 04:30 backfill: .*Stopped at --max-requests 9", text.replace("\n", " "))


def test_short_days_are_told_by_the_ledger_alone(data: Path, tmp_path: Path) -> None:
    engine = Lossy(SandboxOptions(data=data, rate=0))
    with served(engine) as url:
        backfill(url, tmp_path / "w", wanted=BackfillRange(since="2026-10-01", until="2026-11-01"))
        engine.is_lossy = False
        backfill(url, tmp_path / "w", wanted=BackfillRange(since="2026-11-01", until="2026-11-25"))
    facts = facts_of(tmp_path / "w")
    states = {month["month"][:7]: month["state"] for month in facts["months"]}
    assert (states["2026-10"], states["2026-11"]) == ("short", "complete")
    assert facts["next"]["command"] == "jobhouse verify --repair"
    assert "2026-10-01 to 2026-10-31 are short" in facts["next"]["why"]
    assert re.search(r" 2026  (·  ){9}✗  ■ ", shown(tmp_path / "w"))


def test_marts_of_an_earlier_version_are_behind(copy: Path) -> None:
    assert not facts_of(copy)["marts_of_earlier_version"]
    change(copy, "drop view ops.coverage_monthly")
    facts = facts_of(copy)
    assert (facts["marts"], facts["next"]["command"]) == ("behind", "jobhouse transform")
    assert "next: jobhouse transform\n      an earlier version of jobhouse built the marts" in shown(copy)


def test_marts_that_are_behind_are_said(copy: Path) -> None:
    assert facts_of(copy)["marts"] == "current"
    change(copy, "update sentrion.runs set updated_at = updated_at + interval 1 hour where pages > 0")
    facts = facts_of(copy)
    assert (facts["marts"], facts["next"]["command"]) == ("behind", "jobhouse transform")
    change(copy, "drop view ops.runs")
    assert facts_of(copy)["marts"] == "none"


@pytest.mark.parametrize(
    ("holder", "outcomes"),
    [
        ("jobhouse nightly, PID 4711", ["running", "done"]),
        ("jobhouse backfill, PID 4711", ["done", "running"]),
        ("jobhouse plan, PID 4711", ["done", "done"]),
        ("PID 4711", ["done", "done"]),
    ],
)
def test_a_run_that_has_read_all_and_builds_the_marts_is_still_running(
    holder: str, outcomes: list[str], copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_runs, "holders_of", lambda file: [holder] if file.name in (".run", ".nightly") else [])
    assert [(run.command, run.outcome) for run in ledger_of(copy).runs] == [("nightly", "done"), ("backfill", "done")]
    change(copy, "drop view ops.runs")
    assert [run.outcome for run in ledger_of(copy).runs] == outcomes
    assert ledger_of(copy).at_work == [holder]
    assert f"next: wait for {holder}, which is at work" in " ".join(shown(copy).split())


def test_another_status_is_no_run_at_work(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_runs, "holders_of", lambda _: ["jobhouse status, PID 4711"])
    assert ledger_of(copy).at_work == []


def test_a_day_later_it_is_a_nights_work(whole: Path, clock: time_machine.Traveller) -> None:
    assert facts_of(whole)["next"]["command"] == "jobhouse probe"
    clock.shift(86_400 + 60)
    facts = facts_of(whole)
    assert facts["next"]["command"] == "jobhouse nightly"
    assert {month["month"][:7]: month["state"] for month in facts["months"]}["2026-11"] == "partly"
    assert re.search(r" 2026-11 ■{22}([^■·])\1·", shown(whole))  # the last two had not ended when they were read


def test_after_a_probe_alone_there_is_something_to_show(data: Path, tmp_path: Path) -> None:
    run = Run("probe", transport=transport(Engine(SandboxOptions(data=data, rate=0))))
    with RateLimiter(10**6) as rate_limiter:
        probe(session_of(Warehouse(tmp_path / "w"), quick(), run), rate_limiter)
    facts = facts_of(tmp_path / "w")
    assert (facts["versions"], facts["months"]) == (0, [])
    assert facts["next"]["command"] == "jobhouse backfill"
    assert "bounds" in [finding["question"] for finding in facts["findings"]]
    assert "probe" in shown(tmp_path / "w")


def test_credits_are_those_of_the_cycle_and_of_its_limit(copy: Path) -> None:
    spent = facts_of(copy)["cycle"]["credits_reserved"]
    assert spent == facts_of(copy)["credits_used"] > 0
    change(copy, "update sentrion.requests set requested_at = '2026-10-31 23:59:59+00' where page = 1")
    facts = facts_of(copy, max_credits_per_cycle=5_000)
    assert 0 < facts["cycle"]["credits_reserved"] < spent
    assert (facts["cycle"]["since"], facts["cycle"]["until"]) == ("2026-11-01", "2026-12-01")
    said = f"{facts['cycle']['credits_reserved']:,} of 5,000 credits count in the cycle 2026-11-01 to 2026-11-30"
    assert said in shown(copy, max_credits_per_cycle=5_000)


def test_the_rate_is_that_of_the_last_minute_and_looking_changes_nothing(
    copy: Path, clock: time_machine.Traveller
) -> None:
    warehouse = Warehouse(copy)
    with RateLimiter.at(warehouse.rate, 100) as rate_limiter:
        for _ in range(7):
            rate_limiter.try_take()
        assert ledger_of(copy).rate.requests_last_minute == 7
    clock.shift(61)
    assert ledger_of(copy).rate.requests_last_minute == 0
    warehouse.rate.unlink()
    assert ledger_of(copy).rate.requests_last_minute == 0
    assert not warehouse.rate.exists()


@pytest.mark.parametrize("width", [40, 59, 80])
def test_it_fits_the_terminal(whole: Path, width: int) -> None:
    assert max(map(len, shown(whole, width).splitlines())) <= width


def test_an_empty_warehouse_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        ledger_of(tmp_path)


def test_no_key_is_needed() -> None:
    assert Settings.load_without_key().requests_per_minute == 100
