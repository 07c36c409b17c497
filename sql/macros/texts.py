"""Advert texts made readable."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import runs_on_spark
from macros.entities import decoded, escaped_once
from macros.expressions import as_sql

BREAKING_TAGS = "br|p|div|li|ul|ol|tr|h[1-6]|section|article|table"
LONGEST_HTML = 131_072
"""Characters made plain: each of the steps holds all texts of a vector once more, outside DuckDB's memory limit."""


@macro()
def plain_text(evaluator: MacroEvaluator, html: exp.Expression) -> str:
    """Plain text of an advert: tags that break lines become line breaks, all others go."""
    whole = as_sql(html)
    # cutting a text means counting its characters
    text = f"case when strlen({whole}) > {LONGEST_HTML} then left({whole}, {LONGEST_HTML}) else {whole} end"
    text = _step(text, escaped_once("text"))
    spark = runs_on_spark(evaluator)
    text = _step(text, f"case when contains(text, '<') then {_without_tags('text', spark=spark)} else text end")
    text = _step(text, decoded("text", spark=spark))
    text = _step(text, _without_blank_lines("text", spark=spark))
    if spark:  # Java would look for the end of the text from each space of a run
        return f"trim({text}, chr(10) || ' ')"
    # trim() would take as long as all of the above: it decodes each character
    return rf"regexp_replace(regexp_replace({text}, '^[\n ]+', ''), '[\n ]+\z', '')"


def _without_tags(text: str, *, spark: bool) -> str:
    """A text that holds a tag, without it."""
    code = r"regexp_replace({}, '(?i)<(script|style)\b.*?</(script|style)>', ' ', 'gs')"
    breaking = rf"regexp_replace({{}}, '(?i)<\s*(?:/\s*)?({BREAKING_TAGS})\b[^>]*>', chr(10), 'g')"
    others = "regexp_replace({}, '<[/!a-zA-Z][^>]*>', '', 'g')"
    for ending, replaced in (("(?i)</(?:script|style)>", code), (">", breaking), (">", others)):
        text = up_to_last(ending, text, replaced, spark=spark)
    return text


def up_to_last(ending: str, text: str, replaced: str, rest: str = "{}", *, spark: bool) -> str:
    """A text in which matches that end as given are replaced; what is left of it after the last end is the rest.

    From each beginning of a match Java searches the whole text for its end, where none follows.
    """
    if not spark:
        return replaced.replace("{}", text)
    # greedy, so that it looks for the last one from the end of the text
    closed = f"regexp_extract(given, '(?s)^.*{ending}')"
    after = rest.replace("{}", "substr(given, length(closed) + 1)")
    found = replaced.replace("{}", "closed")
    both = f"list_transform([{closed}], lambda closed: {found} || {after})[1]"
    return f"list_transform([{text}], lambda given: {both})[1]"


def _without_blank_lines(text: str, *, spark: bool) -> str:
    """A text with one empty line where there were several, and none that holds spaces."""
    paragraphs = "chr(10) || chr(10)"
    spaced = rf"regexp_replace({text}, '[ \t]*\n\s*\n\s*', {paragraphs}, 'g')"
    if spark:  # from the beginning of a run of spaces alone, not from each of them
        spaced = rf"regexp_replace({text}, '(^|[^ \t])[ \t]*\n\s*\n\s*', '\1{chr(10) * 2}', 'g')"
    return (
        f"case when contains({text}, ' ' || chr(10)) or contains({text}, chr(9) || chr(10)) "
        rf"then {spaced} "
        rf"else regexp_replace({text}, '\n\s*\n\s*', {paragraphs}, 'g') end"
    )


def _step(given: str, result: str) -> str:
    """A result that names its text several times, without the steps before it being written as often."""
    return f"list_transform([{given}], lambda text: {result})[1]"
