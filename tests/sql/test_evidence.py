"""The seeds of evidence: each value has a reason and a reader, and a model that reads it follows it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import duckdb
import pytest

from tests.support import raw_tables
from tests.support.identity_models import CLUSTERED, DESCRIBED, LINKED, build, rebuild, store
from tests.support.paths import SQL

COMPANY_NAMES = "intermediate.int_companies__named"
COMPANIES = "intermediate.int_companies__resolved"
LOCATED = "intermediate.int_places__located"
PLACES = "intermediate.int_places__resolved"
TEXTS = "intermediate.int_salary_texts__parsed"
SALARIES = "intermediate.int_salaries__parsed"
SEEDS = ("opening_evidence", "company_evidence", "place_evidence", "pay_evidence", "date_evidence", "trend_evidence")
NAMED = re.compile(r"@named_values\(([^)]*)\)\s*from reference\.(\w+)")
WEIGHED = "int_place_texts__weighed"


def rows(seed: str) -> list[dict[str, str]]:
    with (SQL / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_names(seed: str) -> set[str]:
    """The names that the models read: as columns, or as the evidence of a text for a country."""
    names: set[str] = set()
    for path in (SQL / "models").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        for listed, read in NAMED.findall(text):
            names |= set(re.findall(r"\w+", listed)) if read == seed else set()
        if path.stem == WEIGHED and seed == "place_evidence":
            names |= set(re.findall(r"(?:then|else) '(\w+)'", text))
    return names


@pytest.mark.parametrize("seed", SEEDS)
def test_the_models_read_the_names_of_a_seed_and_no_others(seed: str) -> None:
    assert read_names(seed) == {row["name"] for row in rows(seed)}


@pytest.mark.parametrize("seed", [*SEEDS, "pay_periods", "pay_ratios"])
def test_each_value_has_a_reason_of_its_own(seed: str) -> None:
    reasons = [row["reason"] for row in rows(seed)]
    assert all(len(reason) > 20 for reason in reasons)
    assert len(set(reasons)) == len(reasons)


@pytest.fixture(scope="module")
def built() -> Iterator[duckdb.DuckDBPyConnection]:
    """One vacancy of one company, advertised twice with 50 days between; CA is a country's code and a state's."""
    advert = {
        "Company Name": "Volkswagen.com", "City": "Remote", "Country": "CA", "Job Title": "Cook",
        "Job Description": "We are looking for somebody who cooks well for us. " * 20,
        "Salary Offered": "100k - 200k USD a year", "Salary To": 200_000,
    }  # fmt: skip
    jobs = [raw_tables.advert(1, **advert), raw_tables.advert(2, **advert, **{"Post Date": "2026-02-24"})]
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        store(connection, jobs)
        build(connection, CLUSTERED, SALARIES)
        yield connection


@pytest.fixture
def db(built: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    built.execute("begin")
    yield built
    built.execute("rollback")


@pytest.mark.parametrize(
    ("change", "models", "query"),
    [
        (
            "opening_evidence set value = 49 where name = 'days_between_at_most'",
            [DESCRIBED, LINKED, CLUSTERED],
            f"select count(distinct opening_id) from {CLUSTERED}",
        ),
        (
            "company_evidence set value = 11 where name = 'letters_before_domain'",
            [COMPANY_NAMES, COMPANIES],
            f"select company_key from {COMPANIES}",
        ),
        (
            "place_evidence set value = 3 where name = 'shared_code_of_large_country'",
            [LOCATED, PLACES],
            f"select country_code from {PLACES}",
        ),
        (
            "pay_evidence set value = 1.5 where name = 'text_high_over_low'",
            [TEXTS, SALARIES],
            f"select salary_basis from {SALARIES}",
        ),
        ("pay_periods set usd_at_most = 1", [SALARIES], f"select salary_basis from {SALARIES}"),
        ("pay_ratios set at_least = 10", [SALARIES], f"select salary_basis from {SALARIES}"),
    ],
    ids=["openings", "companies", "places", "pay", "periods", "ratios"],
)
def test_a_model_follows_the_seed(change: str, models: list[str], query: str, db: duckdb.DuckDBPyConnection) -> None:
    before = db.execute(query).fetchall()
    for model in models:
        rebuild(db, model)
    assert db.execute(query).fetchall() == before
    db.execute(f"update reference.{change}")
    for model in models:
        rebuild(db, model)
    assert db.execute(query).fetchall() != before
