"""The example queries and those of the report, on one warehouse; the slowest of each is named."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

import duckdb

from jobhouse.report.queries import Queries
from jobhouse.warehouse.serve.query import examples
from tests.benchmarks.growth.commands import Took

THREADS = 2
TOO_SLOW = 0.5
"""Seconds; a query that takes longer is named."""


def slowest_queries(folder: Path) -> dict[str, Took]:
    """The slowest example, the slowest query of the report, and each other that takes more than half a second."""
    with duckdb.connect(str(folder / "jobs.duckdb"), read_only=True, config={"threads": THREADS}) as db:
        db.execute("set enable_progress_bar = false; set TimeZone = 'UTC'")
        found = {
            "slowest example query": _timed(_examples(db)),
            "slowest query of the report": _timed(_of_report(db)),
        }
    return {
        label: Took(seconds=seconds, name=", ".join(names))
        for label, (seconds, names) in ((label, _named(timed)) for label, timed in found.items())
    }


def _named(timed: dict[str, float]) -> tuple[float, list[str]]:
    by_time = sorted(timed, key=lambda name: -timed[name])
    slow = [f"{name}: {timed[name]:.2f} s" for name in by_time if timed[name] > TOO_SLOW]
    return timed[by_time[0]], slow or by_time[:1]


def _timed(calls: Iterator[tuple[str, Callable[[], object]]]) -> dict[str, float]:
    """Seconds of the better of two runs: the first one reads the file."""
    return {name: min(_seconds(call) for _ in range(2)) for name, call in calls}


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _examples(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Callable[[], object]]]:
    for number, statement in enumerate(duckdb.extract_statements(examples()), start=1):
        yield f"example {number}", partial(_fetch, db, statement)


def _fetch(db: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> object:
    return db.execute(statement).fetchall()


def _of_report(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Callable[[], object]]]:
    queries = Queries(db, datetime.now(UTC).date())
    for file in sorted(files("jobhouse.report.queries").iterdir(), key=lambda file: file.name):
        name = file.name.removesuffix(".sql")
        if name != file.name:
            yield name, partial(queries.run, name)
