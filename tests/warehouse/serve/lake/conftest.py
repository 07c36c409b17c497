"""A warehouse, its lake and the marts built from that, to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.rows import transform_over_lake


@pytest.fixture
def place(over_lake: Path, tmp_path: Path) -> Path:
    """A copy of all of it, over its own copy of the lake."""
    folder = Path(shutil.copytree(over_lake, tmp_path / "copy"))
    transform_over_lake(Warehouse(folder / "over"), LakeAddress.of(str(folder / "lake")))
    return folder
