"""JSON that strict parsers refuse and servers send all the same, read with as little change as can be.

Numbers that no float holds stay as text, invalid UTF-8 becomes replacement characters, and values that nest deeper than
any honest answer become their own text, so that everything after the parser can store and hash them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

DEEPEST: Final = 64
"""Levels of arrays and objects that are kept as such; an honest answer has four."""
_DEEPEST_PART: Final = DEEPEST - 4
"""The same for a part of an answer, below the levels that lead to it."""
_NESTING: Final = (list, dict)
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_MEMBER_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]', re.DOTALL)


def load(body: bytes) -> tuple[Any, str]:
    """The value of a body, and the text that it was read from.

    Raises:
        ValueError: the body is no JSON, or is cut short.
    """
    text = _text(body)
    value = json.loads(
        deep_values_as_text(text), strict=False, parse_constant=str, parse_float=_number, parse_int=_whole_number
    )
    return value, text


def as_utf8(body: bytes) -> bytes:
    """A body in UTF-16 or UTF-32 as UTF-8, which says the same; any other as it is."""
    if b"\0" not in body[:4]:
        return body
    return _text(body).encode("utf-8", "surrogatepass")


def is_deep(value: Any) -> bool:
    """Whether arrays and objects nest deeper in it than code that calls itself should go."""
    level = [value]
    for _ in range(_DEEPEST_PART):
        level = [inner for outer in level for inner in _parts(outer) if isinstance(inner, _NESTING)]
        if not level:
            return False
    return True


def deep_values_as_text(text: str) -> str:
    """The same JSON, where each value below `DEEPEST` levels is a string of its own text."""
    parts: list[str] = []
    kept = start = depth = 0
    for token in _TOKEN.finditer(text):
        if (char := text[token.start()]) in "[{":
            depth += 1
            start = token.start() if depth == DEEPEST + 1 else start
        elif char in "]}":
            if depth == DEEPEST + 1:
                parts += [text[kept:start], json.dumps(text[start : token.end()])]
                kept = token.end()
            depth -= 1
    return "".join([*parts, text[kept:]])


def member(text: str, *path: str) -> str | None:
    """The text of a member of nested objects, to the letter; None where it is not there."""
    for name in path:
        found = [value for key, value in _members(text) if key == name]
        if not found:
            return None
        text = found[-1]
    return text


def _members(text: str) -> Iterator[tuple[str, str]]:
    """The keys of an object with the texts of their values."""
    depth = begin = 0
    key = latest = ""
    for token in _MEMBER_TOKEN.finditer(text):
        char = text[token.start()]
        if char in "[{":
            depth += 1
        elif char == '"' and depth == 1:
            latest = token[0]
        elif char == ":" and depth == 1:
            key, begin = latest[1:-1], token.end()
        elif char in ",]}":
            if depth == 1:
                yield key, text[begin : token.start()].strip()
            depth -= char != ","


def _text(body: bytes) -> str:
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return body.decode(encoding, "replace")


def _number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _whole_number(text: str) -> int | str:
    """Python refuses to read numbers of thousands of digits."""
    try:
        return int(text)
    except ValueError:
        return text


def _parts(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
