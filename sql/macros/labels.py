"""Seniority and job types in a few words of our own, whatever words the board uses."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, in_words, text_of
from macros.label_words import (
    LABEL_LEVELS,
    LABEL_TYPES,
    MID_FIRST,
    NO_LEVELS,
    NO_TYPES,
    PERMANENT,
    TITLE_LEVELS,
    TITLE_TYPES,
)

TYPES_BY_WEIGHT = ("internship", "volunteer", "temporary", "contract", "part_time", "full_time", "other")
"""Of several types the single one is the first here: what differs most from a permanent job of full hours."""


@macro()
def seniority_of(
    evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression, job_types: exp.Expression
) -> str:
    """The level that the board's label names (the lowest of several), or else the title, or else an internship's."""
    written = in_words(as_sql(title))
    name = f"regexp_replace({written}, {text_of(NO_LEVELS)}, ' ', 'g')"
    any_level = "|".join((MID_FIRST, *TITLE_LEVELS.values()))
    read = f"case when {_matches(name, MID_FIRST)} then 'mid' else {_first(name, TITLE_LEVELS)} end"
    in_title = f"case when {_matches(written, any_level)} then {read} end"
    only_intern = f"case when cast({as_sql(job_types)} as varchar) = '[internship]' then 'internship' end"
    return f"coalesce({_first(in_words(as_sql(label)), LABEL_LEVELS)}, {in_title}, {only_intern})"


@macro()
def job_types_of(evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression) -> str:
    """All types that the label names and the title plainly adds, sorted; [other] for any other label.

    A label that only says permanent is full time, unless the title says otherwise.
    """
    text, name = in_words(as_sql(label)), in_words(as_sql(title))
    any_type = "|".join(TITLE_TYPES.values())
    in_label = f"case when {as_sql(label)} is not null then {_all(text, LABEL_TYPES)} else [] end"
    in_title = f"case when {_matches(name, any_type)} then {_all(name, TITLE_TYPES)} else [] end"
    named = f"list_sort(list_distinct(list_concat({in_label}, {in_title})))"
    says_type = rf"regexp_matches(regexp_replace({text}, {text_of(NO_TYPES)}, '', 'g'), '\p{{L}}')"
    return (
        f"coalesce(nullif({named}, []), case when {_matches(text, PERMANENT)} then ['full_time'] "
        f"when {says_type} then ['other'] end)"
    )


@macro()
def job_type_of(evaluator: MacroEvaluator, job_types: exp.Expression) -> str:
    """The type of several that differs most from a permanent job of full hours."""
    held = as_sql(job_types)
    cases = " ".join(f"when list_contains({held}, '{name}') then '{name}'" for name in TYPES_BY_WEIGHT)
    return f"case {cases} end"


def _first(text: str, patterns: dict[str, str]) -> str:
    cases = " ".join(f"when {_matches(text, pattern)} then '{name}'" for name, pattern in patterns.items())
    return f"case {cases} end"


def _all(text: str, patterns: dict[str, str]) -> str:
    found = ", ".join(f"case when {_matches(text, pattern)} then '{name}' end" for name, pattern in patterns.items())
    return f"list_filter([{found}], lambda name: name is not null)"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {text_of(pattern)})"
