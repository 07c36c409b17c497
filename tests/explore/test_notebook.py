"""The numbers of the notebook, held against the report's queries on the warehouse itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.explore import workspace
from jobhouse.report.period import months_later
from jobhouse.report.queries import Queries
from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.publish import publish
from tests.support.notebooks import linked, marimo_environment, period_of, run

pytest.importorskip("marimo", reason="marimo is not installed: pip install -e '.[explore]'")

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def warehouse(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = linked(demo_warehouse, tmp_path_factory.mktemp("explored"))
    publish(warehouse)
    workspace.lay_out(warehouse, pytest.fail)
    return warehouse


@pytest.fixture(scope="module")
def notebook(warehouse: Warehouse) -> Path:
    return warehouse.folder / "explore" / workspace.NOTEBOOK


def reported(warehouse: Warehouse, name: str) -> Rows:
    """The rows of one of the report's queries."""
    with analyst(warehouse) as db:
        return Queries(db, datetime.now(UTC).date()).run(name).rows


def asked(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    with analyst(warehouse) as db:
        return db.execute(query).fetchall()


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_without_filters_the_months_are_those_of_the_report(warehouse: Warehouse, notebook: Path) -> None:
    found = run(notebook)["months"]
    expected = reported(warehouse, "months")
    assert [day.date() for day in found["month_date"]] == [row["month_date"] for row in expected]
    columns = ("posting_count", "opening_count")
    assert rows(found, *columns) == [tuple(row[name] for name in columns) for row in expected]


def test_in_the_same_months_skills_companies_and_pay_are_those_of_the_report(
    warehouse: Warehouse, notebook: Path
) -> None:
    pay, (since, until) = reported(warehouse, "salaries"), _recent(warehouse)
    largest = pay[0]
    found = run(notebook, since=since, until=until)
    for name, query, columns in (
        ("skills", "skills_top", ("skill", "posting_count")),
        ("companies", "companies", ("company_name", "opening_count", "posting_count")),
    ):
        expected = reported(warehouse, query)
        assert rows(found[name], *columns) == [tuple(row[one] for one in columns) for row in expected]
    shares = [row["posting_share"] for row in reported(warehouse, "skills_top")]
    assert found["skills"]["posting_share"].tolist() == pytest.approx(shares)

    there = run(
        notebook, since=since, until=until, countries=[largest["country_code"]], currency=largest["salary_currency"]
    )
    pay_columns = ("seniority_level", "opening_count", "salary_annual_p25", "salary_annual_p50", "salary_annual_p75")
    paid = [
        tuple(row[name] for name in pay_columns)
        for row in pay
        if row["country_code"] == largest["country_code"] and row["salary_currency"] == largest["salary_currency"]
    ]
    assert len(paid) > 2
    assert sorted(rows(there["pay"], *pay_columns)) == sorted(row for row in paid if row[0] != "all")


def _recent(warehouse: Warehouse) -> tuple[date, date]:
    recent = period_of(warehouse).recent
    return recent[0], months_later(recent[-1], 1) - timedelta(days=1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("chosen", "condition"),
    [
        ({"remote": "work_arrangement = 'remote'"}, "work_arrangement = 'remote'"),
        ({"remote": "work_arrangement <> 'remote'"}, "work_arrangement <> 'remote'"),
        ({"levels": ["senior", "not stated"]}, "coalesce(seniority_level, 'senior') = 'senior'"),
        ({"countries": ["DE", "GB"]}, "country_code in ('DE', 'GB')"),
        ({"boards": ["Linkedin", "not stated"]}, "coalesce(job_board, 'Linkedin') = 'Linkedin'"),
        ({"title_words": "engineer SENIOR"}, "job_title ilike '%engineer%' and job_title ilike '%senior%'"),
        ({"place_words": "united kingdom"}, "country_name = 'United Kingdom'"),
        (
            {"skills": ["Python", "Rust"]},
            "job_id in (select job_id from marts.posting_skills where skill in ('Python', 'Rust'))",
        ),
        (
            {"company_words": "grid"},
            "company_id in (select company_id from marts.dim_companies where company_name ilike '%grid%')",
        ),
    ],
    ids=str,
)
def test_a_filter_counts_what_sql_counts(
    chosen: dict[str, Any], condition: str, warehouse: Warehouse, notebook: Path
) -> None:
    period = period_of(warehouse)
    expected = asked(
        warehouse,
        f"""
        select count(*), count(distinct opening_id), count(distinct company_id)
        from marts.fct_job_postings left join marts.dim_locations using (location_id)
        where post_date between '{period.first_day}' and '{period.last_day}' and {condition}
        """,
    )
    everything = run(notebook)["totals"]
    found = run(notebook, **chosen)["totals"]
    assert rows(found, "posting_count", "opening_count", "company_count") == expected
    assert 0 < found["posting_count"][0] < everything["posting_count"][0]


def test_a_month_that_was_not_read_whole_is_not_whole_though_its_days_are_typed(
    warehouse: Warehouse, notebook: Path
) -> None:
    without, typed = (
        run(notebook, **chosen)["months"] for chosen in ({}, {"since": date(1999, 1, 1), "until": date(2099, 1, 1)})
    )
    partly = {row.month_date for row in without.itertuples() if not row.is_whole}
    assert partly
    assert {row.month_date for row in typed.itertuples() if not row.is_whole} >= partly


def test_the_heading_counts_what_no_dates_choose(warehouse: Warehouse, notebook: Path) -> None:
    period = period_of(warehouse)
    is_chosen = f"post_date between '{period.first_day}' and '{period.last_day}'"
    [(others,)] = asked(warehouse, f"select count(*) from marts.fct_job_postings where ({is_chosen}) is not true")
    everything = asked(warehouse, "select count(*) from marts.fct_job_postings")[0][0]
    assert others == everything - run(notebook)["totals"]["posting_count"][0] > 0
    assert run(notebook)["other_count"] == others


def test_a_single_day_is_a_period_with_both_its_ends(warehouse: Warehouse, notebook: Path) -> None:
    period = period_of(warehouse)
    day = period.last_day - timedelta(days=30)
    expected = asked(warehouse, f"select count(*) from marts.fct_job_postings where post_date = '{day}'")
    assert expected[0][0] > 0
    assert rows(run(notebook, since=day, until=day)["totals"], "posting_count") == expected


@pytest.mark.parametrize(
    "chosen", [{"countries": ["ZZ"]}, {"title_words": "it's 100% \\ _ no title"}, {"skills": ["O'Caml\""]}]
)
def test_nothing_chosen_is_no_error(chosen: dict[str, Any], notebook: Path) -> None:
    found = run(notebook, **chosen)
    assert found["totals"]["posting_count"][0] == 0
    assert found["pay"].empty


def test_pay_is_in_the_currency_of_the_countries_chosen(notebook: Path) -> None:
    assert run(notebook)["currency"].value == "USD"
    there = run(notebook, countries=["GB"])
    assert there["currency"].value == "GBP"
    assert not there["pay"].empty


def test_months_of_which_not_all_days_are_chosen_are_marked(notebook: Path) -> None:
    from jobhouse.explore import charts

    found = run(notebook, since=date(2026, 1, 2), until=date(2026, 3, 31))["months"]
    assert found["is_whole"].tolist() == [False, True, True]
    drawn = charts.months(found).to_dict()
    assert drawn["layer"][0]["transform"] == [{"filter": "datum.is_whole"}]
    ((*rows_drawn,),) = drawn["datasets"].values()
    assert {row["month"] for row in rows_drawn} == {"Jan 2026 (not whole)", "Feb 2026", "Mar 2026"}
    assert charts.months(found.drop(columns="is_whole")).to_dict()["layer"], (
        "a notebook saved before has no such column"
    )


def test_no_day_can_be_chosen_that_was_not_read(warehouse: Warehouse, notebook: Path) -> None:
    dates, period = run(notebook)["filters"].elements, period_of(warehouse)
    for name in ("since", "until"):
        assert (dates[name].start, dates[name].stop) == (period.first_day, period.last_day)


def test_marts_without_a_row_are_no_error(tmp_path: Path, warehouse: Warehouse) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    _emptied(warehouse.published, folder / "jobs.duckdb")
    found = run(workspace.lay_out(Warehouse(tmp_path), pytest.fail))
    assert found["totals"]["posting_count"][0] == 0


def _emptied(published: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as db:
        db.execute(f"attach '{published}' as whole (read_only)")
        db.execute("create schema marts; create schema ops; create schema reference")
        db.execute("create table published as from whole.published")
        tables = "select schema_name, table_name from duckdb_tables() where database_name = 'whole'"
        for schema, name in db.execute(f"{tables} and schema_name <> 'main'").fetchall():
            db.execute(f"create table {schema}.{name} as from whole.{schema}.{name} limit 0")


def test_the_warehouse_cannot_be_written_from_the_notebook(notebook: Path) -> None:
    db = run(notebook)["warehouse"]
    for statement in ("create table marts.mine (a int)", "delete from marts.fct_job_postings", "drop schema ops"):
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            db.execute(statement)


def test_names_in_plots_are_cleaned_and_the_result_is_not_changed() -> None:
    import pandas as pd

    from jobhouse.explore import charts

    frame = pd.DataFrame({"company_name": ["a\u202eb\x1b[2J"], "opening_count": [2], "posting_count": [3]})
    plot = charts.companies(frame).to_dict()
    ((row,),) = plot["datasets"].values()
    assert row["company_name"] == "a\ufffdb\ufffd[2J"
    assert frame["company_name"][0] == "a\u202eb\x1b[2J"


@pytest.mark.long
def test_the_notebook_is_as_marimo_would_save_it(notebook: Path, tmp_path: Path) -> None:
    """Otherwise a user's first change would come with many that are not theirs."""
    copy = tmp_path / "notebook.py"
    shutil.copy(notebook, copy)
    checked = [sys.executable, "-m", "marimo", "check", "--strict", "--fix", str(copy)]
    done = subprocess.run(checked, capture_output=True, text=True, check=False, env=marimo_environment(tmp_path))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert copy.read_text() == notebook.read_text()
