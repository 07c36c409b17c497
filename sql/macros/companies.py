"""One key for all spellings of a company: without case, punctuation, legal form, and what boards add to the name."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

BOARD_ADDITIONS = (
    r"https?://[^ )]+|www[.][^ )]+"
    r"|[(](?:[a-z0-9-]+[.])+[a-z]{2,}/?[)]"
    r"|[(]?\by ?c(?: ?combinator)?[ -]?[wsfxp]?(?:19|20)?[0-9]{2}\b[^)]*[)]?"
    r"|[(](?:yc|y combinator|vc|ycombinator)(?: funded| backed)?[)]"
    r"|[(](?:formerly|previously|ex|fka|f/k/a|seed|pre-seed|series [a-f])\b[^)]*[)]"
    r"|[™®©]"
)
LEGAL_FORMS = (
    "incorporated", "inc", "llc", "l l c", "ltd", "limited", "corp", "corporation", "plc", "llp", "lp", "pllc",
    "pbc", "gmbh & co[.]? kg", "gmbh and co[.]? kg", "gmbh", "mbh", "ag", "ug", "kg", "kgaa", "ohg", "ev", "se",
    "sa", "sas", "sarl", "srl", "spa", "sl", "slu", "bv", "nv", "oy", "oyj", "ab", "as", "aps", "a/s", "sro",
    "doo", "sp z oo", "zrt", "kft", "pty", "pvt", "private", "pte", "sdn bhd", "bhd", "kk", "co", "ltda",
    "sa de cv", "eood", "oü",
)  # fmt: skip
"""Legal forms at the end of a name, which may have several (Pty Ltd, Co. Inc.)."""
CJK_FORMS = "股份有限公司|有限责任公司|有限公司|株式会社|주식회사|[(]株[)]"
# "Capital Group" is a name, of which "Capital" is no short form; "Volkswagen Group" is Volkswagen
NAMES_WITH_GROUP = (
    "capital|media|energy|health|consulting|investment|insurance|holding|financial|talent|people|software|design|hotel"
    "|management|services|solutions|partners|agency|search|technology|retail|travel|search|data|cloud|digital|global"
)
DOMAINS = "com|io|net"
"""Ends of a name that is a web address. Not .ai, .app, .co: many companies share the word before it."""


@macro()
def company_plain(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The name in lower case without what boards add to it."""
    text = f"lower(replace({as_sql(name)}, '&amp;', '&'))"
    without_additions = f"regexp_replace({text}, '{BOARD_ADDITIONS}', ' ', 'g')"
    legal = f"regexp_replace({without_additions}, '{CJK_FORMS}', ' ', 'g')"
    # initials lose their dots (S.A., L.L.C.), other dots stay until the domain is known
    return rf"trim(regexp_replace({legal}, '\b([a-z])[.]([a-z])[.]?(?:([a-z])[.]?)?( |,|$)', '\1\2\3\4', 'g'), ' ,;|-')"


@macro()
def without_legal_form(evaluator: MacroEvaluator, plain: exp.Expression) -> str:
    """The plain name without the legal forms at its end."""
    forms = "|".join(sorted(LEGAL_FORMS, key=len, reverse=True))
    return rf"regexp_replace({as_sql(plain)}, '(?:[ ,.]+[(]?(?:{forms})[.)]*)+$', '')"


@macro()
def name_before_domain(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The part before the domain's end of a name that is a web address; an empty text for any other name."""
    return f"regexp_extract({as_sql(name)}, '^([^ .]+)[.](?:{DOMAINS})$', 1)"


@macro()
def name_before_group(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The part before a last word Group; an empty text where there is none, or where Group is part of the name."""
    keeps_group = f"regexp_matches({as_sql(name)}, '^(?:{NAMES_WITH_GROUP})[ -]+group$')"
    return f"case when {keeps_group} then '' else regexp_extract({as_sql(name)}, '^(.+) group$', 1) end"


@macro()
def company_key_of(evaluator: MacroEvaluator, short_name: exp.Expression, name: exp.Expression) -> str:
    """The letters and digits of what is left of a name; the name itself where there are none."""
    written = f"replace({as_sql(short_name)}, '&', 'and')"
    letters = rf"regexp_replace({written}, '[^\p{{L}}\p{{N}}+#]', '', 'g')"
    return f"coalesce(nullif({letters}, ''), lower(trim({as_sql(name)})))"
