"""The same work by jobhouse and by what else one might take, side by side on one machine and one stand-in of the API.

    python -m tests.benchmarks.peers [--jobs N] [--rate-minutes M] [--only NAME ...] [--folder DIR] [--out FILE]

Each peer gets a virtual environment of its own, which is made in DIR where it is not there. The result is a table in
Markdown, with versions and machine; a figure that could not be had says why below the table. Figures are of this
machine and this run: compare them with each other, and with nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.peers import table
from tests.benchmarks.peers.environments import NotInstalled, python_of, versions
from tests.benchmarks.peers.measure import Failed, killed, rate_used, whole
from tests.benchmarks.peers.peer import PEERS, Peer
from tests.benchmarks.peers.stand_in import World

LATENCIES = (0.2, 1.0, 3.0, 10.0)
RATE = 100


def main() -> None:
    arguments = _parser().parse_args()
    columns = [_column(peer, arguments) for peer in PEERS if not arguments.only or peer.name in arguments.only]
    text = table.as_markdown(columns, jobs=arguments.jobs, minutes=arguments.rate_minutes)
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


def _column(peer: Peer, arguments: argparse.Namespace) -> table.Column:
    column = table.Column(peer.name)
    try:
        python = python_of(peer, arguments.folder)
    except NotInstalled as error:
        column.notes.append(f"could not be installed: {error}")
        return column
    column.versions = versions(peer, python)
    with column.noting(Failed):
        column.whole = whole(peer, python, World(arguments.jobs))
    with column.noting(Failed):
        column.kill = killed(peer, python, World(arguments.jobs))
    for latency in LATENCIES if arguments.rate_minutes else ():
        with column.noting(Failed):
            world = World(round(200 * RATE * arguments.rate_minutes), rate=RATE, latency=latency)
            column.rates[latency] = rate_used(peer, python, world, arguments.rate_minutes)
    return column


if __name__ == "__main__":
    main()
