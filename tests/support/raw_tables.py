"""Raw tables as dlt leaves them, filled without an API, for tests that need many small loads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import yaml

from jobhouse.sandbox.postings.source import GeneratedPostings
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.read.arrow_jobs import hit_table, job_table
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.model_files import project

Job = dict[str, Any]
LOADS = 3
# after the days of posting of all adverts: later ones are in the future, and none
FIRST_LOAD = datetime(2027, 1, 1, tzinfo=UTC)


def make(folder: Path) -> Warehouse:
    """A warehouse with empty raw tables."""
    folder.mkdir(parents=True, exist_ok=True)
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sentrion")
        for table in yaml.safe_load((project() / "external_models.yaml").read_text()):
            columns = ", ".join(f'"{name}" {kind}' for name, kind in table["columns"].items())
            db.execute(f"create table {table['name']} ({columns})")
    return warehouse


def load(warehouse: Warehouse, jobs: Sequence[Job], number: int) -> None:
    """One package: the jobs that are not there yet, each once, read `number` days after the first."""
    at = FIRST_LOAD + timedelta(days=number)
    by_id = {version_id_of(job): job for job in jobs}
    with duckdb.connect(str(warehouse.database)) as db:
        held = {row[0] for row in db.execute("select version_id from sentrion.job_versions").fetchall()}
        new = {key: job for key, job in by_id.items() if key not in held}
        many = [at] * len(new)
        rows = job_table(list(new.values()), list(new), "default", ["default/x/2026-01"] * len(new), many)
        hits = hit_table(list(new), "default", many)
        for table, found in (("job_versions", rows), ("search_hits", hits)):
            db.register("found", found)
            db.execute(f"insert into sentrion.{table} by name select *, '{number}' as _dlt_load_id from found")
            db.unregister("found")
        db.execute("insert into sentrion._dlt_loads by name select ? as load_id, 0 as status", [str(number)])


def record_run(warehouse: Warehouse, command: str, number: int) -> None:
    """A run of a command, recorded by a package that is there."""
    at = FIRST_LOAD + timedelta(days=number)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(
            "insert into sentrion.runs by name select ? as run_id, ? as command, 'done' as outcome, "
            "?::timestamptz as started_at, ?::timestamptz as updated_at, ? as _dlt_load_id",
            [f"run-{number}", command, at, at, str(number)],
        )


def advert(number: int, **changed: Any) -> Job:
    return {
        "Job Title": f"Cook {number}", "Job URL": f"https://board.example/jobs/{number}", "Job Board": "Board",
        "Company Name": f"Firm {number}", "City": "Berlin", "Country": "DE", "Post Date": "2026-01-05",
        "Job Description": f"We are looking for cook number {number}. " * 20, **changed,
    }  # fmt: skip


def postings(count: int) -> list[Job]:
    """Made-up postings with all their warts, and later versions of some of them."""
    today = datetime.now(UTC).date()
    source = GeneratedPostings(11, count / 60, today - timedelta(days=365), today)
    jobs = (source.job(at, edited=edited) for at in range(len(source.ids)) for edited in (False, True))
    return list(islice(jobs, count))


def loads(seed: int = 1) -> list[list[Job]]:
    """Made-up postings in several loads in no order; five cooks are in the first, which no seed changes."""
    jobs = postings(240)
    # one URL that turns out to carry two adverts, and a company that changes its title and its place
    first = next(job for job in jobs if job["Job URL"])
    jobs += [{**first, "Job Title": "Quite another thing"}, {**first, "City": "Elsewhere", "Country": "Poland"}]
    random.Random(1).shuffle(jobs)
    built, rest = jobs[:80], jobs[80:]
    random.Random(seed).shuffle(rest)
    return [[*built, *(advert(number) for number in range(1, 6))], *(rest[n :: LOADS - 1] for n in range(LOADS - 1))]
