"""A dialect of Spark for queries that are written for DuckDB: it writes what they mean there.

SQLMesh parses a model in DuckDB's dialect and writes it in that of the engine. Where sqlglot writes a function of
another meaning (an index that fails beyond the end of a list, patterns of Java, NULLs), this dialect does it right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, Final

from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator

from jobhouse.warehouse.spark.aggregates import known, listed, of_known
from jobhouse.warehouse.spark.days import day_cast, time_in_shapes
from jobhouse.warehouse.spark.json_values import json_text, json_value
from jobhouse.warehouse.spark.numbers import double_cast, hexadecimal, whole_number
from jobhouse.warehouse.spark.patterns import java_pattern, java_replacement
from jobhouse.warehouse.spark.places import length_from, place_in, slice_of, start_of
from jobhouse.warehouse.spark.refusals import number_of, refuse_unknown
from jobhouse.warehouse.spark.unfolding import with_one_generator
from jobhouse.warehouse.spark.written import AS_SPARK_DOES

_PARTS_OF_DATES: Final = {"isodow": "DAYOFWEEK_ISO", "isoyear": "YEAROFWEEK"}

_SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What DuckDB trims: the spaces of Unicode; Spark would trim the first alone."""
_WRITTEN_BELOW: Final = {
    exp.ArrayAgg, exp.Cast, exp.Div, exp.Extract, exp.GenerateSeries, exp.Left, exp.RegexpReplace, exp.Select,
    exp.Substring, exp.Trim, exp.TryCast,
}  # fmt: skip


class SparkModelsGenerator(SparkGenerator):
    """Writes the parts of a query."""

    TRANSFORMS: ClassVar[dict[type[exp.Expr], Callable[..., str]]] = {
        **{kind: written for kind, written in SparkGenerator.TRANSFORMS.items() if kind not in _WRITTEN_BELOW},
        exp.AnyValue: lambda self, e: self.func("ANY_VALUE", e.this, exp.true()),
        exp.ArrayConcat: lambda self, e: self.func("CONCAT", *_known_lists(e)),
        # a NULL in a list is no element that could be found, or that counts as another one
        exp.ArrayContains: lambda self, e: self.func("ARRAY_CONTAINS", _compact(e.this), e.expression),
        exp.ArrayDistinct: lambda self, e: self.func("ARRAY_DISTINCT", _compact(e.this)),
        exp.ArrayOverlaps: lambda self, e: self.func("ARRAYS_OVERLAP", _compact(e.this), _compact(e.expression)),
        exp.ArrayToString: lambda self, e: _joined(self, e),  # noqa: PLW0108 - it is defined below
        exp.ArgMax: lambda self, e: of_known(self, "MAX_BY", e),
        exp.ArgMin: lambda self, e: of_known(self, "MIN_BY", e),
        exp.DateDiff: lambda self, e: _difference(self, e),  # noqa: PLW0108 - it is defined below
        exp.Chr: lambda self, e: _character(self, e.expressions[0]),
        exp.JSONExtract: json_value,
        exp.JSONExtractScalar: json_text,
        # letters one by one: Java makes two characters of one, and looks at the end of a word
        exp.Lower: lambda self, e: self.func("LOWER", exp.func("translate", e.this, _text("İΣ"), _text("iσ"))),
        exp.Flatten: lambda self, e: self.func("FLATTEN", _compact(e.this)),
        exp.PercentileCont: lambda self, e: self.func("PERCENTILE", e.this, e.expression),
        exp.RegexpLike: lambda self, e: f"({self.sql(e, 'this')} RLIKE {self.sql(_pattern(e))})",
        exp.RegexpExtract: lambda self, e: _extracted(self, "REGEXP_EXTRACT", e),
        exp.RegexpExtractAll: lambda self, e: _extracted(self, "REGEXP_EXTRACT_ALL", e),
        exp.SortArray: lambda self, e: self.func("ARRAY_SORT", e.this),
        exp.Upper: lambda self, e: _upper(self, e.this),
    }

    def bracket_sql(self, expression: exp.Bracket) -> str:
        """An element, or NULL beyond the end of the list; or a part of a list."""
        [index] = expression.expressions
        if isinstance(index, exp.Slice):
            return self.sql(slice_of(expression.this, index))
        if index.is_string:
            return super().bracket_sql(expression)
        if not index.is_int:  # sqlglot counts a number from zero as it reads it
            index = exp.paren(place_in(expression.this, index)) - 1
        return self.func("GET", expression.this, index)

    def div_sql(self, expression: exp.Div) -> str:
        """A quotient; by zero it is infinite, or no number, where Spark would fail."""
        dividend, divisor = expression.this, expression.expression
        quotient = f"{self.sql(dividend)} / {self.sql(divisor)}"
        if number_of(divisor) or isinstance(divisor.unnest(), exp.Nullif):
            return quotient
        infinite = f"{self.sql(dividend)} * CAST('Infinity' AS DOUBLE)"
        return f"CASE WHEN {self.sql(divisor)} = 0 THEN {infinite} ELSE {quotient} END"

    def left_sql(self, expression: exp.Left) -> str:
        """The letters that a text begins with."""
        return self.func("LEFT", expression.this, start_of(expression.this, expression.expression))

    def substring_sql(self, expression: exp.Substring) -> str:
        """A part of a text."""
        start, length = expression.args["start"], expression.args.get("length")
        return self.func("SUBSTRING", expression.this, start, length and length_from(start, length))

    def arrayagg_sql(self, expression: exp.ArrayAgg) -> str:
        """A list of values, NULLs among them, and NULL where there is none."""
        return listed(self, expression)

    def preprocess(self, expression: exp.Expr) -> exp.Expr:
        """The query, where Spark takes all of it."""
        refuse_unknown(expression)
        return super().preprocess(expression)

    def escape_str(self, text: str, *arguments: Any, **named: Any) -> str:
        """A text within quotes. Some characters stay as they are: Spark takes a backslash and `a` for an `a`."""
        parts = re.split("([\a\v\f])", text)
        return "".join(
            part if number % 2 else super(SparkModelsGenerator, self).escape_str(part, *arguments, **named)
            for number, part in enumerate(parts)
        )

    def regexpreplace_sql(self, expression: exp.RegexpReplace) -> str:
        """All matches replaced, or the first one."""
        flags = expression.args["modifiers"].name if expression.args.get("modifiers") else ""
        pattern, replacement = expression.expression, expression.args["replacement"]
        java = java_pattern(_flags(flags.replace("g", "")) + _literal(pattern).name)
        if "g" not in flags:
            java = rf"\A((?s:.*?))(?:{java})"
            replacement = _text(r"\1" + _groups_shifted(_literal(replacement).name))
        if replacement.is_string:
            replacement = _text(java_replacement(replacement.name))
        return self.func("REGEXP_REPLACE", expression.this, _text(java), replacement)

    def generateseries_sql(self, expression: exp.GenerateSeries) -> str:
        """A sequence; an empty one where it would run backwards."""
        start, end, step = (expression.args.get(key) for key in ("start", "end", "step"))
        if end is not None and expression.args.get("is_end_exclusive"):
            end = exp.paren(end) - 1
        sequence = exp.func("sequence", start, end, *([step] if step else []))
        none = exp.func("slice", exp.func("array", start), exp.Literal.number(1), exp.Literal.number(0))
        runs = exp.case().when(exp.LTE(this=start, expression=end), sequence)
        return self.sql(runs.when(exp.GT(this=start, expression=end), none))

    def trim_sql(self, expression: exp.Trim) -> str:
        """A text without the spaces, or other characters, around it or on one side of it."""
        side = expression.args.get("position") or "BOTH"
        around = expression.expression or _text(_SPACES)
        return f"TRIM({side} {self.sql(around)} FROM {self.sql(expression, 'this')})"

    def cast_sql(self, expression: exp.Cast, safe_prefix: str | None = None) -> str:
        """A cast: of what a list is unfolded to it is done in the list, and a fraction is rounded."""
        if isinstance(expression.this, exp.Explode):
            element = exp.to_identifier("element")
            cast = exp.cast(exp.column(element), expression.to)
            inside = exp.Transform(this=expression.this.this, expression=exp.Lambda(this=cast, expressions=[element]))
            return self.sql(exp.Explode(this=inside))
        if expression.to.is_type("int", "bigint") and _may_be_fraction(expression.this):
            expression = exp.cast(exp.func("rint", expression.this), expression.to)
        return super().cast_sql(expression, safe_prefix)

    def extract_sql(self, expression: exp.Extract) -> str:
        """A part of a date."""
        part = _PARTS_OF_DATES.get(expression.name.lower(), expression.name)
        return f"EXTRACT({part} FROM {self.sql(expression, 'expression')})"

    def trycast_sql(self, expression: exp.TryCast) -> str:
        """A cast that may fail."""
        if expression.meta.get(AS_SPARK_DOES):
            return f"TRY_CAST({self.sql(expression, 'this')} AS {self.sql(expression, 'to')})"
        if expression.to.is_type("array<text>"):
            return self.func("FROM_JSON", expression.this, _text("array<string>"))
        if expression.to.is_type("date"):
            return self.sql(day_cast(expression.this))
        if expression.to.is_type("bigint", "int"):
            return f"TRY_CAST({self.sql(whole_number(expression.this))} AS {self.sql(expression, 'to')})"
        return self.sql(double_cast(expression.this))

    def filter_sql(self, expression: exp.Filter) -> str:
        """The rows that an aggregate reads."""
        if isinstance(expression.this, exp.ArgMax | exp.ArgMin):
            condition = exp.and_(expression.expression.this, known(expression.this))
            return f"{self.sql(expression.this)} FILTER(WHERE {self.sql(condition)})"
        if isinstance(expression.this, exp.ArrayAgg):
            return listed(self, expression.this, f" FILTER({self.sql(expression.expression).strip()})")
        return super().filter_sql(expression)

    def lambda_sql(self, expression: exp.Lambda, arrow_sep: str = "->", wrap: bool = True) -> str:
        """What is done with each element, and with its place, which is one less here."""
        if len(expression.expressions) > 1:
            expression = expression.copy()
            place = expression.expressions[1].name
            for used in list(expression.this.find_all(exp.Identifier)):
                if used.name == place and not isinstance(used.parent, exp.Dot):
                    used.replace(exp.Paren(this=exp.Add(this=used.copy(), expression=exp.Literal.number(1))))
        return super().lambda_sql(expression, arrow_sep, wrap)

    def select_sql(self, expression: exp.Select) -> str:
        """A select; lists that it unfolds side by side are unfolded as one."""
        return super().select_sql(with_one_generator(expression))

    def anonymous_sql(self, expression: exp.Anonymous) -> str:
        """A function that sqlglot does not know."""
        written = None if expression.meta.get(AS_SPARK_DOES) else _FUNCTIONS.get(expression.name.lower())
        return written(self, expression.expressions) if written else super().anonymous_sql(expression)


class SparkModels(Spark):
    """The dialect; its name begins as Spark's does, by which our macros tell engines apart."""

    Generator = SparkModelsGenerator


_FUNCTIONS: Final[dict[str, Any]] = {
    "conv": lambda self, arguments: self.sql(hexadecimal(arguments[0])),
    "list_intersect": lambda self, arguments: self.sql(_in_both(*arguments)),
    "list_position": lambda self, arguments: self.func("NULLIF", exp.func("array_position", *arguments), "0"),
    "list_zip": lambda self, arguments: self.func("ARRAYS_ZIP", *arguments),
    "strlen": lambda self, arguments: self.func("OCTET_LENGTH", *arguments),
    "try_strptime": lambda self, arguments: self.sql(time_in_shapes(*arguments)),
}


def _compact(whole: exp.Expr) -> exp.Expr:
    """A list without the NULLs in it."""
    return exp.func("array_compact", whole)


def _in_both(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """What two lists share: nothing where the second is missing, NULL where the first is."""
    return exp.func("array_intersect", _compact(one), exp.func("coalesce", _compact(other), exp.array()))


def _joined(self: SparkModelsGenerator, expression: exp.ArrayToString) -> str:
    """The elements of a list as one text; NULL where it holds nothing but NULLs."""
    whole = expression.this
    nothing = exp.and_(exp.func("size", whole) > 0, exp.func("size", _compact(whole)).eq(0))
    return f"CASE WHEN NOT ({self.sql(nothing)}) THEN {self.func('ARRAY_JOIN', whole, expression.expression)} END"


def _upper(self: SparkModelsGenerator, text: exp.Expr) -> str:
    """Capital letters, one for each letter: Java makes two of some."""
    letters = self.func("SPLIT", exp.func("translate", text, _text("ß"), _text("ẞ")), _text(""))
    return f"ARRAY_JOIN(TRANSFORM({letters}, c -> IF(LENGTH(UPPER(c)) > 1, c, UPPER(c))), '')"


def _may_be_fraction(number: exp.Expr) -> bool:
    number = number.unnest()
    return isinstance(number, exp.Div) or (isinstance(number, exp.Cast) and number.to.is_type("double"))


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def _difference(self: SparkModelsGenerator, expression: exp.DateDiff) -> str:
    """How many days, seconds or milliseconds begin between two times; Spark itself counts whole ones."""
    unit = expression.text("unit").lower()
    if unit in ("second", "millisecond"):
        since_epoch = "unix_seconds" if unit == "second" else "unix_millis"
        later, earlier = (exp.func(since_epoch, one) for one in (expression.this, expression.expression))
        return self.sql(exp.Sub(this=later, expression=earlier))
    if unit not in ("", "day"):
        raise ValueError(f"A difference in another unit than days, seconds or milliseconds: {expression.sql('duckdb')}")
    return self.func("DATEDIFF", *(exp.func("to_date", one) for one in (expression.this, expression.expression)))


def _character(self: SparkModelsGenerator, code: exp.Expr) -> str:
    """The character of a number; Spark's own function knows 256 of them."""
    digits = exp.func("lpad", exp.func("hex", code), exp.Literal.number(8), _text("0"))
    return self.func("DECODE", exp.func("unhex", digits), _text("UTF-32"))


def _known_lists(expression: exp.ArrayConcat) -> list[exp.Expr]:
    """The lists to make one of; for a list that is missing, one of nothing."""
    return [exp.func("coalesce", one, exp.array()) for one in (expression.this, *expression.expressions)]


def _pattern(expression: exp.RegexpLike | exp.RegexpExtract | exp.RegexpExtractAll) -> exp.Expr:
    return _text(java_pattern(_literal(expression.expression).name))


def _literal(expression: exp.Expr) -> exp.Expr:
    if not expression.is_string:
        raise ValueError(f"A pattern that is no literal: {expression.sql('duckdb')}")
    return expression


def _extracted(self: SparkModelsGenerator, name: str, expression: exp.RegexpExtract | exp.RegexpExtractAll) -> str:
    return self.func(name, expression.this, _pattern(expression), expression.args.get("group") or exp.Literal.number(0))


def _flags(flags: str) -> str:
    return f"(?{flags})" if flags else ""


def _groups_shifted(replacement: str) -> str:
    """A replacement whose groups come after one more."""
    for number in range(8, 0, -1):
        replacement = replacement.replace(rf"\{number}", rf"\{number + 1}")
    return replacement
