"""A small history of job objects whose truth a test knows, and the reading of it into a warehouse."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import duckdb
import pendulum

from jobhouse.sandbox.options import DEFAULT_KEY
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import oldest_day
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.runs.nightly import NightReport, plan_night, run_night
from tests.support.sessions import NIGHTLY, session_of

Job = dict[str, Any]


def history(count: int, seed: int = 1, days: int | None = None) -> list[Job]:
    """Jobs of the last six years without the first day, some days crowded and many empty, and some older ones.

    Or those of the last so many `days` alone.
    """
    draw = random.Random(seed)
    today = pendulum.now("UTC").date()
    first = (today.subtract(days=days) if days else oldest_day(today).add(days=1)).toordinal()
    crowded = [draw.randint(first, today.toordinal()) for _ in range(40)]
    jobs = []
    for number in range(count):
        day = draw.choice(crowded) if number % 2 else draw.randint(first, today.toordinal())
        jobs.append(job(number, pendulum.Date.fromordinal(day).isoformat()))
    jobs += [] if days else [job(count + n, pendulum.Date.fromordinal(first - 40 - n).isoformat()) for n in range(20)]
    return jobs


def job(number: int, day: str) -> Job:
    return {
        "Job Type": "Full Time", "Job Title": f"Job {number}", "Apply URL": None, "Post Date": day,
        "Valid Through": None, "City": "Köln", "Job Board": "Board", "Job Description": "Text. " * 20,
        "Country": "DE", "Company Name": "Firma", "State": "", "Salary Offered": None, "Logo URL": None,
        "Is Remote": number % 2 == 0, "Job URL": f"https://board.example/{number}", "Department Name": ["a", "b"],
        "Seniority Level": None, "Salary Currency": "EUR", "Salary To": number / 4, "Salary From": None,
        "Skills": None,
    }  # fmt: skip


def write(jobs: list[Job], path: Path) -> Path:
    path.write_text("".join(json.dumps(j) + "\n" for j in jobs), encoding="utf-8")
    return path


def expected(jobs: list[Job]) -> set[str]:
    """The versions that a whole backfill must bring."""
    oldest = oldest_day(pendulum.now("UTC").date()).isoformat()
    return {version_id_of(j) for j in jobs if j["Post Date"] >= oldest}


def backfill(
    url: str, folder: Path, run: Run | None = None, wanted: BackfillRange | None = None, **settings: Any
) -> Run:
    """Read history as the command does, without waiting between retries."""
    run = run or Run("backfill")
    defaults = {"api_key": DEFAULT_KEY, "requests_per_minute": 10**6, "retry_pause_seconds": 0.01}
    ready = Settings(**{**defaults, "base_url": url, **settings})
    with RateLimiter(ready.requests_per_minute) as rate_limiter:
        read_history(session_of(Warehouse(folder), ready, run, wanted), rate_limiter)
    return run


def nightly(
    url: str, folder: Path, run: Run | None = None, lookback: int | None = None, **settings: Any
) -> NightReport:
    """One night, as the command does it."""
    defaults = {"api_key": DEFAULT_KEY, "requests_per_minute": 10**6, "retry_pause_seconds": 0.01}
    ready = Settings(**{**defaults, "base_url": url, **settings})
    with RateLimiter(ready.requests_per_minute) as rate_limiter:
        session = session_of(Warehouse(folder), ready, run or Run("nightly"), NIGHTLY)
        return run_night(plan_night(session, lookback), rate_limiter)


def query(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(Warehouse(folder).database), read_only=True) as db:
        return db.execute(sql).fetchall()


def stored(folder: Path) -> list[str]:
    return [row for (row,) in query(folder, "select version_id from sentrion.job_versions")]
