"""How labels of openings, and texts that were posted again, become counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest

from tests.truth import labels
from tests.truth.labels import Label
from tests.truth.outcomes import figures
from tests.truth.tasks.openings import REPOST_DAYS_MAX, outcomes, repost_outcomes

TEXT = "<p>We look for a person who likes to build bridges and to paint them in winter.</p> " * 5
FIRST = date(2026, 1, 5)


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("""
            create schema sentrion; create schema marts;
            create table posting_of (version_id varchar, job_id varchar, is_shown boolean);
            create table marts.fct_job_postings (job_id varchar, opening_id varchar);
            create table sentrion.job_versions (
              version_id varchar, company_name varchar, job_url varchar, apply_url varchar, job_title varchar,
              post_date varchar, city varchar, state varchar, country varchar, job_board varchar,
              job_description varchar
            )
        """)
        yield connection


def advert(
    db: duckdb.DuckDBPyConnection,
    name: str,
    opening: str,
    day: int = 0,
    title: str | None = None,
    text: str = TEXT,
    city: str | None = None,
) -> None:
    """An advert `name` of one company, which the marts put into an opening."""
    db.execute("insert into posting_of values (?, ?, true)", [name, name])
    db.execute("insert into marts.fct_job_postings values (?, ?)", [name, opening])
    values = [name, "Acme", None, None, title, str(FIRST + timedelta(days=day)), city, None, None, "A Board", text]
    db.execute(f"insert into sentrion.job_versions values ({', '.join('?' * len(values))})", values)


def label(one: str, other: str, true_same: str, stratum: str = "federal/joined") -> Label:
    return {"version_id_a": one, "version_id_b": other, "split": "dev", "stratum": stratum, "true_same": true_same}


def test_precision_is_of_the_pairs_joined_and_recall_of_those_that_are_one(db: duckdb.DuckDBPyConnection) -> None:
    for name, opening in zip("abcdef", "112234", strict=True):
        advert(db, name, opening, text="short")
    pairs = [
        label("a", "b", "yes"),
        label("c", "d", "no"),
        label("a", "c", "yes"),
        label("e", "f", "no"),
        label("a", "e", "?"),
        label("a", "not there", "yes"),
    ]
    [figure] = figures(outcomes(db, pairs))
    assert (figure.measure, figure.label_count) == ("openings", 5)
    assert (figure.precision.right, figure.precision.count) == (1, 2)
    assert (figure.recall.right, figure.recall.count) == (1, 3)


def test_pairs_that_are_both_unknown_to_the_marts_are_not_joined(db: duckdb.DuckDBPyConnection) -> None:
    [figure] = figures(outcomes(db, [label("one", "other", "yes")]))
    assert (figure.precision.count, figure.recall.right, figure.recall.count) == (0, 0, 1)


def test_pairs_drawn_without_marts_are_counted_a_second_time(db: duckdb.DuckDBPyConnection) -> None:
    advert(db, "a", "1", text="short")
    advert(db, "b", "1", text="short")
    found = figures(outcomes(db, [label("a", "b", "yes", "federal/similar"), label("a", "b", "yes")]))
    assert [(figure.measure, figure.label_count) for figure in found] == [
        ("openings", 2),
        ("openings: pairs drawn without marts", 1),
    ]


def test_reposts_are_the_neighbouring_days_of_one_text(db: duckdb.DuckDBPyConnection) -> None:
    advert(db, "first", "1", 0)
    advert(db, "again", "1", 30)
    advert(db, "other letters", "2", 60, text=TEXT.upper().replace("<P>", "\n"))
    advert(db, "too late", "3", 61 + REPOST_DAYS_MAX)
    advert(db, "titled", "4", 0, title="Painter")
    advert(db, "titled again", "4", 20, title=" painter")
    found = {one.measure: (one.recall.right, one.recall.count) for one in figures(repost_outcomes(db))}
    assert found == {
        "identical text reposted, without a title": (1, 2),
        "identical text reposted, with a title": (1, 1),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"day": 0}, {"day": 0}, id="same day"),
        pytest.param({"title": "Painter"}, {"day": 9, "title": "Builder"}, id="two roles of one text"),
        pytest.param({"title": "Painter"}, {"day": 9}, id="one has no title"),
        pytest.param({"city": "Bern"}, {"day": 9, "city": "Basel"}, id="two places"),
        pytest.param({"text": "Painter"}, {"day": 9, "text": "Painter"}, id="hardly a text"),
    ],
)
def test_no_repost(db: duckdb.DuckDBPyConnection, one: dict[str, object], other: dict[str, object]) -> None:
    advert(db, "one", "1", **one)  # type: ignore[arg-type]
    advert(db, "other", "1", **other)  # type: ignore[arg-type]
    assert not list(repost_outcomes(db))


def test_any_advert_of_the_day_before_may_share_the_opening(db: duckdb.DuckDBPyConnection) -> None:
    advert(db, "alone", "1", 0)
    advert(db, "kept", "2", 0)
    advert(db, "again", "2", 9)
    assert [outcome.is_right for outcome in repost_outcomes(db)] == [True]


def test_each_pair_is_labelled_once() -> None:
    pairs = [frozenset((row["version_id_a"], row["version_id_b"])) for row in labels.read("openings")]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert {row["true_same"] for row in labels.read("openings")} == {"yes", "no", "?"}
