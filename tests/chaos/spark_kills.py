"""Builds in Spark that are killed at random instants, and what is left of the marts then.

    python -m tests.chaos.spark_kills --kills 10 --seed 1

Three loads are published one after another. A first build is left alone; half of the kills hit the builds of the second
load, the others those of the third. After each kill the marts must be those of the last whole build, and after each
load a build that is left alone must give the marts that DuckDB builds of the same rows. Prints what it found, and exits
1 where something does not hold. Needs PySpark and Java.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support import raw_tables
from tests.support.commands import PYTHONPATH
from tests.support.spark.lakes import BothBuilds
from tests.support.spark.sessions import INTERPRETED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spark-kills-") as place:
        wrongs = list(killed_builds(Path(place), given.kills, random.Random(given.seed)))
    _say("\n".join(wrongs) or f"{given.kills} kills: the marts were those of the last whole build after each of them")
    return 1 if wrongs else 0


def killed_builds(place: Path, kills: int, draw: random.Random) -> Iterator[str]:
    """What does not hold, a sentence each."""
    both = BothBuilds(raw_tables.make(place / "warehouse"), place / "lake", session=None)
    seconds = 0.0
    for number, jobs in enumerate(raw_tables.loads()):
        raw_tables.load(both.warehouse, jobs, number)
        both.publish()
        both.build_in_duckdb()
        for kill in range((kills + number - 1) // 2 if number else 0):
            yield from _killed(both, draw.uniform(0, seconds), f"load {number}, kill {kill}")
        started = time.monotonic()
        process = _start(both)
        _, said = process.communicate()
        seconds = time.monotonic() - started
        if process.returncode:
            yield f"load {number}: the build that was left alone ended with {process.returncode}: {said[-500:]}"
        yield from (f"load {number}: {found}" for found in both.differences())
        if both.folders != {table.folder for table in both.manifest.tables.values()}:
            yield f"load {number}: folders of killed builds are left"


def _killed(both: BothBuilds, after: float, what: str) -> Iterator[str]:
    """Kill one build, and hold the marts against those before it, unless it was whole by then."""
    before, folders = both.manifest, both.folders
    process = _start(both)
    try:
        process.wait(after)
        _say(f"{what}: it was whole before {after:.1f} s")
        return
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    left = len(both.folders - folders)
    _say(f"{what}: killed after {after:.1f} s, {left} tables begun")
    if both.manifest != before:
        yield f"{what}: the killed build is shown"
    if missing := {table.folder for table in before.tables.values()} - both.folders:
        yield f"{what}: {len(missing)} tables that are shown are gone"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _start(both: BothBuilds) -> subprocess.Popen[str]:
    options = [word for name, value in INTERPRETED.items() for word in ("--conf", f"{name}={value}")]
    command = ["--warehouse", both.warehouse.folder, "transform", "--gateway", "spark", "--lake", both.lake]
    return subprocess.Popen(
        [sys.executable, "-m", "jobhouse", *map(str, command), "--master", "local[2]", *options],
        env={**os.environ, "PYTHONPATH": PYTHONPATH},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Spark's own processes are of its session
    )


if __name__ == "__main__":
    sys.exit(main())
