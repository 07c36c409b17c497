"""Queries of the report on a few rows whose answer is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from jobhouse.report.period import month_in_plot
from jobhouse.report.queries import Queries

TODAY = date(2026, 12, 5)
TABLES = """
create schema marts;
create schema ops;
create table marts.fct_job_postings (
    job_id varchar, opening_id varchar, job_board varchar, post_date date, has_skill_source boolean
);
create table marts.posting_skills (job_id varchar, skill varchar);
create table marts.boards_monthly (month_date date, job_board varchar);
create table ops.coverage_daily (search varchar, date_day date, status varchar);
create table ops.coverage_monthly (month_date date, is_whole boolean, searches varchar[]);
insert into ops.coverage_daily
select 'a', day::date, 'verified'
from generate_series(timestamp '2024-11-01', timestamp '2026-12-05', interval 1 day) as days(day);
insert into ops.coverage_monthly
select distinct date_trunc('month', date_day)::date, date_day < '2026-12-01', ['a'] from ops.coverage_daily;
"""
POST = """
insert into marts.fct_job_postings
select $prefix || number, $prefix || number, $board, $day::date, true from range($count) as numbers(number)
"""
NAME = "insert into marts.posting_skills select $prefix || number, $skill from range($count) as numbers(number)"


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(TABLES)
        yield opened


def post(db: duckdb.DuckDBPyConnection, prefix: str, day: str, count: int, board: str = "Board") -> None:
    db.execute(POST, {"prefix": prefix, "day": day, "count": count, "board": board})


def name(db: duckdb.DuckDBPyConnection, prefix: str, skill: str, count: int) -> None:
    db.execute(NAME, {"prefix": prefix, "skill": skill, "count": count})


def test_a_skill_that_more_adverts_name_rises_although_still_more_name_any(db: duckdb.DuckDBPyConnection) -> None:
    """Python from 60 of 200 to 72 of 200, while those that name any skill grow from 120 to 180."""
    for prefix, day, python, any_skill in (("old", "2025-06-01", 60, 120), ("new", "2026-06-01", 72, 180)):
        post(db, prefix, day, 200)
        name(db, prefix, "Python", python)
        name(db, prefix, "Cooking", any_skill)
    found = {row["skill"]: row for row in Queries(db, TODAY).run("skills_moving")}
    assert found["Python"]["direction"] == "rising"
    assert (found["Python"]["share_before"], found["Python"]["share_now"]) == (0.3, 0.36)


def test_a_year_with_a_month_that_was_not_read_whole_has_no_growth(db: duckdb.DuckDBPyConnection) -> None:
    post(db, "first", "2024-11-15", 1)
    post(db, "old", "2025-06-01", 100)
    post(db, "new", "2026-06-01", 50)
    post(db, "now", "2026-11-30", 1)
    assert {row["recent_growth"] for row in Queries(db, TODAY).run("months")} == {-0.49}
    db.execute("update ops.coverage_monthly set is_whole = false where month_date = '2026-03-01'")
    queries = Queries(db, TODAY)
    assert queries.period is not None
    assert not queries.period.is_whole(date(2026, 3, 1))
    assert {row["recent_growth"] for row in queries.run("months")} == {None}


def test_a_year_that_another_search_read_too_is_not_compared_with_one_that_it_did_not(
    db: duckdb.DuckDBPyConnection,
) -> None:
    post(db, "first", "2024-11-15", 1)
    post(db, "old", "2025-06-01", 100)
    post(db, "new", "2026-06-01", 200)
    post(db, "now", "2026-11-30", 1)
    assert [row["recent_growth"] for row in Queries(db, TODAY).run("months")] == 4 * [pytest.approx(1.01)]
    db.execute("update ops.coverage_monthly set searches = ['a', 'b'] where month_date >= '2026-01-01'")
    queries = Queries(db, TODAY)
    assert {row["recent_growth"] for row in queries.run("months")} == {None}
    assert queries.period is not None
    assert month_in_plot(date(2025, 12, 1), queries.period) == "Dec 2025 (read by other searches)"
    assert month_in_plot(date(2026, 1, 1), queries.period) == "Jan 2026"
    assert queries.period.why_paler == "not whole, or read by other searches"


def test_capitals_make_no_other_board(db: duckdb.DuckDBPyConnection) -> None:
    post(db, "one", "2026-06-01", 3, "LinkedIn")
    db.execute("insert into marts.fct_job_postings select 'again', 'one0', 'linkedin', date '2026-06-02', true")
    db.execute("insert into marts.boards_monthly values ('2026-06-01', 'LinkedIn')")
    queries = Queries(db, TODAY)
    [board] = queries.run("boards")
    assert (board["job_board"], board["posting_count"], board["opening_count"]) == ("LinkedIn", 4, 3)
    assert board["shared_opening_count"] == 0
    assert not queries.run("boards_shared")
