"""What a load does to the fact: it writes the postings that it touches, removes those it renames, and no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.history import query
from tests.support.shared_warehouses import made_once

MARK = "written behind the back of the models"
COOKS = "(job_url like 'https://board.example/jobs/%' or job_id = 'gone')"


def write_behind_the_back(warehouse: Warehouse) -> None:
    """Mark every row of the physical table, which a row that is written again loses, and add one of no version."""
    with duckdb.connect(str(warehouse.database)) as db:
        view = "select sql from duckdb_views() where schema_name = 'marts' and view_name = 'fct_job_postings'"
        [(definition,)] = db.execute(view).fetchall()
        table = definition.rsplit("FROM ", 1)[1].rstrip("; \n")
        db.execute(f"update {table} set apply_url = ?", [MARK])
        gone = f"select * replace ('gone' as job_id, 'Gone' as job_title) from {table} limit 1"
        db.execute(f"insert into {table} {gone}")


def marked(warehouse: Warehouse) -> dict[str, bool]:
    sql = f"select job_title, apply_url is not distinct from '{MARK}' from marts.fct_job_postings where {COOKS}"
    return dict(query(warehouse.folder, sql))


@pytest.fixture(scope="module")
def loaded_twice(built_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Five cooks, marked; then one gains a version, one shows a second advert under its URL, and one is new."""
    return Warehouse(made_once(tmp_path_factory, "loaded_twice", lambda folder: _load_again(built_warehouse, folder)))


def _load_again(built_warehouse: Path, folder: Path) -> None:
    warehouse = Warehouse(shutil.copytree(built_warehouse, folder))
    write_behind_the_back(warehouse)
    later = [
        raw_tables.advert(1, **{"Salary Offered": "$20 an hour"}),
        raw_tables.advert(2, **{"Job Title": "Pilot"}),
        raw_tables.advert(6),
    ]
    raw_tables.load(warehouse, later, 1)
    transform(warehouse)


def test_a_load_leaves_untouched_rows_untouched(loaded_twice: Warehouse) -> None:
    found = marked(loaded_twice)
    assert {title for title, is_marked in found.items() if is_marked} == {"Cook 3", "Cook 4", "Cook 5"}
    assert {"Cook 1", "Cook 6"} <= found.keys()


def test_a_url_that_turns_out_to_carry_two_adverts_becomes_two_postings(loaded_twice: Warehouse) -> None:
    sql = (
        f"select job_title, job_id_basis, version_count from marts.fct_job_postings "
        f"where {COOKS} and job_url like '%/2' order by 1"
    )
    assert query(loaded_twice.folder, sql) == [
        ("Cook 2", "job_url_and_title", 1),
        ("Pilot", "job_url_and_title", 1),
    ]
    count = "select count(*), sum(version_count) from marts.fct_job_postings where " + COOKS
    assert query(loaded_twice.folder, count) == [(7, 8)]


def test_no_posting_is_left_under_an_id_that_no_version_has(loaded_twice: Warehouse) -> None:
    assert "Gone" not in marked(loaded_twice)
    named = "select job_id from intermediate.int_versions__identified"
    orphans = f"select job_id from marts.fct_job_postings where job_id not in ({named})"
    assert query(loaded_twice.folder, orphans) == []
