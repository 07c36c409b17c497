"""Forms of calls: a function with what kind of arguments it is given, such as `Bracket(_, number)`."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Final

import sqlglot
from sqlglot import exp

from jobhouse.warehouse.model_files import project
from jobhouse.warehouse.spark import models

_IN_ONE_FORM: Final = (
    exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.Add, exp.Sub, exp.Mul, exp.If,
    exp.PropertyEQ, exp.Dot, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Between, exp.Case,
)  # fmt: skip
"""What means the same whatever it is given."""
_SHOWN: Final = ("unit", "modifiers", "position", "scale", "step")


def form(call: exp.Expr) -> str:
    """The form of one call."""
    name = call.name.lower() if isinstance(call, exp.Anonymous) else type(call).__name__
    if isinstance(call, _IN_ONE_FORM):
        return name
    if isinstance(call, exp.Cast):
        return f"{name}({_kind(call.this)} as {call.to.sql('duckdb')})"
    if isinstance(call, exp.Extract):
        return f"{name}({call.name.lower()})"
    return f"{name}({', '.join(_arguments(call))})"


def _arguments(call: exp.Expr) -> Iterator[str]:
    for name, value in call.args.items():
        if value in (None, False, []) or (name == "this" and isinstance(call, exp.Anonymous)):
            continue
        if isinstance(value, list):  # how many there are of a kind makes no difference
            yield "[" + ", ".join(sorted({_kind(one) for one in value})) + "]"
        elif name in _SHOWN:
            yield f"{name} {value.sql('duckdb') if isinstance(value, exp.Expr) else value}"
        else:
            yield _kind(value) if isinstance(value, exp.Expr) else name


def _kind(value: exp.Expr) -> str:
    """What kind of an argument it is."""
    if isinstance(value, exp.Lambda):
        return f"lambda of {len(value.expressions)}"
    if isinstance(value, exp.Slice):
        return f"{_kind(value.this) if value.this else ''}:{_kind(value.expression) if value.expression else ''}"
    if isinstance(value, exp.Literal):
        return "text" if value.is_string else "number" if value.is_int else "fraction"
    if isinstance(value, exp.Neg) and value.this.is_number:
        return "-number"
    if isinstance(value, exp.Array):
        return "[...]" if value.expressions else "[]"
    shown = (exp.Null, exp.Boolean, exp.Interval, exp.Struct, exp.Distinct, exp.Order)
    return type(value).__name__.lower() if isinstance(value, shown) else "_"


def forms_of(queries: list[exp.Expr]) -> set[str]:
    kinds = (exp.Func, exp.Binary, exp.Bracket, exp.In, exp.Between)
    return {form(one) for query in queries for one in query.find_all(*kinds) if not isinstance(one, exp.Slice)}


def forms_of_calls(calls: list[str]) -> set[str]:
    """The forms of calls that are written for DuckDB."""
    return forms_of([sqlglot.parse_one(f"select {call}", read="duckdb") for call in calls])


def forms_of_models() -> dict[str, set[str]]:
    """The forms in all models, their deletions and audits, as they are rendered for each engine."""
    engines: dict[str, dict[str, Any]] = {"duckdb": {}, "spark": {"engine_adapter": models.SparkAdapter()}}
    with models._context(project()) as context, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        written = [one for one in context.models.values() if not (one.kind.is_external or one.kind.is_seed)]
        return {
            engine: forms_of([query for model in written for query in _queries(model, adapter)])
            for engine, adapter in engines.items()
        }


def _queries(model: Any, adapter: dict[str, Any]) -> Iterator[exp.Expr]:
    yield model.render_query_or_raise(**adapter)
    yield from model.render_post_statements(this_model=models.THIS_MODEL, **adapter)
    for audit, arguments in model.audits_with_args:
        given = {name: value for name, value in arguments.items() if name != "blocking"}
        yield model.render_audit_query(audit, **adapter, **given)
