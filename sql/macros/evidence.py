"""The seeds of evidence: named values that decide, each with its reason, read as columns."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def named_values(evaluator: MacroEvaluator, *names: exp.Column) -> list[str]:
    """One column for each name, with the value that the seed gives it: the rows of a seed become one row."""
    return [f"max(case when name = '{name.name}' then value end) as {name.name}" for name in names]
