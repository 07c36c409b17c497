"""Pay read from text.

A text is folded into one form (see `pay_folds.py`), clauses that are about something else are dropped, and every range
and amount of the rest is a mention of pay.
"""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, text_of, texts_of
from macros.pay_currencies import case_of
from macros.pay_folds import CODE, NOT_PAY, NUMBER, SIGN, STEPS, STRONG_UNIT, UNIT, Folds
from macros.pay_signs import SMALL_UNIT_CURRENCIES
from macros.pay_words import A_YEAR_TIMES, LESSER_PAY, MONTHLY_SALARIES, PAY_WORDS, PERIOD_NAMES, UNITS

PERIOD = r"(?: ?\{[a-z]\})?"
BEFORE = r"(?:^|[^0-9a-z#._<>])"
# Latin letters with accents too: 2.500 líquidos are no lakhs, 38 000 Kč no thousands; other letters may follow: 30k月
AFTER = r"(?:[^0-9a-z_à-öø-ďē-ʯḁ-ỹ]|$)"
TAIL = rf"\^? ?(?:{SIGN})?{PERIOD}\^?(?: ?(?:{CODE}))?"
AMOUNT = rf"(?:\{{[a-z]\}}:? ?)?(?:{SIGN})?:? ?{NUMBER} ?(?:{UNIT})?{TAIL}"
# an amount that shows that it is one: by a sign, a unit or a period
MARKED = (
    rf"(?:(?:{SIGN}):? ?{NUMBER} ?(?:{UNIT})?|{NUMBER} ?(?:{STRONG_UNIT})|{NUMBER} ?(?:{UNIT})?\^? ?(?:{SIGN})"
    rf"|{NUMBER} ?(?:{UNIT})?\^? ?\{{[a-z]\}}|\{{[a-z]\}}:? ?(?:{SIGN})?{NUMBER} ?(?:{UNIT})?){TAIL}"
)
RANGE = rf"(?:{MARKED}-{AMOUNT}|{AMOUNT}-{MARKED})"
# figures without a mark count as the whole text, where they are large, or beside marked ranges of their size
BARE = r"[0-9]{4,9}(?:[.][0-9]+)?"
BARE_RANGE = r"[0-9]{2,9}(?:[._][0-9]+)?-[0-9]{2,9}(?:[._][0-9]+)?"
MENTION = rf"{BEFORE}((?:[<>] ?)?(?:{RANGE}|{MARKED}|{BARE_RANGE})){AFTER}"
# one end of a range suffices
ANY_MARKED = rf"{BEFORE}(?:[<>] ?)?(?:{MARKED}){AFTER}"
BARE_TEXT = rf"^[: -]*(?:(?:{PAY_WORDS})[: -]*)*([<>]? ?{BARE}(?:-{BARE})?\^?)(?:[^0-9a-z._][^0-9]*)?$"
# "6m" may be months or metres: millions are the whole text, and the currency is one whose pay is counted in them
MILLIONS = rf"{NUMBER} ?m-{NUMBER} ?m\^?|[<>] ?{NUMBER} ?m|{NUMBER} ?m\^"
MILLIONS_TEXT = rf"^[: -]*(?:(?:{PAY_WORDS})[: -]*)*({MILLIONS})[ ;:.,!-]*$"
# years (2024-2025) are no pay
YEARS = r"^[<>]? ?(?:19|20)[0-9]{2}(?:-(?:19|20)[0-9]{2})?$"
LOWER = rf"^=?([<>])? ?(?:\{{[a-z]\}}:? ?)?(?:{SIGN})?:? ?({NUMBER}) ?({UNIT})?(\^)?{TAIL} ?(?:-.*)?$"
HIGHER = rf"-(?:\{{[a-z]\}}:? ?)?(?:{SIGN})?:? ?({NUMBER}) ?({UNIT})?{TAIL} ?$"

# the digits 0 to 9 of Arabic, Persian, Hindi, Bengali and Thai
DIGITS = "".join(chr(zero + digit) for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50) for digit in range(10))
# forms of one Arabic letter: alef, yeh, kaf, teh marbuta
ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه"}
PLAIN_FROM = (
    "０１２３４５６７８９＋（）￥％／：．｛｝{}＄￡ＫＷＭｋｗｍ，’‘`´ʼ\u00a0\u2007\u2009\u200a\u202f\u3000٫٬،؛٪"
)
PLAIN_TO = "0123456789+()¥%/:.()()$£kwmkwm，'''''      .,,;%"
PLAIN_FROM, PLAIN_TO = PLAIN_FROM + DIGITS + "".join(ARABIC), PLAIN_TO + "0123456789" * 5 + "".join(ARABIC.values())
# marks of no width, and Arabic vowels and the line that draws a word out
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u0640" + "".join(map(chr, range(0x64B, 0x653)))


@macro()
def pay_plain(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The text in lower case, with plain digits, signs and spaces, without the braces that mark periods."""
    return f"lower(translate({as_sql(text)}, {text_of(PLAIN_FROM + UNSEEN)}, {text_of(PLAIN_TO)}))"


@macro()
def pay_folded(evaluator: MacroEvaluator, text: exp.Expression, step: exp.Expression) -> str:
    """The text with one form for its figures, dashes, other numbers, periods or clauses: one step after another."""
    # each step is a column of its own: SQLMesh walks expressions recursively, and all in one would be too deep
    return _folded(as_sql(text), STEPS[step.name])


@macro()
def pay_clauses(evaluator: MacroEvaluator, folded: exp.Expression, kind: exp.Expression) -> str:
    """The clauses that are about pay: those outside of brackets, all, or all and what counts for want of better."""
    # a word in brackets that says which pay it is belongs to its clause: on-target earnings (OTE) of $90k
    beside = _folded(as_sql(folded), ((rf"[(] ?({LESSER_PAY}) ?[)]", r" \1 "),))
    text = {
        "outside": f"regexp_replace({beside}, {text_of('[(][^)]*[)]')}, ' ; ', 'g')",
        "everything": f"translate({as_sql(folded)}, '()', ';;')",
        "lesser": f"translate({as_sql(folded)}, '()', ';;')",
    }[kind.name]
    about_pay = f"regexp_matches(clause, '[0-9]|[{{][a-z][}}]') and not regexp_matches(clause, {text_of(NOT_PAY)})"
    if kind.name != "lesser":
        about_pay += f" and not regexp_matches(clause, {text_of(rf'(^|[^a-z])(?:{LESSER_PAY})([^a-z]|$)')})"
    clauses = f"list_filter(string_split({text}, ';'), lambda clause: {about_pay})"
    return f"trim(array_to_string(list_transform({clauses}, lambda clause: trim(clause)), ' ; '))"


@macro()
def has_pay(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """Whether an amount shows that it is one, or is the whole text."""
    sql = as_sql(pay_text)
    patterns = (ANY_MARKED, BARE_TEXT, MILLIONS_TEXT)
    return f"({' or '.join(f'regexp_matches({sql}, {text_of(pattern)})' for pattern in patterns)})"


@macro()
def is_short_millions(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """Whether the whole text is millions in short, which may be months or metres as well."""
    return f"coalesce(regexp_matches({as_sql(pay_text)}, {text_of(MILLIONS_TEXT)}), false)"


@macro()
def pay_mentions(evaluator: MacroEvaluator, pay_text: exp.Expression) -> str:
    """Every range and amount of the text, in its order; figures without a mark are the only ones, or ranges."""
    sql = as_sql(pay_text)
    whole = [f"nullif(regexp_extract({sql}, {text_of(text)}, 1), '')" for text in (BARE_TEXT, MILLIONS_TEXT)]
    alone = f"coalesce({', '.join(whole)})"
    return (
        f"case when {alone} is not null and not regexp_matches({sql}, {text_of(ANY_MARKED)}) then ["
        f"case when not regexp_matches({alone}, {text_of(YEARS)}) then '=' || {alone} end] "
        f"else regexp_extract_all({sql}, {text_of(MENTION)}, 1) end"
    )


@macro()
def is_marked_pay(evaluator: MacroEvaluator, mention: exp.Expression) -> str:
    """Whether a mention shows that it is pay by a sign, a unit or a period."""
    return f"not regexp_matches({as_sql(mention)}, {text_of('^[<>]? ?[0-9._]+(?:-[0-9._]+)?$')})"


@macro()
def pay_part(evaluator: MacroEvaluator, found: exp.Expression, end: exp.Expression, part: exp.Expression) -> str:
    """One part of a mention: limit, number, unit or plus of the 'lower' end; number or unit of the 'higher' one."""
    places = {
        "lower": (LOWER, ("limit", "number", "unit", "plus")),
        "higher": (HIGHER, ("number", "unit")),
    }
    pattern, names = places[end.name]
    return f"nullif(regexp_extract({as_sql(found)}, {text_of(pattern)}, {names.index(part.name) + 1}), '')"


@macro()
def pay_months(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The number of monthly salaries a year that a text counts, or null."""
    counted = r"(?:^|[^0-9.~-])(1[2-9](?:[.]5)?|2[0-4]) ?薪"
    times = rf"[x×*] ?(1[2-6](?:[.]5)?)(?:[^0-9k.,]|$)|\b(1[2-6]) ?(?:{MONTHLY_SALARIES})"
    others = rf"(?i)(?:{times}|\b(1[2-6]) ?[x×] ?(?:{A_YEAR_TIMES}))"
    sql = as_sql(text)
    found = [f"nullif(regexp_extract({sql}, {text_of(counted)}, 1), '')"]
    found += [f"nullif(regexp_extract({sql}, {text_of(others)}, {group}), '')" for group in (1, 2, 3)]
    return f"coalesce({', '.join(found)})"


@macro()
def pay_number(
    evaluator: MacroEvaluator,
    number: exp.Expression,
    unit: exp.Expression,
    sign: exp.Expression,
    period: exp.Expression,
) -> str:
    """The number, a doubtful point taken for a decimal one before a unit and in pay by the hour or the day.

    Where the currency's hour has thousands, and for every longer period, the point is one of thousands.
    """
    value, sign_ = as_sql(number), as_sql(sign)
    small = f"coalesce({sign_} in ({texts_of(SMALL_UNIT_CURRENCIES)}), false)"
    decimal = f"({as_sql(unit)} is not null or ({as_sql(period)} in ('h', 'd') and not {small}))"
    # "$48.755" without a period may be an hour's pay: only round figures have thousands then
    doubtful = rf"regexp_matches({value}, '^[0-9]{{1,2}}_[0-9]{{2}}[1-9]$') and {sign_} in ('$', 'USD', 'GBP')"
    return (
        f"case when {value} is null then null "
        f"when {as_sql(unit)} is null and {as_sql(period)} is null and {doubtful} then null "
        f"when {decimal} then try_cast(replace({value}, '_', '.') as double) "
        f"else try_cast(replace({value}, '_', '') as double) end"
    )


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
    return case_of(as_sql(unit), UNITS, quote="")


@macro()
def period_of(evaluator: MacroEvaluator, mark: exp.Expression) -> str:
    """The name of a period's mark."""
    return case_of(as_sql(mark), {name: (mark,) for mark, name in PERIOD_NAMES.items()}, quote="'")


def _folded(text: str, folds: Folds) -> str:
    for pattern, replacement in folds:
        text = f"regexp_replace({text}, {text_of(pattern)}, {text_of(replacement)}, 'g')"
    return text
