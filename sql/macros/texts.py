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
    text = rf"regexp_replace({text}, '(?i)<(script|style)\b.*?</(script|style)>', ' ', 'gs')"
    text = rf"regexp_replace({text}, '(?i)<\s*/?\s*({BREAKING_TAGS})\b[^>]*>', chr(10), 'g')"
    text = rf"regexp_replace({text}, '<[/!a-zA-Z][^>]*>', '', 'g')"
    text = _step(text, decoded("text", spark=runs_on_spark(evaluator)))
    text = rf"regexp_replace({text}, '[ \t]*\n\s*\n\s*', chr(10) || chr(10), 'g')"
    return f"trim({text}, chr(10) || ' ')"


def _step(given: str, result: str) -> str:
    """A result that names its text several times, without the steps before it being written as often."""
    return f"list_transform([{given}], text -> {result})[1]"
