"""SQLMesh itself brings openings up to date: rows replaced by key, postings that are no more removed."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.sandbox.source import MadeUp
from tests.sql.identity_models import CLUSTERED, CURRENT, SQL, store

pytestmark = pytest.mark.slow
WANTED = [f"+{CLUSTERED}"]


def transform(folder: Path, jobs: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Let these jobs be the raw rows and bring the models up to date."""
    folder.mkdir(exist_ok=True)
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        store(db, jobs, at=datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setenv("JOBHOUSE_WAREHOUSE", str(folder))
    monkeypatch.setenv("MAX_FORK_WORKERS", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLMesh's own
        from sqlmesh import Context

        context = Context(paths=str(SQL))
        context.plan(select_models=WANTED, auto_apply=True, no_prompts=True, skip_tests=True)
        context.run(select_models=WANTED, ignore_cron=True)
        context.close()
    with duckdb.connect(str(folder / "jobs.duckdb"), read_only=True) as db:
        assert (
            db.execute(f"select count(*) from {CURRENT}").fetchall()
            == db.execute(f"select count(*) from {CLUSTERED}").fetchall()
        )
        return db.execute(f"select * from {CLUSTERED} order by job_id").fetchall()


def test_a_second_load_gives_what_a_new_warehouse_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = MadeUp(seed=3, jobs_per_day=8, first=date(2025, 1, 1), last=date(2025, 3, 1))
    jobs = [made_up.job(position) for position in range(len(made_up.ads))]
    half = jobs[::2]
    # a second title under an address on one day: both adverts get names that they did not have
    shared = {**half[0], "Job Title": "Something Else Entirely"}
    before = transform(tmp_path / "grown", half, monkeypatch)
    after = transform(tmp_path / "grown", [*jobs, shared], monkeypatch)
    assert {row[0] for row in before} - {row[0] for row in after}, "no posting was renamed"
    assert len({row[1] for row in after}) < len(after)
    assert after == transform(tmp_path / "new", [*jobs, shared], monkeypatch)
