"""Where the work is done, as title, label, place and text say it: remote, hybrid or on site.

Remote means that the work can be done wholly from elsewhere, even where an office is offered as well (onsite or
remote). Hybrid means that some of it is done in an office. What speaks of remote or hybrid things (remote sensing,
hybrid cloud) says nothing about the work.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.arrangement_answers import ANSWERS, MAY_ANSWER
from macros.arrangement_elsewhere import MAY_BE_OCCASIONAL, OCCASIONAL, OCCASIONALLY, OTHER_WORDS
from macros.arrangement_languages import BOTH_PLACES, IN_TEXTS, IN_TITLES, MAY_BE_BOTH
from macros.arrangement_words import (
    ALONE,
    FULLY_REMOTE,
    HYBRID,
    HYBRID_PERKS,
    HYBRID_THINGS,
    MAY_BE_REMOTE_TEAM,
    MENTIONS,
    NO_BEGIN,
    NOT_FULLY_REMOTE,
    ON_SITE,
    ONLY_ON_SITE,
    ONLY_ON_SITE_ABROAD,
    OTHER_THINGS,
    REMOTE,
    REMOTE_TEAM,
    TOLD_BY,
)
from macros.expressions import as_sql, in_words, text_of

CHARACTERS_READ = 8_000
"""Of a text: what an advert says about its place of work stands among its first sections."""
STATEMENTS = (
    ("{words} = 'hybrid'", "hybrid", "title_or_place"),
    ("{words} = 'remote'", "remote", "title_or_place"),
    ("{words} = 'only_on_site'", "on_site", "title_or_place"),
    ("{text} = 'only_on_site'", "on_site", "text"),
    ("{text} = 'hybrid'", "hybrid", "text"),
    ("{text} = 'remote'", "remote", "text"),
    ("{words} = 'on_site'", "on_site", "title_or_place"),
    ("{words} = 'occasional'", "hybrid", "title_or_place"),
    ("{text} = 'occasional' and {flag}", "hybrid", "text"),
    ("{flag}", "remote", "flag"),
    ("{words} = 'hybrid_perk'", "hybrid", "title_or_place"),
    ("{text} = 'hybrid_perk'", "hybrid", "text"),
    ("{text} = 'on_site'", "on_site", "text"),
    ("not {flag}", "on_site", "flag"),
)
"""From the strongest to the weakest: the statement, what it means, and where it stands."""
INLINE_TAG = r"</?(?:b|i|u|em|strong|span|a|font)\b[^>]*>"
"""Such a tag stands within a sentence."""
ENTITIES = (("&#x2f;", "/"), ("&#x27;", ""), ("&#39;", ""), ("&amp;", "&"), ("&nbsp;", " "))
_DASHES_AND_BRACKETS = ("\u2013\u2014\uff08\uff09\uff1a\uff5c\u3010\u3011", "--():|[]")
ALONE_AS = r" | \1 | \2"
FIRST_LINE = 250
"""Characters of a text in which a bare Onsite is a statement: the first line of a hiring thread."""
NAMED_ON_SITE = r"(?:^|[|,;(/\[-] ?#?)on-? ?site\b|\bon-? ?site ?(?:$|[|,;)(/\]]| - )"


@macro()
def arrangement_start(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """The part of a text that is read, in lower case; null where it says nothing.

    This and the next macros are one column each, since DuckDB prepares regular expressions anew for each piece of rows
    where they stand in a lambda.
    """
    given = as_sql(text)
    return f"case when {_mentions(given)} then lower(left({given}, {CHARACTERS_READ})) end"


@macro()
def arrangement_opening(evaluator: MacroEvaluator, start: exp.Expression) -> str:
    """What holds the first line of a text, with its tags."""
    return f"left({as_sql(start)}, {4 * FIRST_LINE})"


@macro()
def arrangement_passages(evaluator: MacroEvaluator, start: exp.Expression) -> str:
    """The sentences and lines of a text that may say something: to read a whole text takes three times as long."""
    inside = f"(?:[^.\\n<]|[.][^ \\n<]|{INLINE_TAG})*"
    passage = f"[.\\n<]?{inside}(?:{_join(TOLD_BY)}){inside}(?:<[^>]*>)?"
    # each ends a sentence, unless a tag ends it
    return f"replace(array_to_string(regexp_extract_all({as_sql(start)}, {text_of(passage)}), '.'), '>.', '>')"


@macro()
def arrangement_answered(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A part of a text in which a label for work from elsewhere and its answer say the same in English."""
    given = stated = as_sql(text)
    for pattern, meaning in ANSWERS:
        stated = f"regexp_replace({stated}, {text_of(pattern)}, {text_of(meaning)}, 'g')"
    return f"case when regexp_matches({given}, {text_of(MAY_ANSWER)}) then {stated} else {given} end"


@macro()
def arrangement_first_line(evaluator: MacroEvaluator, opening: exp.Expression) -> str:
    """The first line of a text, with little but words."""
    return f"left({_readable(as_sql(opening))}, {FIRST_LINE})"


@macro()
def arrangement_lines(evaluator: MacroEvaluator, passages: exp.Expression) -> str:
    """The passages of a text, with little but words."""
    lines = _readable(f"regexp_replace({as_sql(passages)}, {text_of(ALONE)}, {text_of(ALONE_AS)}, 'g')")
    return f"'{NO_BEGIN}' || {lines}"


@macro()
def arrangement_in_english(evaluator: MacroEvaluator, start: exp.Expression, text: exp.Expression) -> str:
    """A part of a text with the English words for remote."""
    return _where_needed(as_sql(start), as_sql(text), IN_TEXTS)


@macro()
def arrangement_cleared(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """A part of a text, or short values, without other things.

    A column of its own: SQLMesh walks expressions recursively, and this with the one before would be too deep.
    """
    return _without_other_things(as_sql(text))


@macro()
def arrangement_stated(evaluator: MacroEvaluator, text: exp.Expression) -> str:
    """What is stated in lower case: only_on_site, hybrid, hybrid_perk, remote, on_site, occasional, or null.

    Hybrid or remote is remote, since the applicant may choose.
    """
    given = as_sql(text)
    # one by one they are five times as fast as in one pattern
    abroad = " or ".join(_any(given, (pattern,)) for pattern in ONLY_ON_SITE_ABROAD)
    return f"""case
        when {_any(given, NOT_FULLY_REMOTE)} then 'hybrid'
        when {_any(given, HYBRID)} and not {_any(given, FULLY_REMOTE)} then 'hybrid'
        when {_any(given, ONLY_ON_SITE)} or {abroad} then 'only_on_site'
        when {_any(given, HYBRID_PERKS)} and not {_any(given, FULLY_REMOTE)} then 'hybrid_perk'
        when {_any(given, (*FULLY_REMOTE, *REMOTE))} then 'remote'
        when {_any(given, ON_SITE)} then 'on_site'
        when contains({given}, '{OCCASIONALLY}') then 'occasional'
    end"""


@macro()
def arrangement_in_text(
    evaluator: MacroEvaluator, first: exp.Expression, rest: exp.Expression, first_line: exp.Expression
) -> str:
    """What a text says as a whole, of what its first line and its passages state: the first line before the rest.

    An office that the first line names is the only place, unless remote is one as well. Where the rest says remote,
    that office is weak evidence: the flag decides.
    """
    at_first, after, line = as_sql(first), as_sql(rest), as_sql(first_line)
    return f"""case
        when {line} is null then null
        when {at_first} in ('hybrid', 'remote', 'only_on_site') then {at_first}
        when not regexp_matches({line}, '{NAMED_ON_SITE}') then {after}
        when regexp_matches({line}, '\\bremotes?\\b') then 'remote'
        when {after} = 'hybrid' then 'hybrid'
        when {after} = 'remote' then 'on_site'
        else 'only_on_site'
    end"""


@macro()
def arrangement_words(evaluator: MacroEvaluator, *values: exp.Expression) -> str:
    """Short values, such as a title, a label and the parts of a place, as one text in lower case."""
    return _plain_signs(in_words(f"concat_ws(' | ', {', '.join(map(as_sql, values))})"))


@macro()
def arrangement_line(evaluator: MacroEvaluator, words: exp.Expression) -> str:
    """The words of short values in English; null where they say nothing."""
    given = as_sql(words)
    return f"case when {_mentions(given)} then {_where_needed(given, given, IN_TITLES)} end"


@macro()
def work_arrangement_of(
    evaluator: MacroEvaluator, flag: exp.Expression, in_words: exp.Expression, in_text: exp.Expression
) -> str:
    """The strongest statement: of title, label and place before the text, and of both before the flag.

    That there is an office is the weakest: an advert that also says remote means that either is possible.
    """
    return _first_statement(flag, in_words, in_text, lambda arrangement, _: arrangement)


@macro()
def arrangement_basis_of(
    evaluator: MacroEvaluator, flag: exp.Expression, in_words: exp.Expression, in_text: exp.Expression
) -> str:
    """Where that statement stands: title_or_place, text or flag."""
    return _first_statement(flag, in_words, in_text, lambda _, basis: basis)


def _first_statement(
    flag: exp.Expression, in_words: exp.Expression, in_text: exp.Expression, result: Callable[[str, str], str]
) -> str:
    sources = {"words": as_sql(in_words), "text": as_sql(in_text), "flag": as_sql(flag)}
    cases = " ".join(
        f"when {statement.format(**sources)} then '{result(arrangement, basis)}'"
        for statement, arrangement, basis in STATEMENTS
    )
    return f"case {cases} end"


def _where_needed(start: str, text: str, patterns: tuple[tuple[str, str], ...]) -> str:
    """A part of a text with the English words for remote, which is searched where the text has another language's."""
    return (
        f"case when regexp_matches({start}, {text_of(OTHER_WORDS)}) then {_in_english(text, patterns)} else {text} end"
    )


def _in_english(text: str, patterns: tuple[tuple[str, str], ...]) -> str:
    """A text with words for remote that are read in all languages."""
    for pattern, word in patterns:
        text = f"regexp_replace({text}, {text_of(pattern)}, {text_of(word)}, 'g')"
    return text


def _mentions(text: str) -> str:
    return f"regexp_matches({text}, {text_of(f'(?i){_join(MENTIONS)}')})"


def _readable(text: str) -> str:
    start = _plain_signs(text)
    for entity, character in ENTITIES:
        start = f"replace({start}, '{entity}', '{character}')"
    lines = rf"regexp_replace({start}, '</?(?:p|li|br|div|h[1-6]|ul|tr|td)\b[^>]*>', ' | ', 'g')"
    # a space by itself stays as it is, since a replacement costs more than the search
    return rf"regexp_replace({lines}, '(?:<[^>]*>|[\t\n\f\r])(?:<[^>]*>|\s)*| (?:<[^>]*>|\s)+', ' ', 'g')"


def _plain_signs(text: str) -> str:
    written, plain = _DASHES_AND_BRACKETS
    # the search is five times as fast as the replacement, which looks up every character
    has_one = f"regexp_matches({text}, '[{written}]')"
    return f"case when {has_one} then translate({text}, '{written}', '{plain}') else {text} end"


def _without_other_things(text: str) -> str:
    few = text
    for pattern, meaning in (
        (OCCASIONAL, f" {OCCASIONALLY} "),
        (BOTH_PLACES, " hybrid work "),
        REMOTE_TEAM,
    ):
        few = f"regexp_replace({few}, {text_of(pattern)}, {text_of(meaning)}, 'g')"
    # one search before them all: one for each would double what stands in it, and so the number of its patterns
    may_be_one = _any(text, (MAY_BE_OCCASIONAL, MAY_BE_BOTH, MAY_BE_REMOTE_TEAM))
    few = f"case when {may_be_one} then {few} else {text} end"
    rest = f"regexp_replace({few}, {text_of(_join(OTHER_THINGS))}, ' ', 'g')"
    # few texts have such a word, and all would be searched for the things before it
    has_one = f"regexp_matches({text}, 'h?[íi]brid|hibrit|hybryd|hybridní')"
    without = f"regexp_replace({rest}, {text_of(_join(HYBRID_THINGS))}, ' ', 'g')"
    return f"case when {has_one} then {without} else {rest} end"


def _any(text: str, patterns: tuple[str, ...]) -> str:
    return f"regexp_matches({text}, {text_of(_join(patterns))})"


def _join(patterns: tuple[str, ...]) -> str:
    return "|".join(patterns)
