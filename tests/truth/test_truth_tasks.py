"""How labels of pay, places, companies, seniority and job types become counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.truth import marts
from tests.truth.labels import Label
from tests.truth.outcomes import Outcome, figures
from tests.truth.tasks import companies, pay, places, seniority

COLUMNS = (
    "job_id varchar, salary_min double, salary_max double, salary_currency varchar, salary_period varchar, "
    "location_id varchar, company_id varchar, seniority_level varchar, job_types varchar[]"
)
PLACES = {
    "ny": ("US", "NY", "New York", "New York"),
    "sf": ("US", "CA", "California", "San Francisco"),
    "us": ("US", None, None, None),
    "fr": ("FR", None, None, None),
    "muc": ("DE", "BY", "Bavaria", "Munich"),
}


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """Marts without postings, and a few places."""
    with duckdb.connect() as made:
        made.execute("create schema marts")
        made.execute(f"create table marts.fct_job_postings ({COLUMNS})")
        made.execute("create table posting_of (version_id varchar, job_id varchar, is_shown boolean)")
        made.execute(
            "create table marts.dim_locations "
            "(location_id varchar, country_code varchar, state_code varchar, state_name varchar, city varchar)"
        )
        made.executemany("insert into marts.dim_locations values (?, ?, ?, ?, ?)", [(k, *v) for k, v in PLACES.items()])
        made.execute("create table marts.posting_locations (job_id varchar, location_id varchar)")
        yield made


def posting(db: duckdb.DuckDBPyConnection, version_id: str, *, is_shown: bool = True, **values: Any) -> None:
    """A posting with one version."""
    names = ["job_id", *values]
    marks = ", ".join("?" for _ in names)
    db.execute(
        f"insert into marts.fct_job_postings ({', '.join(names)}) values ({marks})", [version_id, *values.values()]
    )
    db.execute("insert into posting_of values (?, ?, ?)", [version_id, version_id, is_shown])


def paid(
    db: duckdb.DuckDBPyConnection, low: float | None, high: float | None, currency: str, period: str | None
) -> None:
    posting(db, "a", salary_min=low, salary_max=high, salary_currency=currency, salary_period=period)


def pay_label(low: str, high: str, currency: str, period: str, **more: str) -> Label:
    said: Label = {"true_min": low, "true_max": high, "true_currency": currency, "true_period": period}
    other: Label = dict.fromkeys(("or_min", "or_max", "or_currency", "or_period"))
    return {"version_id": "a", "split": "dev", "true_several": "no", **said, **other, **more}


def measured(outcomes: Iterator[Outcome]) -> dict[str, tuple[int, int, int]]:
    """Right, claimed and true of each measure."""
    return {one.measure: (one.precision.right, one.precision.count, one.recall.count) for one in figures(outcomes)}


def test_pay_is_right_when_all_four_agree(db: duckdb.DuckDBPyConnection) -> None:
    paid(db, 50, 60, "USD", "hour")
    found = measured(pay.outcomes(db, [pay_label("50", "60", "USD", "hour")]))
    assert found == dict.fromkeys(("pay", "pay: right size", "pay: currency"), (1, 1, 1))


def test_a_thousand_times_too_much_is_the_wrong_size_and_another_period_is_not_right(
    db: duckdb.DuckDBPyConnection,
) -> None:
    paid(db, 50_000, 60_000, "USD", "hour")
    label = pay_label("50", "60", "USD", "hour")
    assert measured(pay.outcomes(db, [label]))["pay: right size"] == (0, 1, 1)
    yearly = pay_label("104000000", "124800000", "USD", "year")
    assert measured(pay.outcomes(db, [yearly])) | {"pay: currency": None} == {
        "pay": (0, 1, 1),
        "pay: right size": (1, 1, 1),
        "pay: currency": None,
    }


def test_a_second_reading_is_right_as_well_and_an_unknown_currency_is_not_compared(
    db: duckdb.DuckDBPyConnection,
) -> None:
    paid(db, 8_000, 11_000, "USD", "month")
    second = {"or_min": "8000", "or_max": "11000", "or_currency": "?", "or_period": "month"}
    found = measured(pay.outcomes(db, [pay_label("45", "70", "?", "hour", **second)]))
    assert found == {"pay": (1, 1, 1), "pay: right size": (1, 1, 1)}


def test_pay_that_no_reader_sees_costs_precision(db: duckdb.DuckDBPyConnection) -> None:
    paid(db, 13, 13, "CNY", "year")
    label = pay_label("50", "60", "USD", "hour") | dict.fromkeys(
        ("true_min", "true_max", "true_currency", "true_period")
    )
    assert measured(pay.outcomes(db, [label])) == {"pay": (0, 1, 0), "pay: right size": (0, 1, 0)}


def test_a_version_that_is_not_shown_is_left_out_and_one_without_a_posting_is_missed(
    db: duckdb.DuckDBPyConnection,
) -> None:
    posting(db, "a", is_shown=False, location_id="ny")
    labels: list[Label] = [{"version_id": name, "split": "dev", "true_places": "US/NY/New York"} for name in "ab"]
    assert measured(places.outcomes(db, labels))["places: city"] == (0, 0, 1)


@pytest.mark.parametrize(
    ("said", "location", "city", "country"),
    [
        ("US/NY/New York", "ny", (1, 1, 1), (1, 1, 1)),
        ("US/NY/Albany", "ny", (0, 1, 1), (1, 1, 1)),
        ("DE/BY/Munich=München", "muc", (1, 1, 1), (1, 1, 1)),
        ("US/CA/San Francisco|US/NY/New York", "ny", (1, 1, 1), (1, 1, 1)),
        ("US/CA/San Francisco|US/NY/New York", "us", (0, 0, 0), (1, 1, 1)),
        ("US//|FR//", None, (0, 0, 0), (0, 0, 0)),
        (None, "fr", (0, 0, 0), (0, 1, 0)),
    ],
)
def test_the_place_shown_is_one_of_those_named(
    db: duckdb.DuckDBPyConnection,
    said: str | None,
    location: str | None,
    city: tuple[int, int, int],
    country: tuple[int, int, int],
) -> None:
    posting(db, "a", location_id=location)
    found = measured(places.outcomes(db, [{"version_id": "a", "split": "dev", "true_places": said}]))
    assert (found["places: city"], found["places: country"]) == (city, country)


def test_of_an_advert_of_several_places_each_is_counted(db: duckdb.DuckDBPyConnection) -> None:
    posting(db, "a", location_id="ny")
    db.execute("insert into marts.posting_locations values ('a', 'ny'), ('a', 'fr')")
    said = "US/NY/New York|US/CA/San Francisco"
    found = measured(places.outcomes(db, [{"version_id": "a", "split": "dev", "true_places": said}]))
    assert found["places: each of several"] == (1, 2, 2)


def test_a_long_list_of_countries_is_not_counted_place_by_place(db: duckdb.DuckDBPyConnection) -> None:
    posting(db, "a")
    said = "FR//|DE//|US//|GB//|IT//"
    few: Label = {"version_id": "a", "split": "dev", "true_places": said}
    many: Label = few | {"true_places": f"{said}|ES//"}
    assert measured(places.outcomes(db, [few]))["places: each of several"] == (0, 0, 5)
    assert "places: each of several" not in measured(places.outcomes(db, [many]))


def test_companies_are_joined_by_a_key_that_is_there(db: duckdb.DuckDBPyConnection) -> None:
    for version_id, company in (("a", "x"), ("b", "x"), ("c", None), ("d", None)):
        posting(db, version_id, company_id=company)
    pairs = [("a", "b", "yes"), ("a", "c", "yes"), ("c", "d", "no")]
    labels: list[Label] = [
        {"version_id_a": one, "version_id_b": other, "split": "dev", "true_same": same} for one, other, same in pairs
    ]
    assert measured(companies.outcomes(db, labels)) == {"companies": (1, 1, 2)}


def test_job_types_are_compared_as_a_whole_and_either_reading_of_a_level_is_right(
    db: duckdb.DuckDBPyConnection,
) -> None:
    posting(db, "a", seniority_level="lead", job_types=["part_time"])
    label: Label = {"version_id": "a", "split": "dev", "true_level": "senior|lead", "true_types": "full_time+part_time"}
    assert measured(seniority.outcomes(db, [label])) == {"seniority level": (1, 1, 1), "job types": (0, 1, 1)}
    assert measured(seniority.outcomes(db, [label | {"true_level": "?", "true_types": "?"}])) == {}


def test_facts_become_job_objects_by_the_names_of_raw_columns() -> None:
    label: Label = {"version_id": "a", "split": "dev", "salary_from": "3000", "city": "Oslo", "true_min": "3000"}
    [job] = marts.facts("pay", [label])
    assert (job["Salary From"], job["City"]) == (3000.0, "Oslo")
    pair: Label = {"version_id_a": "a", "version_id_b": "b", "company_name_a": "Acme", "company_name_b": "ACME Ltd"}
    assert [job["Company Name"] for job in marts.facts("companies", [pair])] == ["Acme", "ACME Ltd"]
