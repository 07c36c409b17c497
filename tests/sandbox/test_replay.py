"""Replayed files are served as they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sandbox.postings.replay import read_jobs


def test_rows_are_served_verbatim(start: Any, make_job: Any) -> None:
    odd = make_job(1, "2026-01-05", Odd={"deep": [1, None]}, **{"Job Title": "\u200bΩ \U0001f600", "Post Date": None})
    plain = make_job(0, "2026-01-05")
    served = {job["Job URL"]: job for job in start([plain, odd]).ask().data["jobs"]}
    assert served == {plain["Job URL"]: plain, odd["Job URL"]: odd}


def test_a_parquet_file_is_replayed(tmp_path: Path, make_job: Any) -> None:
    path = tmp_path / "jobs.parquet"
    jobs = [make_job(number, "2026-01-05") for number in range(3)]
    pq.write_table(pa.Table.from_pylist(jobs), path)
    engine = Engine(SandboxOptions(data=path, today=date(2026, 2, 1)))
    assert sorted(str(job["Job URL"]) for job in map(engine.catalogue.job, range(3))) == [
        job["Job URL"] for job in jobs
    ]
    assert [row["post_date"] for row in engine.truth()] == ["2026-01-05"] * 3


@pytest.mark.parametrize(("name", "text"), [("a.jsonl", '{"a": 1}\n[]\n'), ("a.parquet", "no parquet")])
def test_an_unreadable_file_is_a_usage_error(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=name):
        read_jobs(path)
