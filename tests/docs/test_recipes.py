"""The recipes for other programs, run as they stand, and the diagram of the tables, as its script draws it."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import duckdb
import jinja2
import pytest
import yaml

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.parquet_folder import publish_parquet
from jobhouse.warehouse.serve.publish import publish
from tests.support.markdown import code, reference
from tests.support.marts_diagram import DIAGRAM, diagram
from tests.support.paths import ROOT
from tests.support.small_marts import marts

PAGE = reference("recipes")
RECIPES = [block.text for block in PAGE.blocks if block.language == "python"]
NEEDED = {
    "import duckdb": "pandas",
    "import polars": "polars",
    "import ibis": "ibis",
    "from sqlalchemy import create_engine, text": "duckdb_engine",
}
ADDRESS = re.compile(r"duckdb:///[^\s\"`]+")


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    warehouse = marts(tmp_path / "w", jobs=50)
    publish(warehouse)
    publish_parquet(warehouse)
    monkeypatch.chdir(warehouse.folder)
    return warehouse


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what they call of DuckDB is theirs to mend
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.splitlines()[0])
def test_a_recipe_in_python_runs_as_it_stands(recipe: str, published: Warehouse) -> None:
    needed = NEEDED[recipe.splitlines()[0]]
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed")
    names: dict[str, Any] = {}
    exec(recipe, names)
    assert len(names["titles"]) == 50
    if needed != "duckdb_engine":
        assert list(names["titles"].columns) == ["job_title", "postings"]


def test_there_is_a_recipe_for_each() -> None:
    assert sorted(recipe.splitlines()[0] for recipe in RECIPES) == sorted(NEEDED)


def test_an_address_of_sqlalchemy_opens_the_copy_read_only(published: Warehouse) -> None:
    addresses = {urlsplit(found) for found in ADDRESS.findall(PAGE.text)}
    assert {address.path for address in addresses} == {"/published/jobs.duckdb", "//path/to/published/jobs.duckdb"}
    for address in addresses:
        config = dict[str, Any](parse_qsl(address.query))  # what duckdb-engine gives to DuckDB as its settings
        with duckdb.connect("published/jobs.duckdb", config=config) as jobs:
            assert jobs.sql("select current_setting('access_mode')").fetchall() == [("read_only",)]
            with pytest.raises(duckdb.InvalidInputException, match="read-only"):
                jobs.execute("create table marts.mine as select 1")


def test_engine_parameters_of_superset_are_arguments_of_sqlalchemy(published: Warehouse) -> None:
    (given,) = [block.text for block in PAGE.section("Superset").blocks if block.language == "json"]
    arguments = json.loads(given)
    assert list(arguments) == ["connect_args"], "the field is engine_params itself"
    with duckdb.connect("published/jobs.duckdb", **arguments["connect_args"]) as jobs:
        assert jobs.sql("select current_setting('access_mode')").fetchall() == [("read_only",)]


def test_the_version_in_the_message_of_an_older_duckdb_is_that_of_the_copy(published: Warehouse) -> None:
    header = Path("published/jobs.duckdb").read_bytes()[:20]
    version = int.from_bytes(header[12:20], "little")
    for document in (PAGE, reference("publishing")):
        message = " ".join(document.text.split())
        assert f"database file with version number {version}, but we can only read versions between" in message


def test_dbt_finds_its_sources_in_the_copy(published: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    (published.folder / "dbt").mkdir()
    monkeypatch.chdir(published.folder / "dbt")
    _project, profile, described = (yaml.safe_load(block.text) for block in PAGE.blocks if block.language == "yaml")
    (model,) = [block.text for block in PAGE.blocks if block.language == "jinja"]
    output = profile["jobs"]["outputs"]["dev"]
    (attached,) = output["attach"]
    assert attached["read_only"] is True
    sources = {source["name"]: source for source in described["sources"]}
    with duckdb.connect(output["path"]) as db:
        db.execute(f"attach '{attached['path']}' as {attached['alias']} (read_only)")
        for name in ("marts", "main"):
            for table in sources[name]["tables"]:
                columns = [column["name"] for column in table.get("columns", [])]
                columns += [table["loaded_at_field"]] if "loaded_at_field" in table else []
                rows = db.sql(f"select {', '.join(columns)} from {sources[name]['database']}.{name}.{table['name']}")
                assert rows.fetchone()
        query = jinja2.Template(model).render(source=lambda schema, table: f"{attached['alias']}.{schema}.{table}")
        assert len(db.sql(query).fetchall()) == 50


def test_the_lake_of_dbt_is_laid_out_as_a_lake() -> None:
    described = yaml.safe_load([block.text for block in PAGE.blocks if block.language == "yaml"][-1])
    (lake,) = [source for source in described["sources"] if "config" in source]
    layout = [path for row in reference("lake").rows("files") for path in code(row[0])]
    location = re.fullmatch(r"read_parquet\('\.\./lake/(.+)'\)", lake["config"]["external_location"])
    assert location
    assert location[1].format(name="NAME") in layout
    for table in lake["tables"]:
        assert (ROOT / "sql" / "models" / "marts" / f"{table['name']}.sql").exists()


def test_the_day_of_posting_is_the_first_date_of_the_wide_table() -> None:
    model = (ROOT / "sql" / "models" / "marts" / "postings.sql").read_text(encoding="utf-8")
    assert re.findall(r"^  postings\.(\w+_date),$", model, re.MULTILINE)[0] == "post_date"


def test_the_diagram_is_as_its_script_draws_it() -> None:
    assert DIAGRAM.read_text(encoding="utf-8") == diagram(), "python -m tests.support.marts_diagram"
    assert all(mart.stem in diagram() for mart in (ROOT / "sql" / "models" / "marts").glob("*.sql"))
