"""The steps between two versions of a posting."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def changed_field(evaluator: MacroEvaluator, column: exp.Column) -> str:
    """One field before and after, as a struct; keys tell whether it changed, values are what is shown."""
    name = column.name
    old, new = f"earlier.{name}::varchar", f"later.{name}::varchar"
    return f"{{'field': '{name}', 'old_key': {old}, 'new_key': {new}, 'old_value': {old}, 'new_value': {new}}}"
