"""How long commands take that should answer at once, beside an empty Python program in the same run.

    python tests/benchmarks/bench_start.py [RUNS]

`--help`, `status` and `sql` on a warehouse with 2,192 windows, one for each day of six years. CPU is user and system
time; the least of the runs (10) counts, since other work on the machine only adds. The script ends with 1 where a
command takes longer than its limit.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import duckdb

PACKAGE: Final = Path(__file__).resolve().parents[2] / "pipelines"
sys.path.insert(0, str(PACKAGE))

from jobhouse.warehouse.verify.stored_verdicts import store_missing_verdicts  # noqa: E402

DAYS: Final = 2_192
LIMITS: Final = {"--help": 0.2, "status": 0.8, "sql": 0.8}
"""Seconds of CPU."""
DAILY: Final = {
    "windows": (
        "status = 'complete'",
        "day as since, day + 1 as until, 'w' || day as window_id, 'r' || day as reading_id",
    ),
    "requests": ("rows > 0", "'q' || day as request_id, 'w' || day as window_id, 'r' || day as reading_id"),
}
"""Which row is repeated, and what differs between its copies of two days."""


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        make_warehouse(Path(folder))
        here = ("-m", "jobhouse", "--warehouse", folder)
        measured = {
            "empty": least(runs, "-c", "pass"),
            "--help": least(runs, "-m", "jobhouse", "--help"),
            "status": least(runs, *here, "status"),
            "sql": least(runs, *here, "sql", "select count(*) from sentrion.windows"),
        }
    for name, (cpu, wall) in measured.items():
        ratio = cpu / measured["empty"][0]
        sys.stdout.write(f"{name:8} {cpu:6.3f} s CPU {wall:6.3f} s wall {ratio:5.1f} times the empty program's CPU\n")
    return int(any(measured[name][0] > limit for name, limit in LIMITS.items()))


def make_warehouse(folder: Path) -> None:
    """The demo's warehouse, with a window and a request for each day in place of its own, and judged."""
    run("-m", "jobhouse", "--warehouse", str(folder), "demo", "--progress", "none")
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        for table, (chosen, changed) in DAILY.items():
            db.execute(f"create temp table model as select * from sentrion.{table} where {chosen} limit 1")
            db.execute(f"delete from sentrion.{table}")
            days = f"select current_date - range::integer as day from range({DAYS})"
            db.execute(f"insert into sentrion.{table} select * exclude (day) replace ({changed}) from model, ({days})")
            db.execute("drop table model")
        store_missing_verdicts(db, lambda *_: None)


def least(runs: int, *arguments: str) -> tuple[float, float]:
    """The least CPU time and the least wall time of a program."""
    taken = [once(*arguments) for _ in range(runs)]
    return min(cpu for cpu, _ in taken), min(wall for _, wall in taken)


def once(*arguments: str) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run(*arguments)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def run(*arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main())
