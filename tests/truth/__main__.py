"""Measures how true the marts are on real postings: `python -m tests.truth --help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from jobhouse.report.truth import shipped
from tests.truth import floors, measuring, postings, publishing
from tests.truth.outcomes import Figure, Outcome, figures
from tests.truth.table import HEADER, as_text, rows


def main() -> None:
    arguments = _parser().parse_args()
    with _folder(arguments.warehouse) as folder:
        outcomes = list(_measured(folder))
    found = figures(measuring.of_split(outcomes, arguments.split))
    sys.stdout.write(as_text([HEADER, *rows(found)]) + "\n")
    if arguments.write:
        _write(outcomes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--split", choices=measuring.SPLITS, default="all", help="labels to measure on")
    parser.add_argument("--warehouse", type=Path, help="folder to build in, or to read where it is built")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the figures of all splits into the package and the README, and raise the floors",
    )
    return parser


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="jobhouse-truth-") as made:
        yield Path(made)


def _measured(folder: Path) -> Iterator[Outcome]:
    if postings.are_there():
        return measuring.on_postings(measuring.real_warehouse(folder))
    sys.stderr.write(f"There are no real postings in {postings.FOLDER}; only facts are measured.\n")
    return measuring.on_facts(measuring.facts_warehouse(folder))


def _write(outcomes: list[Outcome]) -> None:
    if not postings.are_there():
        raise SystemExit("Nothing is written: the figures that ship are those of the real postings.")
    publishing.write_shipped(datetime.now(UTC).date(), postings.count(), outcomes)
    publishing.write_quoted(shipped())
    with tempfile.TemporaryDirectory(prefix="jobhouse-truth-") as folder:
        of_facts = figures(measuring.on_facts(measuring.facts_warehouse(Path(folder))))
    measured: dict[floors.Data, list[Figure]] = {"postings": figures(outcomes), "facts": of_facts}
    floors.write(floors.raised(floors.read(), measured))


if __name__ == "__main__":
    main()
