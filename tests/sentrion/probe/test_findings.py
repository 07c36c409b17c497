"""Findings are used by the crawl, kept with the rows, watched, and given up when an answer speaks against them."""

from __future__ import annotations

import asyncio
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pendulum
import pytest

from jobhouse.errors import JobhouseError, Stopped, Unreachable
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.probe.collecting import FindingCollector
from jobhouse.sentrion.probe.probe_client import ProbeClient
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.sentrion.state.rereads import RereadQueue, rereading
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.pipeline import open_pipeline
from jobhouse.warehouse.load.saved_state import SavedState
from jobhouse.warehouse.runs.backfill import backfill, probe
from tests.support.history import expected, history, job, query, stored, write
from tests.support.in_process import ChargesAgain, InProcess, engine_of, probed, quick, transport
from tests.support.sessions import session_of
from tests.support.tiers import rest_long

BOUNDS = ("half_open", "closed", "open_closed", "open")
TODAY = pendulum.now("UTC").date()
DENSE = [job(number, str(TODAY.subtract(days=40 + number // 25))) for number in range(25 * 100)]


def read(
    engine: Engine, folder: Path, wanted: BackfillRange | None = None, run: Run | None = None, **settings: Any
) -> Run:
    """A backfill from a sandbox in this process."""
    run = run or Run("backfill")
    run.transport = transport(engine)
    with RateLimiter(10**6) as rate_limiter:
        backfill(session_of(Warehouse(folder), quick(**settings), run, wanted or BackfillRange()), rate_limiter)
    return run


def ask(engine: Engine, folder: Path) -> Findings:
    run = Run("probe", transport=transport(engine))
    with RateLimiter(10**6) as rate_limiter:
        return probe(session_of(Warehouse(folder), quick(), run), rate_limiter)


def remembered(folder: Path) -> Findings:
    return SavedState.of(open_pipeline(Warehouse(folder))).findings


def second_readings(folder: Path) -> list[int]:
    """The jobs of each page that was read a second time, since a job came twice: the made-up history has copies."""
    return [n for (n,) in query(folder, f"select rows from sentrion.requests where reading_id like '%{SECOND}'")]


@pytest.mark.parametrize("bounds", rest_long(BOUNDS, 1))
def test_a_first_backfill_probes_and_then_asks_for_no_page_too_many(bounds: str, tmp_path: Path) -> None:
    engine = engine_of(f"bounds={bounds}", jobs=4_000)
    run = read(engine, tmp_path / "w")
    windows = query(tmp_path / "w", "select rows_delivered, note from sentrion.windows where status = 'complete'")
    asked = query(tmp_path / "w", "select count(*) from sentrion.requests where window_id like 'backfill/%'")[0][0]
    least = sum(max(1, math.ceil(rows / 100)) for rows, _ in windows)
    assert remembered(tmp_path / "w").bounds == bounds
    assert 0 < asked <= 30
    assert run.counters.requests == engine.stats.requests
    assert run.counters.requests - asked - len(second_readings(tmp_path / "w")) <= least * 1.03
    oldest = TODAY.subtract(years=6).add(days=1)  # the oldest day itself is out of reach where a is not included
    wanted = [posting for posting in engine.truth() if str(posting["post_date"]) >= str(oldest)]
    delivered = query(tmp_path / "w", "select sum(rows_delivered) from sentrion.windows where status = 'complete'")[0][
        0
    ]
    assert len(wanted) <= delivered <= len(wanted) + 20
    assert run.events.notes == []


def test_the_values_that_mean_all_jobs_are_sent(tmp_path: Path) -> None:
    switches = "salary_null=refused,salary_omitted=no_filter,salary_false=only_without,agency_true=only_agencies"
    engine = engine_of(switches, jobs=4_000)
    run = read(engine, tmp_path / "w")
    everything = remembered(tmp_path / "w").everything()
    assert "salary_data_available" not in everything
    assert everything["is_agency"] is None
    assert everything["exclude_duplicates"] is False
    served = [posting for posting in engine.truth() if str(posting["post_date"]) >= str(TODAY.subtract(years=6))]
    assert run.counters.rows_delivered - sum(second_readings(tmp_path / "w")) == len(served)
    assert not any(asked.is_of_former_filters for asked in read_status(Warehouse(tmp_path / "w"), quick()).asked)


def test_findings_survive_the_loss_of_the_working_folder_and_are_shown(tmp_path: Path) -> None:
    data = write(DENSE, tmp_path / "jobs.jsonl")
    read(engine_of("bounds=closed", data=data), tmp_path / "w")
    shutil.rmtree(tmp_path / "w" / "dlt")
    again = read(engine_of("bounds=closed", data=data), tmp_path / "w")
    assert again.counters.requests == 0
    assert remembered(tmp_path / "w").bounds == "closed"
    shown = {finding.question: finding.answer for finding in read_status(Warehouse(tmp_path / "w"), quick()).findings}
    assert shown["bounds"] == "closed"
    rows = query(tmp_path / "w", "select question, answer, evidence, requests, credits from sentrion.findings")
    assert len(rows) == 8
    assert all(json.loads(evidence) and requests is not None for _, _, evidence, requests, _ in rows)


@pytest.mark.parametrize(
    ("believed", "real"),
    rest_long(((believed, real) for believed in BOUNDS for real in BOUNDS if believed != real), 1),
)
def test_wrong_bounds_are_noticed_and_no_job_is_lost(believed: str, real: str, tmp_path: Path) -> None:
    data = write(DENSE, tmp_path / "jobs.jsonl")
    assert ask(engine_of(f"bounds={believed}", data=data), tmp_path / "w").bounds == believed
    run = read(engine_of(f"bounds={real}", data=data), tmp_path / "w", BackfillRange(str(TODAY.subtract(days=200))))
    assert set(stored(tmp_path / "w")) == expected(DENSE)
    bounds = remembered(tmp_path / "w").found["bounds"]
    if believed == "open":  # its range is the safe one, so that only jobs beyond it show
        return
    assert bounds.contradicted
    assert any("bounds" in note and "contradicted" in note for note in run.events.notes)
    (note,) = query(tmp_path / "w", "select note from sentrion.runs where command = 'backfill'")[0]
    assert "contradicted" in note
    (reported,) = query(tmp_path / "w", "select contradicted from sentrion.findings where question = 'bounds'")[0]
    assert reported == bounds.contradicted


@pytest.mark.long
def test_what_was_read_before_within_wrong_bounds_is_read_again_at_the_seams(tmp_path: Path) -> None:
    data = write(DENSE, tmp_path / "jobs.jsonl")
    since, middle = str(TODAY.subtract(days=200)), str(TODAY.subtract(days=90))
    ask(engine_of(data=data), tmp_path / "w")
    sparse = [j for number, j in enumerate(DENSE) if number % 5 == 0]  # too few a day for a gap to be noticed
    lost = engine_of("bounds=open", data=write(sparse, tmp_path / "sparse.jsonl"))
    first = read(lost, tmp_path / "w", BackfillRange(since, middle))
    assert first.events.notes == []
    assert not expected([j for j in sparse if j["Post Date"] < middle]) <= set(stored(tmp_path / "w"))
    read(engine_of("bounds=open", data=data), tmp_path / "w", BackfillRange(middle))
    read(lost, tmp_path / "w", BackfillRange(since, middle))
    assert expected([j for j in sparse if j["Post Date"] < middle]) <= set(stored(tmp_path / "w"))


@pytest.mark.long
class CutOff(InProcess):
    """After so many answers, calls a function or, where there is none, fails for ever."""

    left = 0
    then: Callable[[], None] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.left -= 1
        if self.left == 0 and self.then:
            self.then()
        if self.left <= 0 and not self.then:
            return httpx.Response(500)
        return await super().handle_async_request(request)


def test_jobs_that_no_value_of_a_filter_brings_with_the_others_are_said_in_each_run(tmp_path: Path) -> None:
    apart = "salary_null=only_without,salary_false=only_without,salary_omitted=default"
    engine, folder = engine_of(apart, jobs=2_000), tmp_path / "w"
    said = "no value of salary_data_available brings all jobs: "
    first, second = read(engine, folder), read(engine, folder)
    for run in (first, second):
        (note,) = [note for note in run.events.notes if note.startswith(said)]
        assert "a search of their own that sets salary_data_available = " in note
    believed = remembered(folder)
    assert believed.left_out(believed.everything())
    assert believed.left_out({**believed.everything(), "salary_data_available": True}) == []
    assert len(stored(folder)) < len(list(engine.truth()))
    whole = read(engine_of(jobs=2_000), tmp_path / "whole")
    assert not any(note.startswith(said) for note in whole.events.notes)


FEWEST_BY_DEFAULT = (
    "salary_null=only_without,agency_true=only_agencies,agency_null=default,duplicates_false=only_without"
)


@pytest.mark.parametrize(
    ("answers", "is_outage"), rest_long(((count, one) for count in (7, 14, 4, 10) for one in (True, False)), 1)
)
def test_a_probe_that_is_cut_off_is_made_again_before_jobs_are_read(
    answers: int, is_outage: bool, tmp_path: Path
) -> None:
    engine, folder = engine_of(FEWEST_BY_DEFAULT, jobs=1_500), tmp_path / "w"
    run, cut = Run("backfill"), CutOff(transport(engine).app)
    run.transport, cut.left, cut.then = cut, answers, None if is_outage else run.events.interrupt
    with RateLimiter(10**6) as rate_limiter, pytest.raises(JobhouseError):
        backfill(session_of(Warehouse(folder), quick(retry_attempts=1), run, BackfillRange()), rate_limiter)
    assert not remembered(folder).were_probed
    read(engine, folder)
    assert remembered(folder).were_probed
    read(engine_of(FEWEST_BY_DEFAULT, jobs=1_500), tmp_path / "undisturbed")
    assert set(stored(folder)) == set(stored(tmp_path / "undisturbed"))


def test_a_question_that_the_api_always_fails_at_is_left_and_the_others_are_asked() -> None:
    class FailsAtOne(InProcess):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if json.loads(request.content).get("is_agency", True) is None:
                return httpx.Response(500)
            return await super().handle_async_request(request)

    probe = probed(engine_of(jobs=1_500), transport=FailsAtOne)
    answers = {finding.question: finding.answer for finding in probe.found}
    assert probe.error is None
    assert answers["is_agency"] == "unknown"
    assert answers["bounds"] == "half_open"
    assert len(answers) == 8


def test_an_outage_takes_both_questions_back_that_it_left_and_no_other() -> None:
    collector = FindingCollector(cast("ProbeClient", SimpleNamespace(requests=[], credits=0, is_interrupted=False)))
    order = Finding("order", "newest", {}, "", 0, 0)

    async def ask_filters() -> None:
        async with collector.finding("is_agency"):
            raise Unreachable("down")

    async def ask_totals() -> None:
        async with collector.finding("totals"):
            collector.found.append(order)
            raise Unreachable("down")

    asyncio.run(collector.past_one_failure(ask_filters))
    assert [finding.question for finding in collector.found] == ["is_agency"]
    with pytest.raises(Unreachable):
        asyncio.run(collector.past_one_failure(ask_totals))
    assert collector.found == [order]


def test_a_reread_whose_bounds_are_no_longer_believed_stays_one_and_is_read_once(tmp_path: Path) -> None:
    engine, folder = engine_of(data=write(DENSE, tmp_path / "jobs.jsonl")), tmp_path / "w"
    read(engine, folder, BackfillRange(str(TODAY.subtract(days=120)), str(TODAY.subtract(days=60))))
    [(first,)] = query(folder, "select max(completed_at) from sentrion.windows where status = 'complete'")
    since = TODAY.subtract(days=90)
    planned = rereading(Window(since, since.add(days=10)), since, str(first), "closed")
    night = Run("nightly", transport=transport(engine))
    session = session_of(Warehouse(folder), quick(), night, BackfillRange(str(since), str(since.add(days=10))))
    with RateLimiter(10**6) as rate_limiter:
        read_history(session, rate_limiter, RereadQueue([planned]))
    readings = f"select count(distinct reading_id) from sentrion.requests where run_id = '{night.run_id}'"
    assert query(folder, readings) == [(1,)]
    window = f"select status, completed_at, refreshed_at > completed_at from sentrion.windows where since = '{since}'"
    of_reread = f"{window} and until = '{since.add(days=10)}'"  # a month may begin on the same day
    assert query(folder, of_reread) == [("complete", first, True)]


@pytest.mark.long
def test_a_total_at_a_cap_contradicts_exact_totals(tmp_path: Path) -> None:
    data = write(DENSE, tmp_path / "jobs.jsonl")
    assert ask(engine_of(data=data), tmp_path / "w").believed("totals") == "exact"
    days = [str(TODAY.subtract(days=day)) for day in (60, 60, 61)]
    crowd = [job(number, days[number % 3]) for number in range(10_500)]
    capped = engine_of("totals=capped", data=write(crowd, tmp_path / "crowd.jsonl"))
    run = read(capped, tmp_path / "w", BackfillRange(str(TODAY.subtract(days=65)), str(TODAY.subtract(days=55))))
    assert remembered(tmp_path / "w").found["totals"].contradicted
    assert any("totals" in note for note in run.events.notes)
    assert set(stored(tmp_path / "w")) == expected(crowd)


def test_charges_for_a_second_reading_contradict_free_rereads(tmp_path: Path) -> None:
    data = write(DENSE, tmp_path / "jobs.jsonl")
    assert ask(engine_of(data=data), tmp_path / "w").believed("rereads") == "free"
    engine = engine_of("cursor_max_pages=3", data=data)
    engine.accounts["sandbox-key"] = ChargesAgain(None)
    since = str(TODAY.subtract(days=150))
    run = read(engine, tmp_path / "w", BackfillRange(since), max_concurrency=6)
    assert remembered(tmp_path / "w").found["rereads"].contradicted
    assert any("rereads" in note for note in run.events.notes)


def test_limits_that_the_probe_would_eat_up_leave_it_out(tmp_path: Path) -> None:
    engine = engine_of(jobs=4_000)
    run = Run("backfill", limits=RunLimits(max_requests=40))
    with pytest.raises(Stopped, match="Left to read: "):
        read(engine, tmp_path / "w", run=run)
    assert engine.stats.requests == 40
    assert remembered(tmp_path / "w").found == {}


def test_a_second_probe_that_learns_nothing_keeps_what_is_known(tmp_path: Path) -> None:
    data = write(history(400), tmp_path / "jobs.jsonl")
    before = ask(engine_of("bounds=closed", data=data), tmp_path / "w")
    empty = write([], tmp_path / "none.jsonl")
    after = ask(engine_of("bounds=closed", data=empty), tmp_path / "w")
    assert before.bounds == after.bounds == "closed"
