"""A company's name without what its longer forms add: a country, Group, Technologies, a domain's end."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.company_words import (
    COUNTRY_WORDS,
    GLUED_WORDS,
    GROUP_WORDS,
    HOUSE_WORDS,
    JOINING_WORDS,
    NO_TENANT,
    STEMS,
    TENANT_HOSTS,
    TENANT_PAGES,
    TRADE_WORDS,
)
from macros.expressions import as_sql, texts_of


@macro()
def without_glued_word(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """A name as delivered, with a space before the last word that is glued to it: Tubi TV for TubiTV."""
    return rf"regexp_replace({as_sql(name)}, '^([A-Z][A-Za-z]*[a-z])({GLUED_WORDS})\b', '\1 \2')"


@macro()
def brand_of(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """The short name without a domain's end, a country and Group: Acme for Acme.io and Acme Group India."""
    bare = rf"regexp_replace({as_sql(name)}, '^([^ .]{{3,}})(?:[.][a-z]{{2,3}})?[.][a-z]{{2,6}}$', '\1')"
    for words in (COUNTRY_WORDS, GROUP_WORDS):
        bare = rf"regexp_replace({bare}, '^(.*?[^ ,-])[ ,-]+(?:{words})[.]?$', '\1')"
    return bare


@macro()
def without_trade(evaluator: MacroEvaluator, brand: exp.Expression) -> str:
    """A brand without the words at its end that say what the company does: Acme for Acme Technologies."""
    return rf"regexp_replace({as_sql(brand)}, '^(.*?[^ ,&-])(?:[ ,-]+(?:and |& )?(?:{TRADE_WORDS})){{1,2}}$', '\1')"


@macro()
def words_of_brand(evaluator: MacroEvaluator, brand: exp.Expression) -> str:
    """The words of a brand, as a list."""
    return rf"regexp_extract_all({as_sql(brand)}, '[\p{{L}}\p{{N}}]+')"


@macro()
def is_of_two_words(evaluator: MacroEvaluator, brand: exp.Expression) -> str:
    """Whether two words at least beside what a company does name it, and the name does not break off: Home Depot."""
    naming = f"length(word) >= 3 and not regexp_matches(word, '^(?:{TRADE_WORDS}|{HOUSE_WORDS}|{JOINING_WORDS})$')"
    words = f"list_filter({words_of_brand(evaluator, brand)}, lambda word: {naming})"
    return f"array_length({words}) >= 2 and not regexp_matches({as_sql(brand)}, '[ -](?:{JOINING_WORDS})$')"


@macro()
def is_coined_form(evaluator: MacroEvaluator, word: exp.Expression, letters: exp.Expression) -> str:
    """Whether a word may be coined by its letters: long enough, in Latin letters, not a number."""
    return f"length({as_sql(word)}) >= {as_sql(letters)} and regexp_matches({as_sql(word)}, '^[a-z]+[a-z0-9]*$')"


@macro()
def word_stems(evaluator: MacroEvaluator) -> str:
    """Beginnings and ends of words that many companies are named with, as a list."""
    return f"[{texts_of(STEMS.split())}]"


@macro()
def tenant_of(evaluator: MacroEvaluator, url: exp.Expression) -> str:
    """The employer's part of an applicant tracking system or of LinkedIn that an address lies in; null elsewhere."""
    key = f"lower({as_sql(url)})"
    page = f"regexp_extract({key}, '[/.]((?:{TENANT_PAGES})/[^/?#]+)[/?#].', 1)"
    host = f"regexp_extract({key}, '^https?://([^/.]+[.](?:[^/.]+[.])?(?:{TENANT_HOSTS}))(?:[/?#:]|$)', 1)"
    own = (
        f"case when not regexp_matches({found}, '{NO_TENANT}') then nullif({found}, '') end" for found in (page, host)
    )
    return f"coalesce({', '.join(own)})"
