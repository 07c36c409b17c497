"""Advert texts made readable."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

BREAKING_TAGS = "br|p|div|li|ul|ol|tr|h[1-6]|section|article|table"
LONGEST_HTML = 131_072
"""Characters made plain: each of the steps holds all texts of a vector once more, outside DuckDB's memory limit."""
ENTITIES = {
    "&nbsp;": " ",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "''",
    "&#x27;": "''",
    "&rsquo;": "\N{RIGHT SINGLE QUOTATION MARK}",
    "&ndash;": "\N{EN DASH}",
    "&mdash;": "\N{EM DASH}",
    "&bull;": "\N{BULLET}",
    "&amp;": "&",  # last, lest "&amp;lt;" be resolved twice
}
"""The entities that adverts use; a quotation mark is doubled as SQL wants it."""


@macro()
def plain_text(evaluator: MacroEvaluator, html: exp.Expression) -> str:
    """Plain text of an advert: tags that break lines become line breaks, all others go."""
    whole = as_sql(html)
    # cutting a text means counting its characters
    text = f"case when strlen({whole}) > {LONGEST_HTML} then left({whole}, {LONGEST_HTML}) else {whole} end"
    text = rf"regexp_replace({text}, '(?i)<(script|style)\b.*?</(script|style)>', ' ', 'gs')"
    text = rf"regexp_replace({text}, '(?i)<\s*/?\s*({BREAKING_TAGS})\b[^>]*>', chr(10), 'g')"
    text = rf"regexp_replace({text}, '<[/!a-zA-Z][^>]*>', '', 'g')"
    for entity, character in ENTITIES.items():
        text = f"replace({text}, '{entity}', '{character}')"
    text = rf"regexp_replace({text}, '[ \t]*\n\s*\n\s*', chr(10) || chr(10), 'g')"
    return f"trim({text}, chr(10) || ' ')"
