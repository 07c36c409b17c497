"""Models that a user adds: built with ours in `<warehouse>/models`, or by SQLMesh's own command, and left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse import model_files
from jobhouse.warehouse.build.foreign_models import drop_built, foreign_names, names_of, schemas_of
from jobhouse.warehouse.build.own_models import build_own_models
from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import context_of, transaction
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import fetch_from, held_open
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import FIRST_TRY
from jobhouse.warehouse.model_files import project
from tests.support import raw_tables
from tests.support.history import query

TITLES = "MODEL (name my.titles, kind FULL);\nselect job_title, count(*) as n\nfrom marts.fct_job_postings group by all"
VERSIONS = "select sum(version_count) from marts.fct_job_postings"
STORED = "select count(*) from sentrion.job_versions"


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    """Built once, with more rows to build and a folder for models."""
    copy = Warehouse(shutil.copytree(built_warehouse, tmp_path / "it's [mine]"))
    raw_tables.load(copy, raw_tables.loads()[1], 1)
    (copy.folder / "models").mkdir()
    return copy


@pytest.mark.long
def test_models_in_the_folder_are_built_on_top_of_ours_and_a_broken_one_keeps_nothing_else_back(
    warehouse: Warehouse,
) -> None:
    models, seen = warehouse.folder / "models", "select sum(n), (select n from my.totals) from my.titles"
    (models / "titles.sql").write_text(TITLES)
    (models / "totals.sql").write_text("MODEL (name my.totals);\nselect sum(n) as n from my.titles")
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create table my_notes as select 1 as n")
    transform(warehouse)
    ((postings, total),) = query(warehouse.folder, seen)
    assert query(warehouse.folder, "select count(*) from marts.fct_job_postings") == [(postings,)] == [(total,)]
    raw_tables.load(warehouse, raw_tables.loads()[2], 2)
    (models / "titles.sql").write_text(TITLES.replace("job_title,", "job_titel,"))
    reported: list[str] = []
    with pytest.raises(DataCheckFailed, match=r"(?s)my.titles in .*titles.sql failed .*job_titel"):
        transform(warehouse, on_built=lambda model, _seconds, _audits: reported.append(model))
    assert "marts.fct_job_postings" in reported
    assert not [model for model in reported if model.startswith("my.")]
    assert query(warehouse.folder, VERSIONS) == query(warehouse.folder, STORED)
    assert query(warehouse.folder, seen) == [(postings, total)]
    assert query(warehouse.folder, "select n from my_notes") == [(1,)]


@pytest.mark.long
def test_models_that_failed_after_ours_were_built_from_nothing_are_built_from_nothing_later(
    warehouse: Warehouse,
) -> None:
    kept, broken = warehouse.folder / "models/kept.sql", warehouse.folder / "models/broken.sql"
    kept.write_text(
        "MODEL (name my.kept, kind INCREMENTAL_BY_UNIQUE_KEY (unique_key version_id));\n"
        "select version_id from marts.fct_job_postings"
    )
    transform(warehouse)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where _dlt_load_id = '1'")
    broken.write_text("MODEL (name my.broken, kind FULL);\nselect 'x'::int as n from my.kept")
    with pytest.raises(DataCheckFailed, match=r"my.broken"):
        transform(warehouse, full=True)
    broken.unlink()
    transform(warehouse)
    ours = query(warehouse.folder, "select version_id from marts.fct_job_postings order by all")
    assert query(warehouse.folder, "select version_id from my.kept order by all") == ours
    assert query(warehouse.folder, "from duckdb_tables() where table_name = 'own_models_rebuild'") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MODEL (name my.x);\nselect 1 as n,\nfroom nothing at all", r"x.sql.* Line 3"),
        ("MODEL (name marts.x);\nselect 1 as n", r"marts.x in .*x.sql has a schema of jobhouse's"),
        ("select 1 as n", r"x.sql.*MODEL block"),
        ("MODEL (name my.x);\nselect '\udcff' as n", r"x.sql.*utf-8"),
    ],
    ids=["syntax", "name", "no model", "encoding"],
)
def test_a_model_that_cannot_be_built_is_said_with_its_file(text: str, said: str, warehouse: Warehouse) -> None:
    (warehouse.folder / "models" / "x.sql").write_text(text, errors="surrogateescape")
    with held_open(warehouse) as db, pytest.raises(DataCheckFailed, match=said) as refused:
        build_own_models(warehouse, fetch_from(db), project(), frozenset({"marts"}), Listener(), full=False)
    assert "they are as they were" in str(refused.value)
    assert "\x1b" not in str(refused.value)


@pytest.mark.long
def test_a_schema_that_is_only_named_like_that_of_sqlmesh_is_no_state(tmp_path: Path) -> None:
    warehouse = raw_tables.make(tmp_path)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sqlmesh; create table sqlmesh.notes as select 1 as n")
    with (
        held_open(warehouse) as db,
        context_of(warehouse, Listener(), project(), FIRST_TRY) as context,
        transaction(context.engine_adapter),
    ):
        names = names_of(context)
        assert foreign_names(context, names) == frozenset()
        drop_built(context, schemas_of(names))  # which fails where the state was made in this transaction


def test_models_that_are_gone_from_the_folder_are_dropped(warehouse: Warehouse) -> None:
    model = warehouse.folder / "models" / "one.sql"
    model.write_text("MODEL (name my.one);\nselect 1 as n")
    mine = "select view_name from duckdb_views() where schema_name = 'my'"
    with held_open(warehouse) as db:
        build_own_models(warehouse, fetch_from(db), project(), frozenset(), Listener(), full=False)
        assert db.execute(mine).fetchall() == [("one",)]
        model.unlink()
        build_own_models(warehouse, fetch_from(db), project(), frozenset(), Listener(), full=False)
        assert db.execute(mine).fetchall() == []


@pytest.mark.long
def test_a_mart_that_was_built_from_another_project_stays(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As SQLMesh's own command builds it from a copy of the models with one more."""
    with monkeypatch.context() as other:
        copy = Path(shutil.copytree(project(), tmp_path / "sql"))
        (copy / "models" / "marts" / "mine.sql").write_text(
            "MODEL (name marts.mine, kind FULL, audits (not_null(columns := (n))));\n"
            "select count(*) as n from marts.fct_job_postings"
        )
        other.setattr(model_files, "project", lambda: copy)
        transform(warehouse)
    built = query(warehouse.folder, "select n from marts.mine")
    raw_tables.load(warehouse, raw_tables.loads()[2], 2)
    transform(warehouse)
    transform(warehouse, full=True)
    assert query(warehouse.folder, "select n from marts.mine") == built
    assert query(warehouse.folder, VERSIONS) == query(warehouse.folder, STORED)
