"""Pieces of SQL text that every macro is made of."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp


def as_sql(expression: exp.Expression) -> str:
    """The text of an argument, in DuckDB's dialect, in which all models are written."""
    return expression.sql(dialect="duckdb")


def in_words(text: str) -> str:
    r"""A text in lower case, with a space for each underscore, which is a letter to `\b`: team_lead, UK_Remote."""
    return f"replace(lower({text}), '_', ' ')"


def text_of(value: str) -> str:
    """A text as a literal."""
    escaped = value.replace("'", "''")
    return f"'{escaped}'"


def texts_of(values: Iterable[str]) -> str:
    """Texts as literals, for what follows IN."""
    return ", ".join(map(text_of, values))
