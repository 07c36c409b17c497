"""Selects that unfold lists, as Spark takes them."""

from __future__ import annotations

from sqlglot import exp


def _unfolded(query: exp.Select) -> list[exp.Expr]:
    """The columns whose lists a select unfolds."""
    return [one for one in query.selects if isinstance(one.unalias(), exp.Explode)]


def with_one_generator(query: exp.Select) -> exp.Select:
    """A select as Spark takes it, which unfolds one list alone, and none that a window function makes."""
    found = _unfolded(query)
    if len(found) > 1:
        return _zipped(query.copy())
    return _in_two_steps(query) if any(one.find(exp.Window) for one in found) else query


def _zipped(query: exp.Select) -> exp.Select:
    """Lists that stand side by side are one list of rows."""
    found = _unfolded(query)
    zipped = exp.func("inline", exp.func("arrays_zip", *(one.unalias().this for one in found)))
    names = [exp.to_identifier(one.alias, quoted=True) for one in found]
    for one, name in zip(found, names, strict=True):
        one.replace(exp.column(name.copy(), table="unfolded"))
    alias = exp.TableAlias(this=exp.to_identifier("unfolded"), columns=names)
    query.append("laterals", exp.Lateral(this=zipped, view=True, alias=alias))
    return query


def _in_two_steps(query: exp.Select) -> exp.Select:
    """Lists are made in a select of their own, and unfolded in the next."""
    inner = query.copy()
    names = [exp.column(exp.to_identifier(one.alias_or_name, quoted=True)) for one in query.selects]
    lists = {one.alias for one in _unfolded(inner)}
    for one in _unfolded(inner):
        one.set("this", one.unalias().this)
    columns = [
        exp.alias_(exp.Explode(this=name), name.name, quoted=True) if name.name in lists else name for name in names
    ]
    return exp.select(*columns).from_(inner.subquery("lists"))
