"""HTML entities: what stands for a character in an advert's text."""

from __future__ import annotations

from html.entities import name2codepoint

from macros.engines import number_of_hexadecimal
from macros.expressions import text_of, texts_of

PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
"""By far the most frequent; a space that does not break is a space."""
NAMES = {name: code for name, code in sorted(name2codepoint.items()) if name not in PLAIN}
"""All other names of HTML 4."""
NUMBER, HEXADECIMAL, NAME = "#[0-9]{1,7}", "#[xX][0-9a-fA-F]{1,6}", "[a-zA-Z]{2,8}[0-9]{0,2}"
ENTITY = rf"^(?:{NUMBER}|{HEXADECIMAL}|{NAME});"
WINDOWS_1252 = "\u20ac \u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152 \u017d " + (
    " \u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153 \u017e\u0178"
)
"""What browsers show for the numbers 128 to 159, which are no characters of Unicode."""
ESCAPED_TWICE = rf"&amp;({NUMBER}|{HEXADECIMAL}|nbsp|amp|apos|{'|'.join(NAMES)});"
"""Nobody writes of the entity itself, but for those that stand for marks of HTML."""
ESCAPED_TAG = r"(?i)&lt;/(?:p|li|ul|ol|div|span|strong|b|em|h[1-6])&gt;"
"""A text whose tags are escaped themselves is HTML that was escaped once more."""
UNESCAPED_ONCE = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def escaped_once(text: str) -> str:
    """A text whose every escape stands for a character, not for another escape."""
    plain = text
    for entity, mark in UNESCAPED_ONCE:
        plain = f"replace({plain}, '{entity}', '{mark}')"
    single = rf"regexp_replace({text}, {text_of(ESCAPED_TWICE)}, '&\1;', 'g')"
    return (
        f"case when contains({text}, '&lt;/') and regexp_matches({text}, {text_of(ESCAPED_TAG)}) then {plain} "
        f"when contains({text}, '&amp;') then {single} else {text} end"
    )


def decoded(text: str, *, spark: bool) -> str:
    """A text with its entities as characters, read once from left to right; what is none stays."""
    parts = f"string_split({text}, '&')"
    ends = f"list_transform({parts}[2:], lambda part: {_decoded_part('part', spark=spark)})"
    return f"case when contains({text}, '&') then {parts}[1] || array_to_string({ends}, '') else {text} end"


def _decoded_part(part: str, *, spark: bool) -> str:
    """What follows an ampersand: the character and the rest, or as it was."""
    name = f"split_part({part}, ';', 1)"
    rest = f"substr({part}, length({name}) + 2)"
    character = f"coalesce({_named(name)}, {_numbered(name, spark=spark)})"
    as_it_was = f"'&' || {part}"
    return (
        f"case when regexp_matches({part}, '{ENTITY}') then coalesce({character} || {rest}, {as_it_was}) "
        f"else {as_it_was} end"
    )


def _named(name: str) -> str:
    cases = " ".join(f"when '{known}' then {text_of(character)}" for known, character in PLAIN.items())
    codes = ", ".join(map(str, NAMES.values()))
    return f"case {name} {cases} else chr([{codes}][list_position([{texts_of(NAMES)}], {name})]) end"


def _numbered(name: str, *, spark: bool) -> str:
    hexadecimal = f"starts_with(lower({name}), '#x')"
    number = (
        f"case when {hexadecimal} then {number_of_hexadecimal(spark, f'substr({name}, 3)')} "
        f"else try_cast(substr({name}, 2) as integer) end"
    )
    return f"list_transform([{number}], lambda code: {_character('code')})[1]"


def _character(code: str) -> str:
    """Numbers that are no character, or one that controls a terminal, are a space; the others are left as they are."""
    return (
        f"case when {code} in (9, 10, 13) then chr({code}) when {code} between 128 and 159 "
        f"then substr('{WINDOWS_1252}', {code} - 127, 1) when {code} < 32 or {code} in (127, 160) then ' ' "
        f"when {code} < 55296 or {code} between 57344 and 1114111 then chr({code}) end"
    )
