"""Measures how true the marts are on real postings: `python -m tests.truth --help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.truth import measuring, postings
from tests.truth.outcomes import Outcome, figures
from tests.truth.table import HEADER, as_text, rows


def main() -> None:
    arguments = _parser().parse_args()
    with _folder(arguments.warehouse) as folder:
        outcomes = list(_measured(folder))
    found = figures(measuring.of_split(outcomes, arguments.split))
    sys.stdout.write(as_text([HEADER, *rows(found)]) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--split", choices=measuring.SPLITS, default="all", help="labels to measure on")
    parser.add_argument("--warehouse", type=Path, help="folder to build in, or to read where it is built")
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


if __name__ == "__main__":
    main()
