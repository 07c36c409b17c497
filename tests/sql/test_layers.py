"""The layers of the models: which layer a model is in, which layers it may read, and how long its file is."""

from __future__ import annotations

import re

import pytest
from sqlglot import exp

from tests.support.paths import SQL
from tests.support.sql_models import project

LAYERS = ("sentrion", "staging", "intermediate", "marts", "ops")
"""From the raw tables up. A model reads models of its own layer or of a lower one."""
REFERENCE = "reference"
"""The seeds, which read nothing and which every layer may read."""
LONGEST_MODEL = 250


def layer(name: str) -> str:
    return name.replace('"', "").removeprefix("jobs.").split(".", maxsplit=1)[0]


def reads() -> list[tuple[str, str]]:
    """Each model with each of the models that it reads."""
    models = project().models.values()
    return [(model.name, upstream) for model in models for upstream in model.depends_on]


def is_allowed(reader: str, read: str) -> bool:
    """Whether a model of one layer may read a model of another; raw tables are read by staging alone."""
    if read == REFERENCE:
        return reader != REFERENCE
    if read == "sentrion":
        return reader == "staging"
    return reader != REFERENCE and LAYERS.index(reader) >= LAYERS.index(read)


def test_models_read_their_own_layer_or_a_lower_one() -> None:
    assert len(reads()) > 50
    assert [pair for pair in reads() if not is_allowed(layer(pair[0]), layer(pair[1]))] == []


def test_statements_after_a_query_name_models_that_it_reads() -> None:
    """SQLMesh would have them find the rows of the last build in any other model."""
    named = {
        (model.name, model.fqn, f"{table.catalog or 'jobs'}.{table.db}.{table.name}".replace('"', ""))
        for model in project().models.values()
        for statement in model.render_post_statements(this_model=exp.to_table(model.fqn))
        for table in statement.find_all(exp.Table)
    }
    assert len(named) > 10
    assert [
        (name, table)
        for name, fqn, table in named
        if table not in {one.replace('"', "") for one in (fqn, *project().models[fqn].depends_on)}
    ] == []


@pytest.mark.parametrize(
    ("reader", "read", "allowed"),
    [
        ("staging", "sentrion", True),
        ("intermediate", "sentrion", False),
        ("intermediate", "marts", False),
        ("marts", "marts", True),
        ("marts", "ops", False),
        ("ops", "staging", True),
        ("ops", "marts", True),
        ("intermediate", "reference", True),
        ("reference", "reference", False),
    ],
)
def test_the_rule_of_the_layers(reader: str, read: str, allowed: bool) -> None:
    assert is_allowed(reader, read) is allowed


def test_the_folder_of_a_model_is_its_layer_and_the_file_its_name() -> None:
    for model in project().models.values():
        if not model.kind.is_external:
            path = model._path.relative_to(SQL / "models")
            assert (path.parts[0], path.stem) == (layer(model.name), model.name.split(".")[1])


def test_intermediate_models_stand_in_a_folder_of_their_topic() -> None:
    assert list((SQL / "models" / "intermediate").glob("*.sql")) == []


def test_no_model_is_too_long_to_be_read_at_once() -> None:
    lengths = {path.stem: len(path.read_text("utf-8").splitlines()) for path in (SQL / "models").rglob("*.sql")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODEL} == {}


def test_no_model_asks_when_it_is_built() -> None:
    """Nights execute recorded statements, in which such a time would stay that of the recording."""
    texts = {file.name: file.read_text() for file in (SQL / "models").rglob("*.sql")}
    assert len(texts) > 50
    assert [name for name, text in texts.items() if re.search("@(start|end|execution)_", text)] == []
