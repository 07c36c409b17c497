"""What is measured of one peer, each figure on a stand-in of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

import duckdb

from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.peers.stand_in import World, running

KILLED_AT = 0.4
"""Part of the jobs delivered when the process is killed."""
PAGE = 100


LONGEST = timedelta(minutes=30)
"""No single run takes longer."""
P = ParamSpec("P")
T = TypeVar("T")


class Failed(Exception):
    """The peer did not do the work: the last line that it wrote, shortened to fit into a cell."""

    def __init__(self, said: str) -> None:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        super().__init__((lines or ["it ended without a word"])[-1].replace("|", "/")[:120])


@dataclass(frozen=True)
class Whole:
    """One run to the end without a limit, and a second one with nothing new."""

    jobs_per_second: float
    peak_mb: float
    file_mb: float
    requests_share: float
    """Requests over the least possible."""
    delivered_share: float
    credits_share: float
    """What is paid where the API charges a job once in a billing cycle."""
    second_seconds: float
    second_requests: int


@dataclass(frozen=True)
class Kill:
    """What a kill -9 in the middle cost, after the next run."""

    lost: int
    doubled: int
    asked_again: int
    """Jobs delivered more than once."""


@dataclass(frozen=True)
class RateUsed:
    """How much of a limited rate was used."""

    share: float
    refused: int
    """Answers of 429."""


class Work:
    """One peer, the folder it fills and the stand-in it asks."""

    def __init__(self, peer: Peer, python: Path, world: World, url: str, folder: Path) -> None:
        self._peer, self._world, self.url, self._folder = peer, world, url, folder
        days = (world.first_day.isoformat(), (datetime.now(UTC).date() + timedelta(days=1)).isoformat())
        self._command = peer.command(python, url, folder, days)

    @contextmanager
    def started(self) -> Iterator[subprocess.Popen[bytes]]:
        """The peer at work; what is left of it in the end is killed."""
        with (self._folder / "said.txt").open("ab") as said:
            process = subprocess.Popen(
                self._command, shell=True, executable="/bin/bash", start_new_session=True, stdout=said, stderr=said,
                stdin=subprocess.DEVNULL, env=self._peer.environment(self.url, self._world.rate),
            )  # fmt: skip
            try:
                yield process
            finally:
                kill(process)

    def run(self) -> tuple[float, float]:
        """Seconds and peak memory in MB of a run to its end.

        Raises:
            Failed: it ended with another code than 0.
        """
        began, peak = time.perf_counter(), 0.0
        with self.started() as process:
            while process.poll() is None:
                if time.perf_counter() - began > LONGEST.total_seconds():
                    raise Failed(f"longer than {LONGEST}")
                peak = max(peak, memory_mb(process.pid))
                time.sleep(0.05)
        seconds = time.perf_counter() - began
        if process.returncode:
            raise Failed(self.last_words())
        return seconds, peak

    def last_words(self) -> str:
        """The end of what the peer wrote."""
        return (self._folder / "said.txt").read_text(errors="replace")[-600:]

    def counts(self) -> dict[str, int]:
        """What the stand-in was asked for so far."""
        with urllib.request.urlopen(f"{self.url}/counts") as answer:
            counted: dict[str, int] = json.loads(answer.read())
        return counted

    def rows(self) -> tuple[int, int]:
        """Rows, and distinct jobs among them."""
        with duckdb.connect(str(self._folder / "jobs.duckdb"), read_only=True) as db:
            found = db.execute(f"select count(*), count(distinct {self._peer.key}) from {self._peer.table}").fetchone()
        assert found is not None
        return int(found[0]), int(found[1])

    def file_mb(self) -> float:
        """The size of the DuckDB file."""
        return (self._folder / "jobs.duckdb").stat().st_size / 1e6


@contextmanager
def working(peer: Peer, python: Path, world: World) -> Iterator[Work]:
    """The peer before a stand-in of its own, with an empty folder."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, running(world) as url:
        yield Work(peer, python, world, url, Path(folder))


def whole(peer: Peer, python: Path, world: World) -> Whole:
    """Read everything, as fast as the peer can, then once more.

    Raises:
        Failed: a run failed, or rows are missing after it.
    """
    with working(peer, python, world) as work:
        seconds, peak = work.run()
        first, (rows, jobs), size = work.counts(), work.rows(), work.file_mb()
        if jobs != world.jobs:
            raise Failed(f"{jobs:,} of {world.jobs:,} jobs are stored, in {rows:,} rows")
        again, _ = work.run()
        requests = work.counts()["requests"] - first["requests"]
    return Whole(
        jobs_per_second=jobs / seconds,
        peak_mb=peak,
        file_mb=size,
        requests_share=first["requests"] / (world.jobs / PAGE),
        delivered_share=first["delivered"] / world.jobs,
        credits_share=first["credits"] / world.jobs,
        second_seconds=again,
        second_requests=requests,
    )


def killed(peer: Peer, python: Path, world: World) -> Kill:
    """Kill the peer in the middle, and let it run to its end.

    Raises:
        Failed: it ended before it could be killed, or did not get through afterwards.
    """
    with working(peer, python, world) as work:
        with work.started() as process:
            while work.counts()["delivered"] < KILLED_AT * world.jobs:
                if process.poll() is not None:
                    raise Failed(work.last_words())
                time.sleep(0.02)
        work.run()
        delivered, (rows, jobs) = work.counts()["delivered"], work.rows()
    return Kill(world.jobs - jobs, rows - jobs, delivered - world.jobs)


def rate_used(peer: Peer, python: Path, world: World, minutes: float) -> RateUsed:
    """The share of the permitted requests that was made, from the first one on, and the answers of 429.

    Raises:
        Failed: the peer ended before the time was over.
    """
    with working(peer, python, world) as work, work.started() as process:
        until = None
        while until is None or time.monotonic() < until:
            if until is None and work.counts()["requests"]:
                until = time.monotonic() + 60 * minutes
            if process.poll() is not None:
                raise Failed(work.last_words())
            time.sleep(0.05)
        counts = work.counts()
    refused = counts["answered_429"]
    return RateUsed((counts["requests"] - refused) / (world.rate * minutes), refused)


def attempted(measure: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T | Failed:
    """The result of a measurement, or why there is none."""
    try:
        return measure(*arguments, **named)
    except Failed as error:
        return error


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def memory_mb(session: int) -> float:
    """What the processes of a session hold in memory, together; a page that two of them share counts twice."""
    return sum(int(values[21]) for _, values in _processes(session)) * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(session: int) -> dict[int, float]:
    """What each process of a session has computed so far, by its number."""
    ticks = os.sysconf("SC_CLK_TCK")
    return {number: (int(values[11]) + int(values[12])) / ticks for number, values in _processes(session)}


def _processes(session: int) -> Iterator[tuple[int, list[str]]]:
    """The processes of a session by number, with what the system says of each after its name."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(values[3]) == session:
            yield int(stat.parent.name), values
