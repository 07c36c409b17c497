"""The measures of all sizes as a Markdown table."""

from __future__ import annotations

from importlib.metadata import version

from tests.benchmarks.growth.commands import cell
from tests.benchmarks.growth.sizes import Measured
from tests.benchmarks.machine import machine

PACKAGES = ("jobhouse", "duckdb", "sqlmesh", "dlt")


def markdown(measured: dict[int, Measured]) -> str:
    """One row for each measure, one column for each size; below it what it was measured with."""
    head = [f"| job versions | {' | '.join(f'{size:,}' for size in measured)} |", f"| --- |{' --- |' * len(measured)}"]
    labels = next(iter(measured.values()))
    rows = [f"| {label} | {' | '.join(cell(sizes[label]) for sizes in measured.values())} |" for label in labels]
    return "\n".join([*head, *rows, "", _conditions(), ""])


def _conditions() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{machine()}, {versions}. Memory is the most a process held."
