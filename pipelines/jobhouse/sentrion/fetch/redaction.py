"""Keeps the API key out of all that is shown or stored: an answer may quote it."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Final
from urllib.parse import quote, quote_plus

MASK: Final = "[key]"
SHORTEST_KEY: Final = 8
"""Keys below this length are no secrets, and would be found by chance in any text."""
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class Redactor:
    """Masks one key in texts and bodies, in the spellings in which servers quote a header."""

    def __init__(self, key: str) -> None:
        spellings = _spellings(key) if len(key) >= SHORTEST_KEY else set()
        self._bytes = sorted((spelling.encode() for spelling in spellings), key=len, reverse=True)
        parts = spellings | _cut_off(key) if spellings else set()
        texts = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
        self._pattern = re.compile(texts, re.IGNORECASE) if texts else None

    def __repr__(self) -> str:
        return "Redactor(...)"

    def body(self, body: bytes) -> bytes:
        """A body without the key; what a body says is kept to the letter otherwise."""
        for spelling in self._bytes:
            if spelling in body:
                body = body.replace(spelling, MASK.encode())
        return body

    def text(self, text: str) -> str:
        """A sentence without the key, with or without its end, and without what no database holds."""
        text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
        return self._pattern.sub(MASK, text) if self._pattern else text


def _spellings(key: str) -> set[str]:
    plain = {key, quote(key, safe=""), quote_plus(key), html.escape(key), json.dumps(key)[1:-1].replace("/", "\\/")}
    coded = {base64.b64encode(text.encode()).decode().rstrip("=") for text in (key, f"Bearer {key}", f"{key}:")}
    escaped = "".join(f"\\u{ord(char):04x}" for char in key)
    return plain | coded | {escaped, escaped.upper().replace("\\U", "\\u")}


def _cut_off(key: str) -> set[str]:
    """The key without its beginning or its end, as a server clips what it quotes."""
    shortest = max(SHORTEST_KEY, len(key) // 2)
    return {part for size in range(shortest, len(key)) for part in (key[:size], key[-size:])}
