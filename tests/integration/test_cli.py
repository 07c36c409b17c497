"""The command line as a user meets it: one sentence and the right exit code for every mistake."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).resolve().parents[2])


def jobhouse(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": ROOT, **{f"SOURCES__SENTRION__{k.upper()}": v for k, v in settings.items()}}
    return subprocess.run(
        [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments],
        env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


KEY = {"api_key": "k", "base_url": "http://127.0.0.1:9"}


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (["backfill"], {}, "no API key"),
        (["backfill"], {"api_key": " "}, "no API key"),
        (["backfill"], {"api_key": "a b"}, "no header can carry"),
        (["backfill", "--since", "2024-02-30"], KEY, "2024-02-30"),
        (["backfill", "--since", "yesterday"], KEY, "YYYY-MM-DD"),
        (["backfill", "--since", "2024-02-02", "--until", "2024-02-02"], KEY, "range is empty"),
        (["backfill", "--since", "2001-01-01"], KEY, "six years"),
        (["backfill", "--until", "2999-01-01"], KEY, "future"),
        (["backfill", "--search", "nurses"], KEY, "no search named 'nurses'"),
        (["backfill"], {**KEY, "page_sise": "9"}, "page_sise"),
        (["backfill"], {**KEY, "page_size": "101"}, "page_size"),
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
def test_a_mistake_gets_one_sentence_and_exit_code_2(arguments: list[str], settings: dict[str, str], said: str) -> None:
    done = jobhouse(*arguments, **settings)
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


def test_demo_fills_a_warehouse_and_is_kept_apart(tmp_path: Path) -> None:
    done = jobhouse("demo")
    assert done.returncode == 0
    assert "made-up jobs" in done.stdout
    again = jobhouse("demo")
    assert again.returncode == 0
    assert "0 made-up jobs read with 0 requests" in again.stdout
    status = jobhouse("status", "--json")
    facts = json.loads(status.stdout)
    assert facts["open_windows"] == []
    assert facts["versions"] > 20_000
    assert "complete" in jobhouse("status").stdout
    refused = jobhouse("backfill", **KEY)
    assert refused.returncode == 2
    assert "made-up" in refused.stderr
