"""What is written like a skill and is none, and skills in letters and with endings of their own."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.sql.test_skills import NAMES, named_in
from tests.support import sql_models

NONE = {
    "Řidičský průkaz sk. C": None, "Řidičský průkaz skupiny C, Python": "Python", "Prawo jazdy kat. C": None,
    "Права категории C": None, "Права категории B, C, E": None, "Permis cat. C": None, "Führerschein Klasse C": None,
    "Classes: C, C++, Java": "C|C++|Java", "Klasse C#-Entwickler": "C#", "Java kat. C++": "C++|Java",
    "Hi GitHub community! We use Python": "Python", "Open an issue on our GitHub.": None,
    "Send your GitHub profile and CV": None, "We use GitHub, Jenkins": "GitHub|Jenkins",
    "Our GitHub Actions and pipelines": "GitHub Actions", "You manage GitHub organizations": "GitHub",
    "投资人包括Solana president和Stripe前COO": None, "Our investors include Solana and Stripe; Python": "Python",
    "Funded by Stripe, Python and Go": "Go|Python", "We are led by Python experts": "Python",
}  # fmt: skip
WRITTEN = {
    "Знание языков С/С++": "C|C++", "Программист С++": "C++", "Разработчик С#": "C#",
    "Водительские права категории С": None, "Znalost JavaScriptu a Pythonu": "JavaScript|Python",
    "Praca z Pythonem i Linuxem": "Linux|Python", "We Need React +Node": "Node.js|React",
    "We Need React+Node": "Node.js|React", "C++ and Notepad++": "C++", "Google+ and C++": "C++",
    "𝐏𝐲𝐭𝐡𝐨𝐧 and 𝗥𝗲𝗮𝗰𝘁": "Python|React", "ＰＨＰエンジニア": "PHP", "Ｃ＋＋とＪａｖａ": "C++|Java",
}  # fmt: skip


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        sql_models.build(db, *NAMES)
        yield db


def test_licences_addresses_and_investors_are_no_skills(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, NONE) == NONE


def test_letters_that_look_alike_and_endings_hide_no_skill(db: duckdb.DuckDBPyConnection) -> None:
    assert named_in(db, WRITTEN) == WRITTEN
