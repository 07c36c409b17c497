"""The steps between two versions of a posting."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator


@macro()
def changed_field(evaluator: MacroEvaluator, column: exp.Column, key: exp.Column | None = None) -> str:
    """One field before and after, as a struct: values are what is shown, keys tell whether it changed.

    The key is the value itself, or another column, where a value can be spelt in several ways.
    """
    shown, compared = column.name, (key or column).name
    sides = ", ".join(
        f"'{age}_key': {row}.{compared}::varchar, '{age}_value': {row}.{shown}::varchar"
        for age, row in (("old", "earlier"), ("new", "later"))
    )
    return f"{{'field': '{shown}', {sides}}}"
