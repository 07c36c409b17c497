"""Builds in Spark that are killed at random instants, and what is left of the marts then.

    python -m tests.chaos.spark_kills --kills 10 --seed 1

A first load is published, and a build of it is left alone. Then one advert more is loaded and published before each
build that is killed, so that there is something to build; one that ends before its kill counts for none. After each
kill the marts must be those of the last whole build, and after half of the kills and after all of them a build that is
left alone must give the marts that DuckDB builds of the same rows. Prints what it found, and exits 1 where something
does not hold. Needs PySpark and Java.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.support import raw_tables
from tests.support.commands import PYTHONPATH
from tests.support.spark.lakes import BothBuilds
from tests.support.spark.sessions import INTERPRETED

OUTLIVED: Final = 60.0
"""Seconds after a kill by which no process holds the build's output any more."""
LONGEST: Final = 120.0
"""Seconds within which the first kills come; later ones come within the time that a build took."""


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
    seconds, killed = LONGEST, 0
    _publish(both, raw_tables.loads()[0], 0)
    yield from _whole_build(both, "the first load")
    for number in itertools.count(1):
        if killed >= kills:
            return
        _publish(both, [raw_tables.advert(1_000 + number)], number)
        whole_after, wrongs = _kill(both, draw.uniform(0, seconds), f"kill {killed + 1}")
        yield from wrongs
        if whole_after:
            seconds = whole_after
            continue
        killed += 1
        if killed in (kills // 2, kills):
            yield from _whole_build(both, f"after {killed} kills")


def _publish(both: BothBuilds, jobs: Sequence[raw_tables.Job], number: int) -> None:
    raw_tables.load(both.warehouse, jobs, number)
    both.publish()


def _whole_build(both: BothBuilds, what: str) -> Iterator[str]:
    """Build on both engines, and compare the marts."""
    both.build_in_duckdb()
    process = _start(both)
    _, said = process.communicate()
    if process.returncode:
        yield f"{what}: the build that was left alone ended with {process.returncode}: {said[-500:]}"
    differences = both.differences()
    yield from (f"{what}: {found}" for found in differences)
    if both.folders != {table.folder for table in both.manifest.tables.values()}:
        yield f"{what}: folders of killed builds are left"
    _say(f"{what}: a build that was left alone, {len(differences)} differences between the engines")


def _kill(both: BothBuilds, after: float, what: str) -> tuple[float | None, list[str]]:
    """Kill one build, and hold the marts against those before it; where it was whole by then, the seconds it took."""
    before, folders, wrongs = both.manifest, both.folders, list[str]()
    started, process = time.monotonic(), _start(both)
    try:
        _, said = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        try:
            process.communicate(timeout=OUTLIVED)
        except subprocess.TimeoutExpired:
            wrongs.append(f"{what}: a process of the build outlives it, and holds its output open")
    else:
        if process.returncode or both.manifest == before:
            wrongs.append(f"{what}: the build ended with {process.returncode}, or shows nothing new: {said[-500:]}")
    took, now = time.monotonic() - started, both.manifest
    if missing := {table.folder for table in now.tables.values()} - both.folders:
        wrongs.append(f"{what}: {len(missing)} tables that are shown are gone")
    if process.returncode == 0 or now != before:
        _say(f"{what}: the build was whole after {took:.1f} s, and is not counted")
        return took, wrongs
    _say(f"{what}: killed after {after:.1f} s, {len(both.folders - folders)} tables begun")
    return None, wrongs


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
