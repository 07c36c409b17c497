"""Every question that `jobhouse sql --examples` prints is answered."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.connect import analyst
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.query import examples


def questions() -> dict[str, str]:
    """Each question with its query."""
    parts = re.split(r"^-- \d+\. (.+)$", examples(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("question", questions())
def test_an_example_answers_its_question(question: str, demo_warehouse: Path) -> None:
    with analyst(Warehouse(demo_warehouse)) as db:
        rows = db.execute(questions()[question]).fetchall()
    # a small history may hold no group that is large enough, and no change beyond chance
    assert rows or any(part in questions()[question] for part in ("having", ">=", "_low > 0")), question


def query_of(start: str) -> str:
    """The query of the question that begins so."""
    return next(sql for question, sql in questions().items() if question.startswith(start))


def test_there_are_at_least_a_dozen_examples_of_one_statement_each() -> None:
    assert len(questions()) >= 12
    assert all(len(duckdb.extract_statements(query)) == 1 for query in questions().values())


def test_what_jobs_pay_is_answered_from_ten_openings_on() -> None:
    """A month of the demo has no more than 19 openings of one seniority in the United States."""
    query = query_of("What do jobs in the United")
    with duckdb.connect() as db:
        db.execute("create schema marts")
        db.execute(
            "create table marts.salaries_monthly as select date '2026-06-01' as month_date, 'US' as country_code, "
            "'USD' as salary_currency, false as is_currency_guessed, 'l' || n as seniority_level, n as opening_count, "
            "1 as salary_annual_p25, 2 as salary_annual_p50, 3 as salary_annual_p75 from range(9, 12) as counts(n)"
        )
        assert [row[2] for row in db.execute(query).fetchall()] == [10, 11]


def test_a_repost_changes_nothing_of_what_a_skill_pays() -> None:
    query = query_of("What does a skill pay")
    with duckdb.connect() as db:
        db.execute("create schema marts; create schema reference")
        db.execute("create table reference.exchange_rates as select '2026-06' as month_key")
        db.execute(
            "create table marts.fct_job_postings as select lpad(i::varchar, 3, '0') as job_id, job_id as opening_id, "
            "date '2026-06-01' as post_date, 1000 * i as salary_annual_usd_min, 1000 * i as salary_annual_usd_max, "
            "'fields' as salary_source from range(1, 62) as openings(i)"
        )
        db.execute("create table marts.posting_skills as select job_id, 'SQL' as skill from marts.fct_job_postings")
        once = db.execute(query).fetchall()
        db.execute(
            "insert into marts.fct_job_postings by name select * replace ('x' || job_id as job_id) "
            "from marts.fct_job_postings where opening_id > '031'"
        )
        db.execute("insert into marts.posting_skills select 'x' || job_id, skill from marts.posting_skills")
        assert db.execute(query).fetchall() == once == [("SQL", 61, 31_000.0)]


def test_openings_of_a_month_are_those_of_all_its_days_beside_the_stock_of_its_last() -> None:
    query = query_of("How many vacancies opened")
    with duckdb.connect() as db:
        db.execute("create schema marts")
        db.execute(
            "create table marts.active_openings_daily as "
            "select day::date as date_day, day(day) as active_opening_count, "
            "1 as opened_count, 2 as closed_count, 0.5 as assumed_end_share "
            "from generate_series(timestamp '2026-01-01', timestamp '2026-02-10', interval 1 day) as days(day)"
        )
        assert db.execute(query).fetchall() == [(date(2026, 1, 31), 31, 50.0, 31, 62)]


def test_days_that_two_searches_read_are_counted_for_each_of_them() -> None:
    query = query_of("Can these numbers be trusted")
    with duckdb.connect() as db:
        db.execute("create schema ops")
        db.execute(
            "create table ops.coverage_daily as select search, date '2026-06-01' + day::int as date_day, "
            "'verified' as status from unnest(['a', 'b']) as searches(search), generate_series(0, 1) as days(day)"
        )
        assert [row[:3] for row in db.execute(query).fetchall()] == [("a", "verified", 2), ("b", "verified", 2)]
