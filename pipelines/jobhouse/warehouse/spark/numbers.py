"""Numbers that DuckDB reads in texts, as Spark's SQL.

There underscores may stand between digits, whole numbers may be hexadecimal or binary, and a fraction is rounded. Java
reads `1d` as a number as well, and passes over characters that control a terminal.
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from jobhouse.warehouse.spark.written import matches, replaced, spark_call, spark_cast

_BETWEEN: Final = "(?<=[0-9])_(?=[0-9])"
_CONTROLS: Final = r"[\x00-\x08\x0e-\x1f]"
_JAVAS: Final = rf"(?i)[0-9.][df]\s*$|x|{_CONTROLS}"
"""Numbers that Java alone reads."""
_LONG_FRACTION: Final = r"([.][0-9]{9})[0-9]+(?=\s*$)"
_BASES: Final = {16: r"(?i)^\s*0x0*([0-9a-f]{1,15})\s*$", 2: r"(?i)^\s*0b0*([01]{1,60})\s*$"}
_DIGITS: Final = "^0*([0-9a-fA-F]{1,15})$"
"""Spark fails where a number has more digits than these, and takes what is no digit for a zero."""


def whole_number(text: exp.Expr) -> exp.Expr:
    """The number in a text, rounded, to be cast to one that is whole."""
    digits = replaced(replaced(text, _BETWEEN, ""), _LONG_FRACTION, "$1")
    decimal = exp.case().when(exp.not_(matches(text, _CONTROLS)), spark_cast(digits, "decimal(38, 9)"))
    return exp.func("coalesce", exp.func("round", decimal), *(_in_base(text, base) for base in _BASES))


def double_cast(text: exp.Expr) -> exp.Expr:
    """DuckDB's `try_cast(text as double)`."""
    return exp.case().when(exp.not_(matches(text, _JAVAS)), spark_cast(replaced(text, _BETWEEN, ""), "double"))


def _in_base(text: exp.Expr, base: int) -> exp.Expr:
    digits = spark_call("REGEXP_EXTRACT", text, _BASES[base], 1)
    return spark_cast(spark_call("CONV", digits, base, 10), "decimal(38, 9)")


def hexadecimal(digits: exp.Expr) -> exp.Expr:
    """The number that hexadecimal digits write, NULL where they are too many."""
    return spark_call("CONV", spark_call("REGEXP_EXTRACT", digits, _DIGITS, 1), 16, 10)
