"""The dlt source straight into a bucket, without DuckDB: a second run from another machine goes on where it was."""

from __future__ import annotations

from pathlib import Path

import dlt
import duckdb
import pytest

from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
from jobhouse.sentrion import sentrion
from jobhouse.sentrion.config.settings import Settings
from tests.support.history import expected, history, write
from tests.support.markdown import reference
from tests.support.processes import stats
from tests.support.s3 import as_dlt_settings, s3_server
from tests.support.sandbox import run_in_child

JOBS = history(300, seed=6)
ONCE = next(block.text for block in reference("dlt-source").blocks if block.language == "sql")
"""The query of the documents."""


def read_into(bucket: str, working_folder: Path, url: str) -> None:
    """What the documents say, on a machine that has seen nothing of it yet."""
    pipeline = dlt.pipeline(
        "jobs", pipelines_dir=str(working_folder), destination=dlt.destinations.filesystem(bucket),
        dataset_name="sentrion",
    )  # fmt: skip
    settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=10**6)
    pipeline.run(sentrion(settings=settings), loader_file_format="parquet")


def test_jobs_go_into_a_bucket_and_a_second_machine_reads_them_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    with s3_server() as server, run_in_child(SandboxOptions(data=data, rate=0)) as url:
        for name, value in as_dlt_settings(server.environment()).items():
            monkeypatch.setenv(name, value)
        bucket = server.make_bucket("jobs")
        read_into(bucket, tmp_path / "first", url)
        sent = stats(url)["requests"]
        read_into(bucket, tmp_path / "second", url)
        again = stats(url)["requests"] - sent
        copy = server.download(f"{bucket}/sentrion", tmp_path / "copy")
    query = ONCE.replace("s3://bucket/sentrion", str(copy))
    ids = [row for (row,) in duckdb.sql(f"select version_id from ({query})").fetchall()]
    assert sorted(ids) == sorted(expected(JOBS))
    assert again < sent / 10
