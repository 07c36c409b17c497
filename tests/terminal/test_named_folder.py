"""Commands that are advised name the folder they are to work on."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from jobhouse.terminal.status import as_json, show
from jobhouse.warehouse.folder import Warehouse
from tests.terminal.test_next_step import WELL

EMPTY = replace(WELL, asked=[], versions=0, marts="none", last_readings={})


def test_the_default_folder_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "with jobhouse demo or jobhouse backfill." in str(Warehouse.named(Path("warehouse")).nothing_yet())


def test_another_folder_is_named_for_the_shell(tmp_path: Path) -> None:
    folder = tmp_path / "it's [mine]"
    warehouse = Warehouse(folder)
    line = warehouse.command("jobhouse sql --examples")
    assert shlex.split(line) == ["jobhouse", "--warehouse", str(folder), "sql", "--examples"]
    assert f"with {warehouse.command('jobhouse demo')} or" in str(warehouse.nothing_yet())


def test_what_status_says_next_names_the_folder(tmp_path: Path) -> None:
    warehouse, out = Warehouse(tmp_path / "real"), StringIO()
    told = f"jobhouse --warehouse {shlex.quote(str(tmp_path / 'real'))} backfill"
    assert json.loads(as_json(EMPTY, warehouse.command))["next"]["command"] == told
    show(EMPTY, Console(file=out, width=500), warehouse.command)
    assert f"next: {told}" in out.getvalue()
