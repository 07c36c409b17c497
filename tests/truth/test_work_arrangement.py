"""How labels of work arrangements become counts."""

from __future__ import annotations

import duckdb
import pytest

from tests.truth import labels
from tests.truth.outcomes import Outcome
from tests.truth.tasks.work_arrangement import outcomes


def measured(said: str, found: str | None) -> list[Outcome]:
    with duckdb.connect() as db:
        db.execute("create schema marts")
        db.execute("create table posting_of as select 'a' as version_id, 'a' as job_id, true as is_shown")
        db.execute("create table marts.fct_job_postings (job_id varchar, work_arrangement varchar)")
        db.execute("insert into marts.fct_job_postings values ('a', ?)", [found])
        return list(outcomes(db, [{"version_id": "a", "split": "dev", "true_arrangement": said}]))


@pytest.mark.parametrize(
    ("said", "found", "is_true", "is_claimed", "is_right"),
    [
        ("remote", "remote", True, True, True),
        ("remote", "on_site", True, True, False),
        ("remote", "unknown", True, False, False),
        ("remote", None, True, False, False),
        ("unknown", "unknown", False, False, False),
        ("unknown", "on_site", False, True, False),
        ("hybrid|remote", "hybrid", True, True, True),
        ("on_site|unknown", "on_site", True, True, True),
        ("on_site|unknown", "remote", True, True, False),
        ("on_site|unknown", "unknown", False, False, False),
    ],
)
def test_outcome(said: str, found: str | None, is_true: bool, is_claimed: bool, is_right: bool) -> None:
    assert measured(said, found) == [Outcome("work arrangement", "dev", is_true, is_claimed, is_right)]


def test_labels_are_arrangements() -> None:
    said = {reading for row in labels.read("work_arrangement") for reading in str(row["true_arrangement"]).split("|")}
    assert said == {"remote", "hybrid", "on_site", "unknown"}
