"""The currency that a sign, a column or a country means in pay."""

from __future__ import annotations

import re

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql, text_of, texts_of
from macros.pay_folds import CODE, SIGN, any_of
from macros.pay_signs import (
    COLUMN_CODES,
    MILLIONS_CURRENCIES,
    PESO_CURRENCIES,
    SHARED_SIGNS,
    SIGNS,
    SMALL_UNIT_CURRENCIES,
)


@macro()
def has_pay_in_millions(evaluator: MacroEvaluator, currency: exp.Expression) -> str:
    """Whether pay in the currency is counted in millions."""
    return f"coalesce({as_sql(currency)} in ({texts_of(MILLIONS_CURRENCIES)}), false)"


@macro()
def pay_currencies(evaluator: MacroEvaluator, mention: exp.Expression) -> str:
    """The currencies of the signs of a mention, in their order: ISO 4217 codes, or signs that several share."""
    signs = f"regexp_extract_all({as_sql(mention)}, {text_of(SIGN)})"
    return f"list_transform({signs}, lambda sign: {case_of('sign', SIGNS, quote=chr(39))})"


@macro()
def is_shared_sign(evaluator: MacroEvaluator, currency: exp.Expression) -> str:
    """Whether a currency is a sign of several."""
    return f"{as_sql(currency)} in ({texts_of(SHARED_SIGNS)})"


@macro()
def plain_currencies(evaluator: MacroEvaluator, currencies: exp.Expression) -> str:
    """Those of a list that are no sign of several."""
    return f"list_filter({as_sql(currencies)}, lambda currency: currency not in ({texts_of(SHARED_SIGNS)}))"


@macro()
def shared_signs(evaluator: MacroEvaluator, currencies: exp.Expression) -> str:
    """Those of a list that are a sign of several."""
    return f"list_filter({as_sql(currencies)}, lambda currency: currency in ({texts_of(SHARED_SIGNS)}))"


@macro()
def named_sign(evaluator: MacroEvaluator, folded: exp.Expression) -> str:
    """The first code or sign of one currency that a text holds, wherever it stands."""
    own = [word for currency, words in SIGNS.items() if currency not in SHARED_SIGNS for word in words]
    signs = any_of([sign for sign in own if not sign.isascii()])
    dollars = any_of([sign for sign in own if re.fullmatch(r"[a-z]+[$]", sign)])
    pattern = rf"(?:^|[^a-z])({CODE}|euros?|{dollars})(?:[^a-z]|$)|({signs})"
    sql = as_sql(folded)
    code, sign = (f"nullif(regexp_extract({sql}, {text_of(pattern)}, {group}), '')" for group in (1, 2))
    return f"coalesce({code}, {sign})"


@macro()
def currency_of(evaluator: MacroEvaluator, sign: exp.Expression) -> str:
    """The ISO 4217 code of a sign, or the sign itself ($, ¥, KR) where several currencies share it."""
    codes = {code.upper(): (*SIGNS.get(code.upper(), ()), code) for code in COLUMN_CODES}
    return case_of(f"lower(trim({as_sql(sign)}))", SIGNS | codes, quote="'")


@macro()
def one_currency(evaluator: MacroEvaluator, sign: exp.Expression, named: exp.Expression) -> str:
    """A sign that several currencies share as the one that is named beside it, where that is one of them."""
    sign_, named_ = as_sql(sign), as_sql(named)
    cases = " ".join(
        f"when {sign_} = '{shared}' and {named_} in ({texts_of(currencies)}) then {named_}"
        for shared, currencies in SHARED_SIGNS.items()
    )
    return f"case {cases} else {sign_} end"


@macro()
def shared_currency(
    evaluator: MacroEvaluator,
    sign: exp.Expression,
    stated: exp.Expression,
    at_home: exp.Expression,
    is_home_unsure: exp.Expression,
    dollar: exp.Expression,
) -> str:
    """The currency that a shared sign means: the stated one, or else the country's; null where they cannot be.

    A bare $ is the US dollar unless the country has a dollar of its own; where it has a peso, neither is assumed.
    Where the country is the first of several, it is `dollar`, null where these have several.
    """
    unsure, dollar_ = as_sql(is_home_unsure), as_sql(dollar)
    sign_, stated_, home = as_sql(sign), as_sql(stated), as_sql(at_home)
    others = " ".join(
        f"when {sign_} = '{one}' then '{code}'" for one, code in (("$", "USD"), ("RS", "INR"), ("YUAN", "CNY"))
    )
    cases = []
    for shared, currencies in SHARED_SIGNS.items():
        family = texts_of(currencies)
        cases.append(f"when {sign_} = '{shared}' and {stated_} in ({family}) then {stated_}")
        cases.append(f"when {sign_} = '{shared}' and {stated_} is not null then null")
        if shared == "$":
            cases.append(f"when {sign_} = '$' and {home} in ({texts_of(PESO_CURRENCIES)}) then null")
            cases.append(f"when {sign_} = '$' and {unsure} then {dollar_}")
        cases.append(f"when {sign_} = '{shared}' and {home} in ({family}) then {home}")
    return f"case {' '.join(cases)} {others} end"


@macro()
def dollar_of_several(evaluator: MacroEvaluator, country_code: exp.Expression, currency: exp.Expression) -> str:
    """The dollar of several countries: the US dollar where it is one of theirs, or else the only one; or null."""
    code, money = as_sql(country_code), as_sql(currency)
    dollar = f"case when {money} in ({texts_of(SHARED_SIGNS['$'])}) then {money} end"
    return (
        f"case when bool_or({code} = 'US') then 'USD' "
        f"when count(distinct {code}) > 1 and count(distinct {dollar}) = 1 then min({dollar}) end"
    )


@macro()
def thousands_of_point(
    evaluator: MacroEvaluator,
    amount: exp.Expression,
    text: exp.Expression,
    sign: exp.Expression,
    period: exp.Expression,
    at_home: exp.Expression,
) -> str:
    """The amount of $2.950 an hour or a day: with thousands where the country's pay for it has them."""
    value, home = as_sql(amount), as_sql(at_home)
    by_hour = texts_of([currency for currency in PESO_CURRENCIES if currency in SMALL_UNIT_CURRENCIES])
    return (
        f"case when {value} < 1000 and {as_sql(sign)} = '$' and ({home} in ({by_hour}) and {as_sql(period)} = 'hour' "
        f"or {home} in ({texts_of(PESO_CURRENCIES)}) and {as_sql(period)} = 'day') "
        f"and regexp_matches({as_sql(text)}, '[$] ?[1-9][0-9]{{0,2}}[.][0-9]{{3}}([^0-9]|$)') "
        f"then {value} * 1000 else {value} end"
    )


@macro()
def usd_rate(
    evaluator: MacroEvaluator, currency: exp.Expression, is_guessed: exp.Expression, rate: exp.Expression
) -> str:
    """Units of a currency for a US dollar, which needs no rate itself; a currency that is a guess has none."""
    return f"case when {as_sql(is_guessed)} then null when {as_sql(currency)} = 'USD' then 1 else {as_sql(rate)} end"


def case_of(value: str, spellings: dict[str, tuple[str, ...]], quote: str) -> str:
    """The result whose words hold the value, or null."""
    cases = " ".join(
        f"when {value} in ({texts_of(words)}) then {quote}{result}{quote}" for result, words in spellings.items()
    )
    return f"case {cases} end"
