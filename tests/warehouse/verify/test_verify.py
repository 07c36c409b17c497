"""`verify` against real readings: whatever is lost on the way or after it was stored, nothing false is verified."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pendulum
import pytest
from rich.console import Console

from jobhouse.cli.main import _run
from jobhouse.errors import DataCheckFailed, Stopped, Unreachable
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.terminal import verification
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.verify.verdicts import Verification
from jobhouse.warehouse.verify.verify import verify
from tests.support.commands import run
from tests.support.faulty_api import Lossy, Repeating, served
from tests.support.history import backfill, job, query, write
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long

TODAY = pendulum.now("UTC").date()
SINCE = TODAY.subtract(months=3).start_of("month")
WANTED = BackfillRange(since=SINCE.isoformat(), until=SINCE.add(months=3).isoformat())
DAYS = [SINCE.add(days=n) for n in range(-2, 92)]
JOBS = [job(number, DAYS[number % len(DAYS)].isoformat()) for number in range(1_500)]
IN_RANGE = {version_id_of(j) for j in JOBS if WANTED.since <= j["Post Date"] < WANTED.until}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(JOBS, tmp_path_factory.mktemp("data") / "jobs.jsonl")


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with three complete months."""
    folder = tmp_path_factory.mktemp("whole") / "w"
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, folder, wanted=WANTED)
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "w"))


def found_in(folder: Path, **options: Any) -> Verification:
    return verify(Warehouse(folder), "default", **options)


def verdicts(found: Verification) -> list[str]:
    return [judged.verdict for judged in found.windows]


def change(folder: Path, sql: str) -> None:
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        db.execute(sql)


def command(folder: Path, *arguments: str, url: str = "http://127.0.0.1:9") -> subprocess.CompletedProcess[str]:
    settings = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": 1_000_000, "retry_pause_seconds": 0}
    leave = ["--yes"] if {"--ask", "--repair"} & set(arguments) else []
    return run("--warehouse", str(folder), *arguments, *leave, settings=settings)


def test_a_whole_reading_is_verified_and_its_counts_are_those_of_the_api(whole: Path) -> None:
    found = found_in(whole)
    assert verdicts(found) == ["verified"] * 3
    assert found.open_days == 0
    for judged in found.windows:
        facts = judged.facts
        assert facts.expected_total == facts.rows_kept == facts.distinct == facts.stored > 400


@pytest.mark.parametrize("table", ["job_versions", "search_hits"])
def test_rows_that_vanish_behind_the_ledgers_back_are_noticed(table: str, copy: Path) -> None:
    change(copy, f"delete from sentrion.{table} where version_id = (select max(version_id) from sentrion.{table})")
    found = found_in(copy)
    assert len(found.short) in (1, 2)  # a row in the overlap of two windows was delivered to both
    assert "1 of the job versions" in found.short[0].reason


def test_rows_of_a_load_that_was_never_recorded_count_as_not_stored(copy: Path) -> None:
    change(copy, "update sentrion.job_versions set _dlt_load_id = 'killed' where job_title = 'Job 700'")
    assert len(found_in(copy).short) in (1, 2)


def test_a_page_without_its_receipt_is_noticed(copy: Path) -> None:
    change(copy, "delete from sentrion.requests where page = 2 and window_id = (select min(window_id) from "
           "sentrion.requests)")  # fmt: skip
    found = found_in(copy)
    assert [judged.facts.window_id for judged in found.short] == [found.windows[0].facts.window_id]
    assert "receipts" in found.short[0].reason


def test_a_window_of_a_load_that_was_never_recorded_does_not_count(copy: Path) -> None:
    change(copy, "update sentrion.windows set _dlt_load_id = 'killed' where since = (select max(since) from "
           "sentrion.windows)")  # fmt: skip
    found = found_in(copy, since=WANTED.since, until=WANTED.until)
    assert verdicts(found) == ["verified"] * 2
    assert found.open_days in (28, 29, 30, 31)


def test_a_window_from_before_receipts_is_unknown(copy: Path) -> None:
    change(
        copy, "update sentrion.windows set reading_id = null where since = (select max(since) from sentrion.windows)"
    )
    assert verdicts(found_in(copy)) == ["verified", "verified", "unknown"]


def test_an_api_that_delivers_fewer_than_it_announces_is_short(data: Path, tmp_path: Path) -> None:
    with served(Lossy(SandboxOptions(data=data, rate=0))) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
    found = found_in(tmp_path / "w")
    assert verdicts(found) == ["short"] * 3
    assert "announced" in found.short[0].reason


def test_a_page_that_came_twice_in_place_of_another_leaves_the_window_open_though_the_count_agrees(
    data: Path, tmp_path: Path
) -> None:
    with (
        served(Repeating(SandboxOptions(data=data, rate=0))) as url,
        pytest.raises(Unreachable, match="in place of others"),
    ):
        backfill(url, tmp_path / "w", wanted=WANTED)
    assert verdicts(found_in(tmp_path / "w")) == ["open"] * 3


@pytest.mark.parametrize(
    ("switches", "seen"),
    rest_long(
        [
            ("totals=null", {"unknown"}),
            ("totals=drifting", {"drifted", "verified"}),
            ("totals=before_duplicates", {"verified"}),
            ("bounds=closed", {"verified"}),
            ("end=same_cursor", {"verified"}),
            ("truncated=0.3,error_500=0.2", {"verified"}),
        ],
        2,
    ),
)
def test_other_totals_get_other_verdicts_and_none_is_short(
    switches: str, seen: set[str], data: Path, tmp_path: Path
) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0, switches=parse_switches(switches))) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
    assert set(verdicts(found_in(tmp_path / "w"))) <= seen


def test_verify_reads_offline_and_exits_5_with_the_table_where_a_window_is_short(copy: Path) -> None:
    well = command(copy, "verify")
    assert well.returncode == 0
    assert "3 windows: 3 verified." in well.stdout
    assert well.stdout.count(" verified") == 1
    assert command(copy, "verify", "-v").stdout.count(" verified ") == 3
    change(copy, "delete from sentrion.job_versions where job_title = 'Job 700'")
    ill = command(copy, "verify", "--json")
    assert ill.returncode == 5
    assert "verify --repair" in ill.stderr
    facts = json.loads(ill.stdout)
    assert facts["verdicts"]["short"] in (1, 2)
    shown = command(copy, "verify").stdout
    assert shown.count(" short ") == facts["verdicts"]["short"]
    assert " verified " not in shown
    assert {w["verdict"] for w in facts["windows"]} == {"short", "verified"}


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_the_reason_of_an_exception_is_never_cut(columns: int, copy: Path) -> None:
    change(copy, "delete from sentrion.job_versions where job_title = 'Job 700'")
    found = found_in(copy)
    out = StringIO()
    verification.show(found, Console(file=out, width=columns), is_whole=False)
    shown = " ".join(out.getvalue().split())
    (short, *_) = (judged for judged in found.windows if judged.verdict == "short")
    assert set(short.reason.split()) <= set(shown.split())
    assert "…" not in shown
    assert max(map(len, out.getvalue().splitlines())) <= columns


def test_repair_reads_what_is_short_and_nothing_else(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
        middle = SINCE.add(months=1, days=10).isoformat()
        change(tmp_path / "w", f"delete from sentrion.job_versions where post_date = '{middle}'")
        before = httpx.get(f"{url}/sandbox/stats").json()
        done = command(tmp_path / "w", "verify", "--repair", url=url)
        after = httpx.get(f"{url}/sandbox/stats").json()
        nothing = command(tmp_path / "w", "verify", "--repair", url=url)
    assert done.returncode == 0, done.stderr
    assert "3 verified" in done.stdout
    counts = r"[\d,]+ jobs delivered with \d+ requests, [\d,]+ new versions stored, [\d,]+ versions in all"
    assert re.search(rf"verify --repair: {counts}; 0 credits used", done.stderr)
    assert "verify --repair: nothing was requested, and nothing was spent." in nothing.stderr
    moved = {w for w, n in after["requests_by_window"].items() if n != before["requests_by_window"].get(w)}
    assert moved == {f"{SINCE.add(months=1).subtract(days=1)}..{SINCE.add(months=2)}"}
    assert after["credits_charged"] == before["credits_charged"]
    assert {v for (v,) in query(tmp_path / "w", "select version_id from sentrion.job_versions")} >= IN_RANGE


def test_repair_heals_rows_whose_load_was_never_recorded(data: Path, tmp_path: Path) -> None:
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
        change(tmp_path / "w", "update sentrion.job_versions set _dlt_load_id = 'killed' where job_title = 'Job 700'")
        done = command(tmp_path / "w", "verify", "--repair", url=url)
    assert done.returncode == 0, done.stderr
    assert query(tmp_path / "w", "select count(*) from sentrion.job_versions where _dlt_load_id = 'killed'") == [(0,)]


@pytest.mark.long
def test_what_stays_short_after_repair_exits_5(data: Path, tmp_path: Path) -> None:
    engine = Lossy(SandboxOptions(data=data, rate=0))
    with served(engine) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
        still = command(tmp_path / "w", "verify", "--repair", url=url)
        engine.is_lossy = False
        healed = command(tmp_path / "w", "verify", "--repair", url=url)
    assert still.returncode == 5
    assert "it was read again and still is" in still.stderr
    assert healed.returncode == 0, healed.stderr
    assert "3 verified" in healed.stdout


def test_ask_spends_one_small_request_a_window_and_finds_late_arrivals(data: Path, tmp_path: Path) -> None:
    with run_in_child(
        SandboxOptions(data=data, rate=0, switches=parse_switches("late_share=0.1,late_after=100000"))
    ) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
        before = httpx.get(f"{url}/sandbox/stats").json()
        quiet = command(tmp_path / "w", "verify", "--ask", url=url)
        after = httpx.post(f"{url}/sandbox/advance", json={"late": True}).json()
        grown = command(tmp_path / "w", "verify", "--ask", url=url)
        repaired = command(tmp_path / "w", "verify", "--ask", "--repair", url=url)
    assert "3 verified" in quiet.stdout
    assert after["requests"] - before["requests"] == 3
    assert after["credits_charged"] == before["credits_charged"]
    assert "3 drifted" in grown.stdout
    assert "3 verified" in repaired.stdout, repaired.stderr
    assert {v for (v,) in query(tmp_path / "w", "select version_id from sentrion.job_versions")} >= IN_RANGE
    logged = query(tmp_path / "w", "select count(*) from sentrion.requests where rows = 10 and page is null")
    assert logged == [(9,)]
    asked = query(tmp_path / "w", "select outcome from sentrion.runs where command like 'verify%'")
    assert set(asked) == {("done",)}


@pytest.mark.parametrize(("lost", "exit_code"), [(0, Stopped.exit_code), (1, DataCheckFailed.exit_code)])
def test_a_signal_while_totals_are_asked_for_is_no_passed_check_and_hides_no_missing_row(
    lost: int,
    exit_code: int,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(_context: object, _found: object, asking: Run) -> dict[str, int]:
        asking.events.interrupt()
        return {}

    monkeypatch.setattr("jobhouse.warehouse.runs.repair.totals_now", interrupted)
    with run_in_child(SandboxOptions(data=data, rate=0)) as url:
        backfill(url, tmp_path / "w", wanted=WANTED)
        with duckdb.connect(str(tmp_path / "w" / "jobs.duckdb")) as db:
            db.execute(
                "delete from sentrion.job_versions "
                "where version_id in (select version_id from sentrion.job_versions order by version_id limit ?)",
                [lost],
            )
        for name, value in {"API_KEY": DEFAULT_KEY, "BASE_URL": url}.items():
            monkeypatch.setenv(f"SOURCES__SENTRION__{name}", value)
        given = ["--warehouse", str(tmp_path / "w"), "verify", "--ask", "--repair", "--yes"]
        monkeypatch.setattr("sys.argv", ["jobhouse", *given])
        assert _run() == exit_code
    said = capsys.readouterr().err
    assert "Interrupted before all was asked and read" in said
    assert "it was read again" not in said


def test_asking_under_changed_filters_is_refused(copy: Path) -> None:
    settings = Path(".dlt") / "config.toml"
    settings.parent.mkdir()
    settings.write_text("[sources.sentrion.searches.default]\nis_remote = true\n")
    done = command(copy, "verify", "--ask")
    assert done.returncode == 2
    assert "Nothing was read yet with the filters that the search 'default' has now" in done.stderr
    of_former = command(copy, "verify")
    assert of_former.returncode == 0
    assert "search default, read with former filters" in of_former.stdout


def test_a_search_that_nobody_knows_is_no_reason_to_backfill(whole: Path) -> None:
    said = command(whole, "verify", "--search", "nope")
    assert said.returncode == 2
    assert "holds nothing of a search named 'nope', and the settings define no such search" in said.stderr
    assert "backfill" not in said.stderr
