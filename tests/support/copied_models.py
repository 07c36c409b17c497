"""A copy of the SQL models that a test may break: builds in this process take it in place of the real ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from jobhouse.warehouse import model_files


def copied_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the copy."""
    copy = folder / "sql"
    shutil.copytree(model_files.project(), copy)
    monkeypatch.setattr(model_files, "project", lambda: copy)
    return copy
