"""How labels of skills become counts."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.truth import labels
from tests.truth.labels import Label
from tests.truth.outcomes import Figure, figures
from tests.truth.tasks.skills import key_of, outcomes, unjudged


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("""
            create schema marts;
            create table posting_of as select i as version_id, i as job_id, true as is_shown
            from (values ('a'), ('b'), ('c')) as adverts(i);
            create table marts.fct_job_postings as select job_id from posting_of;
            create table marts.posting_skills (job_id varchar, skill varchar, skill_basis varchar)
        """)
        yield connection


def has(db: duckdb.DuckDBPyConnection, job_id: str, basis: str, *skills: str) -> None:
    db.executemany("insert into marts.posting_skills values (?, ?, ?)", [[job_id, skill, basis] for skill in skills])


def label(version_id: str, names: str, true_skills: str | None = None, false_skills: str | None = None) -> Label:
    return {
        "version_id": version_id,
        "split": "dev",
        "names_technology": names,
        "true_skills": true_skills,
        "false_skills": false_skills,
    }


def by_measure(db: duckdb.DuckDBPyConnection, *labels: Label) -> dict[str, Figure]:
    return {figure.measure: figure for figure in figures(outcomes(db, list(labels)))}


def test_a_skill_is_right_in_any_of_its_spellings(db: duckdb.DuckDBPyConnection) -> None:
    has(db, "a", "extracted", "Golang", "Rust", "Scrum")
    found = by_measure(db, label("a", "yes", "go=golang|node.js=node|?scrum"))
    assert found["skills: each extracted is named"].precision.value == pytest.approx(2 / 3)
    named = found["skills: each named is found"].recall
    assert (named.right, named.count) == (1, 2), "a skill that need not be found is neither found nor missed"


def test_adverts_that_name_a_technology_are_held_against_each_source_of_skills(db: duckdb.DuckDBPyConnection) -> None:
    has(db, "a", "delivered", "Java")
    has(db, "b", "extracted", "Java")
    has(db, "c", "extracted", "Teamwork")
    found = by_measure(db, label("a", "yes", "java"), label("b", "yes", "java"), label("c", "?"))
    assert found["skills: any delivered"].recall.value == 0.5
    assert found["skills: any extracted where none is delivered"].recall.value == 1
    assert found["skills: any extracted where none is delivered"].label_count == 1
    assert found["skills: any"].recall.value == 1
    assert found["skills: any"].label_count == 2, "where it cannot be said, nothing is counted"


def test_a_skill_of_an_advert_that_names_none_is_wrong(db: duckdb.DuckDBPyConnection) -> None:
    has(db, "a", "extracted", "Go")
    found = by_measure(db, label("a", "no"))
    assert found["skills: any extracted where none is delivered"].precision.value == 0
    assert found["skills: each extracted is named"].precision.value == 0


def test_a_named_skill_that_is_delivered_is_found(db: duckdb.DuckDBPyConnection) -> None:
    has(db, "a", "delivered", "Java")
    found = by_measure(db, label("a", "yes", "java|rust"))
    assert found["skills: each named is found"].recall.value == 0.5
    assert "skills: each extracted is named" not in found


def test_only_what_no_reader_has_judged_is_listed(db: duckdb.DuckDBPyConnection) -> None:
    has(db, "a", "extracted", "Java", "Express", "Chef")
    has(db, "a", "delivered", "Puppet")
    assert unjudged(db, [label("a", "yes", "java", "express")]) == [("a", "chef")]


@pytest.mark.parametrize(
    ("one", "other"), [("Node.js", "nodejs"), ("ASP.NET Core", "asp net core"), ("C++", "c++"), ("微服务", "微服务")]
)
def test_spellings_of_one_skill(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_c_is_three_languages() -> None:
    assert len({key_of("C"), key_of("C++"), key_of("C#")}) == 3


def test_an_advert_that_names_a_technology_has_one_in_its_label() -> None:
    for row in labels.read("skills"):
        named = [skill for skill in (row["true_skills"] or "").split("|") if skill and not skill.startswith("?")]
        assert bool(named) == (row["names_technology"] == "yes"), row
