"""What the macros share: SQLMesh keeps their functions under bare names, so that each name may be given once only."""

from __future__ import annotations

from sqlglot import exp


def text_of(expression: exp.Expression) -> str:
    """An expression as SQL in the dialect of the models."""
    return expression.sql(dialect="duckdb")
