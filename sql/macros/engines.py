"""What DuckDB and Spark do each in its own way."""

from __future__ import annotations

import duckdb
from sqlglot import exp
from sqlmesh import macro
from sqlmesh.core.macros import MacroEvaluator

from macros.expressions import as_sql

DUCKDB_HASH = duckdb.execute("select hash('jobhouse')").fetchall()[0][0]
"""How this DuckDB hashes one text. Each query that hashes holds it in a comment, so that SQLMesh rebuilds the model
once a later DuckDB hashes differently."""


def runs_on_spark(evaluator: MacroEvaluator) -> bool:
    """Whether the models are being built on Spark; while they are only being loaded there is no engine yet."""
    adapter = evaluator.locals.get("engine_adapter")
    return adapter is not None and adapter.dialect.startswith("spark")


def hash_function(spark: bool, values: str) -> str:
    """The engine's own hash of values: 64 bits, signed on Spark and unsigned in DuckDB."""
    return f"xxhash64({values})" if spark else f"hash({values}) /* {DUCKDB_HASH} */"


def hashes_with_next(texts: str) -> str:
    """On Spark: DuckDB's hash of each text and the one after it, as its first 31 bits.

    What two texts share is estimated from them, so both engines have to hash alike; the session has the function.
    """
    return f"duckdb_hashes_with_next({texts})"


def number_of_hexadecimal(spark: bool, digits: str) -> str:
    """The number that hexadecimal digits write; null where it is too large."""
    number = f"conv({digits}, 16, 10)" if spark else f"'0x' || {digits}"
    return f"try_cast({number} as integer)"


@macro()
def number_text(evaluator: MacroEvaluator, number: exp.Expression) -> str:
    """A double as DuckDB writes it, `50000.0` and `10000000.0`; Spark writes large and small ones with an exponent."""
    value = as_sql(number)
    if not runs_on_spark(evaluator):
        return f"cast({value} as varchar)"
    digits = f"regexp_replace(cast(cast({value} as decimal(38, 15)) as varchar), '0+$', '')"
    whole = f"case when {digits} like '%.' then {digits} || '0' else {digits} end"
    return f"case when abs({value}) between 1e-4 and 1e15 then {whole} else cast({value} as varchar) end"


@macro()
def hash_of(evaluator: MacroEvaluator, *values: exp.Expression) -> str:
    """A hash of values, null among them, as a bigint."""
    spark = runs_on_spark(evaluator)
    hashed = hash_function(spark, ", ".join(map(as_sql, values)))
    return hashed if spark else f"cast({hashed} >> 1 as bigint)"
