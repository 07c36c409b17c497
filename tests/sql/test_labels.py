"""Seniority and job type in one form: the sandbox's labels, those of the real adverts, and titles."""

from __future__ import annotations

import pytest

from jobhouse.sandbox.postings.occupations import LEVELS, TRADES
from tests.support.sql_models import macro_values

SENIORITY = {
    "Internship": "internship", "Intern": "internship", "Entry-level": "entry", "Junior": "entry", "entry": "entry",
    "Mid-level": "mid", "Mid": "mid", "Associate": "mid", "Intermediate": "mid", "Midweight": "mid", "Senior": "senior",
    "Senior-level": "senior", "SENIOR": "senior", "Lead": "lead", "Senior, Lead": "senior", "Staff": "lead",
    "Director": "director", "Executive": "executive", "Senior, Manager": "senior", "Manager": "manager",
    "Entry-level, Mid-level": "entry", "Manager, Senior": "senior", "Director, Executive": "director", "Any": None,
    "Executive, Director": "director", "Manager, Executive": "manager",
}  # fmt: skip
TITLES = {
    "Software Engineer": None, "Senior Software Engineer": "senior", "Sr. Data Engineer": "senior",
    "Director, Data": "director", "Head of Data": "director", "Senior Director of Sales": "director",
    "Associate Director": "director", "Staff Engineer": "lead", "Staff Machine Learning Engineer": "lead",
    "Staff Accountant": None, "Staff Nurse": None, "Senior Staff Accountant": "senior", "Principal Architect": "lead",
    "Tech Lead": "lead", "Lead Generation Specialist": None, "Product Manager": None, "Account Executive": None,
    "Executive Assistant to the CEO": None, "VP of Engineering": "executive", "Chief Technology Officer": "executive",
    "Software Engineer Intern": "internship", "Internal Auditor": None, "International Sales": None,
    "Werkstudent Marketing": "internship", "Jr. Developer": "entry", "Entry Level Analyst": "entry",
    "Sales Associate": None, "Senior Living Advisor": None, "Mid-Level Developer": "mid",
}  # fmt: skip
JOB_TYPES = {
    "full-time": "full_time", "Full Time": "full_time", "FULL_TIME": "full_time", "Full-time": "full_time",
    "Part Time": "part_time", "part-time": "part_time", "Contractor": "contract", "contract": "contract",
    "freelance": "contract", "Other": "other", "intern": "internship", "Intern": "internship", "Temporary": "temporary",
    "Volunteer": "volunteer", "berufserfahren": "other", "Working student": "part_time", "Side": "other",
    "Internship, hilfstätigkeit / student": "internship", "Contract, berufseinstieg": "contract",
    "PERMANENT": "full_time",
}  # fmt: skip


def test_every_label_has_its_level_and_of_several_the_lowest() -> None:
    read = macro_values("labels", "seniority_of", [(label, "Head of Interns") for label in SENIORITY])
    expected = [level or "internship" for level in SENIORITY.values()]
    assert dict(zip(SENIORITY, read, strict=True)) == dict(zip(SENIORITY, expected, strict=True))


def test_without_a_label_the_title_speaks() -> None:
    read = macro_values("labels", "seniority_of", [(None, title) for title in TITLES])
    assert dict(zip(TITLES, read, strict=True)) == TITLES


def test_the_sandbox_has_no_label_that_is_not_covered() -> None:
    labels = [label for level in LEVELS for label in level.labels]
    assert set(labels) <= set(SENIORITY)


def test_titles_of_the_sandbox_give_the_level_that_their_prefix_means() -> None:
    means = {"Intern": "internship", "Junior": "entry", "Senior": "senior", "Lead": "lead", "Director": "director"}
    marked = [
        (f"{prefix}{title}{suffix}", means[level.name])
        for level in LEVELS
        if level.name in means
        for trade in TRADES
        for title in trade.titles
        for prefix in level.prefixes
        for suffix in level.suffixes
        # here it is an occupation and no level
        if not f"{prefix}{title}".startswith(("Staff Accountant", "Staff Nurse"))
    ]
    read = macro_values("labels", "seniority_of", [(None, title) for title, _ in marked])
    wrong = [(given, level) for given, level in zip(marked, read, strict=True) if given[1] != level]
    assert not wrong


def test_every_job_type_has_its_name() -> None:
    read = macro_values("labels", "job_type_of", [(label,) for label in JOB_TYPES])
    assert dict(zip(JOB_TYPES, read, strict=True)) == JOB_TYPES


@pytest.mark.parametrize("macro", ["seniority_of", "job_type_of"])
def test_nothing_gives_nothing(macro: str) -> None:
    row = (None, None) if macro == "seniority_of" else (None,)
    assert macro_values("labels", macro, [row]) == [None]
