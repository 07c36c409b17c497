"""Warehouses to report on: an empty one, and others with the same tables and rows made by hand."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from pipelines.report.page import report
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.transform import transform
from tests.report.furnished import copy_of, furnish
from tests.sql import raw

TODAY = date(2026, 9, 27)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Marts and ops without a row."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "empty_warehouse"
    with FileLock(shared / "empty_warehouse.lock"):
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            transform(raw.make(folder))
            (folder / "done").touch()
    return Warehouse(folder)


@pytest.fixture(scope="session")
def furnished(empty: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Six thousand postings with all that the report can show, and hostile texts."""
    warehouse = copy_of(empty, tmp_path_factory.mktemp("furnished"))
    furnish(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def page(furnished: Warehouse) -> str:
    return report(furnished, TODAY)


@pytest.fixture(scope="session")
def page_file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path
