"""The models over the files of a lake give the marts that they give in the warehouse, at first and after more loads."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.views import VIEWS
from tests.chaos.every_write import marts_of
from tests.support import raw_tables
from tests.support.commands import run
from tests.support.paths import ROOT


def sqlmesh(folder: Path, *arguments: str) -> None:
    """SQLMesh's own command, as the documents call it."""
    done = run(
        "-p", str(ROOT / "sql"), *arguments, target="sqlmesh.cli.main:cli",
        environment={"JOBHOUSE_WAREHOUSE": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_marts_over_a_lake_are_those_of_the_warehouse(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(Path(shutil.copytree(built_warehouse, tmp_path / "w")))
    lake, over = LakeAddress.of(str(tmp_path / "lake")), tmp_path / "over"
    publish_lake(warehouse, lake)
    over.mkdir()
    with duckdb.connect(str(over / "jobs.duckdb")) as db:
        db.execute((tmp_path / "lake" / VIEWS).read_text())
    sqlmesh(over, "plan", "--auto-apply", "--no-prompts", "--skip-tests", "--skip-linter")
    assert marts_of(over) == marts_of(warehouse.folder)
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    transform(warehouse)
    publish_lake(warehouse, lake)
    sqlmesh(over, "run", "--ignore-cron")
    assert marts_of(over) == marts_of(warehouse.folder)
