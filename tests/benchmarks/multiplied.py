"""A warehouse of any size: one small backfill of the sandbox, multiplied under other companies and addresses.

Three adverts share a text, as real ones do. A night holds as many new postings, of the last months, as changed ones.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

SEED_JOBS = 25_000

_RAW = """
create or replace table copies as
select
    md5(version_id || '{mark}' || copy) as version_id,
    * exclude (version_id, copy) replace (
        replace(job_url, '://', '://{mark}' || copy || '.') as job_url,
        replace(apply_url, '://', '://{mark}' || copy || '.') as apply_url,
        company_name || ' ' || copy as company_name,
        job_description || ' Vacancy {mark}' || copy // 3 || '.' as job_description,
        '{load}' as _dlt_load_id
    )
from {seed} as seed, range(0, {copies}) as numbers(copy)
limit {rows}
"""
_EDITS = """
create or replace table copies as
select
    md5(version_id || '{load}') as version_id,
    * exclude (version_id) replace (
        job_description || ' Update.' as job_description,
        (fetched_at + interval 1 day) as fetched_at,
        '{load}' as _dlt_load_id
    )
from {seed} using sample reservoir({rows} rows) repeatable (1)
"""
_RECENT = """(
    select * from sentrion.job_versions
    where post_date >= cast((select max(post_date) from sentrion.job_versions)::date - 90 as varchar)
)"""
_LOADS = """
insert into sentrion._dlt_loads by name
select distinct _dlt_load_id as load_id, 'sentrion' as schema_name, 0 as status, now() as inserted_at from copies
"""


def multiply(folder: Path, versions: int) -> None:
    """Make a warehouse of so many versions."""
    from jobhouse.sandbox.options import DEFAULT_KEY, SandboxOptions
    from jobhouse.sandbox.server import run_in_child
    from jobhouse.sentrion.config.settings import Settings
    from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
    from jobhouse.sentrion.state.run import Run
    from jobhouse.warehouse.folder import Warehouse
    from jobhouse.warehouse.load.load_loop import read_history
    from tests.support.sessions import session_of

    with run_in_child(SandboxOptions(jobs=SEED_JOBS, rate=0)) as url:
        settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=10**6)
        with RateLimiter(settings.requests_per_minute) as rate_limiter:
            read_history(session_of(Warehouse(folder), settings, Run("bench")), rate_limiter)
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        (seeds,) = db.execute("select count(*) from sentrion.job_versions").fetchone() or (0,)
        copies, rows = versions // seeds + 1, max(versions - seeds, 0)
        _insert(db, _RAW.format(mark="c", load="copies", seed="sentrion.job_versions", copies=copies, rows=rows))


def load_a_night(folder: Path, rows: int, name: str = "night") -> None:
    """Add so many versions; each night has a name of its own."""
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        new = rows - rows // 2
        _insert(db, _RAW.format(mark=name, load=f"new-{name}", seed=_RECENT, copies=1, rows=new))
        _insert(db, _EDITS.format(load=f"edits-{name}", seed=_RECENT, rows=rows // 2))


def _insert(db: duckdb.DuckDBPyConnection, make: str) -> None:
    db.execute("set memory_limit = '2GB'; set preserve_insertion_order = false; set enable_progress_bar = false")
    db.execute(make)
    db.execute("insert into sentrion.job_versions by name select * from copies")
    db.execute(_LOADS)
    db.execute("drop table copies")
