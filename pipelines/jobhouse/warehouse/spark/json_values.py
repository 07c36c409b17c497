"""Values in JSON: Spark's own function gives a text without its quotes, the word null, and `1.0E7` for `10000000.0`."""

from __future__ import annotations

from typing import Final

from sqlglot import exp
from sqlglot.generators.spark import SparkGenerator

_WITH_EXPONENT: Final = "'^-?[0-9][.][0-9]+E-?[0-9]+$'"
_TRAILING_ZEROS: Final = "'([.][0-9]+?)0+$'"


def json_value(self: SparkGenerator, expression: exp.JSONExtract) -> str:
    """DuckDB's `json -> path`, which is JSON again."""
    value, text = _variant(self, expression), _text(self, expression)
    return (
        f"CASE SCHEMA_OF_VARIANT({value}) WHEN 'STRING' THEN TO_JSON({value}) WHEN 'VOID' THEN 'null' ELSE {text} END"
    )


def json_text(self: SparkGenerator, expression: exp.JSONExtractScalar) -> str:
    """DuckDB's `json ->> path`, which is NULL for null."""
    text = _text(self, expression)
    if self.sql(expression, "expression") != "'$'":
        return text
    return rf"CASE WHEN NOT {self.sql(expression, 'this')} RLIKE '^\\s*null\\s*$' THEN {text} END"


def _text(self: SparkGenerator, expression: exp.JSONExtract | exp.JSONExtractScalar) -> str:
    """What stands at a path; a number as DuckDB writes it."""
    text = f"GET_JSON_OBJECT({self.sql(expression, 'this')}, {self.sql(expression, 'expression')})"
    is_number = f"{text} RLIKE {_WITH_EXPONENT} AND SCHEMA_OF_VARIANT({_variant(self, expression)}) <> 'STRING'"
    return f"CASE WHEN {is_number} THEN {_number(text)} ELSE {text} END"


def _number(java: str) -> str:
    """A number that Java writes with an exponent: without one up to twenty digits, else as `1e300`."""
    size = f"ABS(CAST({java} AS DOUBLE))"
    large, small = (f"CAST(CAST({java} AS DECIMAL(38, {digits})) AS STRING)" for digits in (17, 30))
    # the smallest number has one digit too many in Java
    tiny = f"REPLACE(REPLACE(LOWER({java}), '.0e', 'e'), '4.9e-324', '5e-324')"
    plain = f"CASE WHEN {size} BETWEEN 1 AND 1e20 THEN {large} WHEN {size} BETWEEN 1e-7 AND 1 THEN {small} END"
    return f"COALESCE(REGEXP_REPLACE({plain}, {_TRAILING_ZEROS}, '$1'), {tiny})"


def _variant(self: SparkGenerator, expression: exp.JSONExtract | exp.JSONExtractScalar) -> str:
    path = self.sql(expression, "expression")
    return f"TRY_VARIANT_GET(TRY_PARSE_JSON({self.sql(expression, 'this')}), {path}, 'variant')"
