"""Skills: technologies that a text or a title names, against those that were delivered and those extracted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import duckdb

from tests.truth import marts
from tests.truth.labels import Label, text_of
from tests.truth.outcomes import Outcome

DELIVERED: Final = "delivered"
EXTRACTED: Final = "extracted"
UNDECIDED: Final = "?"
"""Whether the advert names a technology cannot be said. Before a skill: right where it is found, no miss elsewhere."""
_SHOWN: Final = "select job_id from marts.fct_job_postings"
_SKILLS: Final = "select distinct job_id, skill_basis, skill from marts.posting_skills"
_LETTERS: Final = "+#"

Names = frozenset[str]
"""Spellings of one skill."""


def outcomes(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> Iterator[Outcome]:
    for label, found in found_skills(db, labels):
        yield from _any_outcomes(label, found)
        yield from _each_outcome(label, found)


def found_skills(
    db: duckdb.DuckDBPyConnection, labels: list[Label]
) -> Iterator[tuple[Label, dict[str, frozenset[str]]]]:
    """Each label with the skills that the marts deliver and extract."""
    skills: dict[tuple[str, str], set[str]] = defaultdict(set)
    for job_id, basis, skill in db.execute(_SKILLS).fetchall():
        skills[job_id, basis].add(key_of(skill))
    for label, row in marts.shown(db, labels, _SHOWN):
        job_id = row["job_id"] if row else ""
        yield label, {basis: frozenset(skills[job_id, basis]) for basis in (DELIVERED, EXTRACTED)}


def unjudged(db: duckdb.DuckDBPyConnection, labels: list[Label]) -> list[tuple[str, str]]:
    """Version and skill of what was extracted and no reader has judged: it counts as wrong."""
    return [
        (text_of(label, "version_id"), skill)
        for label, found in found_skills(db, labels)
        for skill in sorted(found[EXTRACTED] - _keys(label, "true_skills") - _keys(label, "false_skills"))
    ]


def _any_outcomes(label: Label, found: dict[str, frozenset[str]]) -> Iterator[Outcome]:
    """Whether an advert that names a technology has any skill; extraction alone is held where none is delivered.

    A delivered skill that neither title nor text names is no error: the board knows it from elsewhere.
    """
    if label["names_technology"] == UNDECIDED:
        return
    split, is_true = text_of(label, "split"), label["names_technology"] == "yes"
    if is_true:
        yield Outcome("skills: any", split, True, False, any(found.values()))
        yield Outcome("skills: any delivered", split, True, False, bool(found[DELIVERED]))
    if not found[DELIVERED]:
        is_claimed = bool(found[EXTRACTED])
        measure = "skills: any extracted where none is delivered"
        yield Outcome(measure, split, is_true, is_claimed, is_true and is_claimed)


def _each_outcome(label: Label, found: dict[str, frozenset[str]]) -> Iterator[Outcome]:
    """Precision is of the skills that are extracted, and recall of those that are plainly named: two measures."""
    split, known = text_of(label, "split"), _keys(label, "true_skills")
    for skill in sorted(found[EXTRACTED]):
        yield Outcome("skills: each extracted is named", split, False, True, skill in known)
    all_found = frozenset().union(*found.values())
    for is_sure, names in _skills(label, "true_skills"):
        if is_sure:
            yield Outcome("skills: each named is found", split, True, False, bool(names & all_found))


def _keys(label: Label, column: str) -> frozenset[str]:
    return frozenset(name for _, names in _skills(label, column) for name in names)


def _skills(label: Label, column: str) -> Iterator[tuple[bool, Names]]:
    """Each skill of a cell: whether it must be found, and its spellings."""
    for text in (label.get(column) or "").split("|"):
        if text:
            names = frozenset(key_of(name) for name in text.removeprefix(UNDECIDED).split("="))
            yield not text.startswith(UNDECIDED), names


def key_of(skill: str) -> str:
    """A skill as it is compared: without case, spaces and punctuation, but `C`, `C++` and `C#` are three."""
    return "".join(one for one in skill.casefold() if one.isalnum() or one in _LETTERS)
