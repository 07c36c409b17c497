"""Every question that `jobhouse sql --examples` prints is answered."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.query import examples
from pipelines.warehouse.read import analyst

MARTS = """
create schema marts; create schema ops;
create table marts.fct_job_postings as
select
    i as job_id, i // 2 as opening_id, i % 3 as company_id, i % 4 as location_id, 'USD' as salary_currency,
    100000 + i as salary_annual_min, 120000 + i as salary_annual_max, current_date - (i % 900)::integer as post_date
from range(1800) as numbers(i);
create table marts.dim_companies as select i as company_id, 'company ' || i as company_name from range(3) as n(i);
create table marts.dim_locations as
select i as location_id, 'US' as country_code, 'CA' as state_code, 'city ' || i as city from range(4) as numbers(i);
create table marts.posting_skills as
select job_id, unnest(['Python', 'SQL']) as skill from marts.fct_job_postings;
create table marts.postings_daily as
select post_date, 'US' as country_code, job_id % 2 = 0 as is_remote, count(*) as posting_count,
    count(*) as opening_count
from marts.fct_job_postings group by all;
create table marts.skills_monthly as
select date_trunc('month', post_date)::date as month, skill, count(*) as posting_count, count(*) as opening_count,
    0.5 as posting_share
from marts.fct_job_postings inner join marts.posting_skills using (job_id) group by all;
create table marts.salaries_monthly as
select month, 'US' as country_code, 'Senior' as seniority_level, 'USD' as salary_currency, posting_count,
    1.0 as salary_annual_p25, 2.0 as salary_annual_p50, 3.0 as salary_annual_p75
from marts.skills_monthly;
create table marts.active_openings_daily as
select distinct last_day(post_date) as active_date, 'US' as country_code, 7 as opening_count
from marts.fct_job_postings;
create table marts.job_changes as select 1 as job_id, 'job_title' as field_name;
create table ops.coverage_daily as select current_date as day, 'complete' as status;
"""


def questions() -> dict[str, str]:
    """Each question with its query."""
    parts = re.split(r"^-- \d+\. (.+)$", examples(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Marts by hand, with the columns that the questions rely on."""
    folder = tmp_path_factory.mktemp("examples")
    with duckdb.connect(str(Warehouse(folder).database)) as db:
        db.execute(MARTS)
    return folder


@pytest.mark.parametrize("question", questions())
def test_an_example_answers_its_question(question: str, demo_warehouse: Path) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        rows = db.execute(questions()[question]).fetchall()
    assert rows, question
    assert any(value is not None for value in rows[0])


def test_there_are_at_least_a_dozen_examples_of_one_statement_each() -> None:
    assert len(questions()) >= 12
    assert all(len(duckdb.extract_statements(query)) == 1 for query in questions().values())
