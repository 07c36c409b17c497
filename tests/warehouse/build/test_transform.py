"""The models as a whole: what is there, that increments equal a rebuild, and that a failure changes nothing."""

from __future__ import annotations

import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlmesh.core.engine_adapter.duckdb import DuckDBEngineAdapter

from jobhouse.errors import DataCheckFailed, UsageError
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.build import sqlmesh_run
from jobhouse.warehouse.build.raw_rows import OwnTables
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.runs import backfill
from tests.support import raw_tables
from tests.support.copied_models import copied_project
from tests.support.history import query
from tests.support.in_process import engine_of, quick, transport
from tests.support.invariants import wrongs_of_marts
from tests.support.odd_adverts import odd_adverts
from tests.support.sessions import session_of

MARTS = (
    "fct_job_postings", "job_descriptions", "dim_companies", "dim_locations", "dim_dates", "posting_skills",
    "posting_departments", "postings_daily", "skills_monthly", "salaries_monthly", "companies_monthly",
    "boards_monthly", "active_openings_daily", "fct_openings", "job_changes", "posting_locations", "postings",
)  # fmt: skip
OPS = ("coverage_daily", "coverage_monthly", "credits_daily", "runs")


def test_every_mart_is_there_with_rows_and_every_column_is_described(demo_warehouse: Path) -> None:
    tables = [f"marts.{name}" for name in MARTS] + [f"ops.{name}" for name in OPS]
    for table in tables:
        assert query(demo_warehouse, f"select count(*) > 0 from {table}") == [(True,)], table
    undescribed = (
        "select table_name, column_name from duckdb_columns() where schema_name in ('marts', 'ops') and comment is null"
    )
    assert query(demo_warehouse, undescribed) == []
    described = (
        "select schema_name || '.' || view_name from duckdb_views() where "
        "schema_name in ('marts', 'ops') and comment like '%Grain: one%'"
    )
    empty = ["ops.findings", "ops.quarantine"]
    assert sorted(name for (name,) in query(demo_warehouse, described)) == sorted([*tables, *empty])


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart, in one order."""
    return {name: sorted(query(warehouse.folder, f"select * from marts.{name}"), key=repr) for name in MARTS}


@pytest.fixture
def warehouse(built_warehouse: Path, tmp_path: Path) -> Warehouse:
    """The first of the loads, built."""
    return Warehouse(shutil.copytree(built_warehouse, tmp_path / "w"))


NEITHER_POSTED_NOR_SET_ASIDE = """
select version_id from sentrion.job_versions
where version_id not in (select version_id from intermediate.int_versions__identified)
  and version_id not in (select version_id from ops.quarantine where reason <> '')
"""


@pytest.mark.long
@pytest.mark.parametrize("seed", [1])  # others take half a minute each, and hold too
def test_increments_in_any_order_equal_a_rebuild_row_for_row(seed: int, warehouse: Warehouse) -> None:
    for number, jobs in enumerate(raw_tables.loads(seed)[1:], start=1):
        raw_tables.load(warehouse, [*jobs, *odd_adverts(1_200, seed + number)], number)
        built = transform(warehouse)
    assert transform(warehouse).models == 0
    assert query(warehouse.folder, NEITHER_POSTED_NOR_SET_ASIDE) == []
    assert list(wrongs_of_marts(warehouse.folder)) == []
    [(set_aside,)] = query(warehouse.folder, "select count(distinct version_id) from ops.quarantine")
    assert 10 < set_aside < 200
    assert built.warnings == (f"{set_aside} adverts are set aside and in no mart, see ops.quarantine",)
    grown = contents(warehouse)
    transform(warehouse, full=True)
    rebuilt = contents(warehouse)
    for name in MARTS:
        assert grown[name] == rebuilt[name], name
    assert len(grown["fct_job_postings"]) > 50


@pytest.mark.long
def test_rows_of_an_unfinished_load_change_nothing_until_it_is_recorded(warehouse: Warehouse) -> None:
    before = contents(warehouse)
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion._dlt_loads where load_id = '1'")
    transform(warehouse)
    assert contents(warehouse) == before
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("insert into sentrion._dlt_loads (load_id, status) values ('1', 0)")
    transform(warehouse)
    count = "select sum(version_count) from marts.fct_job_postings"
    assert query(warehouse.folder, count) == query(warehouse.folder, "select count(*) from sentrion.job_versions")


@pytest.mark.long
def test_a_failed_audit_shows_the_rows_and_leaves_the_marts_as_they_were(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(warehouse)
    models = copied_project(tmp_path, monkeypatch)
    audit = "AUDIT (name no_bad_title);\nselect job_id, job_title from @this_model where job_title = 'Bad title'"
    (models / "audits" / "no_bad_title.sql").write_text(audit)
    fact = models / "models" / "marts" / "fct_job_postings.sql"
    fact.write_text(fact.read_text().replace("    no_version_lost\n", "    no_version_lost,\n    no_bad_title\n"))
    raw_tables.load(warehouse, [*raw_tables.loads()[1], raw_tables.advert(9, **{"Job Title": "Bad title"})], 1)
    with pytest.raises(
        DataCheckFailed, match=r"(?s)no_bad_title.*found 1 row that does not hold.*Bad title"
    ) as failure:
        transform(warehouse)
    assert failure.value.exit_code == 5
    assert contents(warehouse) == before
    (models / "audits" / "no_bad_title.sql").write_text(audit.replace("'Bad title'", "'Worse title'"))
    transform(warehouse)
    assert contents(warehouse) != before


@pytest.mark.long
def test_a_broken_model_leaves_the_marts_as_they_were(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = copied_project(tmp_path, monkeypatch)
    before = contents(warehouse)
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    daily = models / "models" / "marts" / "postings_daily.sql"
    daily.write_text(
        daily.read_text().replace("count(*) as posting_count", "(1 / 0 * 'x'::int)::bigint as posting_count")
    )
    with pytest.raises(DataCheckFailed, match="the marts are as they were"):
        transform(warehouse)
    assert contents(warehouse) == before


@pytest.mark.long
def test_ctrl_c_that_sqlmesh_swallows_ends_the_build_at_the_next_model(warehouse: Warehouse) -> None:
    built = []

    def swallow(model: str, *_: object) -> None:
        built.append(model)
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    before = contents(warehouse)
    with pytest.raises(KeyboardInterrupt):
        transform(warehouse, full=True, on_built=swallow)
    assert len(built) == 1
    assert contents(warehouse) == before


def test_raw_tables_of_an_earlier_jobhouse_get_the_columns_they_lack() -> None:
    with duckdb.connect() as db:
        db.execute("create schema sentrion; create table sentrion.requests as select 'r' as request_id")
        OwnTables().complete(DuckDBEngineAdapter(lambda: db).execute, fetch_from(db))
        columns = {name for name, *_ in db.execute("describe sentrion.requests").fetchall()}
        kept = db.execute("select request_id from sentrion.requests").fetchall()
    assert {"reading_id", "attempt", "error"} <= columns
    assert kept == [("r",)]


def test_an_empty_warehouse_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        transform(Warehouse(tmp_path / "nowhere"))


def test_the_unit_tests_of_the_models_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBHOUSE_WAREHOUSE", str(tmp_path))
    result = sqlmesh_run.ProjectContext(paths=str(project())).test()
    assert result.testsRun >= 10
    assert result.wasSuccessful(), result.failures + result.errors


def test_the_linter_finds_nothing_and_no_id_of_a_user_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sees columns that do not exist where it may optimise, which a build leaves undone."""
    from sqlmesh import Context
    from sqlmesh.core import constants
    from sqlmesh.core.config import Config
    from sqlmesh.core.config.loader import load_config_from_paths

    monkeypatch.setattr(constants, "SQLMESH_PATH", tmp_path / "home" / ".sqlmesh")
    monkeypatch.setenv(sqlmesh_run.FOLDER_VARIABLE, str(tmp_path))
    config = load_config_from_paths(Config, project_paths=[project() / "config.yaml"])
    config.model_defaults.optimize_query = True
    context = Context(paths=str(project()), config=config)
    assert len(context.models) > 30
    assert context.lint_models(raise_on_error=False) == []
    assert not (tmp_path / "home").exists()


def test_findings_reach_the_analysts_once_a_probe_was_run(demo_warehouse: Path, tmp_path: Path) -> None:
    warehouse = Warehouse(shutil.copytree(demo_warehouse, tmp_path / "w"))
    assert query(warehouse.folder, "select count(*) from ops.findings") == [(0,)]
    run = Run("probe", transport=transport(engine_of(jobs=2_000)))
    with RateLimiter(10**6) as rate_limiter:
        backfill.probe(session_of(warehouse, quick(), run), rate_limiter)
    transform(warehouse)
    assert query(warehouse.folder, "select answer from ops.findings where question = 'bounds'") == [("half_open",)]
