"""The marts over real postings, or over the facts that stand in labels, as tasks read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import duckdb

from jobhouse.sentrion.config.contract import JOB_FIELDS
from jobhouse.sentrion.fetch.job import Job
from jobhouse.warehouse.folder import Warehouse
from tests.truth.labels import Label, text_of

FACTS_HOST: Final = "https://facts.example"
_POSTINGS: Final = """
create temp view posting_of as
select versions.version_id, versions.job_id, jobs.version_id = versions.version_id as is_shown
from intermediate.int_versions__identified as versions
inner join intermediate.int_jobs__current as jobs using (job_id)
"""
_FACTS: Final = """
create temp view posting_of as
select split_part(job_url, '/', 5) as version_id, job_id, true as is_shown
from marts.fct_job_postings
where starts_with(job_url, '{host}/{task}/')
"""


@contextmanager
def of_postings(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of real postings."""
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        db.execute(_POSTINGS)
        yield db


@contextmanager
def of_facts(warehouse: Warehouse, task: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of facts, as far as they are those of one task's labels."""
    with duckdb.connect(str(warehouse.database), read_only=True) as db:
        db.execute(_FACTS.format(host=FACTS_HOST, task=task))
        yield db


def facts(task: str, labels: Sequence[Label]) -> list[Job]:
    """A job object for each advert that was labelled: its facts are the columns that are named like raw columns.

    Of a pair, the columns that end in `_a` make one object and those that end in `_b` another.
    """
    ends = ("_a", "_b") if "version_id_a" in labels[0] else ("",)
    return [_job(task, label, end) for label in labels for end in ends]


def _job(task: str, label: Label, end: str) -> Job:
    values: dict[str, Any] = {
        field.key: float(value) if field.kind == "number" else value
        for field in JOB_FIELDS
        if (value := label.get(f"{field.column}{end}")) is not None
    }
    url = f"{FACTS_HOST}/{task}/{text_of(label, f'version_id{end}')}"
    return {"Job Title": "Job", "Post Date": "2026-01-05", **values, "Job URL": url}


def shown(
    db: duckdb.DuckDBPyConnection, labels: Sequence[Label], query: str
) -> Iterator[tuple[Label, dict[str, Any] | None]]:
    """Each label with the row of its posting, None where the marts have none.

    A label is left out while its posting shows another version, of which the label says nothing.

    Args:
        db: the marts.
        labels: of single adverts.
        query: brings one row for each `job_id`.
    """
    rows = (
        db.sql(
            f"select posting_of.version_id, posting_of.is_shown, found.* from posting_of "
            f"inner join ({query}) as found on posting_of.job_id = found.job_id where posting_of.version_id in "
            "(select unnest(?))",
            params=[[label["version_id"] for label in labels]],
        )
        .to_arrow_table()
        .to_pylist()
    )
    by_version = {row["version_id"]: row for row in rows}
    for label in labels:
        row = by_version.get(label["version_id"])
        if row is None or row["is_shown"]:
            yield label, row


def values_of(db: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    """One value for each version, whether its posting shows it or not; the query brings `job_id` and the value."""
    return dict(
        db.sql(
            f"select posting_of.version_id, found.* exclude (job_id) from posting_of "
            f"inner join ({query}) as found on posting_of.job_id = found.job_id"
        ).fetchall()
    )


def has_table(db: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether these marts have a table, which those of an earlier version may lack."""
    query = "select 1 from information_schema.tables where table_schema = 'marts' and table_name = ?"
    return db.execute(query, [name]).fetchone() is not None
