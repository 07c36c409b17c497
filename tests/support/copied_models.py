"""A copy of the SQL models that a test may break: builds in this process take it in place of the real ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jobhouse.warehouse.build import transform


def copied_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the copy."""
    copy = folder / "sql"
    shutil.copytree(transform.project(), copy)
    monkeypatch.setattr(transform, "project", lambda: copy)
    return copy
