"""One size of warehouse: what loading, building, looking at it and asking it take."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import bench_load, multiplied
from tests.benchmarks.growth.commands import Took, run
from tests.benchmarks.growth.queries import slowest_queries

Measured = dict[str, Took]
"""By what was measured, in the order of the table."""


def measure(versions: int) -> Measured:
    """All measures at so many versions."""
    found: Measured = {"load": _load(versions)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _in_child(multiplied.multiply, folder, versions)
        found["first build"] = run(folder, "transform")
        found["build, nothing new"] = run(folder, "transform")
        for rows in (1_000, 10_000):
            _in_child(multiplied.load_a_night, folder, rows, f"night{rows}")
            found[f"build, {rows:,} new versions"] = run(folder, "transform")
        for command in ("status", "verify", "report"):
            found[command] = run(folder, command)
        found |= slowest_queries(folder)
        found["file"] = Took(megabytes=(folder / "jobs.duckdb").stat().st_size / 1e6)
    _say(f"{versions:,} versions are measured")
    return found


def _load(jobs: int) -> Took:
    took = bench_load.measure(jobs, bench_load.JOB_BYTES)
    return Took(took["seconds"], took["cpu"], took["peak_mb"])


def _in_child(call: Callable[..., None], *values: object) -> None:
    """In a process of its own, since the memory that this one holds would count as that of the commands it starts."""
    child = multiprocessing.get_context("spawn").Process(target=call, args=values)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{call.__name__} ended with {child.exitcode}")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
