"""How well postings and openings agree with the truth that the sandbox knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import duckdb
import pyarrow as pa
import pytest

from jobhouse.sandbox.postings.source import GeneratedPostings
from jobhouse.sentrion.fetch.job import version_id_of
from tests.support.identity_models import CLUSTERED, CURRENT, IDENTIFIED, build, store

pytestmark = pytest.mark.long

PAIRS = """
with found as (select item, min(truth) as truth, min(found) as found from ({items}) group by item)
select
  (select sum(n * (n - 1) // 2) from (select count(*) as n from found group by truth)),
  (select sum(n * (n - 1) // 2) from (select count(*) as n from found group by found)),
  (select sum(n * (n - 1) // 2) from (select count(*) as n from found group by truth, found))
"""
OPENINGS = f"""
select identified.job_id as item, truth.opening_id as truth, clustered.opening_id as found
from truth inner join {IDENTIFIED} as identified using (version_id) inner join {CLUSTERED} as clustered using (job_id)
"""
POSTINGS = f"""
select identified.version_id as item, truth.posting as truth, identified.job_id as found
from truth inner join {IDENTIFIED} as identified using (version_id)
"""


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """The history of the demo: six years, 26,000 adverts."""
    made_up = GeneratedPostings(seed=7, jobs_per_day=12, first=date(2020, 1, 1), last=date(2025, 12, 30))
    jobs = [made_up.job(position) for position in range(len(made_up.ads))]
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        store(connection, jobs)
        truth = pa.Table.from_pylist(  # noqa: F841 - DuckDB reads it by its name
            [
                # a repost of the same address and an exact copy are the original's posting
                {
                    "version_id": version_id_of(job),
                    "opening_id": ad["opening_id"],
                    "posting": ad["opening_id"]
                    if ad["kind"] in ("original", "repost", "duplicate")
                    else ad["posting_id"],
                }
                for ad, job in zip(made_up.truth(), jobs, strict=True)
            ]
        )
        connection.execute("create table truth as select distinct * from truth")
        build(connection, CURRENT, CLUSTERED)
        yield connection


def precision_and_recall(db: duckdb.DuckDBPyConnection, items: str) -> tuple[Fraction, Fraction]:
    """Of the pairs found, the part that is true; of the true pairs, the part that is found."""
    true, found, both = db.execute(PAIRS.format(items=items)).fetchall()[0]
    assert true > 500, "too few true pairs to say anything"
    return Fraction(int(both), int(found)), Fraction(int(both), int(true))


@pytest.mark.slow
def test_versions_of_one_posting_are_found_and_no_others(db: duckdb.DuckDBPyConnection) -> None:
    precision, recall = precision_and_recall(db, POSTINGS)
    assert precision == 1
    assert recall >= 0.99


@pytest.mark.slow
def test_postings_of_one_opening_are_found_and_hardly_any_others(db: duckdb.DuckDBPyConnection) -> None:
    precision, recall = precision_and_recall(db, OPENINGS)
    assert precision >= 0.99
    assert recall >= 0.96
