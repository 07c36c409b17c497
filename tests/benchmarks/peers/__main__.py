"""The same work by jobhouse and by what else one might take, side by side on one machine and one stand-in of the API.

    python -m tests.benchmarks.peers [--jobs N] [--rate-minutes M] [--only NAME ...] [--folder DIR] [--out FILE]

Each peer gets a virtual environment of its own, which is made in DIR where it is not there. The result is a table in
Markdown, with versions and machine; where a figure could not be had, the cell says why. Figures are of this machine and
this run: compare them with each other, and with nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.peers import table
from tests.benchmarks.peers.environments import python_of, versions
from tests.benchmarks.peers.measure import Failed, attempted, killed, rate_used, whole
from tests.benchmarks.peers.peer import PEERS
from tests.benchmarks.peers.stand_in import World

LATENCIES = (0.2, 1.0, 3.0, 10.0)
RATE = 100
KILL_PART = 2
"""A kill is measured with half of the jobs."""


def main() -> None:
    arguments = _parser().parse_args()
    chosen = [peer for peer in PEERS if not arguments.only or peer.name in arguments.only]
    columns = [table.Column(peer) for peer in chosen]
    pythons = [_install(column, arguments.folder) for column in columns]
    ready = [(column, python) for column, python in zip(columns, pythons, strict=True) if python]
    for column, python in ready:
        column.whole = attempted(whole, column.peer, python, World(arguments.jobs))
        column.kill = attempted(killed, column.peer, python, World(arguments.jobs // KILL_PART))
    if arguments.rate_minutes:
        _measure_rates(ready, arguments.rate_minutes)
    text = table.as_markdown(columns, arguments.jobs, arguments.jobs // KILL_PART, arguments.rate_minutes)
    arguments.out.write_text(text) if arguments.out else sys.stdout.write(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--jobs", type=int, default=200_000, help="jobs without a limit")
    parser.add_argument("--rate-minutes", type=float, default=5.0, help="how long each rate is measured; 0 for never")
    parser.add_argument(
        "--only", action="append", choices=[peer.name for peer in PEERS], help="a peer; may be repeated"
    )
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "jobhouse-peers")
    parser.add_argument("--out", type=Path, help="file to write the table into")
    return parser


def _install(column: table.Column, folder: Path) -> Path | None:
    try:
        python = python_of(column.peer, folder)
    except Failed as error:
        column.whole = column.kill = error
        return None
    column.versions = versions(column.peer, python)
    return python


def _measure_rates(ready: list[tuple[table.Column, Path]], minutes: float) -> None:
    """All peers at the same time, latency by latency: a limited rate leaves the processors idle."""
    for latency in LATENCIES:
        world = World(round(200 * RATE * minutes), rate=RATE, latency=latency)
        with ThreadPoolExecutor(len(ready)) as pool:
            results = [pool.submit(attempted, rate_used, one.peer, python, world, minutes) for one, python in ready]
        for (column, _), result in zip(ready, results, strict=True):
            column.rates[latency] = result.result()


if __name__ == "__main__":
    main()
