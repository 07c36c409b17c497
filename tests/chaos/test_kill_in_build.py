"""kill -9 in the middle of a build: the marts stay those of the last whole build."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.history import query
from tests.support.processes import finished, start

MARTS = "select schema_name || '.' || view_name from duckdb_views() where schema_name in ('marts', 'ops') order by 1"
BEHIND_THE_FACT = 450
"""Of 612 statements, the fact's rows are written by the 391st, and half of the marts after it."""


def contents(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: query(folder, f"select * from {name} order by all") for (name,) in query(folder, MARTS)}


@pytest.mark.long
def test_a_build_that_was_killed_leaves_the_marts_as_they_were(built_warehouse: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built_warehouse, tmp_path / "w"))
    before = contents(folder)
    raw_tables.load(Warehouse(folder), raw_tables.loads()[1], 1)
    cut = start("http://127.0.0.1:9", folder, "transform", point=f"building:{BEHIND_THE_FACT}")
    finished(cut)
    assert cut.returncode == -signal.SIGKILL
    assert before["marts.fct_job_postings"]
    assert contents(folder) == before
