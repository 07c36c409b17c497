"""The real pipeline against the sandbox into a DuckDB file: the same rows, whatever the API means or breaks."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dlt
import duckdb
import httpx
import msgspec
import pendulum
import pytest

from jobhouse.errors import JobhouseError, Refused, Stopped, Unreachable
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import DEFAULT_KEY, KEY_WITHOUT_HISTORY, SandboxOptions
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.config.contract import JOB_FIELDS
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import oldest_day
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.runs import read_and_build
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import backfill, expected, history, job, nightly, query, stored, write
from tests.support.in_process import engine_of, transport
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

JOBS = history(3_000)
FAULTS = [
    "error_500=0.3",
    "error_502=0.3",
    "drop_before=0.3",
    "drop_middle=0.3",
    "truncated=0.3",
    "success_false=0.3",
    "repeated_cursor=0.3",
    "empty_page=0.3",
    "slow=0.1,slow_seconds=0.3",
    "error_429=0.05,retry_after=present",
    "error_500=0.1,truncated=0.1,drop_middle=0.1,repeated_cursor=0.1,empty_page=0.1,fault_times=2,bounds=open",
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.mark.parametrize("switches", rest_long(["", *FAULTS], 2))
def test_the_same_rows_over_a_network_whatever_breaks(switches: str, data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(switches))) as url:
        backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    assert_same_rows(tmp_path / "w", again)


def assert_same_rows(folder: Path, again: Run) -> None:
    """Each posting once, every window complete, and nothing left to ask for."""
    found = stored(folder)
    assert set(found) == expected(JOBS)
    assert len(found) == len(set(found))
    assert again.counters.requests == 0
    left_open = "select count(*) from sentrion.windows where status not in ('complete', 'split')"
    assert query(folder, left_open) == [(0,)]


def test_expiring_cursors_restart_their_window_and_nothing_is_lost(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches("cursor_max_pages=12"))) as url:
        backfill(url, tmp_path / "w", max_concurrency=3)
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_large_windows_are_halved_and_cover_the_same_days(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", max_window_jobs=100)
    assert set(stored(tmp_path / "w")) == expected(JOBS)
    (split,) = query(tmp_path / "w", "select count(*) from sentrion.windows where status = 'split'")[0]
    assert split > 3
    days = query(
        tmp_path / "w", "select sum(until - since), min(since) from sentrion.windows where status = 'complete'"
    )
    assert days[0][0] in (2192, 2193)


def test_every_field_reads_back_as_delivered(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w")
    columns = ", ".join(field.column for field in JOB_FIELDS)
    rows = query(tmp_path / "w", f"select job_url, {columns} from sentrion.job_versions")
    found = {row[0]: row[1:] for row in rows}
    oldest = oldest_day(_today()).isoformat()
    for one in (one for one in JOBS if one["Post Date"] >= oldest):
        row = [msgspec.json.decode(v) if f.kind == "texts" and v else v
               for f, v in zip(JOB_FIELDS, found[one["Job URL"]], strict=True)]  # fmt: skip
        assert row == [one[field.key] for field in JOB_FIELDS]


def _today() -> pendulum.Date:
    return pendulum.now("UTC").date()


def test_real_postings_arrive_whole(real_postings: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=real_postings, rate=0)) as url:
        run = backfill(url, tmp_path / "w")
        again = backfill(url, tmp_path / "w")
    oldest = oldest_day(_today()).isoformat()
    names = ", ".join(f'"{f.key}"' for f in JOB_FIELDS)
    back = ", ".join(f"{f.column}::varchar[]" if f.kind == "texts" else f.column for f in JOB_FIELDS)
    with duckdb.connect(str(tmp_path / "w" / "jobs.duckdb"), read_only=True) as db:
        (difference,) = db.execute(
            f"""select count(*) from (
                (select distinct {names} from '{real_postings}' where "Post Date" >= '{oldest}'
                    except all select {back} from sentrion.job_versions)
                union all
                (select {back} from sentrion.job_versions
                    except all select distinct {names} from '{real_postings}' where "Post Date" >= '{oldest}'))"""
        ).fetchone()  # type: ignore[misc]
    assert difference == 0
    assert run.counters.rows_delivered > 9_000
    assert again.counters.requests == 0


@pytest.mark.parametrize("shape", rest_long(["402", "short_page", "403", "429", "success_false"], 1))
def test_credits_that_run_out_stop_the_run_and_keep_what_was_read(shape: str, data: Path, tmp_path: Path) -> None:
    switches = parse_switches(f"credits_out={shape}")
    with run_in_child(SandboxOptions(data=data, rate=0, credits=900, switches=switches)) as url:
        run = Run("backfill")
        with pytest.raises(Stopped, match="credits are used up"):
            backfill(url, tmp_path / "w", run)
        assert 600 < len(stored(tmp_path / "w")) <= 900
        counted = "select (select sum(rows_delivered) from sentrion.runs), (select sum(rows) from sentrion.requests)"
        assert len(set(query(tmp_path / "w", counted)[0])) == 1
        httpx.post(f"{url}/sandbox/advance", json={"cycle": True})
        for _ in range(6):  # each cycle has 900 credits, and free re-reads
            try:
                backfill(url, tmp_path / "w")
                break
            except Stopped:
                httpx.post(f"{url}/sandbox/advance", json={"cycle": True})
    assert set(stored(tmp_path / "w")) == expected(JOBS)


@pytest.mark.parametrize("refusal", rest_long(["403", "400", "401"], 1))
def test_a_key_without_history_is_refused(refusal: str, data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(f"access_refusal={refusal}"))) as url:
        with pytest.raises(Refused):
            backfill(url, tmp_path / "w", api_key=KEY_WITHOUT_HISTORY)
        with pytest.raises(Refused, match="refuses the key"):
            backfill(url, tmp_path / "w", api_key="wrong")
        backfill(url, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_days_that_hold_no_job_are_verified_and_jobs_that_come_later_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_and_build, "transform", lambda *_, **__: None)  # takes longer than all else here
    yesterday, folder = pendulum.yesterday("UTC").date(), tmp_path / "w"
    jobs = [job(number, yesterday.isoformat()) for number in range(3)]
    wanted = BackfillRange(since=yesterday.subtract(days=40).isoformat())
    none, some = (engine_of(data=write(served, tmp_path / f"{len(served)}.jsonl")) for served in ([], jobs))
    backfill("http://127.0.0.1", folder, Run("backfill", transport=transport(none)), wanted)
    assert stored(folder) == []
    found = verify(Warehouse(folder), "default", known=lambda *_: None)
    assert {window.verdict for window in found.windows} == {"verified"}
    nightly("http://127.0.0.1", folder, Run("nightly", transport=transport(some)))
    assert set(stored(folder)) == expected(jobs)


def test_nobody_there_is_said_after_bounded_retries(tmp_path: Path) -> None:
    run = Run("backfill")
    with pytest.raises(Unreachable, match="no answer"):
        backfill("http://127.0.0.1:9", tmp_path / "w", run, retry_attempts=2)
    assert run.counters.requests <= 2 * (8 + 3)


@pytest.mark.parametrize(
    ("limits", "said", "counted", "most"),
    [
        (RunLimits(max_requests=17), "max-requests", "requests", 17),
        (RunLimits(max_credits=555), "max-credits", "credits_charged", 555),
    ],
    ids=["requests", "credits"],
)
def test_limits_of_a_run_are_never_exceeded_and_it_goes_on(
    limits: RunLimits, said: str, counted: str, most: int, data: Path, tmp_path: Path
) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches("truncated=0.2"))) as url:
        run = Run("backfill", limits=limits)
        with pytest.raises(Stopped, match=said):
            backfill(url, tmp_path / "w", run)
        stats = httpx.get(f"{url}/sandbox/stats").json()
        assert stats[counted] <= most
        backfill(url, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_a_lost_working_folder_is_restored_from_the_warehouse(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w")
        shutil.rmtree(tmp_path / "w" / "dlt")
        again = backfill(url, tmp_path / "w")
    assert again.counters.requests == 0
    assert len(stored(tmp_path / "w")) == len(expected(JOBS))


def test_a_warehouse_that_was_copied_elsewhere_goes_on_there(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a relative path, as the command names it where nobody says otherwise."""
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        (tmp_path / "old").mkdir()
        monkeypatch.chdir(tmp_path / "old")
        backfill(url, Path("w"), wanted=BackfillRange(since="2025-01-01"))
        shutil.copytree(tmp_path / "old", tmp_path / "new")
        before = stored(tmp_path / "old" / "w")
        monkeypatch.chdir(tmp_path / "new")
        backfill(url, Path("w"))
    assert set(stored(tmp_path / "new" / "w")) == expected(JOBS)
    assert stored(tmp_path / "old" / "w") == before


def test_changed_filters_start_a_ledger_of_their_own(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", searches={"default": {"is_remote": True}})
        remote = len(stored(tmp_path / "w"))
        run = backfill(url, tmp_path / "w")
    assert 0 < remote < len(expected(JOBS))
    assert run.counters.requests > 0
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_it_is_an_ordinary_dlt_source_for_any_destination(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=10**6)
        pipeline = dlt.pipeline(
            "lake", pipelines_dir=str(tmp_path / "p"), dataset_name="raw",
            destination=dlt.destinations.filesystem(f"file://{tmp_path / 'lake'}"),
        )  # fmt: skip
        pipeline.run(sentrion(settings=settings), loader_file_format="parquet")
    found = duckdb.sql(f"select count(distinct version_id) from '{tmp_path}/lake/raw/job_versions/*.parquet'")
    assert found.fetchall() == [(len(expected(JOBS)),)]


def test_the_key_is_nowhere_in_the_warehouse(data: Path, tmp_path: Path) -> None:
    secret = "s3cret-key-0123456789"
    with run_in_child(SandboxOptions(data=data, rate=0, key=secret)) as url:
        backfill(url, tmp_path / "w", api_key=secret)
        with pytest.raises(JobhouseError) as error:
            backfill(url, tmp_path / "w2", api_key=secret + "x")
    assert secret not in str(error.value)
    files = [path for folder in ("w", "w2") for path in (tmp_path / folder).rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path for path in files if secret.encode() in path.read_bytes()] == []


def test_a_load_waits_for_a_program_that_holds_the_file_and_loses_nothing(data: Path, tmp_path: Path) -> None:
    hold = "import duckdb, sys; db = duckdb.connect(sys.argv[1], read_only=True); print('held', flush=True); input()"
    with run_in_child(SandboxOptions(data=data, rate=0, latency=0.05)) as url:
        with pytest.raises(Stopped):
            backfill(url, tmp_path / "w", Run("backfill", limits=RunLimits(max_requests=5)))
        run = Run("backfill")
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(backfill, url, tmp_path / "w", run)
            while run.counters.requests < 10:
                time.sleep(0.01)
            holder = subprocess.Popen(
                [sys.executable, "-c", hold, str(tmp_path / "w" / "jobs.duckdb")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            while "holds the warehouse file open" not in (run.events.last_warning or "") and not reading.done():
                time.sleep(0.01)
            holder.communicate("")
            reading.result()
    assert "holds the warehouse file open" in (run.events.last_warning or "")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_a_range_can_be_read_alone_and_completed_later(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", wanted=BackfillRange(since="2024-01-01", until="2024-03-01"))
        days = query(tmp_path / "w", "select min(since), max(until), count(*) from sentrion.windows")
        backfill(url, tmp_path / "w")
    assert [str(value) for value in days[0]] == ["2024-01-01", "2024-03-01", "2"]
    assert set(stored(tmp_path / "w")) == expected(JOBS)
