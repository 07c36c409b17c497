"""Every question that `jobhouse sql --examples` prints is answered."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import examples


def questions() -> dict[str, str]:
    """Each question with its query."""
    parts = re.split(r"^-- \d+\. (.+)$", examples(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("question", questions())
def test_an_example_answers_its_question(question: str, demo_warehouse: Path) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        rows = db.execute(questions()[question]).fetchall()
    # a small history may hold no group that is large enough
    assert rows or "having" in questions()[question] or ">=" in questions()[question], question


def test_there_are_at_least_a_dozen_examples_of_one_statement_each() -> None:
    assert len(questions()) >= 12
    assert all(len(duckdb.extract_statements(query)) == 1 for query in questions().values())
