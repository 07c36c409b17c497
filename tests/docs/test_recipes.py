"""The recipes for other programs, run as they stand, and the diagram of the tables, as its script draws it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.parquet_folder import publish_parquet
from jobhouse.warehouse.serve.publish import publish
from tests.support.markdown import reference
from tests.support.marts_diagram import DIAGRAM, diagram
from tests.support.paths import ROOT
from tests.support.small_marts import marts

RECIPES = [block.text for block in reference("recipes").blocks if block.language == "python"]
NEEDED = {"import duckdb": "pandas", "import polars": "polars", "import ibis": "ibis"}


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    warehouse = marts(tmp_path / "w", jobs=50)
    publish(warehouse)
    publish_parquet(warehouse)
    monkeypatch.chdir(warehouse.folder)
    return warehouse


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what the three call of DuckDB is theirs to mend
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.splitlines()[0])
def test_a_recipe_in_python_runs_as_it_stands(recipe: str, published: Warehouse) -> None:
    needed = NEEDED[recipe.splitlines()[0]]
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed")
    names: dict[str, Any] = {}
    exec(recipe, names)
    assert len(names["titles"]) == 50
    assert list(names["titles"].columns) == ["job_title", "postings"]


def test_there_is_a_recipe_for_each() -> None:
    assert sorted(recipe.splitlines()[0] for recipe in RECIPES) == sorted(NEEDED)


def test_the_diagram_is_as_its_script_draws_it() -> None:
    assert DIAGRAM.read_text(encoding="utf-8") == diagram(), "python -m tests.support.marts_diagram"
    assert all(mart.stem in diagram() for mart in (ROOT / "sql" / "models" / "marts").glob("*.sql"))
