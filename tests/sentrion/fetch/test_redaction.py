"""The key is in no text that leaves the client, however a server quotes it."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from jobhouse.sentrion.fetch.redaction import MASK, Redactor

KEY = "sk/live+0123456789&abc"
SPELLINGS = [
    KEY,
    quote(KEY, safe=""),
    KEY.replace("/", "\\/"),
    KEY.replace("&", "&amp;"),
    base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "".join(f"\\u{ord(char):04x}" for char in KEY),
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_quoted_key_is_masked_in_texts_and_bodies(spelling: str) -> None:
    text = f"invalid header: Bearer {spelling} (see the docs)"
    assert Redactor(KEY).text(text).startswith(f"invalid header: Bearer {MASK}")
    assert spelling.rstrip("=").encode() not in Redactor(KEY).body(text.encode())


@pytest.mark.parametrize(
    "quoted",
    [KEY.replace("+", r"\u002B"), KEY.replace("/", r"\u002f").replace("&", r"\u0026"), KEY.upper(), KEY.lower()],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32-be"])
def test_a_key_is_masked_however_a_body_writes_its_signs(quoted: str, encoding: str) -> None:
    body = '{"jobs": [{"Job Title": "für KEY"}]}'.replace("KEY", quoted)
    found = json.loads(Redactor(KEY).body(body.encode(encoding)))
    assert found == {"jobs": [{"Job Title": f"für {MASK}"}]}


@pytest.mark.parametrize("part", [KEY[:-3], KEY[:12], KEY[3:], KEY.upper()])
def test_a_clipped_key_is_masked_in_texts(part: str) -> None:
    assert Redactor(KEY).text(f"no such key: {part}...") == f"no such key: {MASK}..."


def test_a_body_without_the_key_is_the_same_object() -> None:
    body = json.dumps({"jobs": ["x" * 1000]}).encode()
    assert Redactor(KEY).body(body) is body


def test_a_key_too_short_to_be_one_masks_nothing() -> None:
    assert Redactor("key").text("the key") == "the key"


def test_what_no_database_holds_is_replaced() -> None:
    assert Redactor("").text("a\x00b\ud800") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_the_key_does_not_show_in_the_redactor() -> None:
    assert KEY not in repr(Redactor(KEY))
