"""Honest answers made odd at random: in their bytes, structure, types, status and headers, from a seed."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import httpx

MARK: Final = "@@odd@@"
RAW: Final = (
    "NaN", "-Infinity", "1e999", "-1e400", "1e300", "12345678901234567890123", "9" * 5_000, "-1", "0", "null", "true",
    '""', '"\\u0000"', '"\\ud800"', '"x"', "[]", "{}", "[null]", "[1, 2]", '{"a": [{"b": 1}]}',
    '"' + "x" * 100_000 + '"',
    "[" * 2_000 + "]" * 2_000, '{"a":' * 500 + "1" + "}" * 500, "[" * 50 + "]" * 50, '"1,200"', "1.5", "'x'", "",
)  # fmt: skip
STATUSES: Final = (
    200, 200, 201, 202, 204, 206, 301, 302, 304, 307, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 425,
    429, 451, 500, 501, 502, 503, 504, 505, 520, 522, 599, 600, 700, 999,
)  # fmt: skip
RETRY_AFTER: Final = ("0", "-5", "1e9", "86400", "inf", "nan", "soon", "", "Wed, 21 Oct 2099 07:28:00 GMT", "9" * 400)
HEADERS: Final = (
    ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Content-Encoding", "deflate, gzip"),
    ("Content-Type", "text/html; charset=utf-16"), ("Location", "http://[::1"), ("Location", "https://elsewhere.example/"),
    ("Set-Cookie", "a=b; expires=never; \x01"), ("X-Long", "x" * 50_000), ("Content-Length", "5"),
)  # fmt: skip
BODIES: Final = (
    b"", b"null", b"[]", b"{}", b"<html>Sorry</html>", b'"ok"', b"\xef\xbb\xbf{}", b"\x00" * 100, b"[" * 5_000,
    b'{"success": false, "data": null, "error": {"code": "server_error", "message": "no"}}',
    b'{"success": false, "data": null, "error": "rate_limit_exceeded"}',
    b'{"success": true, "data": {"jobs": null}}', b'{"detail": [{"loc": ["body", "limit"]}]}',
)  # fmt: skip
ERRORS: Final = (
    httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.WriteError, httpx.ConnectError,
    httpx.ConnectTimeout, httpx.ProxyError, httpx.DecodingError, ConnectionResetError, TimeoutError,
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What goes over the wire, or the error that comes in its place."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    error: type[Exception] | None = None
    packed: float | None = None
    """The share of the compressed body that is sent; None: it is not compressed."""

    def response(self) -> httpx.Response:
        if self.error:
            raise self.error("made up")
        headers, body = list(self.headers), self.body
        if self.packed is not None:
            body = zlib.compress(body)
            headers, body = [*headers, ("Content-Encoding", "deflate")], body[: int(self.packed * len(body))]
        return httpx.Response(self.status, headers=headers, stream=_Body(body))


class _Body(httpx.AsyncByteStream):
    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> Any:
        yield self._body


def mutated(answer: Answer, draw: random.Random) -> Answer:
    """The answer with one to three changes."""
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        answer = draw.choice(_MUTATIONS)(answer, draw)
    return answer


def _structure(answer: Answer, draw: random.Random) -> Answer:
    """Some value, anywhere in the tree, becomes another, goes, or comes twice."""
    try:
        root = {"": json.loads(answer.body)}
    except (ValueError, RecursionError):
        return answer
    holder, key = draw.choice(list(_places(root, draw)))
    match draw.randrange(4):
        case 0 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 1 if holder is not root:
            del holder[key]
        case _:
            holder[key] = MARK
    text = json.dumps(root.get(""), ensure_ascii=draw.random() < 0.5)
    return replace(answer, body=text.replace(f'"{MARK}"', draw.choice(RAW)).encode("utf-8", "replace"))


def _places(root: Any, draw: random.Random) -> Any:
    """Each key of each object and list; of a list of many only some, so that the rest is met as often."""
    waiting = [root]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys if len(keys) < 30 or isinstance(holder, dict) else draw.sample(keys, 5):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _bytes(answer: Answer, draw: random.Random) -> Answer:
    body = bytearray(answer.body)
    if not body:
        return answer
    at = draw.randrange(len(body))
    match draw.randrange(5):
        case 0:
            body[at] = draw.randrange(256)
        case 1:
            del body[at : at + draw.choice([1, 2, 50])]
        case 2:
            body[at:at] = bytes(draw.randrange(256) for _ in range(draw.choice([1, 3, 40])))
        case 3:
            del body[at:]
        case _:
            body[at:at] = body[at : at + draw.choice([1, 10, 500])]
    return replace(answer, body=bytes(body))


def _status(answer: Answer, draw: random.Random) -> Answer:
    headers = answer.headers
    if draw.random() < 0.3:
        headers = (*headers, ("Retry-After", draw.choice(RETRY_AFTER)))
    body = answer.body if draw.random() < 0.3 else draw.choice(BODIES)
    return replace(answer, status=draw.choice(STATUSES), headers=headers, body=body)


def _header(answer: Answer, draw: random.Random) -> Answer:
    return replace(answer, headers=(*answer.headers, draw.choice(HEADERS)))


def _packed(answer: Answer, draw: random.Random) -> Answer:
    """Compressed as it says, and sometimes cut short."""
    return replace(answer, packed=draw.choice([1.0, 1.0, draw.random()]))


def _whole_body(answer: Answer, draw: random.Random) -> Answer:
    return replace(answer, body=draw.choice(BODIES))


def _lost(answer: Answer, draw: random.Random) -> Answer:
    return replace(answer, error=draw.choice(ERRORS))


_MUTATIONS: Final[tuple[Callable[[Answer, random.Random], Answer], ...]] = (
    _structure, _structure, _structure, _structure, _bytes, _bytes, _status, _status, _header, _packed, _whole_body,
    _lost,
)  # fmt: skip
