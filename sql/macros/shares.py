"""Shares, and how far chance moves them."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql


@macro()
def share_variance(evaluator: MacroEvaluator, part: exp.Expression, whole: exp.Expression) -> str:
    """The variance of a share; one thing more on either side keeps a share of nothing or of all from being certain."""
    share = f"(({as_sql(part)} + 1) / ({as_sql(whole)} + 2))"
    return f"{share} * (1 - {share}) / {as_sql(whole)}"
