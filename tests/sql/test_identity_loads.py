"""Postings and openings follow from the set of versions alone: not from the order or the number of loads."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pytest

from tests.support.identity_models import (
    CLUSTERED,
    CURRENT,
    DESCRIBED,
    IDENTIFIED,
    LINKED,
    STAGING,
    TEXTS,
    rebuild,
    update,
)
from tests.support.tiers import rest_long

MODELS = (IDENTIFIED, CURRENT, DESCRIBED, LINKED, CLUSTERED)
Row = dict[str, Any]
COLUMNS = {
    "version_id": "varchar", "job_url_key": "varchar", "apply_url_key": "varchar", "title_key": "varchar",
    "title_core": "varchar", "description_hash": "bigint", "job_board": "varchar", "company_name": "varchar",
    "place_key": "varchar", "city": "varchar", "salary_key": "varchar", "salary_offered": "varchar",
    "salary_currency": "varchar", "country": "varchar",
    "salary_from": "double", "salary_to": "double", "post_date": "date",
    "window_id": "varchar", "fetched_at": "timestamptz", "requisition_id": "varchar",
    "system_requisition_id": "varchar",
    "is_remote": "boolean", "departments": "varchar[]", "skill_keys": "varchar[]",
    "job_title": "varchar", "job_type": "varchar",
}  # fmt: skip
TITLES = (
    ("engineer", "engineer"),
    ("engineer senior", "engineer"),
    ("2 engineer", "engineer"),
    ("nurse", "nurse"),
    ("cook", "cook"),
    (None, None),
)
SKETCHES = dict(enumerate((None, [], *[list(range(first, first + 12)) for first in (0, 1, 2, 3, 50)])))
PLACES = {"p0": (None, None, None), "p1": ("DE", "BE", "Berlin"), "p2": ("DE", None, None), "p3": ("DE", None, "Köln")}


def versions(draw: random.Random, count: int) -> list[Row]:
    """New and changed versions, late ones, reposts, and adverts that share an address."""
    return [version(draw, f"{draw.getrandbits(128):032x}") for _ in range(count)]


def version(draw: random.Random, version_id: str) -> Row:
    title, core = draw.choice(TITLES)
    number = draw.randrange(40)
    # many on one day, so that an address comes to show two titles on it
    day = None if draw.random() < 0.05 else date(2025, 1, 1) + timedelta(days=draw.choice((7, draw.randrange(500))))
    return {
        "version_id": version_id,
        "job_url_key": draw.choice((None, f"b.example/{number}", f"b.example/{number}", f"b.example/{number}")),
        "apply_url_key": draw.choice((None, f"a.example/{number % 5}")),
        "title_key": title,
        "title_core": core,
        "description_hash": draw.choice(list(SKETCHES)),
        "job_board": draw.choice(("Indeed", "Dice", None)),
        "company_name": draw.choice(("Acme", "Acme Inc", "Birch", "Confidential", None)),
        "place_key": draw.choice(list(PLACES)),
        "city": draw.choice((None, "Ulm", "Bonn")),
        "salary_key": draw.choice(("s1", "s2")),
        "salary_offered": draw.choice((None, "50", "60")),
        "salary_from": None,
        "salary_to": None,
        "salary_currency": None,
        "country": None,
        "post_date": day,
        "window_id": "w",
        "fetched_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=draw.randrange(9)),
        "requisition_id": draw.choice((None, None, None, "r-1", "r-2")),
        "system_requisition_id": draw.choice((None, None, "lever.co:1", "lever.co:2", "icims.com:1")),
        "is_remote": draw.choice((None, True)),
        "departments": draw.choice((None, None, ["Sales"])),
        "skill_keys": draw.choice((None, ["go", "sql"], ["r", "sql"])),
        "job_title": title,
        "job_type": draw.choice((None, None, "Full-time", "Part-time")),
    }


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema staging; create schema intermediate")
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(f"create table {STAGING} ({columns})")
        connection.execute(
            "create table intermediate.int_places__resolved "
            "(place_key varchar, location_id varchar, country_code varchar, state_code varchar, city varchar)"
        )
        connection.execute("create table intermediate.int_versions__quarantined (version_id varchar)")
        connection.execute(
            f"create table {TEXTS} (description_hash bigint, text_sketch integer[], requisition_id varchar, "
            "text_pay varchar, names_several_places boolean)"
        )
        connection.executemany(f"insert into {TEXTS} values (?, ?, null, null, false)", list(SKETCHES.items()))
        connection.execute(
            "create table intermediate.int_salaries__parsed as select * from (values ('s1', 1.0, 2.0, 'EUR'), "
            "('s2', 3.0, 4.0, 'EUR')) _(salary_key, salary_annual_min, salary_annual_max, salary_currency), "
            "(values ('DE'), (null)) countries(country_code)"
        )
        for key, place in PLACES.items():
            connection.execute(
                "insert into intermediate.int_places__resolved values (?, ?, ?, ?, ?)", [key, key, *place]
            )
        rebuild(connection, "reference.opening_evidence")
        spell(connection, joined=False)
        yield connection


def spell(db: duckdb.DuckDBPyConnection, *, joined: bool) -> None:
    """Whether 'Acme' and 'Acme Inc' are known to be one company, and where p3 is, which new versions may tell."""
    ids = (("Acme", 1), ("Acme Inc", 1 if joined else 2), ("Birch", 3), ("Confidential", 4))
    listed = ", ".join(f"('{name}', '{number}')" for name, number in ids)
    db.execute(
        "create or replace table intermediate.int_companies__resolved as "
        f"select * from (values {listed}) _(company_name, company_id)"
    )
    db.execute(
        f"update intermediate.int_places__resolved set city = '{'Berlin' if joined else 'Köln'}' where place_key = 'p3'"
    )


def load(db: duckdb.DuckDBPyConnection, rows: list[Row]) -> None:
    db.executemany(
        f"insert into {STAGING} values ({', '.join('?' * len(COLUMNS))})", [list(row.values()) for row in rows]
    )


def rebuild_all(db: duckdb.DuckDBPyConnection) -> None:
    for name in MODELS:
        rebuild(db, name)


def update_all(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that each model wrote."""
    written = {}
    for name in MODELS:
        update(db, name)
        written[name] = table(db, "news")
    return written


def table(db: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return db.execute(f"select * from {name} order by all").fetchall()


@pytest.mark.parametrize("seed", rest_long(range(25), 2))
def test_postings_and_openings_after_any_sequence_of_loads_are_those_of_a_full_rebuild(
    db: duckdb.DuckDBPyConnection, seed: int
) -> None:
    draw = random.Random(seed)
    load(db, versions(draw, 40))
    rebuild_all(db)
    for _ in range(4):
        spell(db, joined=draw.random() < 0.5)
        load(db, versions(draw, draw.choice((1, 2, 15))))
        update_all(db)
        kept = [table(db, name) for name in MODELS]
        rebuild_all(db)
        assert kept == [table(db, name) for name in MODELS]
    openings = [row[:2] for row in kept[-1]]
    assert len({row[1] for row in openings}) < len(openings), "these loads say nothing: no opening has two postings"


def test_an_update_without_news_touches_nothing(db: duckdb.DuckDBPyConnection) -> None:
    load(db, versions(random.Random(1), 60))
    rebuild_all(db)
    assert update_all(db) == {name: [] for name in MODELS}


def test_an_update_works_out_only_what_a_version_touches(db: duckdb.DuckDBPyConnection) -> None:
    load(db, versions(random.Random(1), 60))
    rebuild_all(db)
    news = version(random.Random(5), "f" * 32) | {"job_url_key": "b.example/new", "post_date": date(2025, 1, 8)}
    load(db, [news])
    written = update_all(db)
    assert all(1 <= len(rows) < len(table(db, name)) / 2 for name, rows in written.items())


@pytest.mark.parametrize("seed", rest_long(range(5), 2))
def test_postings_do_not_depend_on_the_order_of_loading(db: duckdb.DuckDBPyConnection, seed: int) -> None:
    draw = random.Random(seed)
    rows = versions(draw, 60)
    load(db, rows)
    rebuild_all(db)
    before = [table(db, name) for name in MODELS]
    db.execute(f"delete from {STAGING}")
    for name in MODELS:
        db.execute(f"delete from {name}")
    draw.shuffle(rows)
    for first in range(0, 60, 20):
        load(db, rows[first : first + 20])
        update_all(db)
    assert [table(db, name) for name in MODELS] == before
