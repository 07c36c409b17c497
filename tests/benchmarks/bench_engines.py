"""What a build takes on each engine, side by side: DuckDB in the warehouse, DuckDB over a lake, Spark with two workers.

    python -m tests.benchmarks.bench_engines [VERSIONS ...] [--engines ENGINE ...]

For each size (100,000 and 1,000,000 job versions unless others are given) it makes a warehouse in a temporary folder,
publishes it to a lake beside it, and builds the models on each engine: from nothing, with nothing new, and after a
night of 10,000 versions. It writes a Markdown table to the standard output. Spark needs Java and PySpark.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import multiplied
from tests.benchmarks.growth.commands import Took, cell
from tests.benchmarks.growth.sizes import in_child
from tests.benchmarks.machine import machine
from tests.benchmarks.peers.measure import cpu_seconds, memory_mb

SIZES = (100_000, 1_000_000)
NIGHT = 10_000
WORKERS = ("--master", "local-cluster[2,1,5120]", "--conf", "spark.executor.memory=5g")
"""Two workers of one core and 5 GB each, in processes of their own."""
ENGINES = {
    "duckdb": ("warehouse", "jobs.duckdb", ()),
    "lake": ("over_lake", "jobs.duckdb", ("--gateway", "lake", "--lake", "lake/")),
    "spark": ("warehouse", "../lake/spark", ("--gateway", "spark", "--lake", "lake/", *WORKERS)),
}
"""The warehouse folder, where its marts lie in it, and the options of `transform`."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_engines")
    parser.add_argument("versions", nargs="*", type=int, default=SIZES)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    given = parser.parse_args()
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    for versions in given.versions:
        with tempfile.TemporaryDirectory() as name:
            sys.stdout.write(_table(versions, given.engines, dict(_measures(Path(name), versions, given.engines))))
    packages = ", ".join(f"{name} {version(name)}" for name in ("jobhouse", "duckdb", "sqlmesh"))
    sys.stdout.write(f"{machine()}, {packages}. Memory is that of all processes together.\n")


def _measures(folder: Path, versions: int, engines: list[str]) -> Iterator[tuple[tuple[str, str], Took]]:
    """By what was measured and the engine, in the order in which it is taken."""
    warehouse = folder / "warehouse"
    in_child(multiplied.multiply, warehouse, versions)
    yield _said("publish to the lake", "lake", _run(folder, "warehouse", "publish", "--to", "lake/"))
    for engine in engines:
        yield _said("first build", engine, _build(folder, engine))
        yield _said("build, nothing new", engine, _build(folder, engine))
    in_child(multiplied.load_a_night, warehouse, NIGHT)
    yield _said(f"publish {NIGHT:,} new versions", "lake", _run(folder, "warehouse", "publish", "--to", "lake/"))
    for engine in engines:
        yield _said(f"build, {NIGHT:,} new versions", engine, _build(folder, engine))
        yield _said("marts and what they rest on", engine, Took(megabytes=_megabytes(folder, engine)))


def _said(label: str, engine: str, took: Took) -> tuple[tuple[str, str], Took]:
    sys.stderr.write(f"{label}, {engine}: {cell(took)}, {took.cpu_seconds or 0:.0f} s of CPU\n")
    return (label, engine), took


def _build(folder: Path, engine: str) -> Took:
    warehouse, _, options = ENGINES[engine]
    return _run(folder, warehouse, "transform", *options)


def _run(folder: Path, warehouse: str, *command: str) -> Took:
    """A command, and what all processes of its session took.

    Raises:
        SystemExit: it failed; 5 (days were not read) is what a warehouse made without the API answers.
    """
    began, peak, used = time.perf_counter(), 0.0, dict[int, float]()
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "jobhouse", "--warehouse", warehouse, *command],
            cwd=folder, start_new_session=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip
        while process.poll() is None:
            peak = max(peak, memory_mb(process.pid))
            used.update(cpu_seconds(process.pid))
            time.sleep(0.1)
    seconds = time.perf_counter() - began
    if process.returncode not in (0, 5):
        raise SystemExit(f"jobhouse {' '.join(command)} ended with {process.returncode}: {_last_words(folder)}")
    return Took(seconds, sum(used.values()), peak)


def _megabytes(folder: Path, engine: str) -> float:
    warehouse, marts, _ = ENGINES[engine]
    place = folder / warehouse / marts
    files = [place] if place.is_file() else place.rglob("*.parquet")
    return sum(file.stat().st_size for file in files) / 1e6


def _last_words(folder: Path) -> str:
    return (folder / "said.txt").read_text(errors="replace")[-600:]


def _table(versions: int, engines: list[str], measured: dict[tuple[str, str], Took]) -> str:
    labels = dict.fromkeys(label for label, _ in measured)
    head = [f"| {versions:,} job versions | {' | '.join(engines)} |", f"| --- |{' --- |' * len(engines)}"]
    rows = [
        f"| {label} | {' | '.join(cell(measured.get((label, engine), Took())) for engine in engines)} |"
        for label in labels
    ]
    return "\n".join([*head, *rows, "", ""])


if __name__ == "__main__":
    main()
