"""The command line as a user meets it: one sentence and the right exit code for every mistake."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobhouse.cli.commands import transform
from jobhouse.errors import UsageError
from jobhouse.report import page
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.warehouse.runs import read_and_build
from jobhouse.warehouse.serve.lake import facts as facts_module
from tests.support.command_line import KEY, CommandLine
from tests.support.commands import run
from tests.support.history import query
from tests.support.paths import PACKAGES, ROOT
from tests.support.permissions import mode
from tests.support.sandbox import run_in_child
from tests.support.tiers import rest_long


def jobhouse(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return run(*arguments, settings=settings)


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["backfill"], {}, "no API key"),
        (["backfill"], {"api_key": " "}, "is empty; put your key there"),
        (["backfill"], {"api_key": "a b"}, "no header can carry"),
        (["backfill", "--since", "2024-02-30"], KEY, "2024-02-30"),
        (["backfill", "--since", "2024-13-01"], {}, "2024-13-01"),
        (["plan", "--until", "2024-13-01"], {}, "2024-13-01"),
        (["verify", "--repair", "--since", "2024-13-01"], {}, "2024-13-01"),
        (["backfill", "--since", "yesterday"], KEY, "YYYY-MM-DD"),
        (["backfill", "--since", "2024-02-02", "--until", "2024-02-02"], KEY, "range is empty"),
        (["verify", "--since", "2024-02-02", "--until", "2024-02-01"], {}, "range is empty"),
        (["backfill", "--since", "2001-01-01"], KEY, "six years"),
        (["backfill", "--until", "2999-01-01"], KEY, "future"),
        (["backfill", "--search", "nurses"], KEY, "no search named 'nurses'"),
        (["backfill"], {**KEY, "page_sise": "9"}, "page_sise"),
        (["backfill"], {**KEY, "page_size": "101"}, "page_size"),
        (["backfill"], {**KEY, "billing_cycle_day": "29"}, "billing_cycle_day"),
        (["plan"], {**KEY, "max_credits_per_cycle": "-1"}, "max_credits_per_cycle"),
        (["plan", "--since", "2001-01-01"], KEY, "six years"),
        (["plan", "--search", "nurses"], KEY, "no search named 'nurses'"),
        (["probe"], {}, "no API key"),
        (["backfill"], {**KEY, "requests_per_minute": "many"}, "'many'"),
        (["backfill"], {"api_key": "k", "base_url": "http://api.sentrion.ai"}, "plain http"),
        (["backfill"], {"api_key": "k", "base_url": "api.sentrion.ai"}, "no address"),
        (["backfill"], {**KEY, "searches": '{"default": {"is_remot": true}}'}, "unknown field is_remot"),
        (["backfill"], {**KEY, "searches": '{"default": {"is_remote": "yes"}}'}, "true, false"),
        (["backfill"], {**KEY, "searches": '{"default": {"limit": 10}}'}, "page_size"),
        (
            ["backfill"],
            {**KEY, "searches": '{"default": {"include_job_boards": ["A"], "exclude_job_boards": ["a"]}}'},
            "both in include_job_boards and in exclude_job_boards",
        ),
        (["backfill", "--order", "random"], KEY, "random"),
        (["backfill", "--max-credits", "-1"], KEY, "--max-credits"),
        (["status"], {}, "nothing in the warehouse"),
        (["sandbox", "--data", "no.file"], {}, "no.file"),
        (["sandbox", "--faults", "bounds=half"], {}, "half"),
        (["nonsense"], {}, "nonsense"),
    ],
    ids=str,
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(
    arguments: list[str], settings: dict[str, str], said: str, cli: CommandLine
) -> None:
    done = cli(*arguments, **settings)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_an_unwritable_warehouse_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = jobhouse("--warehouse", str(tmp_path / "file"), "backfill", **KEY)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_settings_come_from_the_files_of_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / ".dlt").mkdir()
    (tmp_path / ".dlt" / "secrets.toml").write_text('[sources.sentrion]\napi_key = "k"\n')
    (tmp_path / ".dlt" / "config.toml").write_text('[sources.sentrion]\nbase_url = "ftp://x"\nmisspelt = 1\n')
    done = jobhouse("backfill")
    assert done.returncode == 2
    assert "misspelt" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(("permissions", "is_said"), rest_long([(0o640, True), (0o644, True), (0o600, False)], 1))
def test_a_key_that_others_can_read_is_said_once(permissions: int, is_said: bool) -> None:
    file = Path(".dlt/secrets.toml")
    file.parent.mkdir()
    file.write_text('[sources.sentrion]\napi_key = "k"\n')
    file.chmod(permissions)
    warning = f"jobhouse: other users can read the API key in {file}; run chmod 600 {file}.\n"
    for command in ("backfill", "nightly"):
        assert jobhouse(command, base_url=KEY["base_url"]).stderr.count(warning) == is_said
    assert warning not in jobhouse("nightly", "--quiet", base_url=KEY["base_url"]).stderr
    assert warning not in jobhouse("status").stderr
    file.write_text(f'[sources.sentrion]\napi_key = "{DEFAULT_KEY}"\n')
    assert warning not in jobhouse("backfill", base_url=KEY["base_url"]).stderr


def test_the_documented_copy_of_the_example_is_nobody_elses(tmp_path: Path) -> None:
    (line,) = re.findall(r"^install .*secrets.toml\b", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert line in (ROOT / ".dlt" / "example.secrets.toml").read_text(encoding="utf-8")
    shutil.copytree(ROOT / ".dlt", tmp_path / ".dlt", ignore=shutil.ignore_patterns("secrets.toml"))
    subprocess.run(["sh", "-c", line], check=True)
    assert mode(tmp_path / ".dlt" / "secrets.toml") == 0o600


def test_demo_fills_a_warehouse_and_is_kept_apart(demo_warehouse: Path, tmp_path: Path, cli: CommandLine) -> None:
    said = (demo_warehouse / "demo.txt").read_text()
    assert "jobs delivered with" in said
    assert "Open the report" in said
    shutil.copytree(demo_warehouse, tmp_path / "demo")
    again = jobhouse("demo")
    assert again.returncode == 0
    assert "All made-up jobs were read before" in again.stdout
    status = cli("status", "--json")
    facts = json.loads(status.stdout)
    run = facts["runs"][-1]
    assert f"{run['rows_delivered']:,} jobs delivered with {run['requests']:,} requests, " in said
    assert f"{run['versions_new']:,} new versions stored, {facts['versions']:,} versions in all" in said
    assert facts["open_windows"] == []
    assert facts["versions"] > 5_000
    shown = cli("status").stdout
    assert "complete" in shown
    assert " requests in the last minute" in shown
    assert "of 100 requests" not in shown  # the demo's sandbox lets more in
    for asking in (["backfill"], ["nightly"], ["probe"], ["plan"], ["verify", "--ask"], ["verify", "--repair"]):
        refused = cli("--warehouse", "demo", *asking, **KEY)
        assert refused.returncode == 2, asking
        assert "made-up" in refused.stderr


def test_a_night_without_a_build_reads_and_leaves_the_marts_to_spark(cli: CommandLine) -> None:
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = cli("nightly", "--yes", "--no-transform", api_key=DEFAULT_KEY, base_url=url)
    assert done.returncode == 0
    assert "; complete; " in done.stdout
    assert query(Path("warehouse"), "select count(*) > 0 from sentrion.job_versions") == [(True,)]
    assert json.loads(cli("status", "--json").stdout)["marts"] == "none"
    assert not Path("warehouse/report.html").exists()


def test_a_night_whose_build_fails_says_so_and_ends_with_its_code(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwritable(*_: object, **__: object) -> None:
        raise UsageError("The models cannot be written.")

    monkeypatch.setattr(read_and_build, "transform", unwritable)
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = cli("nightly", "--yes", api_key=DEFAULT_KEY, base_url=url)
    assert (done.returncode, "; complete; " in done.stdout, "; failed; " in done.stdout) == (2, False, True)
    assert done.stderr.splitlines()[-1] == "jobhouse: The models cannot be written."
    assert query(Path("warehouse"), "select outcome from sentrion.runs") == [("failed",)]
    assert query(Path("warehouse"), "select count(*) > 0 from sentrion.job_versions") == [(True,)]


@pytest.mark.usefixtures("no_build")
def test_a_night_that_cannot_write_its_report_ends_with_its_code(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("warehouse/report.html").mkdir(parents=True)
    monkeypatch.setattr(page, "report", lambda *_: "a page")
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = cli("nightly", "--yes", api_key=DEFAULT_KEY, base_url=url)
    assert (done.returncode, "; complete; " in done.stdout) == (2, False)
    assert "report.html cannot be written (" in done.stderr.splitlines()[-1]
    assert query(Path("warehouse"), "select count(*) > 0 from sentrion.job_versions") == [(True,)]


@pytest.mark.usefixtures("no_build")
def test_a_night_without_marts_has_no_report_and_that_is_no_error(cli: CommandLine) -> None:
    with run_in_child(SandboxOptions(jobs=3_000, rate=0)) as url:
        done = cli("nightly", "--yes", api_key=DEFAULT_KEY, base_url=url)
    assert (done.returncode, "; complete; " in done.stdout) == (0, True)
    assert not Path("warehouse/report.html").exists()


def test_a_probe_that_finds_out_nothing_says_what_it_took(cli: CommandLine) -> None:
    sandbox = SandboxOptions(jobs=3_000, rate=0, switches=parse_switches("limit=ignored"))
    with run_in_child(sandbox) as url:
        probed = cli("probe", api_key=DEFAULT_KEY, base_url=url, requests_per_minute="100000")
    credits_ = query(Path("warehouse"), "select sum(credits_used)::int from sentrion.requests")[0][0]
    assert credits_ > 300
    assert (probed.returncode, probed.stdout) == (3, "")
    assert f"and {credits_:,} credits before it found out anything" in probed.stderr
    assert "probe" not in cli("status").stdout.partition("next: ")[2]


@pytest.mark.long
def test_probe_plan_and_a_limit_at_a_real_server(cli: CommandLine, tmp_path: Path) -> None:
    sandbox = SandboxOptions(jobs=3_000, rate=0, switches=parse_switches("bounds=closed,salary_null=default"))
    with run_in_child(sandbox) as url:
        settings = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": "100000"}
        probed = jobhouse("probe", **settings)
        findings = {finding["question"]: finding for finding in json.loads(cli("probe", "--json", **settings).stdout)}
        planned = cli("plan", "--json", "--max-credits", "500", **settings)
        shown = cli("plan", "--max-credits", "500", **settings)
        stopped = jobhouse("backfill", "--max-requests", "40", "--yes", "--no-transform", **settings)
        capped = cli("backfill", "--no-transform", max_credits_per_cycle="300", **settings)
        done = cli("backfill", "--yes", **settings)
    assert probed.returncode == 0
    assert "[a, b]" in probed.stdout
    assert findings["bounds"]["answer"] == "closed"
    assert findings["salary_data_available"]["answer"] == "false"
    plan = json.loads(planned.stdout)
    assert plan["requests"]["low"] <= plan["requests"]["likely"] <= plan["requests"]["high"]
    assert 0 < plan["days_bought"] < plan["days_missing"] == 2192
    assert "pays for the newest" in shown.stdout
    assert stopped.returncode == capped.returncode == 3
    assert "Left to read: " in stopped.stderr
    assert "max_credits_per_cycle 300" in capped.stderr
    assert done.returncode == 0
    assert "models built" in done.stdout
    assert "\nNext: jobhouse nightly" not in done.stdout  # it has just read all there is
    assert "\nNext: " in done.stdout
    assert query(tmp_path / "warehouse", "select count(*) > 2_000 from marts.fct_job_postings") == [(True,)]
    runs = set(query(tmp_path / "warehouse", "select command, outcome from sentrion.runs"))
    assert runs == {("probe", "done"), ("plan", "done"), ("backfill", "stopped"), ("backfill", "done")}
    assert "findings" in cli("status").stdout
    status = {row["question"]: row["answer"] for row in json.loads(cli("status", "--json").stdout)["findings"]}
    assert status["bounds"] == "closed"


def test_a_changed_search_is_said_on_stderr(cli: CommandLine) -> None:
    with run_in_child(SandboxOptions(jobs=300, rate=0)) as url:
        settings = {"api_key": DEFAULT_KEY, "base_url": url, "requests_per_minute": "100000"}
        since = ("backfill", "--since", "2026-01-01", "--yes", "--no-transform")
        cli(*since, **settings)
        changed = jobhouse(*since, searches='{"default": {"is_remote": true}}', **settings)
    assert changed.returncode == 0
    assert "jobhouse: the filters of the search default have changed" in changed.stderr


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM", "end of input"])
def test_an_interruption_outside_the_reading_is_one_sentence_and_exit_code_3(
    how: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        match how:
            case "Ctrl-C":
                raise KeyboardInterrupt
            case "SIGTERM":
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(5)  # cut short by the signal
            case _:
                raise EOFError

    monkeypatch.setattr(facts_module, "facts_of", interrupted)  # what status asks first
    ended = cli("status")
    assert ended.returncode == 3
    assert ended.stderr.strip() == (
        "jobhouse: Interrupted; nothing that was loaded is lost, run the same command again to go on."
    )


@pytest.mark.parametrize("gateway", ["duckdb", "lake", "spark"])
def test_an_interrupted_build_does_not_speak_of_what_was_loaded(
    gateway: str, cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for name in ("_of_own_rows", "_over_lake", "_in_spark"):
        monkeypatch.setattr(transform, name, interrupted)
    ended = cli("transform", "--gateway", gateway)
    assert ended.returncode == 3
    assert ended.stderr.strip() == (
        "jobhouse: Interrupted; what was not built to its end changed nothing, run the same command again."
    )


@pytest.mark.parametrize(("arguments", "usage"), [((), "jobhouse [OPTIONS]"), (("backfill",), "jobhouse backfill")])
def test_the_module_runs_as_the_command(arguments: tuple[str, ...], usage: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    command = [sys.executable, "-m", "jobhouse", *arguments, "--help"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"Usage: {usage}")
