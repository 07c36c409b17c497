"""Calls of Spark's own functions, which the dialect writes as they are, and casts by Spark's own rules."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

AS_SPARK_DOES: Final = "as_spark_does"
"""Marks a call or a cast that is Spark's own."""


def spark_call(name: str, *arguments: exp.Expr | str | int) -> exp.Expr:
    """A call; a text or a number stands for itself."""
    return _marked(exp.Anonymous(this=name, expressions=[_argument(one) for one in arguments]))


def matches(text: exp.Expr, java: str) -> exp.Expr:
    """Whether a pattern of Java's is in a text."""
    return spark_call("RLIKE", text, java)


def replaced(text: exp.Expr, java: str, replacement: str) -> exp.Expr:
    """A text in which what a pattern of Java's finds is replaced."""
    return spark_call("REGEXP_REPLACE", text, java, replacement)


def spark_cast(text: exp.Expr, kind: str) -> exp.Expr:
    """Spark's own `try_cast`."""
    return _marked(exp.TryCast(this=text, to=exp.DataType.build(kind)))


def _marked(expression: exp.Expr) -> exp.Expr:
    expression.meta[AS_SPARK_DOES] = True
    return expression


def _argument(one: exp.Expr | str | int) -> exp.Expr:
    if isinstance(one, exp.Expr):
        return one.copy()
    return exp.Literal.string(one) if isinstance(one, str) else exp.Literal.number(one)
