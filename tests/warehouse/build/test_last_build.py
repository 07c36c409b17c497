"""The note of the last build: nothing is built where nothing is new, and whatever is new is built."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.cli.messages import print_built
from jobhouse.warehouse.build.fingerprint import code_fingerprint
from jobhouse.warehouse.build.last_build import News, fetch_from, news_since_last_build
from jobhouse.warehouse.build.transform import project, transform
from jobhouse.warehouse.folder import Warehouse
from tests.support import raw_tables
from tests.support.copied_models import copied_project
from tests.support.history import query

VIEWS = "select schema_name || '.' || view_name from duckdb_views() where schema_name in ('marts', 'ops') order by 1"


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart."""
    views = query(warehouse.folder, VIEWS)
    return {name: query(warehouse.folder, f"select * from {name} order by all") for (name,) in views}


def news(warehouse: Warehouse) -> News:
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        return news_since_last_build(fetch_from(db), code_fingerprint(project()), full=False)


def execute(warehouse: Warehouse, statement: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(statement)


def test_with_nothing_new_nothing_is_built_and_full_builds_all(
    warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert news(warehouse).is_nothing
    before = contents(warehouse)
    built = transform(warehouse)
    assert (built.models, built.audits) == (0, 0)
    print_built(built)
    assert "Nothing is new since the last build: no model was built" in capsys.readouterr().out
    assert transform(warehouse, full=True).models > 40
    assert contents(warehouse) == before
    assert transform(warehouse).models == 0


LEDGER = ("requests", "windows", "runs", "findings", "window_verdicts", "search_hits")
CHANGES = {
    "no note": "drop table sqlmesh.last_build",
    "a note that cannot be read": "update sqlmesh.last_build set note = '{}'",
    "two notes": "insert into sqlmesh.last_build from sqlmesh.last_build",
    "a mart that was dropped": "drop view marts.salaries_monthly",
    "a version": "insert into sentrion.job_versions by name select 'v' as version_id, '0' as _dlt_load_id",
    "a version that is gone": "delete from sentrion.job_versions where rowid = 0",
    "a load that is recorded": (
        "insert into sentrion.job_versions by name select 'v' as version_id, 'late' as _dlt_load_id;"
        "insert into sentrion._dlt_loads by name select 'late' as load_id, 0 as status"
    ),
    "a load that is gone": "delete from sentrion._dlt_loads",
    "a build with SQLMesh's own command": "update sqlmesh._intervals set end_ts = end_ts + 1 where rowid = 0",
    "another environment": "update sqlmesh._environments set plan_id = 'x'",
    **{f"a row of {table}": f"insert into sentrion.{table} default values" for table in LEDGER},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changed_in_the_file_is_new(change: str, warehouse: Warehouse) -> None:
    execute(warehouse, change)
    assert not news(warehouse).is_nothing


def test_a_load_is_new_once_it_is_recorded(warehouse: Warehouse) -> None:
    execute(warehouse, "insert into sentrion.runs by name select 'r' as run_id, 'late' as _dlt_load_id")
    transform(warehouse)
    assert news(warehouse).is_nothing
    execute(warehouse, "insert into sentrion._dlt_loads by name select 'late' as load_id, 0 as status")
    assert news(warehouse).raw_tables == {"runs"}


@pytest.mark.parametrize(
    "file",
    ["macros/pay.py", "seeds/countries.csv", "models/ops/runs.sql", "audits/arithmetic.sql", "config.yaml", ".env"],
)
def test_another_model_macro_or_seed_is_new(
    file: str, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = code_fingerprint(project())
    models = copied_project(tmp_path, monkeypatch)
    assert code_fingerprint(models) == before
    with (models / file).open("ab") as changed:
        changed.write(b"\n")
    assert code_fingerprint(models) != before


def test_a_setting_of_sqlmesh_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_fingerprint(project())
    monkeypatch.setenv("SQLMESH__MODEL_DEFAULTS__START", "2020-01-01")
    assert code_fingerprint(project()) != before


def test_a_mart_that_was_dropped_is_built_again(warehouse: Warehouse) -> None:
    before = contents(warehouse)
    built = "select table_name from duckdb_tables() where table_name like 'marts__salaries_monthly__%'"
    [(table,)] = query(warehouse.folder, built)
    execute(warehouse, f"drop table sqlmesh__marts.{table}")
    assert transform(warehouse).models > 0
    assert contents(warehouse) == before
    assert transform(warehouse).models == 0


def test_the_users_own_models_are_built_each_time(warehouse: Warehouse) -> None:
    (warehouse.folder / "models").mkdir()
    (warehouse.folder / "models" / "one.sql").write_text("MODEL (name my.one);\nselect 1 as n")
    assert transform(warehouse).models == 1
    assert transform(warehouse).models == 1


def test_warnings_are_said_again_where_nothing_is_built_again(warehouse: Warehouse) -> None:
    raw_tables.load(warehouse, [raw_tables.advert(99, **{"Job Title": "x" * 100_000})], 1)
    warned = transform(warehouse).warnings
    assert warned == ("1 advert is set aside and in no mart, see ops.quarantine",)
    again = transform(warehouse)
    assert (again.models, again.warnings) == (0, warned)
    execute(warehouse, "insert into sentrion.findings default values")
    assert transform(warehouse).warnings == warned


def test_a_new_run_builds_only_what_reads_runs(warehouse: Warehouse) -> None:
    built = set[str]()
    execute(
        warehouse,
        "insert into sentrion.runs by name select 'r' as run_id, 'nightly' as command, 'done' as outcome, "
        "timestamptz '2026-01-02 00:00:00+00' as started_at, timestamptz '2026-01-02 00:00:00+00' as updated_at, "
        "'0' as _dlt_load_id",
    )
    transform(warehouse, on_built=lambda model, _seconds, _audits: built.add(model))
    assert built == {"staging.stg_sentrion__runs", "ops.runs"}
    assert query(warehouse.folder, "select run_id from ops.runs") == [("r",)]
    some = contents(warehouse)
    transform(warehouse, full=True)
    assert contents(warehouse) == some
