"""What is installed: one package, with the SQL models beside its code."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.support.paths import ROOT

wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling builds the wheel")


def test_the_wheel_holds_one_package_and_the_models(tmp_path: Path) -> None:
    (built,) = wheel.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(built).namelist())
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"jobhouse"}
    listed = subprocess.run(["git", "ls-files", "sql"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {f"jobhouse/_{path}" for path in listed.split()} <= names
    assert {"jobhouse/warehouse/build/first_model.sql", "jobhouse/report/outlines.csv"} <= names
