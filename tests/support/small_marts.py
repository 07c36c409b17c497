"""A small warehouse made by hand: marts as SQLMesh leaves them, views over tables that name the file's catalog."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from jobhouse.warehouse.folder import Warehouse
from tests.support.commands import start
from tests.support.paths import PACKAGES

MARTS = """
create schema sentrion; create schema sqlmesh__marts; create schema marts; create schema ops;
create table sentrion.job_versions as select 'verbatim text of an advert' as job_description;
create table sqlmesh__marts.marts__fct_job_postings__123 as
select
    i as job_id,
    'title ' || i as job_title,
    date '2026-01-01' + (i % 300)::integer as post_date,
    (1.25 * i)::decimal(12, 2) as salary_min,
    ['sql', 'skill ' || i % 7] as skills,
    {'city': 'Zürich', 'code': i} as place,
    '{"a": [1]}'::json as extra,
    timestamptz '2026-03-01 12:00:00+00' as first_seen_at,
    i % 2 = 0 as is_remote
from range(JOBS) as jobs(i);
create view marts.fct_job_postings as select * from jobs.sqlmesh__marts.marts__fct_job_postings__123;
comment on view marts.fct_job_postings is 'One posting; an analyst''s table';
comment on column marts.fct_job_postings.job_id is 'Key of the "posting"';
create table ops.coverage_daily as select date '2026-01-01' as day, 'complete' as status;
comment on table ops.coverage_daily is 'One day';
"""


def marts(folder: Path, jobs: int = 1_000) -> Warehouse:
    folder.mkdir(exist_ok=True)
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(MARTS.replace("JOBS", str(jobs)))
    return warehouse


def command(warehouse: Warehouse, *arguments: str) -> list[str]:
    program = f"import sys; sys.path.insert(0, {str(PACKAGES)!r}); from jobhouse.cli.main import main; main()"
    return [sys.executable, "-c", program, "--warehouse", str(warehouse.folder), *arguments]


def jobhouse(warehouse: Warehouse, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    process = start("--warehouse", str(warehouse.folder), *arguments, given=given)
    process.wait()
    assert process.returncode is not None
    return subprocess.CompletedProcess(arguments, process.returncode, process.output_bytes(), process.errors().encode())
