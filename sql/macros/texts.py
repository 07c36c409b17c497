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
    text = _step(text, f"case when contains(text, '<') then {_without_tags('text')} else text end")
    text = _step(text, decoded("text", spark=runs_on_spark(evaluator)))
    text = _step(text, _without_blank_lines("text"))
    # trim() would take as long as all of the above: it decodes each character
    return rf"regexp_replace(regexp_replace({text}, '^[\n ]+', ''), '[\n ]+\z', '')"


def _without_tags(text: str) -> str:
    """A text that holds a tag, without it."""
    text = rf"regexp_replace({text}, '(?i)<(script|style)\b.*?</(script|style)>', ' ', 'gs')"
    text = rf"regexp_replace({text}, '(?i)<\s*/?\s*({BREAKING_TAGS})\b[^>]*>', chr(10), 'g')"
    return rf"regexp_replace({text}, '<[/!a-zA-Z][^>]*>', '', 'g')"


def _without_blank_lines(text: str) -> str:
    """A text with one empty line where there were several, and none that holds spaces."""
    paragraphs = "chr(10) || chr(10)"
    return (
        f"case when contains({text}, ' ' || chr(10)) or contains({text}, chr(9) || chr(10)) "
        rf"then regexp_replace({text}, '[ \t]*\n\s*\n\s*', {paragraphs}, 'g') "
        rf"else regexp_replace({text}, '\n\s*\n\s*', {paragraphs}, 'g') end"
    )


def _step(given: str, result: str) -> str:
    """A result that names its text several times, without the steps before it being written as often."""
    return f"list_transform([{given}], lambda text: {result})[1]"
