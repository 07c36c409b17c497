"""Lists extracted skills that no reader has judged: `python -m tests.truth.unjudged --warehouse DIR`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.truth import labels, marts, measuring
from tests.truth.tasks.skills import unjudged


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.truth.unjudged", description=__doc__)
    parser.add_argument("--warehouse", type=Path, required=True, help="folder of a built warehouse of real postings")
    warehouse = measuring.real_warehouse(parser.parse_args().warehouse)
    with marts.of_postings(warehouse) as db:
        sys.stdout.writelines(f"{version_id} {skill}\n" for version_id, skill in unjudged(db, labels.read("skills")))


if __name__ == "__main__":
    main()
