"""A query cut into steps that Spark runs one after the other.

Spark plans a common table expression as often as it is read: twenty that read each other twice are a plan of a million
parts. So each common table expression of a query becomes a view, and one that is read more than once is computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp


@dataclass(frozen=True)
class QueryStep:
    """One common table expression: the view that it becomes, and its query, which reads the views of those before."""

    view: str
    query: exp.Query
    is_read_again: bool
    """Whether several places read it, so that it is worth computing once."""


def steps_of(query: exp.Query, prefix: str) -> tuple[list[QueryStep], exp.Query]:
    """The steps before a query, and the query that is left when its common table expressions are views.

    A common table expression that reads itself keeps its `with recursive`. Those in a subquery stay where they are.

    Args:
        query: a query in any dialect; it is not changed.
        prefix: begins the name of each view.
    """
    query = query.copy()
    with_ = query.args.get("with_")
    if with_ is None:
        return [], query
    query.set("with_", None)
    views: dict[str, str] = {}
    parts: list[tuple[str, exp.Query]] = []
    for cte in with_.expressions:
        part = _with_columns_named(cte)
        reads_itself = with_.recursive and any(table.name == cte.alias for table in _unqualified(part))
        _point_to(part, views)
        parts.append((cte.alias, _recursive(cte, part) if reads_itself else part))
        views[cte.alias] = f"{prefix}__{cte.alias}"
    _point_to(query, views)
    reads = Counter(table.name for one in (*(part for _, part in parts), query) for table in one.find_all(exp.Table))
    return [QueryStep(views[name], part, reads[views[name]] > 1) for name, part in parts if reads[views[name]]], query


def _with_columns_named(cte: exp.CTE) -> exp.Query:
    """The query of `name (one, other) as (...)` with its columns so named."""
    query: exp.Query = cte.this.copy()
    names = cte.alias_column_names
    if not names:
        return query
    alias = exp.TableAlias(this=exp.to_identifier("named"), columns=[exp.to_identifier(name) for name in names])
    return exp.select("*").from_(exp.Subquery(this=query, alias=alias))


def _recursive(cte: exp.CTE, part: exp.Query) -> exp.Query:
    """A query that holds a common table expression which reads itself."""
    return exp.select("*").from_(cte.alias).with_(cte.alias, as_=part, recursive=True)


def _point_to(query: exp.Query, views: dict[str, str]) -> None:
    """Let a query read views where it reads common table expressions; columns find them by the names of before."""
    for table in list(_unqualified(query)):
        if table.name in views and not _is_shadowed(table):
            read_view(table, views[table.name])


def read_view(table: exp.Table, view: str) -> None:
    """Put a view in the place of a table; columns find it by the name of before, and its joins stay."""
    aliased = exp.alias_(exp.to_table(view), table.alias or table.name, table=True, quoted=True)
    if joins := table.args.get("joins"):
        aliased.set("joins", joins)
    table.replace(aliased)


def _unqualified(query: exp.Query) -> Iterator[exp.Table]:
    return (table for table in query.find_all(exp.Table) if not table.db)


def _is_shadowed(table: exp.Table) -> bool:
    """Whether a subquery around it has a common table expression of its own by this name."""
    around = table.parent
    while around is not None:
        with_ = around.args.get("with_")
        if with_ is not None and any(cte.alias == table.name for cte in with_.expressions):
            return True
        around = around.parent
    return False
