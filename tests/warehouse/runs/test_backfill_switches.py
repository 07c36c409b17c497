"""The real pipeline against the switches of the sandbox that change objects, times, pace or the meaning of filters.

What test_backfill.py holds for the shapes of answers and for faults: every distinct object that the API serves for
what is sent arrives once, and a second run asks for nothing.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pendulum
import pytest
import time_machine

from jobhouse.errors import Refused, Stopped
from jobhouse.sandbox.api.answers import drift
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.filters import flags_of
from jobhouse.sandbox.api.request import read
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sandbox.postings.replay import ReplayedPostings
from jobhouse.sandbox.postings.source import EDITED, LATE
from jobhouse.sentrion.config.contract import JOB_FIELDS
from jobhouse.sentrion.fetch import client, rate_limiter
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import oldest_day
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from tests.support.history import Job, backfill, expected, history, job, query, stored, write
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(500, seed=3)
DAY_MS = 86_400_000
SAME_ROWS = [
    "window_time=local_time",
    "total_field=matches,latency_jitter_seconds=0.05",
    "history_limit=none,unknown_fields=refused",
    # values that are never sent may mean anything
    "salary_false=refused,salary_omitted=refused,agency_null=refused,agency_false=refused,agency_omitted=refused,"
    "duplicates_null=refused,duplicates_omitted=refused",
    "salary_false=only_without,salary_omitted=only_without,agency_null=only_without,agency_false=default,"
    "agency_omitted=only_without,duplicates_null=only_without,duplicates_omitted=only_without",
]
DRIFTS = [
    "numbers=strings,dates=timestamps,missing_keys=some,nul_share=0.2",
    "arrays=strings,extra_keys=some,megabyte_share=0.005",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


def today() -> pendulum.Date:
    return pendulum.now("UTC").date()


def assert_holds(folder: Path, versions: set[str]) -> None:
    """Exactly these versions, none twice."""
    found = stored(folder)
    assert len(found) == len(set(found))
    assert set(found) == versions


@pytest.mark.parametrize("switches", rest_long(SAME_ROWS, 2))
def test_the_same_rows_and_the_second_run_asks_for_nothing(switches: str, data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(switches))) as url:
        backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    assert_holds(tmp_path / "w", expected(JOBS))
    assert again.counters.requests == 0


@pytest.mark.parametrize("switches", rest_long(DRIFTS, 1))
def test_drifted_objects_arrive_whole(switches: str, data: Path, tmp_path: Path) -> None:
    """Column and `extra` together give back each object as it was delivered, but for NUL, which no database holds."""
    oldest = oldest_day(today()).isoformat()
    delivered = [
        drift(dict(made), number, parse_switches(switches))
        for number, made in enumerate(JOBS, 1)
        if made["Post Date"] >= oldest
    ]
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(switches))) as url:
        backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    assert_holds(tmp_path / "w", {version_id_of(made) for made in delivered})
    assert again.counters.requests == 0
    found = objects(tmp_path / "w")
    for made in delivered:
        assert found[version_id_of(made)] == {**dict.fromkeys(field.key for field in JOB_FIELDS), **readable(made)}


def objects(folder: Path) -> dict[str, Job]:
    """The stored job objects by version; a missing key and null read the same."""
    columns = ", ".join(field.column for field in JOB_FIELDS)
    found = {}
    for version, extra, *values in query(folder, f"select version_id, extra, {columns} from sentrion.job_versions"):
        made = {
            field.key: msgspec.json.decode(value) if field.kind == "texts" and value else value
            for field, value in zip(JOB_FIELDS, values, strict=True)
        }
        found[version] = made | msgspec.json.decode(extra or "{}")
    return found


def readable(made: Job) -> Job:
    return {key: v.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(v, str) else v for key, v in made.items()}


def test_windows_by_the_day_of_crawling_bring_what_was_found_by_today(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches("window_time=crawl_date"))) as url:
        backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    source = ReplayedPostings(data)
    first, end = (day.toordinal() - pendulum.date(1970, 1, 1).toordinal() for day in (oldest_day(today()), today()))
    found = {
        version_id_of(made)
        for made, at in zip(source.jobs, source.found, strict=True)
        if first <= at // DAY_MS <= end
    }  # fmt: skip
    assert 0 < len(found) < len(expected(JOBS))  # some are to be found in days to come
    assert_holds(tmp_path / "w", found)
    assert again.counters.requests == 0


@pytest.mark.long
@pytest.mark.parametrize(
    "switches", ["rate_window=fixed", "failed_calls=count", "rate_window=fixed,failed_calls=count"]
)
def test_a_limit_that_is_met_is_waited_out(
    switches: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limiter, "MINUTE_SECONDS", 1.0)
    monkeypatch.setattr(client, "MINUTE_SECONDS", 1.0)
    both = parse_switches(f"{switches},error_500=0.1")
    with run_in_child(SandboxOptions(data=data, rate=25, rate_seconds=1.0, switches=both)) as url:
        backfill(url, tmp_path / "w")
        limited = httpx.get(f"{url}/sandbox/stats").json()["answered_429"]
    assert limited > 0
    assert_holds(tmp_path / "w", expected(JOBS))


def test_cursors_that_expired_between_two_runs_restart_their_windows(data: Path, tmp_path: Path) -> None:
    seconds = 3.0
    switches = parse_switches(f"cursor_max_seconds={seconds}")
    with run_in_child(SandboxOptions(data=data, rate=0, switches=switches)) as url:
        with pytest.raises(Stopped):
            backfill(url, tmp_path / "w", Run("backfill", limits=RunLimits(max_requests=20)), page_size=10)
        time.sleep(seconds)
        backfill(url, tmp_path / "w", page_size=10)
    restarted = "select count(*) from sentrion.windows where status = 'complete' and note like '%cursor refused%'"
    assert query(tmp_path / "w", restarted)[0][0] > 0
    assert_holds(tmp_path / "w", expected(JOBS))


# `Unset` and agency_true decide what the values that are sent mean; where the API reads one of them as a filter, only
# a probe can tell that another value would bring more. Until there is one, this holds: what is served arrives, whole.
MEANINGS = [
    "salary_null=default",
    "salary_null=only_without",
    "agency_true=only_agencies",
    "duplicates_false=default",
    "duplicates_false=only_without",
    "salary_null=only_without,agency_true=only_agencies,duplicates_false=only_without",
]
SENT: dict[str, Any] = {"salary_data_available": None, "is_agency": True, "exclude_duplicates": False}


@pytest.mark.parametrize("switches", rest_long(MEANINGS, 1))
def test_values_read_as_a_filter_bring_what_the_api_serves_for_them(switches: str, tmp_path: Path) -> None:
    sandbox = SandboxOptions(jobs=400, rate=0, switches=parse_switches(switches))
    with run_in_child(sandbox) as url:
        backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    assert_holds(tmp_path / "w", served(sandbox))
    assert again.counters.requests == 0
    assert len(served(sandbox)) > 0
    assert served(sandbox) <= served(SandboxOptions(jobs=400))


def served(sandbox: SandboxOptions) -> set[str]:
    """The versions that the sandbox holds for the values that are sent, over the whole history."""
    engine = Engine(sandbox)
    dates = {"published_after": oldest_day(today()).isoformat(), "published_before": today().add(days=1).isoformat()}
    search = read(msgspec.json.encode(SENT | dates), engine.today(), sandbox.switches, flags_of)
    return {version_id_of(engine.catalogue.job(at)) for at in engine.catalogue.matches(search).positions}


@pytest.mark.parametrize("switches", ["salary_null=refused", "duplicates_false=refused"])
def test_a_value_that_the_api_refuses_ends_the_run_with_its_word(switches: str, data: Path, tmp_path: Path) -> None:
    run = Run("backfill")
    with (
        run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(switches))) as url,
        pytest.raises(Refused, match="must be true or false"),
    ):
        backfill(url, tmp_path / "w", run)
    assert run.counters.requests <= 2 * 8
    assert run.counters.credits_used == 0


def test_days_not_over_are_read_again_and_late_rows_and_edits_join_the_old_versions(tmp_path: Path) -> None:
    """Older days are not read again by a backfill, so what changes there is for another search, or `nightly`."""
    old, yesterday = today().subtract(days=90), today().subtract(days=1)
    days = [old, yesterday, today()]
    jobs = [job(number, days[number % 3].isoformat()) for number in range(240)]
    switches = parse_switches("late_share=0.3,edit_share=0.3,late_after=1000000,edit_after=1000000")
    sandbox = SandboxOptions(data=write(jobs, tmp_path / "jobs.jsonl"), rate=0, switches=switches)
    before, after = versions(sandbox, [old, yesterday, today()], changed=False), versions(sandbox, days, changed=True)
    recent = versions(sandbox, [yesterday, today()], changed=True)
    since = BackfillRange(since=today().subtract(days=100).isoformat())
    with run_in_child(sandbox) as url:
        backfill(url, tmp_path / "w", wanted=since)
        assert_holds(tmp_path / "w", before)
        httpx.post(f"{url}/sandbox/advance", json={"late": True, "edits": True, "days": 2}).raise_for_status()
        assert backfill(url, tmp_path / "w", wanted=since).counters.requests == 0
        with time_machine.travel(pendulum.now("UTC").add(days=2), tick=True):
            backfill(url, tmp_path / "w", wanted=since)
            assert_holds(tmp_path / "w", before | recent)
            backfill(url, tmp_path / "w", Run("backfill", "again"), since, searches={"again": {}})
    assert before | recent < before | after
    assert_holds(tmp_path / "w", before | after)


def versions(sandbox: SandboxOptions, days: list[pendulum.Date], *, changed: bool) -> set[str]:
    """What the sandbox serves of these days, before or after late postings and edits are released."""
    catalogue = Engine(sandbox).catalogue
    if changed:
        catalogue.release_edits()
    wanted = {day.isoformat() for day in days}
    shown = [at for at, flags in enumerate(catalogue.source.flags) if changed or not flags & LATE]
    edited = [at for at in shown if catalogue.source.flags[at] & EDITED]
    assert 0 < len(edited) < len(shown)
    return {version_id_of(made) for made in map(catalogue.job, shown) if made["Post Date"] in wanted}
