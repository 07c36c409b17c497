"""What differs between two rows: the held and the present one of a model, or two versions of a posting."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import hash_of


@macro()
def rows_differ(evaluator: MacroEvaluator, one: exp.Column, other: exp.Column, *columns: exp.Column) -> str:
    """Whether two rows differ in one of the columns, by a hash over all of them; `one` and `other` are aliases."""
    hashes = (
        hash_of(evaluator, *(exp.column(column.name, table=row.name) for column in columns)) for row in (one, other)
    )
    return " <> ".join(hashes)


@macro()
def changed_field(evaluator: MacroEvaluator, column: exp.Column, key: exp.Column | None = None) -> str:
    """One field before and after, as a struct: values are shown, keys decide whether it changed.

    The key is the value itself, or another column, where several spellings mean the same.
    """
    shown, compared = column.name, (key or column).name
    sides = ", ".join(
        f"'{age}_key': {row}.{compared}::varchar, '{age}_value': {row}.{shown}::varchar"
        for age, row in (("old", "earlier"), ("new", "later"))
    )
    return f"{{'field': '{shown}', {sides}}}"
