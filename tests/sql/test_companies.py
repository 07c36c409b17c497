"""Company spellings as the SQL models join them."""

from __future__ import annotations

import duckdb
import pytest

from jobhouse.sandbox.postings.companies import FIRMS
from tests.support.sql_models import build, macro_values, stage


def keys_of(names: list[str]) -> list[str]:
    with duckdb.connect() as db:
        db.execute("create table inputs (company_name varchar)")
        db.executemany("insert into inputs values (?)", [(name,) for name in set(names)])
        stage(db, "select company_name, date '2026-01-01' as post_date from inputs")
        build(db, "reference.company_evidence", "intermediate.int_companies__resolved")
        keys = dict(db.execute("select company_name, company_key from intermediate.int_companies__resolved").fetchall())
    return [keys[name] for name in names]


def test_each_firm_of_the_sandbox_has_one_key_of_its_own() -> None:
    spellings = [(firm.name, spelling.strip()) for firm in FIRMS for spelling in firm.spellings]
    keys = keys_of([spelling for _, spelling in spellings])
    pairs = {(name, key) for (name, _), key in zip(spellings, keys, strict=True)}
    assert len(pairs) == len(FIRMS)
    assert len({key for _, key in pairs}) == len(FIRMS)


SAME = [
    ("Acme", "ACME", "acme", "Acme Inc", "Acme, Inc.", "Acme LLC", "The Acme", "Acme™", "Acme (acme.io)", "Acme.com"),
    ("Acme", "Acme https://acme.com/jobs", "Acme (YC W21)", "Acme (Series B)", "Acme (formerly Bcme)", "Acme (YC)"),
    ("Muster", "Muster GmbH", "Muster AG", "Muster GmbH & Co. KG", "Muster S.A.", "Muster B.V.", "Muster Pty Ltd"),
    ("Data Dog", "Datadog", "Data-Dog"),
    ("AT&T", "AT&amp;T", "AT and T"),
    ("Volkswagen", "Volkswagen Group", "Volkswagen AG"),
    ("字节跳动", "字节跳动有限公司"),
]
DIFFERENT = [
    ("Capital", "Capital Group"),
    ("Signal", "Signal.ai"),
    ("Well", "B.Well"),
    ("Delta Care", "Delta Bank"),
    ("C", "C++", "C#"),
    ("Inc", "LLC"),
    ("Costa", "Costco"),
    ("Group", "Group One"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_spellings_of_one_company_share_a_key(names: tuple[str, ...]) -> None:
    assert len(set(keys_of(list(names)))) == 1, dict(zip(names, keys_of(list(names)), strict=True))


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names[0])
def test_different_companies_have_different_keys(names: tuple[str, ...]) -> None:
    assert len(set(keys_of(list(names)))) == len(names)


UNNAMED = [
    "Confidential", "Company Confidential", "Confidential Client", "(Stealth)", "Stealth AI startup",
    "Stealth (YC S21)", "In stealth mode", "Undisclosed", "N/A", "TBD", "Private", "Private company",
    "Our client", "Early stage startup", "Empresa Confidencial", "Azienda riservata", "Vertraulich",
    "Confidentiel", "Poufne", "广州某公司", "保密", "非公開",
]  # fmt: skip
NAMED = [
    "Stealth Monitoring", "Stealth-ISS", "Private Internet Access", "Unknown Worlds", "Client Solutions", "Group One",
    "Startup Grind", "The Company Store", "Confident LIMS", "Private Limited Brands", "Anonymous Content",
]  # fmt: skip


def test_what_names_no_company_is_none() -> None:
    read = macro_values("unnamed_companies", "names_no_company", [(name,) for name in UNNAMED + NAMED])
    expected = [True] * len(UNNAMED) + [False] * len(NAMED)
    assert dict(zip(UNNAMED + NAMED, read, strict=True)) == dict(zip(UNNAMED + NAMED, expected, strict=True))


def test_a_company_bears_its_most_frequent_spelling() -> None:
    with duckdb.connect() as db:
        stage(
            db,
            """
            select * from (values ('Acme Inc', date '2024-03-01'),
              ('ACME', date '2025-01-01'), ('Acme', date '2026-01-01'), ('Acme', null),
              (null, date '2020-01-01'), ('Beta', null), ('Confidential', null)) as rows(company_name, post_date)
            """,
        )
        build(db, "reference.company_evidence", "intermediate.int_companies__resolved", "marts.dim_companies")
        rows = db.execute(
            "select company_name, spelling_count, first_post_date::varchar, last_post_date::varchar "
            "from marts.dim_companies order by 1"
        ).fetchall()
    assert rows == [("Acme", 3, "2024-03-01", "2026-01-01"), ("Beta", 1, None, None)]
