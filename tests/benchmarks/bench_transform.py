"""How long the SQL models take: a full build, and the build after a nightly load, as a ratio in one run.

    python tests/benchmarks/bench_transform.py [VERSIONS] [NIGHTLY]

The versions (1,000,000 unless said) are made-up postings of the sandbox, multiplied under other companies and
addresses, three to a text as real ones are; the nightly load (10,000) holds as many new postings as changed ones. Each
build is a fresh process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "pipelines"), str(ROOT)]
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
from sentrion.job_versions as seed, range(0, {copies}) as numbers(copy)
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
from sentrion.job_versions using sample {rows} rows
"""


def main() -> None:
    versions, nightly = (int(text) for text in (sys.argv[1:] + ["1000000", "10000"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _multiply(folder, versions)
        full = _build(folder, "full")
        _load_a_night(folder, nightly)
        night = _build(folder, "nightly")
        again = _build(folder, "full")
    for label, took in (("first build", full), (f"after {nightly:,} versions more", night), ("full build", again)):
        print(f"{label}: {took['seconds']:.1f} s, {took['cpu']:.1f} s of CPU, peak {took['peak_mb']:.0f} MB")  # noqa: T201
    print(f"nightly to full: {night['seconds'] / again['seconds']:.2f}")  # noqa: T201


def _multiply(folder: Path, versions: int) -> None:
    """A warehouse of so many versions, made from one small backfill of the sandbox."""
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
        _insert(db, _RAW.format(mark="c", load="copies", copies=versions // seeds + 1, rows=max(versions - seeds, 0)))


def _load_a_night(folder: Path, rows: int) -> None:
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        _insert(db, _RAW.format(mark="n", load="new", copies=1, rows=rows - rows // 2))
        _insert(db, _EDITS.format(load="edits", rows=rows // 2))


def _insert(db: duckdb.DuckDBPyConnection, make: str) -> None:
    db.execute("set memory_limit = '2GB'; set preserve_insertion_order = false")
    db.execute(make)
    db.execute("insert into sentrion.job_versions by name select * from copies")
    db.execute(
        "insert into sentrion._dlt_loads by name select distinct "
        "_dlt_load_id as load_id, 'sentrion' as schema_name, 0 as status, now() as inserted_at from copies"
    )
    db.execute("drop table copies")


def _build(folder: Path, how: str) -> dict[str, float]:
    out = subprocess.run([sys.executable, __file__, "--build", str(folder), how], check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return figures


def _measure(folder: str, how: str) -> None:
    from jobhouse.warehouse.build.transform import say_progress, transform
    from jobhouse.warehouse.folder import Warehouse
    from tests.benchmarks.bench_load import peak_since_last_asked

    started = time.perf_counter()
    transform(Warehouse(Path(folder)), full=how == "full", on_built=say_progress)
    used = resource.getrusage(resource.RUSAGE_SELF)
    took = {
        "seconds": time.perf_counter() - started,
        "cpu": used.ru_utime + used.ru_stime,
        # getrusage would count what the parent held when it started this process
        "peak_mb": peak_since_last_asked(),
    }
    print(json.dumps(took))  # noqa: T201


if __name__ == "__main__":
    _measure(*sys.argv[2:]) if sys.argv[1:2] == ["--build"] else main()
