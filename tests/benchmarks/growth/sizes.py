"""One size of warehouse: what loading, building, looking at it and asking it take."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import bench_load, multiplied
from tests.benchmarks.growth.commands import Took, cell, run
from tests.benchmarks.growth.queries import slowest_queries

Measured = dict[str, Took]
"""By what was measured, in the order of the table."""


def measure(versions: int) -> Measured:
    """All measures at so many versions; each is written to the standard error as it is taken."""
    found: Measured = {}
    with tempfile.TemporaryDirectory() as name:
        for label, took in _measures(Path(name), versions):
            found[label] = took
            sys.stderr.write(f"{versions:,} versions, {label}: {cell(took)}\n")
    return found


def _measures(folder: Path, versions: int) -> Iterator[tuple[str, Took]]:
    yield "load", _load(versions)
    in_child(multiplied.multiply, folder, versions)
    yield "first build", run(folder, "transform")
    yield "build, nothing new", run(folder, "transform")
    for rows in (1_000, 10_000):
        in_child(multiplied.load_a_night, folder, rows, f"night{rows}")
        yield f"build, {rows:,} new versions", run(folder, "transform")
    for command in ("status", "verify", "report"):
        yield command, run(folder, command)
    yield from slowest_queries(folder).items()
    yield "file", Took(megabytes=(folder / "jobs.duckdb").stat().st_size / 1e6)


def _load(jobs: int) -> Took:
    took = bench_load.measure(jobs, bench_load.JOB_BYTES)
    return Took(took["seconds"], took["cpu"], took["peak_mb"])


def in_child(call: Callable[..., None], *values: object) -> None:
    """In a process of its own, since the memory that this one holds would count as that of the commands it starts."""
    child = multiprocessing.get_context("spawn").Process(target=call, args=values)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"{call.__name__} ended with {child.exitcode}")
