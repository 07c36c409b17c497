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


def in_bold(word: str) -> str:
    """The word in the bold letters of mathematics, which some boards write titles in."""
    return "".join(chr(0x1D400 + ord(letter) - (65 if letter.isupper() else 71)) for letter in word)


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two deleted postings; the address of the second shows several adverts."""
    with duckdb.connect() as db:
        db.execute("create schema sentrion")
        make_table(db.execute, DELETIONS)
        for given, is_known_by_title in ((DELETED, False), (PAGE, True)):
            db.execute(
                "insert into sentrion.deletions by name select * exclude (written_title_hash), "
                f"{is_known_by_title} as is_known_by_title, true as has_been_stored, true as is_in_marts "
                f"from {keys_of(ROWS)}",
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


@pytest.mark.parametrize(
    ("words", "is_known_by_title"),
    [
        ((in_bold("Nurse"), in_bold("Senior")), True),
        ((in_bold("Nurse"), in_bold("Senior")), False),
        (("nurse", "senior"), True),
    ],
)
def test_a_deletion_of_earlier_days_still_recognises_its_posting(
    words: tuple[str, ...], is_known_by_title: bool, db: duckdb.DuckDBPyConnection
) -> None:
    """Hashes cannot be made anew: where the keys change, a load has to know both, or what was deleted comes back."""
    db.execute(
        "insert into sentrion.deletions by name select 'old' as version_id, true as has_been_stored, "
        "md5('board.example/jobs/7') as url_hash, md5(array_to_string(?::text[], ' ')) as title_hash, "
        "array_to_string([md5(word) for word in ?::text[]], ' ') as role_hashes, ? as is_known_by_title",
        [words, words, is_known_by_title],
    )
    url = "https://board.example/jobs/7?utm_source=feed"
    assert not recognised(db, url, in_bold("Truck") + " Driver")
    assert recognised(db, url, " ".join(words).title() + " (m/f/d)")


def test_a_version_without_a_posting_recognises_nothing(db: duckdb.DuckDBPyConnection) -> None:
    db.execute("update sentrion.deletions set url_hash = null")
    assert not recognised(db, *DELETED)
