"""Seniority and job types in a few words of our own, whatever words the board uses."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, in_words, text_of
from macros.label_languages import EITHER_TIME
from macros.label_words import (
    BEFORE_PERMANENT,
    CARERS,
    DENIED_TYPES,
    LABEL_TYPES,
    NO_TYPES,
    OPPOSITES,
    PERMANENT,
    TITLE_PERMANENT,
    TITLE_TYPES,
)
from macros.level_words import DENIED_LEVELS, LABEL_LEVELS, LOWEST_OF_TWO, NO_LEVELS, OR_SENIOR, TITLE_LEVELS

TYPES_BY_WEIGHT = ("internship", "volunteer", "temporary", "contract", "part_time", "full_time", "other")
"""Of several types the single one is the first here: what differs most from a permanent job of full hours."""


@macro()
def level_label(evaluator: MacroEvaluator, label: exp.Expression) -> str:
    """A board's label for the level in words, without what it denies: non-managerial."""
    return _without_denied(in_words(as_sql(label)), (), DENIED_LEVELS)


@macro()
def type_label(evaluator: MacroEvaluator, label: exp.Expression) -> str:
    """A board's label for the kind of employment in words, without what it denies: no freelancers, 비정규직.

    This and the one before are one column each, since the next macros name theirs once for each kind.
    """
    return _without_denied(in_words(as_sql(label)), OPPOSITES, DENIED_TYPES)


@macro()
def seniority_of(
    evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression, job_types: exp.Expression
) -> str:
    """The level that the label names, or else the title, of several the lowest; or else an internship's.

    The label is one of level_label.
    """
    written = in_words(as_sql(title))
    name = f"regexp_replace({written}, {text_of(NO_LEVELS)}, ' ', 'g')"
    any_level = "|".join((*LOWEST_OF_TWO.values(), *TITLE_LEVELS.values()))
    choice, first = OR_SENIOR
    one = f"regexp_replace({name}, {text_of(choice)}, {text_of(first)}, 'g')"
    read = f"coalesce({_first(name, LOWEST_OF_TWO)}, {_first(one, TITLE_LEVELS)})"
    in_title = f"case when {_matches(written, any_level)} then {read} end"
    only_intern = f"case when cast({as_sql(job_types)} as varchar) = '[internship]' then 'internship' end"
    return f"coalesce({_first(as_sql(label), LABEL_LEVELS)}, {in_title}, {only_intern})"


@macro()
def job_types_of(evaluator: MacroEvaluator, label: exp.Expression, title: exp.Expression) -> str:
    """All types that the label names and the title plainly adds, sorted; [other] for any other label.

    The label is one of type_label. One that only says permanent is full time,
    unless the title says otherwise. Permanent or a contract is both, and so is permanent or for a time.
    """
    text = as_sql(label)
    name = f"regexp_replace({in_words(as_sql(title))}, {text_of(CARERS)}, ' ', 'g')"
    any_type = "|".join(TITLE_TYPES.values())
    in_label = f"case when {text} is not null then {_all(text, LABEL_TYPES)} else [] end"
    in_title = f"case when {_matches(name, any_type)} then {_all(name, TITLE_TYPES)} else [] end"
    either = f"case when {_either_kind(text, name)} then ['full_time'] else [] end"
    named = f"list_sort(list_distinct(list_concat(list_concat({in_label}, {in_title}), {either})))"
    says_type = rf"regexp_matches(regexp_replace({text}, {text_of(NO_TYPES)}, '', 'g'), '\p{{L}}')"
    return (
        f"coalesce(nullif({named}, []), case when {_matches(text, PERMANENT)} or {_matches(name, TITLE_PERMANENT)} "
        f"then ['full_time'] "
        f"when {says_type} then ['other'] end)"
    )


@macro()
def job_type_of(evaluator: MacroEvaluator, job_types: exp.Expression) -> str:
    """The type of several that differs most from a permanent job of full hours."""
    held = as_sql(job_types)
    cases = " ".join(f"when list_contains({held}, '{name}') then '{name}'" for name in TYPES_BY_WEIGHT)
    return f"case {cases} end"


def _either_kind(label: str, title: str) -> str:
    """Whether permanent stands beside its other choice: a contract, in a label, or a time."""
    hours = LABEL_TYPES["part_time"]
    contract = (
        f"{_matches(label, PERMANENT)} and {_matches(label, LABEL_TYPES['contract'])} "
        f"and not {_matches(label, f'{BEFORE_PERMANENT}|{hours}')}"
    )
    return f"({contract} or {_matches(label, EITHER_TIME)} or {_matches(title, EITHER_TIME)})"


def _without_denied(label: str, opposites: tuple[tuple[str, str], ...], denied: str) -> str:
    stated = label
    for pattern, meaning in opposites:
        stated = f"regexp_replace({stated}, {text_of(pattern)}, '{meaning}', 'g')"
    return f"regexp_replace({stated}, {text_of(denied)}, ' ', 'g')"


def _first(text: str, patterns: dict[str, str]) -> str:
    cases = " ".join(f"when {_matches(text, pattern)} then '{name}'" for name, pattern in patterns.items())
    return f"case {cases} end"


def _all(text: str, patterns: dict[str, str]) -> str:
    found = ", ".join(f"case when {_matches(text, pattern)} then '{name}' end" for name, pattern in patterns.items())
    return f"list_filter([{found}], lambda name: name is not null)"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {text_of(pattern)})"
