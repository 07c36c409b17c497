"""What a query may hold that is written for Spark: functions that are tried on both engines, in the forms they have.

sqlglot writes a function that the dialect does not know as it is, or drops an argument: it may mean something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlglot import exp

KNOWN: Final = frozenset({
    "Abs", "Add", "And", "AnyValue", "ArgMax", "ArgMin", "Array", "ArrayAgg", "ArrayAppend", "ArrayConcat",
    "ArrayContains", "ArrayDistinct", "ArrayFilter", "ArrayOverlaps", "ArraySize", "ArrayToString", "Case",
    "Cast", "Chr", "Coalesce", "Concat", "ConcatWs", "Contains", "Count", "DPipe", "DateDiff", "Div", "EQ",
    "EndsWith", "Exists", "Explode", "Extract", "Flatten", "Floor", "GT", "GTE", "GenerateSeries", "Greatest",
    "If", "Is", "JSONExtract", "JSONExtractScalar", "LT", "LTE", "Lag", "Lead", "Least", "Left", "Length",
    "Like", "LogicalAnd", "LogicalOr", "Lower", "LowerHex", "MD5", "Max", "Min", "Mod", "Mul", "NEQ",
    "NullSafeEQ", "NullSafeNEQ", "Nullif", "Or", "Pad", "PercentileCont", "PropertyEQ", "RegexpExtract",
    "RegexpExtractAll", "RegexpLike", "RegexpReplace", "Replace", "Round", "RowNumber", "Slice", "SortArray",
    "Split", "SplitPart", "Sqrt", "StartsWith", "Struct", "Sub", "Substring", "Sum", "TimestampTrunc",
    "Transform", "Translate", "Trim", "TryCast", "UnixToTime", "Upper",
})  # fmt: skip
"""Functions and operators, by sqlglot's names."""
KNOWN_BY_NAME: Final = frozenset({
    "list_intersect", "list_position", "list_zip",
    "octet_length", "strlen", "try_strptime", "conv", "duckdb_hashes_with_next", "xxhash64",
})  # fmt: skip
"""Functions that sqlglot does not know; the last three are Spark's own, which macros write for it alone."""
_TRIED_CASTS: Final = ("bigint", "date", "double", "int", "array<text>")
_CASTS: Final = (*_TRIED_CASTS, "boolean", "decimal", "text", "timestamp", "timestampntz")
_DATE_PARTS: Final = ("year", "quarter", "month", "week", "day", "isodow", "isoyear")
_STARTS: Final = ("year", "quarter", "month")


def refuse_unknown(query: exp.Expr) -> None:
    """Refuse a query with a function, or a form of one, that is not known to mean the same in Spark.

    Raises:
        ValueError: there is one.
    """
    for one in query.find_all(exp.Func, exp.Binary, exp.Bracket):
        reason = _unknown(one) or next(_reasons(one), "")
        if reason:
            raise ValueError(
                f"{one.sql('duckdb')[:200]} may mean something else in Spark: {reason}. Write it otherwise, or teach "
                "its meaning to jobhouse.warehouse.spark."
            )


def _unknown(one: exp.Expr) -> str:
    if isinstance(one, exp.Anonymous):
        return "" if one.name.lower() in KNOWN_BY_NAME else "the function is not known"
    if isinstance(one, exp.Func | exp.Binary) and type(one).__name__ not in KNOWN:
        return "the function or operator is not known"
    return ""


def _reasons(one: exp.Expr) -> Iterator[str]:
    """Why a form of a known function is refused."""
    for argument in _DROPPED.get(type(one), ()):
        if one.args.get(argument):
            yield f"its argument {argument!r} would be dropped"
    for argument, least in _AT_LEAST.get(type(one), {}).items():
        value = number_of(one.args.get(argument))
        if value is not None and value < least:
            yield f"{argument} is less than {least}"
    check = _CHECKS.get(type(one))
    if check is not None and not check(one):
        yield _SENTENCES[type(one)]


def number_of(one: Any) -> float | None:
    """The number that an expression writes; None where it is none."""
    sign = -1 if isinstance(one, exp.Neg) else 1
    number = one.this if isinstance(one, exp.Neg) else one
    return sign * float(number.name) if isinstance(number, exp.Literal) and not number.is_string else None


def _is_place(one: exp.Bracket) -> bool:
    [index] = one.expressions
    # sqlglot counts a number from zero as it reads it, and leaves those of a slice
    numbers = [(index.this, 1), (index.expression, 0)] if isinstance(index, exp.Slice) else [(index, -1)]
    return all((value := number_of(number)) is None or value >= least for number, least in numbers)


def _is_known_cast(one: exp.Cast) -> bool:
    source, casts = one.this, _TRIED_CASTS if isinstance(one, exp.TryCast) else _CASTS
    if one.to.is_type("blob"):
        return bool(source.is_string and "\\" not in source.name)
    is_fraction = source.is_number and not source.is_int and one.to.is_type("int", "bigint")
    return any(one.to.is_type(kind) for kind in casts) and not is_fraction


def _is_known_series(one: exp.GenerateSeries) -> bool:
    step = one.args.get("step")
    if isinstance(step, exp.Interval):
        return not one.args.get("is_end_exclusive") and not step.this.name.startswith("-")
    return step is None or (number_of(step) or 0) > 0


def _is_known_list(one: exp.ArrayAgg) -> bool:
    around = one.parent.parent if isinstance(one.parent, exp.Filter) else one.parent
    ordered = one.this if isinstance(one.this, exp.Order) else None
    values = ordered.this if ordered else one.this
    value = values.expressions[0] if isinstance(values, exp.Distinct) else values
    by_itself = not ordered or [(key.this, bool(key.args.get("desc"))) for key in ordered.expressions] == [
        (value, False)
    ]
    return by_itself and not isinstance(around, exp.Window)


def _is_plain(replacement: exp.Expr) -> bool:
    """Whether a replacement is a text, or made of texts that mean themselves."""
    parts = [one.name for one in replacement.find_all(exp.Literal) if one.is_string]
    return replacement.is_string or not (replacement.find(exp.Column) or any(set(part) & set("\\$") for part in parts))


def _is_time(one: exp.Expr) -> bool:
    return isinstance(one, exp.Cast) and any(one.to.is_type(kind) for kind in ("date", "timestamp", "timestampntz"))


_DROPPED: Final[dict[type[exp.Expr], tuple[str, ...]]] = {
    exp.ArgMax: ("count",),
    exp.ArgMin: ("count",),
    exp.RegexpExtract: ("position", "occurrence", "parameters"),
    exp.RegexpExtractAll: ("position", "occurrence", "parameters"),
    exp.RegexpLike: ("flag",),
    exp.RegexpReplace: ("position", "occurrence"),
    exp.SortArray: ("asc", "nulls_first"),
}
_AT_LEAST: Final[dict[type[exp.Expr], dict[str, int]]] = {
    exp.Left: {"expression": 0},
    exp.Pad: {"expression": 0},
    exp.SplitPart: {"part_index": 1},
    exp.Substring: {"start": 1, "length": 0},
}
_CHECKS: Final[dict[type[exp.Expr], Callable[[Any], bool]]] = {
    exp.ArrayAgg: _is_known_list,
    exp.Bracket: _is_place,
    exp.Cast: _is_known_cast,
    exp.DateDiff: lambda one: one.text("unit").lower() in ("", "day", "second", "millisecond"),
    exp.Extract: lambda one: one.name.lower() in _DATE_PARTS,
    exp.GenerateSeries: _is_known_series,
    exp.Mod: lambda one: bool(number_of(one.expression)),
    exp.PercentileCont: lambda one: number_of(one.expression) is not None,
    exp.RegexpReplace: lambda one: _is_plain(one.args["replacement"]),
    exp.Split: lambda one: bool(one.expression.is_string and one.expression.name),
    exp.Sub: lambda one: not all(_is_time(side) for side in (one.this, one.expression)),
    exp.TimestampTrunc: lambda one: one.text("unit").lower() in _STARTS,
    exp.TryCast: _is_known_cast,
    exp.UnixToTime: lambda one: one.text("scale") == "3",
}
_SENTENCES: Final[dict[type[exp.Expr], str]] = {
    exp.ArrayAgg: "a list has no order but that of its values, and no window makes it",
    exp.Bracket: "an element is counted from the beginning of a list",
    exp.Cast: "the cast is not known",
    exp.DateDiff: "a difference is one of days, seconds or milliseconds",
    exp.Extract: f"the parts of a day are {', '.join(_DATE_PARTS)}",
    exp.GenerateSeries: "a sequence runs forwards, by a number or an interval that is written out",
    exp.Mod: "a remainder is one of a number that is written out, and not 0",
    exp.PercentileCont: "the part is a number that is written out",
    exp.RegexpReplace: "a replacement is written out",
    exp.Split: "a text is cut at another one that is written out",
    exp.Sub: "what lies between two times has another type",
    exp.TimestampTrunc: f"a day is cut to a {', '.join(_STARTS)}",
    exp.TryCast: "the cast is not known",
    exp.UnixToTime: "a time is counted in milliseconds",
}
