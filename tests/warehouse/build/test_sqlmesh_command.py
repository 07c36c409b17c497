"""SQLMesh's own command sees what jobhouse built: nothing is modified, whoever looks and from where."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.commands import run
from tests.support.history import query
from tests.support.paths import ROOT

UNCHANGED = "No changes to plan"


def planned(folder: str, project: Path = ROOT / "sql") -> str:
    """What the command says of the models, as the documents call it; it asks before it applies, and gets no answer."""
    done = run(
        "-p", str(project), "plan", "--no-prompts", "--skip-tests", target="sqlmesh.cli.main:cli",
        environment={"JOBHOUSE_WAREHOUSE": folder},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.long
def test_a_plan_on_an_unchanged_warehouse_shows_nothing_modified(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    (warehouse.folder / "models").mkdir()
    (warehouse.folder / "models" / "one.sql").write_text("MODEL (name my.one);\nselect 1 as n")
    transform(warehouse)
    assert UNCHANGED in planned(str(warehouse.folder))
    assert UNCHANGED in planned(os.path.relpath(warehouse.folder)), "a relative path names the same warehouse"
    elsewhere = shutil.copytree(ROOT / "sql", tmp_path / "installed")
    assert UNCHANGED in planned(str(warehouse.folder), elsewhere), "where the models lie is no part of them"
    runs = elsewhere / "models" / "ops" / "runs.sql"
    runs.write_text(runs.read_text(encoding="utf-8") + "\nlimit 1", encoding="utf-8")
    assert "ops.runs" in planned(str(warehouse.folder), elsewhere), "a changed model is seen"
    assert query(warehouse.folder, "from my.one") == [(1,)]
