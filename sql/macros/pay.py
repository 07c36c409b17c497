"""Pay read from text.

A text is folded into one form (figures without separators, one dash, periods as {h} {d} {w} {m} {y}), clauses that
are about something else are dropped, and the first range or amount of the rest is found.
Expressions have no look-around, so that the same ones work in DuckDB (RE2) and Spark (Java).
"""

from __future__ import annotations

import re

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, text_of, texts_of
from macros.pay_words import (
    CJK_PERIODS,
    NO_PAY_WORDS,
    PERIOD_NAMES,
    PESO_CURRENCIES,
    SHARED_SIGNS,
    SIGNS,
    SLASH_PERIODS,
    UNITS,
    WORD_PERIODS,
)

Folds = tuple[tuple[str, str], ...]


def _any_of(spellings: dict[str, tuple[str, ...]]) -> str:
    # the longest first: "us$" before "$"
    words = sorted((word for group in spellings.values() for word in group), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


SIGN = _any_of(SIGNS)
UNIT = _any_of(UNITS)
NUMBER = r"[0-9]+(?:[.][0-9]+)?"
PERIOD = r"(?: ?\{[a-z]\})?"
BEFORE = r"(?:^|[^0-9a-z#.])"
AFTER = r"(?:[^0-9a-z]|$)"
AMOUNT = rf"(?:{SIGN})? ?{NUMBER} ?(?:{UNIT})?\^? ?(?:{SIGN})?{PERIOD}"
# an amount that shows that it is one
MARKED = (
    rf"(?:(?:{SIGN}) ?{NUMBER} ?(?:{UNIT})?|{NUMBER} ?(?:{UNIT})|{NUMBER}\^? ?(?:{SIGN})|{NUMBER}\^? ?\{{[a-z]\}}"
    rf"|\{{[a-z]\}}:? ?{NUMBER})\^? ?(?:{SIGN})?{PERIOD}"
)
RANGE = rf"(?:{MARKED}-{AMOUNT}|{AMOUNT}-{MARKED})"
# figures without a sign or unit must be the whole text, and large; years (2024-2025) are no pay
BARE = r"[0-9]{4,9}(?:[.][0-9]+)?"
PAY_WORD = r"(?:salary|pay|base|compensation|comp|rate|gehalt|薪资|工资|薪水)?:? ?"
YEARS = r"^(?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?$"
PARTS = rf"^([<>])? ?(?:\{{[a-z]\}}:? ?)?({SIGN})? ?({NUMBER}) ?({UNIT})?(\^)? ?({SIGN})?{PERIOD}"
HIGHER_PARTS = rf"-({SIGN})? ?({NUMBER}) ?({UNIT})?\^? ?({SIGN})?{PERIOD}(?:[^0-9a-z]|$)"

UP_TO = r"up ?to|max(?:imum)?[.]?(?: of)?|bis zu|jusqu'à|hasta|até|最高|不超过|less than|under|<=|≤"
AT_LEAST = r"at least|from|starting (?:at|from)|min(?:imum)?[.]?(?: of)?|ab|à partir de|desde|above|over|more than|>=|≥"

FIGURES: Folds = (
    (r"401 ?\(?k\)?|\b(?:1099|w-?2|24/7)\b", " "),
    # thousands: 80.000, 80'000, 1,200,000, 12,00,000, 12 500; decimals: 31,2
    (r"([0-9])[.]([0-9]{3})\b", r"\1\2"),
    (r"([0-9])[.]([0-9]{3})\b", r"\1\2"),
    (r"([0-9]),([0-9]{1,2})([^0-9,]|$)", r"\1.\2\3"),
    (r"([0-9])[,'’]([0-9]{2,3})", r"\1\2"),
    (r"([0-9])[,'’]([0-9]{2,3})", r"\1\2"),
    (r"([0-9]) ([0-9]{3})\b", r"\1\2"),
    (r"([0-9]) ([0-9]{3})\b", r"\1\2"),
)
DASHES: Folds = (
    (rf"(?:{UP_TO}) ?((?:{SIGN})? ?[0-9])", r"<\1"),
    (rf"(^|[^a-z])(?:{AT_LEAST}) ?((?:{SIGN})? ?[0-9])", r"\1>\2"),
    (r"\b(?:between|zwischen) (.{1,20}?) (?:and|und) ", r"\1-"),
    (r"\s*(?:[–—−‒―‐‑~～〜∼至到-]|\bto\b|\bbis\b)+\s*", "-"),
)
OTHER_NUMBERS: Folds = (
    (r"[0-9.]+ ?%? ?- ?[0-9.]+ ?%|[0-9.]+ ?%", " "),
    # working time and durations
    (r"[0-9.]+ ?-?(?:hours?|hrs?|h|days?) ?(?:per|a|/|each|every|p/)? ?(?:week|wk|month|day)", " "),
    (r"[0-9]+\^?\+?(?:-[0-9]+\+?)? ?(?:个月|小时|天|年|周年|人|hours|days|weeks|months|years|yrs|yoe)", " "),
    # the number of monthly salaries a year is read apart
    (r"[*·x×+ ]*[0-9]{2} ?薪制?", " "),
)
CLAUSES: Folds = (
    (r"([0-9a-z])\+ (equity|bonus|benefits|commission|stock|options|shares)", r"\1^;\2"),
    (r"([0-9a-z万千])\+( |$|[^0-9a-z ])", r"\1^\2"),
    (r"[,;，；、。|&+]+|\bplus\b|\band\b|\bwith\b|\bw/|\bincl[a-z]*\b|\bexcl[a-z]*\b", ";"),
    # an alternative, and no further clause
    (r"; ?or\b", " or"),
    (r"([0-9](?:k|m))(usd|eur|gbp|chf|cad|aud)", r"\1 \2"),
)


def _periods(marks: str) -> Folds:
    folds = []
    for mark in marks:
        folds.append((rf" ?/ ?(?:{SLASH_PERIODS[mark]})([^a-z]|$)", rf"{{{mark}}}\1"))
        folds.append((rf"(^|[^a-z])(?:{WORD_PERIODS[mark]})([^a-z]|$)", rf"\1{{{mark}}}\2"))
        folds.append((CJK_PERIODS[mark], f"{{{mark}}}"))
    return tuple(folds)


@macro()
def pay_plain(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text in lower case, without full-width characters and without the braces that mark periods."""
    return f"lower(translate({as_sql(text)}, '０１２３４５６７８９＋（）￥％／：．｛｝{{}}', '0123456789+()¥%/:.()()'))"


@macro()
def pay_folded(evaluator: MacroEvaluator, text: exp.Expression, step: exp.Expression) -> str:
    """The text with one form for its figures, dashes, other numbers, periods or clauses: one step after another."""
    # each step is a column of its own: SQLMesh walks expressions recursively, and all in one would be too deep
    steps = {
        "figures": FIGURES,
        "dashes": DASHES,
        "others": OTHER_NUMBERS,
        "short_periods": _periods("hd"),
        "long_periods": _periods("wmy"),
        "clauses": CLAUSES,
    }
    return _folded(as_sql(text), steps[step.name])


@macro()
def pay_clauses(evaluator: MacroEvaluator, folded: exp.Expression) -> str:
    """The clauses that are about pay; a text in brackets counts only where nothing else holds a figure."""
    outside = f"regexp_replace({as_sql(folded)}, {text_of('[(][^)]*[)]')}, ' ', 'g')"
    inside = f"replace(replace({as_sql(folded)}, '(', ';'), ')', ';')"
    text = f"case when regexp_matches({outside}, '[0-9]') then {outside} else {inside} end"
    about_pay = f"regexp_matches(clause, '[0-9]|[{{][a-z][}}]') and not regexp_matches(clause, {text_of(NO_PAY_WORDS)})"
    clauses = f"list_filter(string_split({text}, ';'), clause -> {about_pay})"
    return f"trim(array_to_string(list_transform({clauses}, clause -> trim(clause)), ';'))"


@macro()
def pay_range(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """The first range of pay, or null."""
    marked = f"nullif(regexp_extract({as_sql(pay_text)}, {text_of(f'{BEFORE}({RANGE}){AFTER}')}, 1), '')"
    alone = f"nullif(regexp_extract({as_sql(pay_text)}, {text_of(f'^{PAY_WORD}({BARE}-{BARE}){AFTER}')}, 1), '')"
    return f"coalesce({marked}, case when not regexp_matches({alone}, {text_of(YEARS)}) then {alone} end)"


@macro()
def pay_last_range(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """The range of the last clause, where one clause after another gives one: junior 15-20k, senior 20-30k."""
    last = text_of(f"{BEFORE}{RANGE}.*;.*?{BEFORE}({RANGE}){AFTER}")
    return f"nullif(regexp_extract({as_sql(pay_text)}, {last}, 1), '')"


@macro()
def pay_amount(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """The first amount that is no range, or null."""
    single = rf"(?:^|[^0-9a-z#.<>])((?:[<>] ?)?{MARKED}){AFTER}"
    marked = f"nullif(regexp_extract({as_sql(pay_text)}, {text_of(single)}, 1), '')"
    alone = f"nullif(regexp_extract({as_sql(pay_text)}, {text_of(f'^{PAY_WORD}([<>]?{BARE})$')}, 1), '')"
    return f"coalesce({marked}, case when not regexp_matches({alone}, {text_of(YEARS)}) then {alone} end)"


@macro()
def pay_part(evaluator: MacroEvaluator, found: exp.Expression, end: exp.Expression, part: exp.Expression) -> str:
    """One part of what was found: limit, sign, number, unit, plus or code of the 'lower' end; .. of the 'higher'."""
    places = {
        "lower": (PARTS, ("limit", "sign", "number", "unit", "plus", "code")),
        "higher": (HIGHER_PARTS, ("sign", "number", "unit", "code")),
    }
    pattern, names = places[end.name]
    return f"nullif(regexp_extract({as_sql(found)}, {text_of(pattern)}, {names.index(part.name) + 1}), '')"


@macro()
def pay_is_negative(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """Whether the text begins with a figure below zero; a later dash separates two words."""
    return f"regexp_matches({as_sql(text)}, {text_of(rf'(?i)^ *[-−](?:{SIGN})?[0-9.]')})"


@macro()
def as_pay(evaluator: MacroEvaluator, amount: exp.Expression, evidence: exp.Column) -> str:
    """The amount, or null where it is not positive, not finite, or beyond all pay; `evidence` names the bounds' row."""
    # a NaN is larger than every number, and so out of range as well
    bounds = f"{evidence.name}.smallest_amount and {evidence.name}.largest_amount"
    return f"case when {as_sql(amount)} between {bounds} then {as_sql(amount)} end"


@macro()
def pay_unit(evaluator: MacroEvaluator, unit: exp.Expression) -> str:
    """What a unit multiplies by; null where there is none."""
    return _case(as_sql(unit), UNITS, quote="")


@macro()
def currency_of(evaluator: MacroEvaluator, sign: exp.Expression) -> str:
    """The ISO 4217 code of a sign, or the sign itself ($, ¥, KR) where several currencies share it."""
    return _case(f"lower(trim({as_sql(sign)}))", SIGNS, quote="'")


@macro()
def shared_currency(
    evaluator: MacroEvaluator, sign: exp.Expression, stated: exp.Expression, at_home: exp.Expression
) -> str:
    """The currency that a shared sign means: the stated one, or else the country's; null where they cannot be.

    A bare $ is the US dollar unless the country has a dollar of its own; where it has a peso, neither is assumed.
    """
    sign_, stated_, home = as_sql(sign), as_sql(stated), as_sql(at_home)
    cases = []
    for shared, currencies in SHARED_SIGNS.items():
        family = texts_of(currencies)
        cases.append(f"when {sign_} = '{shared}' and {stated_} in ({family}) then {stated_}")
        cases.append(f"when {sign_} = '{shared}' and {stated_} is not null then null")
        if shared == "$":
            cases.append(f"when {sign_} = '$' and {home} in ({texts_of(PESO_CURRENCIES)}) then null")
        cases.append(f"when {sign_} = '{shared}' and {home} in ({family}) then {home}")
    return f"case {' '.join(cases)} when {sign_} = '$' then 'USD' end"


@macro()
def period_of(evaluator: MacroEvaluator, mark: exp.Expression) -> str:
    """The name of a period's mark."""
    return _case(as_sql(mark), {name: (mark,) for mark, name in PERIOD_NAMES.items()}, quote="'")


def _folded(text: str, folds: Folds) -> str:
    for pattern, replacement in folds:
        text = f"regexp_replace({text}, {text_of(pattern)}, {text_of(replacement)}, 'g')"
    return text


def _case(value: str, spellings: dict[str, tuple[str, ...]], quote: str) -> str:
    cases = " ".join(
        f"when {value} in ({texts_of(words)}) then {quote}{result}{quote}" for result, words in spellings.items()
    )
    return f"case {cases} end"
