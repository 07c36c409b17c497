"""Aggregates that leave out other NULLs in Spark than in DuckDB."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.generators.spark import SparkGenerator


def listed(self: SparkGenerator, expression: exp.ArrayAgg, condition: str = "") -> str:
    """A list of values, in their order where one is given: `refusals` refuses another one."""
    ordered = expression.this if isinstance(expression.this, exp.Order) else None
    values = ordered.this if ordered else expression.this
    distinct = "DISTINCT " if isinstance(values, exp.Distinct) else ""
    value = values.expressions[0] if distinct else values
    # Spark leaves out NULLs, but no rows in which they stand
    found = f"COLLECT_LIST({distinct}STRUCT({self.sql(value)} AS value)){condition}"
    whole = f"NULLIF({found}, ARRAY()).value"
    return f"ARRAY_SORT({whole})" if ordered else whole


def of_known(self: SparkGenerator, name: str, expression: exp.ArgMax | exp.ArgMin) -> str:
    """The value of the row with the largest or smallest other one, among the rows that have a value."""
    if isinstance(expression.parent, exp.Filter):  # which has it added
        return self.func(name, expression.this, expression.expression)
    return f"{self.func(name, expression.this, expression.expression)} FILTER(WHERE {self.sql(known(expression))})"


def known(expression: exp.ArgMax | exp.ArgMin) -> exp.Expr:
    return exp.not_(exp.Is(this=exp.paren(expression.this), expression=exp.null()))
