"""Openings of made-up adverts: which of them are one vacancy."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from jobhouse.sentrion.fetch.job import version_id_of
from tests.support import raw_tables
from tests.support.identity_models import CLUSTERED, IDENTIFIED, build, store

TEXT = " ".join(f"word{number} of the advert of this vacancy" for number in range(40))
PLAIN = {
    "Company Name": "Acme", "City": "Berlin", "Country": "Germany", "State": None, "Job Description": TEXT,
    "Apply URL": None, "Salary Offered": None, "Salary From": None, "Salary To": None, "Skills": None,
    "Department Name": None, "Job Board": "Indeed", "Post Date": "2026-01-05",
}  # fmt: skip
DICE = {"Job Board": "Dice", "Post Date": "2026-01-06"}
LATER = {"Post Date": "2026-01-20"}
Openings = dict[str, list[int]]


APART = [
    ("Registered Nurse, Day Shift", "Registered Nurse, Night Shift"),
    ("Pflegefachkraft Station Tagdienst Ulm", "Pflegefachkraft Station Nachtdienst Ulm"),
    ("Support Agent - German speaking", "Support Agent - French speaking"),
    ("Finance Intern - Spring 2026 Cohort", "Finance Intern - Summer 2026 Cohort"),
    ("Finance Intern Program Bank 2026", "Finance Intern Program Bank 2027"),
    ("Appointment Coordinator (Pacific Time)", "Appointment Coordinator (Eastern Time)"),
    ("Software Engineer in Test - New Grad (May)", "Software Engineer, Customer Identity - New Grad (May)"),
    ("Clerk, Retail, Shop, Day, Ulm", "Clerk, Retail, Shop, Night, Ulm"),
]
"""A word in place of another one makes another role."""
ROLES = "Tax Lawyer, Data Analyst, Web Designer, Cook, Office Manager"
ONE = [
    ("Data Engineer", "Data Engineer - Berlin"),
    ("Cloud Data Engineer - Berlin", "Cloud Data Engineer | Acme"),
    ("Cloud Data Platform Engineer (apply)", "URGENT: Cloud Data Platform Engineer"),
    ("Rust Cloud Data Platform Engineers", "Rust Cloud Data Platform Engineer Acme"),
    ("Frontend Data Cloud Platform Developer", "Front End Data Cloud Platform Developer"),
    ("Business Development Representative West", "West Business Development Reps"),
    ("Entwickler Datenbank Java Ulm (m/w/d)", "Entwicklerin Datenbank Java Ulm - gesucht"),
    ("Enfermera Hospital Central Norte", "Enfermeros Hospital Central Norte"),
    (f"{ROLES}, Nurse", f"{ROLES}, Teacher"),
    ("Nurse, Intensive Care, Day Shift (R-4711)", "Nurse, Intensive Care, Night Shift (R-4711)"),
]
"""Spellings and decorations, a list of roles that is edited, and one requisition are one role."""
KINDS = [
    ("Full-time", "Part-time", False),
    ("Vollzeit", "Teilzeit", False),
    ("CDI", "Stage", False),
    ("Permanent", "Internship", False),
    ("Full-time", "Full-time, Part-time", True),
    ("Full-time", "Permanent", True),
    ("Full-time", "Contract", True),
    ("Full-time", None, True),
]
"""Kinds of posts, and whether an advert of each on one board can be one vacancy."""


def groups() -> dict[str, list[dict[str, Any]]]:
    """Adverts of one company each."""
    barista = {"Job Title": "Barista"}
    held = {
        **{f"{pair} on {day}": titled(pair, other) for pair in APART for day, other in (("2", DICE), ("20", LATER))},
        **{f"{pair}": titled(pair, DICE) for pair in ONE},
        "decorated": decorated(),
        "hours of the title": [
            {"Job Title": "Barista (Part-time)", "Job Type": kind} for kind in ("Full-time", "Part-time")
        ],
        "one building": [
            {
                "Job Title": "Engineer",
                "Job URL": f"https://acme.wd1.myworkdayjobs.com/C/job/AKRON-01/Engineer_R{number}",
            }
            for number in (44853, 44856, 44857)
        ],
    }
    for ours, theirs, _ in KINDS:
        one, other = barista | {"Job Type": ours}, barista | {"Job Type": theirs}
        held |= {
            f"{ours} {theirs} on one board": [one, other],
            f"{ours} {theirs} on two boards": [one, other | DICE],
            f"{ours} {theirs} in two months": [one, other | {"Post Date": "2026-02-10"}],
        }
    return held


def titled(titles: tuple[str, str], other: dict[str, str]) -> list[dict[str, Any]]:
    return [{"Job Title": titles[0]}, {"Job Title": titles[1]} | other]


def decorated() -> list[dict[str, Any]]:
    """Four copies under decorated titles, and three adverts of other cities between any two."""
    titles = ("Data Engineer", "Data Engineer - Berlin", "Data Engineer | Acme", "Data Engineer - Full-time")
    boards = ("Indeed", "Dice", "LinkedIn", "Glassdoor")
    copies = [
        {"Job Title": title, "Job Board": board, "Post Date": f"2026-01-{5 + 3 * number:02d}"}
        for number, (title, board) in enumerate(zip(titles, boards, strict=True))
    ]
    others = [
        {"Job Title": f"Data Engineer {city}", "City": city, "Post Date": f"2026-01-{6 + number:02d}"}
        for number, city in enumerate(("Bremen", "Dortmund", "Dresden", "Essen", "Hamburg", "Hannover", "Leipzig"))
    ]
    return [*copies, *others]


@pytest.fixture(scope="module")
def openings() -> Openings:
    """For each group the numbers of the openings of its adverts; all are built at once, which takes seconds."""
    jobs, places = [], []
    for group, (name, adverts) in enumerate(groups().items()):
        for number, advert in enumerate(adverts):
            url = f"https://board.example/view/{group}-{number}"
            # words of the group's own, lest one text make a block of all
            text = TEXT.replace("word", f"word{group}x")
            named = {"Job URL": url, "Company Name": f"Acme {chr(97 + group // 26)}{chr(97 + group % 26)}"}
            job = raw_tables.advert(1000 * (group + 1) + number, **PLAIN | named | {"Job Description": text} | advert)
            jobs.append(job)
            places.append((version_id_of(job), name))
    with duckdb.connect() as db:
        db.execute("set timezone = 'UTC'")
        store(db, jobs)
        build(db, CLUSTERED)
        found = dict(
            db.execute(
                f"select version_id, opening_id from {IDENTIFIED} inner join {CLUSTERED} using (job_id)"
            ).fetchall()
        )
    held: dict[str, list[int]] = {}
    for name in groups():
        ids = [found[version_id] for version_id, group_name in places if group_name == name]
        order = list(dict.fromkeys(ids))
        held[name] = [order.index(opening_id) for opening_id in ids]
    return held


@pytest.mark.parametrize("titles", APART)
def test_a_word_in_place_of_another_one_makes_another_role(titles: tuple[str, str], openings: Openings) -> None:
    assert [openings[f"{titles} on {day}"] for day in ("2", "20")] == [[0, 1], [0, 1]]


@pytest.mark.parametrize("titles", ONE)
def test_spellings_and_decorations_of_a_title_are_one_role(titles: tuple[str, str], openings: Openings) -> None:
    assert openings[f"{titles}"] == [0, 0]


def test_titles_that_boards_decorate_are_found_among_many_adverts(openings: Openings) -> None:
    assert openings["decorated"] == [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(("ours", "theirs", "can_be_one"), KINDS)
def test_kinds_of_posts_that_exclude_each_other_are_two_vacancies_where_one_board_shows_both(
    ours: str, theirs: str | None, can_be_one: bool, openings: Openings
) -> None:
    assert openings[f"{ours} {theirs} on one board"] == ([0, 0] if can_be_one else [0, 1])
    # what two boards say of one vacancy, or one board in two months, often differs
    assert openings[f"{ours} {theirs} on two boards"] == [0, 0]
    assert openings[f"{ours} {theirs} in two months"] == [0, 0]


def test_hours_that_the_title_names_count_before_those_of_the_label(openings: Openings) -> None:
    assert openings["hours of the title"] == [0, 0]


def test_vacancies_of_one_building_are_as_many_as_their_numbers(openings: Openings) -> None:
    assert openings["one building"] == [0, 1, 2]
