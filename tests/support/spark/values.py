"""Columns of odd values, which calls of functions read."""

from __future__ import annotations

from typing import Final

import sqlglot
from sqlglot import exp

TEXTS: Final = (
    "null", "''", "' '", "'a'", "'a b'", "' a  b '", "'|a||b|'", "'\u202fa\u00a0b\u3000'", "'\ta\n'",
    "'É ﬀ İ ß'", "'👩🏽‍🍳 ñ'",
    "'B'", "'12'", "' 7 '", "'-3.50'", "'1e3'", "'2026-02-30'", "'2026-01-05T10:00:00Z'",
    "'true'", "'#x1F'", "'&amp;a'",
    "'20260105'", "'05.01.2026'", "'March  7,  2026'", "'a/b/c'", "'1_000'", "'7.6'", "'1d'", "'inf'", "'NaN'",
    "'1e400'", "'[\"a\", null, \"b c\"]'", "'\x07\x0b\x0c'", "'a\\b$1'",
    "'9223372036854775808'", "'-7.5'", "'0x1F'", "'0b11'", "'+1'", "'.5'", "'5.'", "'1__0'", "'1.5_0'",
    "'\x077'", "'1f'",
    "'7.49999999999999999999999999'", "'+inf'", "'26-1-5'", "'epoch'", "'2147483648'",
)  # fmt: skip
LISTS: Final = ("null", "[]", "[null]", "['a']", "['b', 'a', 'b']", "['a', null, 'c', null]", "['', ' ']")
COUNTS: Final = ("null", "0", "1", "-1", "2", "7", "100000")
NUMBERS: Final = ("null", "0.0", "1.5", "-2.5", "80000.0", "12345678.9", "0.1", "1e15", "0.0000001234567894")
DAYS: Final = ("null", "'2026-01-05'", "'2024-02-29'", "'2020-12-31'", "'1970-01-01'", "'1900-03-01'")
JSONS: Final = (
    'null', '\'{"a": "x y", "b c": 1}\'', '\'{"a": null}\'', '\'{"a": 1.50}\'', '\'{"a": true}\'', "'{}'", "'[]'",
    "'null'", '\'{"a": ["q", null, 1]}\'', '\'{"a": {"b": [1, 2]}}\'', '\'"text"\'', '\'{"a": "\xe9 \\n"}\'',
    '\'{"b c": "z"}\'', '\'["a", "b"]\'', '\'{"a": []}\'', '\'{"a": ""}\'', "'7'", '\'{"a": 1e3}\'',
    '\'{"a": 12345678.9}\'', '\'{"a": 1e+300}\'', '\'{"a": -5e-324}\'', '\'{"a": "1.0E30"}\'',
    '\'{"a": 0.00012}\'', '\'{"a": 12345678}\'', '\'{"a": 9223372036854775807}\'',
)  # fmt: skip
FLAGS: Final = ("null", "true", "false")
COLUMNS: Final = {
    f"{name}{mark}": (kind, values)
    for name, kind, values in (
        ("text", "varchar", TEXTS),
        ("items", "varchar[]", LISTS),
        ("count", "bigint", COUNTS),
        ("number", "double", NUMBERS),
        ("day", "date", DAYS),
        ("flag", "boolean", FLAGS),
        ("json", "varchar", JSONS),
    )
    for mark in ("", "_2")
}
"""What a call may read: each column with its type and its values."""


def columns_of(call: str) -> list[str]:
    read = {column.name for column in sqlglot.parse_one(f"select {call}", read="duckdb").find_all(exp.Column)}
    return sorted(read & set(COLUMNS))


def combinations_of(columns: list[str]) -> str:
    """All combinations of the values of some columns, as what follows `from`; one row where there is no column."""
    sources = ["(select 1) as one"]
    for name in columns:
        kind, values = COLUMNS[name]
        rows = " union all ".join(f"select cast({value} as {kind}) as {name}" for value in values)
        sources.append(f"({rows}) as rows_of_{name}")
    return " cross join ".join(sources)
