"""The dlt source straight into a bucket, without DuckDB: a second run from another machine goes on where it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from tests.support.commands import PYTHONPATH
from tests.support.history import expected, history, write
from tests.support.markdown import reference
from tests.support.processes import stats
from tests.support.s3 import as_dlt_settings, s3_server
from tests.support.sandbox import run_in_child

JOBS = history(300, seed=6)
PAGE = reference("dlt-source")
PIPELINE = next(block.text for block in PAGE.section("Into a bucket").blocks if block.language == "python")
SETTINGS = [block.text for block in PAGE.blocks if block.language == "toml"]
ONCE = next(block.text for block in PAGE.blocks if block.language == "sql")
"""The pipeline, its settings and the query of the documents."""


def read_into(bucket: str, machine: Path, environment: dict[str, str]) -> None:
    """What the documents say, on a machine that has seen nothing of it yet, in a folder that holds nothing else."""
    folder = machine / "project"
    (folder / ".dlt").mkdir(parents=True)
    (folder / ".dlt" / "config.toml").write_text("\n".join(SETTINGS))
    program = PIPELINE.replace("s3://bucket", bucket).replace('since="2026-11-01", ', "")
    subprocess.run(
        [sys.executable, "-c", program], cwd=folder, check=True,
        env=environment | {"PYTHONPATH": PYTHONPATH, "HOME": str(machine), "PATH": os.defpath},
    )  # fmt: skip


@pytest.mark.long
def test_jobs_go_into_a_bucket_and_a_second_machine_reads_them_only_once(tmp_path: Path) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    with s3_server() as server, run_in_child(SandboxOptions(data=data, rate=0)) as url:
        environment = as_dlt_settings(server.environment()) | {
            "RUNTIME__DLTHUB_TELEMETRY": "false",
            "SOURCES__SENTRION__API_KEY": DEFAULT_KEY,
            "SOURCES__SENTRION__BASE_URL": url,
            "SOURCES__SENTRION__REQUESTS_PER_MINUTE": "1000000",
        }
        bucket = server.make_bucket("jobs")
        read_into(bucket, tmp_path / "first", environment)
        sent = stats(url)["requests"]
        read_into(bucket, tmp_path / "second", environment)
        again = stats(url)["requests"] - sent
        copy = server.download(f"{bucket}/sentrion", tmp_path / "copy")
    query = ONCE.replace("s3://bucket/sentrion", str(copy))
    ids = [row for (row,) in duckdb.sql(f"select version_id from ({query})").fetchall()]
    assert sorted(ids) == sorted(expected(JOBS))
    assert again < sent / 10
