"""What speaks for and against two postings being about one vacancy, and what it weighs.

The macros write about the tables `ours` and `theirs` (of int_openings__described) and `evidence` (one row of weights).
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.openings import (
    are_bands_apart,
    have_common_city,
    is_other_level,
    is_other_rank,
    is_same_requisition,
    shared_entries,
    shared_words,
)
from macros.sketches import shared_part
from macros.title_words import are_kinds_opposite, is_word_replaced

TABLES = ("ours", "theirs")
SKILLS_ALIKE = "skill_count >= evidence.many_skills_from and shared_skills >= evidence.most_skills_from"
TOLD_ALIKE = f"shared_text >= evidence.nearly_all_text_from or {SKILLS_ALIKE} or is_same_requisition"
RENEWED = "is_same_title and is_same_board and not is_side_by_side and not is_several"

Cases = tuple[tuple[str, str], ...]
WEIGHED: tuple[Cases, ...] = (
    (
        ("shared_text is null", "0"),
        # what is advertised twice in a day under one teaser may be two vacancies
        ("is_short_text and days_on_board = 0 and (is_same_title and is_long_title) is distinct from true", "0"),
        ("shared_text >= evidence.nearly_all_text_from", "nearly_all_text"),
        ("shared_text >= evidence.most_text_from", "most_text"),
        ("shared_text >= evidence.more_than_half_text_from", "more_than_half_text"),
        ("shared_text >= evidence.some_text_from", "some_text"),
        ("true", "little_text"),
    ),
    (("is_same_requisition", "same_requisition"),),
    (
        ("title_count = 1", "same_address"),
        ("title_count <= evidence.titles_of_address_at_most", "address_of_several"),
    ),
    (("is_same_company", "same_company"), ("not is_same_company", "different_company")),
    (
        ("is_same_title and is_long_title and not coalesce(is_side_by_side, false)", "same_long_title"),
        ("is_same_title", "same_title"),
        ("is_same_role", "near_title"),
        ("not is_same_role and is_same_requisition is null and is_side_by_side", "two_roles_at_a_time"),
        ("not is_same_role", "similar_title"),
    ),
    (
        ("is_same_but_for_numeral and is_other_level", "other_numeral"),
        ("is_other_rank and is_same_requisition is null and is_side_by_side", "two_roles_at_a_time"),
        ("is_other_level", "different_level"),
    ),
    (
        ("is_same_city", "same_city"),
        (f"is_elsewhere and ({TOLD_ALIKE})", "0"),
        ("is_elsewhere", "different_place"),
        (f"shared_text is null and {RENEWED}", "renewed_on_board"),
        ("is_same_country and is_city_named", "possible_region"),
        ("is_same_country", "same_region"),
    ),
    (
        ("is_same_pay and is_band", "same_band"),
        ("is_same_pay", "same_pay"),
        ("is_other_pay and is_estimated", "different_estimate"),
        ("is_other_pay", "different_pay"),
    ),
    (("is_other_department", "different_departments"),),
    (("are_kinds_opposite and is_same_requisition is null and is_side_by_side", "two_kinds_at_a_time"),),
    (
        (SKILLS_ALIKE, "same_many_skills"),
        ("skill_count >= 2 and shared_skills >= evidence.most_skills_from", "same_skills"),
        ("skill_count >= 3 and shared_skills < evidence.few_skills_below", "different_skills"),
    ),
    (
        ("is_elsewhere", "0"),
        ("days_on_board = 0", "on_one_board_and_day"),
        ("is_side_by_side", "on_one_board_at_a_time"),
    ),
)
"""One group for each kind of evidence: of the cases of a group the first that holds gives its points."""


def _both(*names: str) -> list[exp.Column]:
    """The column of each name of both postings, side by side."""
    return [exp.column(name, table=table) for name in names for table in TABLES]


def _shorter(name: str) -> str:
    return f"least(array_length(ours.{name}), array_length(theirs.{name}))"


@macro()
def seen_first(evaluator: MacroEvaluator) -> list[str]:
    """What two postings have in common, as columns, as far as it is seen without reading texts."""
    requisition = is_same_requisition(evaluator, *_both("requisition_id", "system_requisition_id"))
    words = shared_words(evaluator, *_both("title_core"))
    # who has to come to an office has a city: a vacancy in two countries that names none is a remote one
    several = (
        "ours.country_code <> theirs.country_code and coalesce(ours.city, theirs.city) is null "
        "or ours.names_several_places and theirs.names_several_places"
    )
    same_state, same_country = (f"ours.{name} = theirs.{name}" for name in ("state_code", "country_code"))
    return [
        f"{requisition} as is_same_requisition",
        "ours.company_id = theirs.company_id as is_same_company",
        "ours.title_key = theirs.title_key as is_same_title",
        "ours.title_core = theirs.title_core as is_same_role",
        f"case when ours.title_core = theirs.title_core then 1 else {words} end as shared_title",
        f"{is_word_replaced(evaluator, exp.column('shared_title'))} as is_word_replaced",
        f"coalesce({same_country}, true) and coalesce({same_state}, true) as is_region_possible",
        f"{same_country} as is_same_country",
        f"{have_common_city(evaluator, *_both('city'))} as is_common_city",
        "coalesce(ours.city, theirs.city) is not null as is_city_named",
        f"{several} as is_open_in_several",
    ]


@macro()
def seen_in_full(evaluator: MacroEvaluator) -> list[str]:
    """The rest of what two postings have in common, as columns."""
    return [
        f"{_shared_text(evaluator)} as shared_text",
        f"{_shorter('text_sketch')} < evidence.shingles_at_least as is_short_text",
        *_levels(evaluator),
        *_pay(evaluator),
        "not list_has_any(ours.departments, theirs.departments) as is_other_department",
        f"{are_kinds_opposite(evaluator, *_both('post_kinds'))} as are_kinds_opposite",
        f"{_shorter('skill_keys')} as skill_count",
        f"case when ours.skill_keys = theirs.skill_keys then 1 when {_shorter('skill_keys')} >= 2 "
        f"then {shared_entries(evaluator, *_both('skill_keys'))} end as shared_skills",
        "case when ours.job_board is not distinct from theirs.job_board "
        "then greatest(date_diff('day', theirs.last_post_date, ours.first_post_date), 0) end as days_on_board",
        "days_on_board <= evidence.side_by_side_days_at_most as is_side_by_side",
        "ours.job_board = theirs.job_board as is_same_board",
        "array_length(string_split(ours.title_core, ' ')) >= evidence.words_of_long_title_from as is_long_title",
    ]


def _shared_text(evaluator: MacroEvaluator) -> str:
    least = exp.column("shingles_at_least", table="evidence")
    part = shared_part(evaluator, *_both("text_sketch"), least)
    return (
        f"case when {_shorter('text_sketch')} >= evidence.shingles_of_copy_at_least "
        f"and ours.description_hash = theirs.description_hash then 1 "
        f"when {_shorter('text_sketch')} >= evidence.shingles_at_least then {part} end"
    )


def _levels(evaluator: MacroEvaluator) -> list[str]:
    """Whether two titles of one role ask for different levels, and whether all that differs is a numeral of one."""
    other, rank = (apart(evaluator, *_both("title_level")) for apart in (is_other_level, is_other_rank))
    # in a sorted title numerals come first
    bare = ("ours", "theirs"), ("theirs", "ours")
    numeral = " or ".join(f"{one}.title_key = regexp_replace({two}.title_key, '^[1-5] ', '')" for one, two in bare)
    return [
        f"case when ours.title_key <> theirs.title_key then {other} end as is_other_level",
        f"case when ours.title_key <> theirs.title_key then {rank} end as is_other_rank",
        f"case when ours.title_key <> theirs.title_key then {numeral} end as is_same_but_for_numeral",
    ]


def _pay(evaluator: MacroEvaluator) -> list[str]:
    ours, theirs = ([exp.column(f"salary_annual_{end}", table=table) for end in ("min", "max")] for table in TABLES)
    # what one board computes or quotes differs where the adverts do
    factor: exp.Expression = exp.maybe_parse(
        "case when ours.job_board = theirs.job_board then 1 else evidence.pay_apart_from end"
    )
    apart = are_bands_apart(evaluator, *ours, *theirs, *_both("salary_currency"), factor)
    same = " and ".join(f"ours.salary_annual_{end} = theirs.salary_annual_{end}" for end in ("min", "max"))
    return [
        f"{apart} as is_other_pay",
        f"{same} and ours.salary_currency is not distinct from theirs.salary_currency as is_same_pay",
        "ours.salary_annual_min < ours.salary_annual_max as is_band",
        "ours.job_board <> theirs.job_board and ours.salary_annual_min = ours.salary_annual_max "
        "and theirs.salary_annual_min = theirs.salary_annual_max as is_estimated",
    ]


@macro()
def points(evaluator: MacroEvaluator) -> str:
    """The sum of what speaks for and against two postings being about one vacancy."""
    return " + ".join(map(_points_of, WEIGHED))


def _points_of(cases: Cases) -> str:
    weights = ((when, "0" if name == "0" else f"evidence.points_{name}") for when, name in cases)
    return "case " + " ".join(f"when {when} then {weight}" for when, weight in weights) + " else 0 end"
