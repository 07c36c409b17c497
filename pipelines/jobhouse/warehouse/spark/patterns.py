"""Regular expressions of RE2, which DuckDB has, as Java reads them, so that both find the same.

RE2's classes and word boundaries know ASCII alone, and letters without regard to case are those of Unicode; a point
stands for all but a line feed, and `$` for the end of the text.

RE2 follows all alternatives at once, and Java one after the other at each place of a text. So where many alternatives
stand side by side, Java first looks whether the next character is one that any of them begins with.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_WORD_SIGNS: Final = f"{string.digits}{string.ascii_letters}_"
_WORD: Final = f"(?-i:[{_WORD_SIGNS}])"
"""Also where case is of no regard: k and s would stand for signs beyond ASCII as well."""
_WORD_BEGINS: Final = f"(?<!{_WORD})"
_WORD_ENDS: Final = f"(?!{_WORD})"
_BOUNDARY: Final = f"(?:{_WORD_BEGINS}(?={_WORD})|(?<={_WORD}){_WORD_ENDS})"
_NO_BOUNDARY: Final = f"(?:(?<!{_WORD})(?!{_WORD})|(?<={_WORD})(?={_WORD}))"
_SPACE: Final = r"\t\n\f\r "
_WITHOUT_WIDTH: Final = {r"\b": _BOUNDARY, r"\B": _NO_BOUNDARY, "$": r"\z", "^": "^", r"\A": r"\A", r"\z": r"\z"}
_OUTSIDE: Final = {r"\w": f"[{_WORD_SIGNS}]", r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]", "{": r"\{"}
_INSIDE: Final = {r"\d": string.digits, r"\w": _WORD_SIGNS, r"\s": _SPACE, "[": r"\[", "]": r"\]", "&": r"\&"}
_PART: Final = re.compile(
    r"""
    \\Q.*?(?:\\E|$)                 # quoted
    | \\[pP]\{\^?\w+\} | \\x\{[0-9a-fA-F]+\} | \\.
    | \[:\^?\w+:\]                  # a class of POSIX
    | \(\?[a-zA-Z-]*[:)]            # a group, or flags
    | \{\d+(?:,\d*)?\}              # a repetition
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_SCRIPT: Final = re.compile(r"(\\[pP]\{\^?)(\w{3,}\})")
_WITH_ASCII: Final = ("Latin}", "Common}", "Inherited}")
"""Of all other scripts no character is ASCII. Java searches a table for the script of each one it looks at, which takes
most of the time of a long text, so ASCII is ruled out first."""
_ESCAPED_IN_CLASS: Final = re.compile(r"([\[\]\\^&-])")
_WORD_SIGN: Final = re.compile(r"(?a:\w)")
_WORD_OF_ASCII: Final = re.compile(r"(?a:[^\WkKsS])")
"""Without regard to case, k and s also mean signs beyond ASCII, which RE2 takes for none of a word."""
_ASCII_RANGE: Final = re.compile("([0-9A-Za-z])-([0-9A-Za-z])")
_MANY: Final = 3
"""From so many alternatives on a look at the next character pays."""


@dataclass(frozen=True)
class _Part:
    """A part of a pattern as Java reads it."""

    kind: Literal["open", "close", "or", "repeated", "without width", "one"]
    text: str
    first: str | None = None
    """The characters that it begins with, as they are written in a class of Java's; None where that is not known."""


@dataclass(frozen=True)
class _First:
    """What a piece of a pattern can begin with; `characters` is None where that is not known."""

    characters: frozenset[str] | None
    is_empty: bool
    """Whether it may match nothing."""


def java_pattern(pattern: str) -> str:
    """The pattern for Java that finds what this one finds in RE2.

    Raises:
        ValueError: the pattern has flags that Java has not.
    """
    parts = list(_parts(pattern))
    ignores_case = any(part.text.startswith("(?iu") for part in parts)
    text, _, _ = _alternatives(parts, 0, ignores_case=ignores_case)
    return f"(?d){text}"  # only a line feed ends a line


def java_replacement(replacement: str) -> str:
    """What a match is replaced by: `$` names a group in Java, and a backslash does in RE2.

    Raises:
        ValueError: a backslash stands before something else than a digit or another one; DuckDB replaces nothing then.
    """

    def written(found: re.Match[str]) -> str:
        if found[0] in ("$", r"\\"):
            return rf"\{found[0][-1]}"
        if not found[0][1:].isdecimal():
            raise ValueError(f"RE2 has no {found[0]} in the replacement {replacement!r}")
        return f"${found[0][1:]}"

    return re.sub(r"\\[0-9\\]|\\.?|\$", written, replacement, flags=re.DOTALL)


def _parts(pattern: str) -> Iterator[_Part]:
    """The parts of a pattern; a class of characters is one."""
    is_multiline = False
    pieces = iter(_PART.findall(pattern))
    for piece in pieces:
        is_multiline |= piece.startswith("(?") and "m" in piece
        if piece == "[":
            class_ = _class(pieces)
            yield _Part("one", class_, None if class_.startswith("[^") else class_)
        elif piece == "$" and is_multiline:
            yield _Part("without width", "$")
        else:
            yield _outside(piece)


def _class(pieces: Iterator[str]) -> str:
    """A class of characters from the piece after its bracket to its end."""
    written, is_first = ["["], True
    for piece in pieces:
        if piece == "]" and not is_first:
            return "".join([*_without_ranges(written), "]"])
        written.append(_inside(piece))
        is_first = is_first and piece == "^"
    return "".join(written)


def _without_ranges(pieces: list[str]) -> Iterator[str]:
    """The pieces of a class with ranges of ASCII letters and digits written out.

    Java keeps single characters in a table, and asks range after range where a class has some.
    """
    at = 0
    while at < len(pieces):
        found = _ASCII_RANGE.fullmatch("".join(pieces[at : at + 3]))
        if found:
            yield _ESCAPED_IN_CLASS.sub(r"\\\1", "".join(map(chr, range(ord(found[1]), ord(found[2]) + 1))))
        else:
            yield pieces[at]
        at += 3 if found else 1


def _inside(piece: str) -> str:
    """A piece of a class of characters, which does not end it."""
    if piece.startswith("[:"):
        return rf"\p{{{piece[2:-2].capitalize()}}}"
    if (script := _SCRIPT.fullmatch(piece)) and script[1] == r"\p{" and script[2] not in _WITH_ASCII:
        return rf"[\P{{ASCII}}&&{_named(piece)}]"
    return _INSIDE.get(piece, _named(piece))


def _outside(piece: str) -> _Part:
    if piece.startswith("(?"):
        return _group(piece)
    if piece in _WITHOUT_WIDTH:
        return _Part("without width", _WITHOUT_WIDTH[piece])
    if piece in ("(", ")", "|"):
        return _Part("open" if piece == "(" else "close" if piece == ")" else "or", piece)
    if piece in ("*", "+", "?") or (piece.startswith("{") and len(piece) > 1):
        return _Part("repeated", piece)
    text = _OUTSIDE.get(piece, _named(piece))
    if piece in (".", r"\S") or piece.startswith(r"\Q"):
        return _Part("one", text)
    return _Part("one", text, text if len(text) > 1 else _ESCAPED_IN_CLASS.sub(r"\\\1", text))


def _group(piece: str) -> _Part:
    if "U" in piece:
        raise ValueError(f"Java has no flag U: {piece}")
    if "i" in piece.partition("-")[0]:
        piece = piece.replace("i", "iu", 1)
    return _Part("without width" if piece.endswith(")") else "open", piece)


def _named(piece: str) -> str:
    """The name of a script as Java has it."""
    return _SCRIPT.sub(r"\1Is\2", piece)


def _alternatives(parts: list[_Part], at: int, *, ignores_case: bool) -> tuple[str, _First, int]:
    """The text of alternatives up to the end of their group, what they begin with, and where they end."""
    texts, firsts = [], []
    while True:
        text, first, at = _sequence(parts, at, ignores_case=ignores_case)
        texts.append(text)
        firsts.append(first)
        if at == len(parts) or parts[at].kind == "close":
            break
        at += 1
    joined = "|".join(texts)
    known = [first.characters for first in firsts if first.characters is not None]
    first = _First(
        frozenset().union(*known) if len(known) == len(firsts) else None, any(one.is_empty for one in firsts)
    )
    if len(texts) >= _MANY and first.characters and not first.is_empty:
        class_ = f"[{''.join(sorted(first.characters))}]"
        joined = f"(?={f'(?iu:{class_})' if ignores_case else class_})(?:{joined})"
    return joined, first, at


def _sequence(parts: list[_Part], at: int, *, ignores_case: bool) -> tuple[str, _First, int]:
    """The text of one alternative, what it begins with, and where it ends."""
    written: list[str] = []
    characters: frozenset[str] | None = frozenset()
    is_empty = True
    while at < len(parts) and parts[at].kind not in ("or", "close"):
        part = parts[at]
        text, first = _beside_words(parts, at, ignores_case=ignores_case), _First(frozenset(), is_empty=True)
        if part.kind == "open":
            inner, first, at = _alternatives(parts, at + 1, ignores_case=ignores_case)
            text += inner + ")"
        elif part.kind == "one":
            first = _First(frozenset([part.first]) if part.first else None, is_empty=False)
        at += 1
        while at < len(parts) and parts[at].kind == "repeated":
            text += parts[at].text
            first = _First(first.characters, first.is_empty or not _is_needed(parts[at].text))
            at += 1
        written.append(text)
        if is_empty:
            both = characters is not None and first.characters is not None
            characters = (characters or frozenset()) | (first.characters or frozenset()) if both else None
            is_empty = first.is_empty
    return "".join(written), _First(characters, is_empty), at


def _beside_words(parts: list[_Part], at: int, *, ignores_case: bool) -> str:
    """The text of a part; of a boundary beside a character of a word, the half that is left to look at."""
    if parts[at].text != _BOUNDARY:
        return parts[at].text

    def is_word(place: int) -> bool:
        if not 0 <= place < len(parts) or parts[place].kind != "one":
            return False
        return bool((_WORD_OF_ASCII if ignores_case else _WORD_SIGN).fullmatch(parts[place].text))

    is_optional = at + 2 < len(parts) and parts[at + 2].kind == "repeated" and not _is_needed(parts[at + 2].text)
    ends, begins = is_word(at - 1), is_word(at + 1) and not is_optional
    if begins == ends:
        return _BOUNDARY
    return _WORD_BEGINS if begins else _WORD_ENDS


def _is_needed(repetition: str) -> bool:
    return repetition == "+" or (repetition.startswith("{") and not repetition.startswith("{0"))
