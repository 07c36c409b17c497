"""A renamed or copied warehouse file opens with its marts, in every program that reads DuckDB."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables

VIEWS = "select schema_name, view_name from duckdb_views() where not internal and database_name = current_database()"
COMMENTS = """
select table_name, column_name, comment from duckdb_columns()
where schema_name = 'marts' and database_name = current_database() order by all
"""


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
