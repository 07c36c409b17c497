"""What a load recognises as a later version of a deleted posting, and what is another advert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import duckdb
import pytest

from jobhouse.warehouse.build.posting_keys import posting_keys
from jobhouse.warehouse.deletions import KEYS_FILE, keys_of, record_later_versions
from jobhouse.warehouse.raw_tables import DELETIONS, make_table

DELETED: Final = ("https://www.board.example/jobs/nurse-3912345678?utm_source=feed", "Senior Nurse (m/f/d)")
PAGE: Final = ("https://firm.example/careers", "Senior Nurse")
ROWS: Final = "(values (?, ?, ?, null::json)) as rows(version_id, job_url, job_title, extra)"


def test_the_keys_are_those_of_the_models() -> None:
    """`python -m jobhouse.warehouse.build.posting_keys` writes them."""
    assert KEYS_FILE.read_text(encoding="utf-8") == posting_keys()


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two deleted postings; the address of the second shows several adverts."""
    with duckdb.connect() as db:
        db.execute("create schema sentrion")
        make_table(db.execute, DELETIONS)
        for given, is_known_by_title in ((DELETED, False), (PAGE, True)):
            db.execute(
                f"insert into sentrion.deletions by name select *, {is_known_by_title} as is_known_by_title, "
                f"true as has_been_stored, true as is_in_marts from {keys_of(ROWS)}",
                ["gone", *given],
            )
        yield db


def recognised(db: duckdb.DuckDBPyConnection, url: str | None, title: str | None) -> bool:
    given = "'new' as version_id, ?::text as job_url, ?::text as job_title, null::json as extra"
    db.execute(f"create or replace temp table rows as select {given}", [url, title])
    db.execute(record_later_versions("rows"))
    noted = db.execute("select has_been_stored from sentrion.deletions where version_id = 'new'").fetchall()
    return noted == [(False,)]


@pytest.mark.parametrize(
    "url",
    [
        DELETED[0],
        "https://www.board.example/jobs/nurse-3912345678",
        "http://board.example/jobs/nurse-3912345678/",
        "https://board.example/jobs/senior-nurse-in-berlin-3912345678?utm_medium=mail",
    ],
)
@pytest.mark.parametrize("title", [DELETED[1], "Nurse", "Head Nurse, night shift", None, ""])
def test_a_posting_is_recognised_under_other_spellings(
    url: str, title: str | None, db: duckdb.DuckDBPyConnection
) -> None:
    assert recognised(db, url, title)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://board.example/jobs/nurse-3912345679", DELETED[1]),
        (DELETED[0], "Truck Driver"),
        (PAGE[0], "Nurse, night shift"),
        (PAGE[0], None),
        (None, DELETED[1]),
        ("", DELETED[1]),
        ("n/a", DELETED[1]),
    ],
)
def test_another_advert_is_not(url: str | None, title: str | None, db: duckdb.DuckDBPyConnection) -> None:
    assert not recognised(db, url, title)


def test_of_a_page_of_openings_the_deleted_one_is_recognised(db: duckdb.DuckDBPyConnection) -> None:
    assert recognised(db, "firm.example/careers/", "senior nurse (all genders)")


def test_a_version_without_a_posting_recognises_nothing(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("update sentrion.deletions set url_hash = null")
    assert not recognised(db, *DELETED)
