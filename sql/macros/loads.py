"""Which rows count: those of loads that dlt has finished."""

from __future__ import annotations

from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql


@macro()
def is_loaded(evaluator: MacroEvaluator, load_id: exp.Expression) -> str:
    """Whether the load is recorded as finished; the rows of a load that was cut short are left out until it is."""
    finished = "select loads.load_id from sentrion._dlt_loads as loads where loads.status = 0"
    return f"{as_sql(load_id)} in ({finished})"
