"""Days that DuckDB reads in texts, as Spark's SQL: Java's own reading of days is another one.

A text is matched as DuckDB reads it, its parts are put as `2026-01-05`, and that is cast.
"""

from __future__ import annotations

import re
from typing import Final

from sqlglot import exp

from jobhouse.warehouse.spark.written import matches, replaced, spark_call

_BLANK: Final = r"[\t-\r ]"
_CAST: Final = rf"(?s)^{_BLANK}*(-?)0*([0-9]{{1,7}})([-/ \\])([0-9]{{1,2}})\3([0-9]{{1,2}})(?![0-9]).*$"
"""What DuckDB casts to a day, whatever follows; Spark would take a year alone, and refuses other dashes."""
_EPOCH: Final = rf"^{_BLANK}*(?i:epoch){_BLANK}*\z"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SHORT: Final = ",".join(month[:3] for month in _MONTHS).lower()
_PARTS: Final = {
    "%Y": "[0-9]{1,4}+",
    "%m": "[0-9]{1,2}+",
    "%d": "[0-9]{1,2}+",
    "%B": f"(?i:{'|'.join(_MONTHS)})",
    "%b": f"(?i:{_SHORT.replace(',', '|')})",
}
"""Parts of a shape, and what DuckDB reads for each; digits that it has read it does not give back."""
_MONTH_PARTS: Final = ("%m", "%B", "%b")
_PIECE: Final = re.compile("%.|[ ]|[^% ]+")


def day_cast(text: exp.Expr) -> exp.Expr:
    """DuckDB's `try_cast(text as date)`. Days before our era that end in `(BC)` are none, nor is `infinity`."""
    put = replaced(text, _CAST, "$1000000$2-$4-$5")
    day = spark_call("TRY_TO_DATE", replaced(put, "^(-?)0*([0-9]{4,7})-", "$1$2-"))
    matched = exp.and_(matches(text, _CAST), exp.not_(matches(text, rf"(?i)[0-9]{_BLANK}+\(BC\)")))
    epoch = exp.cast(exp.Literal.string("1970-01-01"), "date")
    return exp.case().when(matched, day).when(matches(text, _EPOCH), epoch)


def time_in_shapes(text: exp.Expr, shapes: exp.Expr) -> exp.Expr:
    """DuckDB's `try_strptime(text, [shapes])` for shapes of days: the first that fits. `epoch` and the like fit none.

    Raises:
        ValueError: a shape is no literal, or has other parts than a year, a month and a day.
    """
    given = shapes.expressions if isinstance(shapes, exp.Array) else [shapes]
    days = [_in_shape(text, shape) for shape in given]
    return exp.cast(exp.func("coalesce", *days) if len(days) > 1 else days[0], exp.DataType.Type.TIMESTAMPNTZ)


def _in_shape(text: exp.Expr, shape: exp.Expr) -> exp.Expr:
    """The day in a text of one shape."""
    if not shape.is_string:
        raise ValueError(f"The shape of a day is no literal in {shape.sql('duckdb')}")
    pattern, parts = f"^{_BLANK}*", []
    for piece in _PIECE.findall(shape.name):
        if piece in _PARTS:
            pattern += f"({_PARTS[piece]})"
            parts.append(piece)
        elif piece.startswith("%"):
            raise ValueError(f"Spark is not told how to read {piece} in the shape of a day {shape.name!r}")
        else:
            pattern += f"{_BLANK}+" if piece == " " else re.escape(piece)
    month = next((part for part in parts if part in _MONTH_PARTS), "%m")
    if sorted(parts) != sorted(("%Y", month, "%d")):
        raise ValueError(f"The shape of a day {shape.name!r} has other parts than a year, a month and a day")
    pattern += rf"{_BLANK}*\z"
    year, written, day = (replaced(text, pattern, f"${parts.index(part) + 1}") for part in ("%Y", month, "%d"))
    if month != "%m":
        letters = spark_call("LOWER", spark_call("LEFT", written, 3))
        written = exp.cast(spark_call("FIND_IN_SET", letters, _SHORT), "text")
    put = spark_call("CONCAT_WS", "-", spark_call("LPAD", year, 4, "0"), written, day)
    return exp.case().when(matches(text, pattern), spark_call("TRY_TO_DATE", put))
