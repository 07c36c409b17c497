"""What differs between two rows: the held and the present one of a model, or two versions of a posting."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.engines import hash_of
from macros.expressions import as_sql


@macro()
def rows_differ(evaluator: MacroEvaluator, one: exp.Column, other: exp.Column, *columns: exp.Column) -> str:
    """Whether two rows differ in one of the columns, by a hash over all of them; `one` and `other` are aliases."""
    hashes = (
        hash_of(evaluator, *(exp.column(column.name, table=row.name) for column in columns)) for row in (one, other)
    )
    return " <> ".join(hashes)


@macro()
def is_gone(
    evaluator: MacroEvaluator,
    model: exp.Expression,
    parent: exp.Expression,
    key: exp.Column,
    count: exp.Expression | None = None,
) -> str:
    """Whether the parent, all of whose keys the model holds, has no more rows of a key: for the deletion after a model.

    Where both count alike there is no such key, and the join of all rows that would look for it is left out.

    Args:
        evaluator: SQLMesh's.
        model: the table, which the deletion calls `held`.
        parent: the table that it is made from.
        key: the column that identifies a row of the model.
        count: how many rows of the parent a row of the model stands for, summed; without it, one.
    """
    rows = f"sum({as_sql(count)})" if count else "count(*)"
    return (
        f"exists (select 1 from (select {rows} as row_count from {as_sql(model)}) as rows_held "
        f"cross join (select count(*) as row_count from {as_sql(parent)}) as rows_present "
        "where rows_held.row_count <> rows_present.row_count) "
        f"and not exists (select 1 from {as_sql(parent)} as present where present.{key.name} = held.{key.name})"
    )


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
