"""What DuckDB 2.0 does otherwise and jobhouse allows for, on either version; and the list of what cannot pass there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlglot import exp

from jobhouse.warehouse.build.transform import transform
from tests.support import raw_tables
from tests.support.duckdb2 import EXPECTED
from tests.support.paths import ROOT
from tests.support.sql_models import project


def functions_of(file: Path) -> set[str]:
    return {one.name for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)}


def test_the_tests_that_are_expected_to_fail_on_2_exist() -> None:
    files: dict[str, set[str]] = {}
    for name in EXPECTED:
        file, _, function = name.partition("::")
        files.setdefault(file, set()).add(function)
    for file, functions in files.items():
        assert functions <= functions_of(ROOT / "tests" / file), file


@pytest.mark.long
def test_no_lambda_is_written_with_an_arrow() -> None:
    """2.0 refuses arrows unless a setting allows them, which whoever reads a view would have to make too."""
    models = project().models.values()
    for model in (one for one in models if not (one.kind.is_seed or one.kind.is_symbolic)):
        arrows = [one for one in project().render(model.name).find_all(exp.Lambda) if not one.args.get("colon")]
        assert not arrows, model.name


@pytest.mark.long
def test_sqlmesh_builds(tmp_path: Path) -> None:
    """On 2.0 it tells when SQLMesh is ready for that."""
    warehouse = raw_tables.make(tmp_path / "w")
    raw_tables.load(warehouse, [raw_tables.advert(1)], 0)
    assert transform(warehouse).models
