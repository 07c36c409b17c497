"""Commands that answer at once do not import what takes a second to import."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.paths import PACKAGES

HEAVY: Final = {"dlt", "sqlmesh", "sqlglot", "pyarrow", "numpy", "pandas", "httpx"}
IMPORTED_BY_DUCKDB: Final = {"pyarrow", "numpy", "pandas"}
"""Where a statement has parameters, as those have that mark the runs of killed processes."""
HEAVY_FOR_HELP: Final = {*HEAVY, "duckdb", "rich", "pendulum"}
LISTED: Final = """
import os, sys
file = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(lambda event, given: event == "import" and os.write(file, f"{given[0]}\\n".encode()))
from jobhouse.cli.main import main
main()
"""
"""A program that lists what it imports, in the processes that it forks too, and is `jobhouse` otherwise."""


def imported(folder: Path, *arguments: str) -> set[str]:
    """The packages that a command imports."""
    listed = folder / "imported.txt"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGES)}
    command = [sys.executable, "-c", LISTED, str(listed), *arguments]
    subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True)
    return {name.partition(".")[0] for name in listed.read_text().split()}


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    assert imported(tmp_path, "--help") & HEAVY_FOR_HELP == set()
    assert imported(tmp_path, "backfill", "--help") & HEAVY_FOR_HELP == set()


def test_a_build_with_nothing_new_imports_nothing_heavy(demo_warehouse: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(demo_warehouse, tmp_path / "w")
    seen = imported(tmp_path, "--warehouse", str(copy), "transform")
    assert "duckdb" in seen
    assert seen & HEAVY <= IMPORTED_BY_DUCKDB


@pytest.mark.parametrize("arguments", [["status"], ["sql", "select 1"]], ids=lambda each: each[0])
def test_a_look_imports_nothing_heavy(arguments: list[str], demo_warehouse: Path, tmp_path: Path) -> None:
    seen = imported(tmp_path, "--warehouse", str(demo_warehouse), *arguments)
    assert "duckdb" in seen
    assert seen & HEAVY == set()
