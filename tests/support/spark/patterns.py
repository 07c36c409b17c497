"""Regular expressions of RE2, which DuckDB has, as Java reads them, so that both find the same.

RE2's classes and word boundaries know ASCII alone, and letters without regard to case are those of Unicode; a point
stands for all but a line feed, and `$` for the end of the text.
"""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = "[0-9A-Za-z_]"
_BOUNDARY: Final = f"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))"
_NO_BOUNDARY: Final = f"(?:(?<!{_WORD})(?!{_WORD})|(?<={_WORD})(?={_WORD}))"
_SPACE: Final = r"\t\n\f\r "
_OUTSIDE: Final = {r"\b": _BOUNDARY, r"\B": _NO_BOUNDARY, r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]", "$": r"\z"}
_INSIDE: Final = {r"\s": _SPACE, "[": r"\[", "]": r"\]", "&": r"\&"}
_PART: Final = re.compile(
    r"""
    \\Q.*?(?:\\E|$)                 # quoted
    | \\[pP]\{\^?\w+\} | \\x\{[0-9a-fA-F]+\} | \\.
    | \[:\^?\w+:\]                  # a class of POSIX
    | \(\?[a-zA-Z-]+[:)]            # flags
    | \{\d+(?:,\d*)?\}              # a repetition
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_SCRIPT: Final = re.compile(r"(\\[pP]\{\^?)(\w{3,}\})")


def java_pattern(pattern: str) -> str:
    """The pattern for Java that finds what this one finds in RE2.

    Raises:
        ValueError: the pattern has flags that Java has not.
    """
    is_inside = is_first = is_multiline = False
    written = ["(?d)"]  # only a line feed ends a line
    for part in _PART.findall(pattern):
        if is_inside:
            is_inside = part != "]" or is_first
            written.append(_inside(part) if is_inside else part)
            is_first = is_first and part == "^"
        else:
            is_inside = is_first = part == "["
            is_multiline |= part.startswith("(?") and "m" in part
            written.append(part if part == "$" and is_multiline else _outside(part))
    return "".join(written)


def java_replacement(replacement: str) -> str:
    """What a match is replaced by: `$` names a group in Java, and a backslash does in RE2."""
    return re.sub(r"\\(\d)|([$\\])", lambda found: f"${found[1]}" if found[1] else rf"\{found[2]}", replacement)


def _inside(part: str) -> str:
    """A part of a class of characters, which does not end it."""
    if part.startswith("[:"):
        return rf"\p{{{part[2:-2].capitalize()}}}"
    return _INSIDE.get(part, _named(part))


def _outside(part: str) -> str:
    if part.startswith("(?") and "U" in part:
        raise ValueError(f"Java has no flag U: {part}")
    if part.startswith("(?") and "i" in part.partition("-")[0]:
        return part.replace("i", "iu", 1)
    if part == "{":
        return r"\{"
    return _OUTSIDE.get(part, _named(part))


def _named(part: str) -> str:
    """The name of a script as Java has it."""
    return _SCRIPT.sub(r"\1Is\2", part)
