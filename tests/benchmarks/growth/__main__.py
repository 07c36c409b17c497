"""What commands and queries take as the warehouse grows.

    python -m tests.benchmarks.growth [VERSIONS ...] [--svg FILE]

For each size (100,000, 1,000,000 and 5,000,000 job versions unless others are given) it makes a warehouse in a
temporary folder, runs each command in a process of its own, and each example query and each query of the report. It
writes a Markdown table to the standard output, and with `--svg` a picture of it.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.benchmarks.growth.chart import chart
from tests.benchmarks.growth.sizes import measure
from tests.benchmarks.growth.table import markdown

SIZES = (100_000, 1_000_000, 5_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth")
    parser.add_argument("versions", nargs="*", type=int, default=SIZES)
    parser.add_argument("--svg", type=Path, help="the file of the picture")
    given = parser.parse_args()
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    measured = {versions: measure(versions) for versions in sorted(given.versions)}
    sys.stdout.write(markdown(measured))
    if given.svg:
        given.svg.write_text(chart(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
