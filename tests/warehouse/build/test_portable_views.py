"""A renamed or copied warehouse file opens with its marts, in every program that reads DuckDB."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables

VIEWS = "select schema_name, view_name from duckdb_views() where not internal and database_name = current_database()"
COMMENTS = """
select table_name, column_name, comment from duckdb_columns()
where schema_name = 'marts' and database_name = current_database() order by all
"""


@pytest.mark.long
def test_a_renamed_file_opens_with_all_its_views_and_their_comments(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create table notes as select 1 as n; create view mine as select * from jobs.main.notes")
    (warehouse.folder / "models").mkdir()
    (warehouse.folder / "models" / "one.sql").write_text(
        "MODEL (name my.one, kind VIEW);\nselect count(*) as n from marts.postings"
    )
    for load in (1, 2):  # built by SQLMesh, and by the statements that it recorded
        raw_tables.load(warehouse, raw_tables.loads()[load], load)
        transform(warehouse)
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        expected = db.execute("select count(*) from marts.postings").fetchall()
        described = db.execute("select comment from duckdb_views() where view_name = 'postings'").fetchall()
        assert "One wide row" in described[0][0] or "one wide row" in described[0][0]
        assert all(comment for _, _, comment in db.execute(COMMENTS).fetchall())
        assert db.execute("select n from mine").fetchall() == [(1,)]
    copy = shutil.copy(warehouse.database, tmp_path / "last week.duckdb")
    with duckdb.connect(copy, read_only=True) as db:
        views = [view for view in db.execute(VIEWS).fetchall() if view != ("main", "mine")]
        assert len(views) > 50
        for schema, name in views:
            assert db.execute(f'select count(*) from "{schema}"."{name}"').fetchall(), name
        assert db.execute("from my.one").fetchall() == expected
    with duckdb.connect() as db:
        db.execute(f"attach '{copy}' as other (read_only)")
        assert db.execute("select count(*) from other.marts.postings").fetchall() == expected


def named(warehouse: Warehouse) -> list[str]:
    """The views of our models that name the file."""
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        query = "select view_name from duckdb_views() where schema_name = 'marts' and contains(sql, 'jobs.')"
        return [name for (name,) in db.execute(query).fetchall()]


def name_the_file(warehouse: Warehouse) -> None:
    """As SQLMesh leaves a view, and a kill before it is made anew."""
    with duckdb.connect(str(warehouse.database)) as db:
        ((sql,),) = db.execute("select sql from duckdb_views() where view_name = 'dim_dates'").fetchall()
        db.execute(
            sql.replace("CREATE VIEW", "CREATE OR REPLACE VIEW").replace("FROM sqlmesh__", "FROM jobs.sqlmesh__")
        )
    assert named(warehouse) == ["dim_dates"]


def test_what_a_kill_left_undone_is_made_good_by_a_build_with_nothing_new(
    built_warehouse: Path, tmp_path: Path
) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    name_the_file(warehouse)
    assert transform(warehouse).models == 0
    assert named(warehouse) == []


def test_a_view_whose_table_is_gone_and_another_projects_are_left_alone(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sqlmesh__theirs; create table sqlmesh__theirs.t as select 1 as n")
        db.execute("create schema theirs; create view theirs.kept as select * from jobs.sqlmesh__theirs.t")
        db.execute("create table sqlmesh__marts.gone as select 1 as n")
        db.execute("create view marts.broken as select * from jobs.sqlmesh__marts.gone; drop table sqlmesh__marts.gone")
    assert transform(warehouse).models == 0
    assert named(warehouse) == ["broken"]
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        ((sql,),) = db.execute("select sql from duckdb_views() where view_name = 'kept'").fetchall()
        assert "jobs.sqlmesh__theirs" in sql


def test_a_model_of_the_users_that_fails_keeps_our_views_from_nothing(built_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))
    (warehouse.folder / "models").mkdir()
    (warehouse.folder / "models" / "bad.sql").write_text(
        "MODEL (name my.bad);\nselect nothing_like_it from marts.postings"
    )
    name_the_file(warehouse)
    with pytest.raises(DataCheckFailed):
        transform(warehouse)
    assert named(warehouse) == []
