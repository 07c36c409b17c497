"""Keeps the API key out of all that is shown or stored: an answer may quote it."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Final
from urllib.parse import quote, quote_plus

from jobhouse.sentrion.fetch.tolerant_json import as_utf8

MASK: Final = "[key]"
SHORTEST_KEY: Final = 8
"""Keys below this length are no secrets, and would be found by chance in any text."""
_ESCAPED: Final = re.compile(rb"\\u00([2-7][0-9a-f])")
"""How JSON may write any sign of a key; in lower case."""
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Redactor:
    """Masks one key in texts and bodies, in the spellings in which servers quote a header."""

    def __init__(self, key: str) -> None:
        spellings = _spellings(key) if len(key) >= SHORTEST_KEY else set()
        self._lowered = [spelling.lower().encode() for spelling in spellings]
        self._in_body = _in_body(spellings) if spellings else None
        parts = spellings | _cut_off(key) if spellings else set()
        texts = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
        self._pattern = re.compile(texts, re.IGNORECASE) if texts else None

    def __repr__(self) -> str:
        return "Redactor(...)"

    def body(self, body: bytes) -> bytes:
        """A body without the key, in UTF-8; what a body says is kept to the letter otherwise."""
        body = as_utf8(body)
        if self._in_body and self._is_in(body.lower()):
            return self._in_body.sub(MASK.encode(), body)
        return body

    def _is_in(self, lowered: bytes) -> bool:
        """Whether the key is in a body in lower case; found fast, since it hardly ever is."""
        if any(spelling in lowered for spelling in self._lowered):
            return True
        if b"\\u00" not in lowered:
            return False
        plain = _ESCAPED.sub(_unescaped, lowered).lower()
        return any(spelling in plain for spelling in self._lowered)

    def text(self, text: str) -> str:
        """A sentence without the key, with or without its end, and without what no database holds."""
        text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        return self._pattern.sub(MASK, text) if self._pattern else text


def _spellings(key: str) -> set[str]:
    plain = {key, quote(key, safe=""), quote_plus(key), html.escape(key), json.dumps(key)[1:-1].replace("/", "\\/")}
    coded = {base64.b64encode(text.encode()).decode().rstrip("=") for text in (key, f"Bearer {key}", f"{key}:")}
    escaped = "".join(f"\\u{ord(char):04x}" for char in key)
    return plain | coded | {escaped}


def _in_body(spellings: set[str]) -> re.Pattern[bytes]:
    """The spellings in a body, where JSON may escape any sign of them, in either case."""
    longest_first = sorted(spellings, key=len, reverse=True)
    found = b"|".join(b"".join(map(_sign, spelling)) for spelling in longest_first)
    return re.compile(found, re.IGNORECASE)


def _sign(char: str) -> bytes:
    return b"(?:%b|\\\\u%04x)" % (re.escape(char.encode()), ord(char))


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[1].decode())


def _cut_off(key: str) -> set[str]:
    """The key without its beginning or its end, as a server clips what it quotes."""
    shortest = max(SHORTEST_KEY, len(key) // 2)
    return {part for size in range(shortest, len(key)) for part in (key[:size], key[-size:])}
