"""Names of places: one form to compare them by, the parts of a text that names several, and words that are no place."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

ACCENTS = {
    "a": "áàâäãåāăą", "c": "ćčç", "d": "ďđ", "e": "éèêëēęě", "i": "íìîïīı", "l": "łľ", "n": "ńňñ", "o": "óòôöõøōő",
    "r": "ř", "s": "śšşș", "t": "ťţț", "u": "úùûüūůű", "y": "ýÿ", "z": "žźż", "'": "’",
}  # fmt: skip
SEPARATOR = r"\s*(?:[,;/|()&+、，]| [-–—] | or | and | ou | und )\s*"
# words around the name of a place, or in place of it
FILLERS = (
    r"(?i)\b(?:(?:100% |fully |full )?remote(?:ly)?(?: first| friendly)?|hybrid|on-?site|in-?office|wfh"
    r"|work from home|based(?: in)?|only|preferred|eastern time|pacific time|central time|time ?zones?"
    r"|anywhere(?: in the world)?|world-?wide|global(?:ly)?|international|distributed|nationwide|various"
    r"|multiple(?: locations)?|locations?|offices?|unknown (?:city|country)|flexible|telecommute|home ?office|virtual"
    r"|metro(?: area)?|across)\b|远程|全国|不限|居家办公"
)
REMOTE = (
    r"(?i)\bremote|anywhere|world-?wide|\bglobal|\binternational\b|distributed|work from home|\bwfh\b|home ?office"
    r"|telecommute|远程|居家办公"
)
REGIONS = (
    "eu", "europe", "european", "european union", "emea", "apac", "asia", "africa", "americas", "latam",
    "latin america", "north america", "south america", "mena", "middle east", "nato countries", "oceania",
    "scandinavia", "nordics", "dach", "benelux", "balkans", "cee", "eea",
)  # fmt: skip
"""Beside a country they mean that the job is open to more than that country."""


@macro()
def plain_name(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A name in lower case without accents and dots, to compare it by."""
    accented = "".join(ACCENTS.values())
    plain = "".join(letter * len(marked) for letter, marked in ACCENTS.items()).replace("'", "''")
    accents = f"'{accented}', '{plain}'"
    return f"trim(replace(replace(translate(lower({as_sql(text)}), {accents}), 'ß', 'ss'), '.', ''))"


@macro()
def place_parts(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The places that a text names one after another, without the words around them."""
    split = f"string_split(regexp_replace({as_sql(text)}, '{SEPARATOR}', '|', 'g'), '|')"
    bare = f"trim(regexp_replace(part, '{FILLERS}', ' ', 'g'), ' -:')"
    return f"list_transform({split}, part -> {bare})"


@macro()
def says_remote(evaluator: MacroEvaluator, *texts: exp.Expression) -> str:
    """Whether one of the texts means work from anywhere."""
    return " or ".join(f"coalesce(regexp_matches({as_sql(text)}, '{REMOTE}'), false)" for text in texts)


@macro()
def is_region(evaluator: MacroEvaluator, name: exp.Expression) -> str:
    """Whether a plain name is that of a part of the world."""
    return f"{as_sql(name)} in ({', '.join(repr(region) for region in REGIONS)})"


@macro()
def place_texts(evaluator: MacroEvaluator, combinations: exp.Expression) -> str:
    """The texts of delivered combinations, each with the field that delivered it (place_key, source, text)."""
    fields = ("country", "state", "city")
    return " union all ".join(
        f"select place_key, '{field}' as source, {field} as text from {as_sql(combinations)} where {field} is not null"
        for field in fields
    )
