"""Warehouses to report on: an empty one, and others with the same tables and rows made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobhouse.report.page import report
from jobhouse.warehouse.folder import Warehouse
from tests.support.report_warehouse import TODAY, copy_of, fill


@pytest.fixture(scope="session")
def empty(empty_warehouse: Path) -> Warehouse:
    """Marts and ops without a row."""
    return Warehouse(empty_warehouse)


@pytest.fixture(scope="session")
def filled(empty: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Six thousand postings with all that the report can show, and hostile texts."""
    warehouse = copy_of(empty, tmp_path_factory.mktemp("filled"))
    fill(warehouse)
    return warehouse


@pytest.fixture(scope="session")
def page(filled: Warehouse) -> str:
    return report(filled, TODAY)


@pytest.fixture(scope="session")
def page_file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path
