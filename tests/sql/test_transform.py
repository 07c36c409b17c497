"""The models as a whole: what is there, that increments equal a rebuild, and that a failure changes nothing."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.errors import DataCheckFailed, UsageError
from pipelines.sandbox.options import DEFAULT_KEY
from pipelines.sandbox.options import Settings as Sandbox
from pipelines.sandbox.server import run_in_child
from pipelines.sandbox.source import MadeUp
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.run import Run
from pipelines.sentrion.settings import Settings
from pipelines.warehouse import errands
from pipelines.warehouse import transform as module
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.load import Wanted
from pipelines.warehouse.transform import project, transform
from tests.made_up import backfill, query
from tests.sql import raw

MARTS = (
    "fct_job_postings", "job_descriptions", "dim_companies", "dim_locations", "dim_dates", "posting_skills",
    "posting_departments", "postings_daily", "skills_monthly", "salaries_monthly", "companies_monthly",
    "boards_monthly", "active_openings_daily", "job_changes",
)  # fmt: skip
OPS = ("coverage_daily", "credits_daily", "runs")


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
    assert sorted(name for (name,) in query(demo_warehouse, described)) == sorted([*tables, "ops.findings"])


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every mart, in one order."""
    return {name: sorted(query(warehouse.folder, f"select * from marts.{name}"), key=repr) for name in MARTS}


def postings(count: int) -> list[raw.Job]:
    """Made-up postings with all their warts, and later versions of some of them."""
    today = datetime.now(UTC).date()
    source = MadeUp(11, count / 60, today.replace(year=today.year - 1), today)
    jobs = [source.job(at, edited=edited) for at in range(len(source.ids)) for edited in (False, True)]
    return jobs[:count]


@pytest.mark.parametrize("seed", [1, 2])
def test_increments_in_any_order_equal_a_rebuild_row_for_row(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    warehouse = raw.make(tmp_path / "w")
    jobs = postings(240)
    # one URL that turns out to carry two adverts, and a company that changes its title and its place
    first = next(job for job in jobs if job["Job URL"])
    jobs += [{**first, "Job Title": "Quite another thing"}, {**first, "City": "Elsewhere", "Country": "Poland"}]
    draw.shuffle(jobs)
    for number in range(4):
        raw.load(warehouse, jobs[number::4], number)
        transform(warehouse)
    grown = contents(warehouse)
    transform(warehouse, full=True)
    rebuilt = contents(warehouse)
    for name in MARTS:
        assert grown[name] == rebuilt[name], name
    assert len(grown["fct_job_postings"]) > 50


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with the first 30 of 60 postings, transformed; tests work on a copy."""
    warehouse = raw.make(tmp_path_factory.mktemp("built") / "w")
    raw.load(warehouse, postings(60)[:30], 0)
    transform(warehouse)
    return warehouse.folder


@pytest.fixture
def warehouse(built_once: Path, tmp_path: Path) -> Warehouse:
    shutil.copytree(built_once, tmp_path / "w")
    return Warehouse(tmp_path / "w")


def test_a_second_build_changes_nothing(warehouse: Warehouse) -> None:
    before = contents(warehouse)
    transform(warehouse)
    assert contents(warehouse) == before


def test_rows_of_an_unfinished_load_wait_until_it_is_recorded(warehouse: Warehouse) -> None:
    raw.load(warehouse, postings(60)[30:], 1)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion._dlt_loads where load_id = '1'")
    transform(warehouse)
    count = "select sum(version_count) from marts.fct_job_postings"
    assert query(warehouse.folder, count) == query(
        warehouse.folder, "select count(*) from sentrion.job_versions where _dlt_load_id = '0'"
    )
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("insert into sentrion._dlt_loads (load_id, status) values ('1', 0)")
    transform(warehouse)
    assert query(warehouse.folder, count) == query(warehouse.folder, "select count(*) from sentrion.job_versions")


def copied_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the models that a test may break."""
    copy = folder / "sql"
    shutil.copytree(project(), copy)
    monkeypatch.setattr(module, "project", lambda: copy)
    return copy


def test_a_failed_audit_shows_the_rows_and_leaves_the_marts_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = raw.make(tmp_path / "w")
    jobs = postings(60)
    models = copied_project(tmp_path, monkeypatch)
    audit = "AUDIT (name no_bad_title);\nselect job_id, job_title from @this_model where job_title = 'Bad title'"
    (models / "audits" / "no_bad_title.sql").write_text(audit)
    fact = models / "models" / "marts" / "fct_job_postings.sql"
    fact.write_text(fact.read_text().replace("    no_version_lost\n", "    no_version_lost,\n    no_bad_title\n"))
    raw.load(warehouse, jobs[:30], 0)
    transform(warehouse)
    before = contents(warehouse)
    raw.load(warehouse, [*jobs[30:], {**jobs[0], "Job Title": "Bad title", "Job URL": "https://bad.example/1"}], 1)
    with pytest.raises(DataCheckFailed, match=r"(?s)no_bad_title.*found 1 rows.*Bad title") as failure:
        transform(warehouse)
    assert failure.value.exit_code == 5
    assert contents(warehouse) == before
    (models / "audits" / "no_bad_title.sql").write_text(audit.replace("'Bad title'", "'Worse title'"))
    transform(warehouse)
    assert contents(warehouse) != before


def test_a_broken_model_leaves_the_marts_as_they_were(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = copied_project(tmp_path, monkeypatch)
    before = contents(warehouse)
    raw.load(warehouse, postings(60)[30:], 1)
    daily = models / "models" / "marts" / "postings_daily.sql"
    daily.write_text(
        daily.read_text().replace("count(*) as posting_count", "(1 / 0 * 'x'::int)::bigint as posting_count")
    )
    with pytest.raises(DataCheckFailed, match="the marts are as they were"):
        transform(warehouse)
    assert contents(warehouse) == before


def test_an_empty_warehouse_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing in the warehouse"):
        transform(Warehouse(tmp_path / "nowhere"))


def test_the_unit_tests_of_the_models_pass(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlmesh import Context

    monkeypatch.setenv("JOBHOUSE_WAREHOUSE", str(demo_warehouse))
    result = Context(paths=str(project())).test()
    assert result.testsRun >= 10
    assert result.wasSuccessful(), result.failures + result.errors


def test_findings_reach_the_analysts_once_a_probe_was_run(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with run_in_child(Sandbox(jobs=2_000, rate=0)) as url:
        backfill(url, warehouse.folder, wanted=Wanted(since=str(datetime.now(UTC).date() - timedelta(days=40))))
        transform(warehouse)
        assert query(warehouse.folder, "select count(*) from ops.findings") == [(0,)]
        settings = Settings(api_key=DEFAULT_KEY, base_url=url, requests_per_minute=10**6)
        with RateBudget(10**6) as budget:
            errands.probe(warehouse, settings, Run("probe"), budget)
    transform(warehouse)
    assert query(warehouse.folder, "select answer from ops.findings where question = 'bounds'") == [("half_open",)]
