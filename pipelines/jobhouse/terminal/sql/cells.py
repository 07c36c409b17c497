"""One value of a result as one line of text to read: rounded, and unable to steer the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

NULL: Final = "NULL"
MOST_LETTERS: Final = 240
"""More than a cell shows; an advert's text is longer by far."""
NUMBERS: Final = frozenset(
    {"tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"}
    | {"float", "double", "decimal"}
)
WHOLE: Final = NUMBERS | {"boolean", "date", "time", "timestamp", "timestamp with time zone", "interval"}
"""Kinds of columns whose values are never clipped: a part of a number would be another number."""


def cell(value: object, most: int = MOST_LETTERS) -> str:
    """The value as text; an empty text stays empty, and NULL looks like the text NULL."""
    match value:
        case None:
            return NULL
        case bool():
            return str(value).lower()
        case float():
            return _rounded(value)
        case datetime() | date() | time():
            return _moment(value)
        case list() | dict():
            return line(json.dumps(with_text_keys(value, cell), default=cell, ensure_ascii=False), most)
    return line(str(value), most)


def with_text_keys(value: object, as_text: Callable[[object], str]) -> object:
    """The value with all keys of maps in it as text: JSON has no others."""
    match value:
        case dict():
            keyed = ((key if isinstance(key, str) else as_text(key), one) for key, one in value.items())
            return {key: with_text_keys(one, as_text) for key, one in keyed}
        case list():
            return [with_text_keys(one, as_text) for one in value]
    return value


def told_apart(value: object, most: int = MOST_LETTERS) -> str:
    """The value as text, in quotation marks where it is a text that would look like NULL or like nothing."""
    shown = cell(value, most)
    if isinstance(value, str) and (not value.strip() or value.strip("' ").upper() == NULL):
        return f"'{shown}'"
    return shown


def line(text: str, most: int = MOST_LETTERS) -> str:
    """One line that cannot steer the terminal: adverts hold line ends, and may hold anything."""
    return "".join(letter if letter.isprintable() else " " for letter in text[:most])


def _moment(value: datetime | date | time) -> str:
    """To the second, and UTC without saying so."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds").removesuffix("+00:00")
    return value.isoformat()


def _rounded(value: float) -> str:
    if value != 0 and abs(value) < 0.001:
        return f"{value:.4g}"
    return f"{value:.4f}".rstrip("0").rstrip(".")
