"""One exchange over HTTP: the whole answer within a time and a size, whatever the server sends.

A body is decompressed as it arrives and cut at the limit, so that a small answer that unpacks to gigabytes costs no
more memory than an honest one.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final, Protocol

import httpx

from jobhouse.interrupts import GRACE_SECONDS
from jobhouse.sentrion.config.contract import SEARCH_PATH

ENCODINGS: Final = "gzip, deflate"
LARGE_BYTES: Final = 8 * 1024**2
"""Answers larger than this are received one at a time; a usual page has a quarter of a megabyte."""
_PART_BYTES: Final = 1024**2
_NAP_SECONDS: Final = 0.2
_CONNECTING: Final = ("connection.", "socks.")
_BEGUN: Final = ".send_request_headers.started"
_WRITTEN: Final = ".send_request_body.complete"
"""How the names begin, or end, that httpx gives to the steps; the protocol stands first."""


@dataclass(frozen=True)
class AnswerLimits:
    """The limits of one answer, wide enough for a hundred jobs with a megabyte of text each and for slow lines."""

    seconds: float = 300.0
    size: int = 128 * 1024**2
    grace_seconds: float = GRACE_SECONDS


class NoConnection(Exception):
    """There was no connection to the API yet, or none through the proxy, so the request was not sent."""


class TooLarge(Exception):
    """The answer is larger than the limit."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Received:
    """An answer, decompressed."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Receiver:
    """Sends bodies to the search endpoint and receives the answers, within limits."""

    def __init__(self, http: httpx.AsyncClient, limits: AnswerLimits, is_interrupted: Callable[[], bool]) -> None:
        self.limits = limits
        self._is_interrupted = is_interrupted
        self._http = http
        self._one_large = asyncio.Lock()

    async def post(self, body: bytes, stack: AsyncExitStack, on_written: Callable[[], None]) -> Received:
        """The answer. If it is large, other large answers wait until the stack `stack` is closed.

        `on_written` is called when the whole request is written to the network.

        Raises:
            NoConnection: it failed, in whatever way, before the request was begun.
            TimeoutError: the answer is not whole within its time, or the run was interrupted meanwhile.
            TooLarge: it is larger than the limit.
            httpx.HTTPError: there is no answer, or it is broken.
        """
        steps = _Steps(on_written)
        try:
            async with asyncio.timeout(self.limits.seconds) as deadline:
                watch = asyncio.create_task(self._watch(deadline))
                try:
                    return await self._exchange(body, stack, steps)
                finally:
                    watch.cancel()
        except Exception as error:  # the libraries for proxies have errors of their own
            if steps.is_connecting:
                raise NoConnection from error
            raise

    async def _exchange(self, body: bytes, stack: AsyncExitStack, steps: _Steps) -> Received:
        extensions = {"trace": steps.note}
        async with self._http.stream("POST", SEARCH_PATH, content=body, extensions=extensions) as response:
            content = await self._content(response, stack)
            return Received(response.status_code, response.headers, content)

    async def _watch(self, deadline: asyncio.Timeout) -> None:
        """Shorten the deadline when the run is interrupted."""
        while not self._is_interrupted():  # noqa: ASYNC110 - a signal's handler says so, which knows no event loop
            await asyncio.sleep(_NAP_SECONDS)
        at = asyncio.get_running_loop().time() + self.limits.grace_seconds
        if not deadline.expired():
            deadline.reschedule(min(at, deadline.when() or at))

    async def _content(self, response: httpx.Response, stack: AsyncExitStack) -> bytes:
        if response.is_stream_consumed:  # a transport without a network hands over the whole
            return response.content
        unpack = _unpacker(response.headers.get("content-encoding", ""))
        parts: list[bytes] = []
        size = 0
        async for chunk in response.aiter_raw():
            for part in unpack.parts(chunk):
                parts.append(part)
                size += len(part)
                if size > self.limits.size:
                    raise TooLarge(response.status_code)
                if size > LARGE_BYTES >= size - len(part):
                    await stack.enter_async_context(self._one_large)
        if not unpack.eof:
            raise httpx.DecodingError("the compressed body is cut short")
        return b"".join(parts)


class _Steps:
    """The steps of one request, as httpx reports them."""

    def __init__(self, on_written: Callable[[], None]) -> None:
        self.is_connecting = False
        """Whether a connection is made now, to the API or through a proxy, so that nothing was sent to the API."""
        self._on_written = on_written

    async def note(self, step: str, about: Mapping[str, Any]) -> None:
        if step.startswith(_CONNECTING):
            self.is_connecting = True
        elif step.endswith(_BEGUN):
            self.is_connecting = about["request"].method == b"CONNECT"
        elif step.endswith(_WRITTEN) and not self.is_connecting:
            self._on_written()


class _Unpacker(Protocol):
    """Decompresses what arrives, in parts of at most a megabyte."""

    @property
    def eof(self) -> bool: ...

    def parts(self, data: bytes) -> Iterator[bytes]: ...


class _Plain:
    eof = True

    def parts(self, data: bytes) -> Iterator[bytes]:
        yield data


_GZIP: Final = zlib.MAX_WBITS | 16
_MEMBER: Final = b"\x1f\x8b"
"""What each member of gzip begins with."""


class _Compressed:
    """gzip, of one member or several, or deflate, of which some servers leave out the header.

    Bytes after the end are ignored.
    """

    def __init__(self, *, gzip: bool) -> None:
        self._object = zlib.decompressobj(_GZIP if gzip else zlib.MAX_WBITS)
        self._is_gzip = gzip
        self._may_be_raw = not gzip
        self._is_begun = False
        self._held = b""
        """The first byte of what may be the next member."""

    @property
    def eof(self) -> bool:
        return self._object.eof or not self._is_begun

    def parts(self, data: bytes) -> Iterator[bytes]:
        data, self._held = self._held + data, b""
        is_more = bool(data)
        while is_more and (not self._object.eof or self._begins_member(data)):
            yield (part := self._part(data))
            self._is_begun = True
            data = self._object.unused_data or self._object.unconsumed_tail
            is_more = bool(data) or len(part) == _PART_BYTES

    def _begins_member(self, data: bytes) -> bool:
        """Whether another member follows the last one; it is begun then."""
        if not self._is_gzip:
            return False
        if data == _MEMBER[:1]:
            self._held = data
        if not data.startswith(_MEMBER):
            return False
        self._object = zlib.decompressobj(_GZIP)
        return True

    def _part(self, data: bytes) -> bytes:
        try:
            return self._object.decompress(data, _PART_BYTES)
        except zlib.error as error:
            if not self._may_be_raw or self._is_begun:
                raise httpx.DecodingError(str(error)) from None
            self._object, self._may_be_raw = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self._part(data)


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate" as known:
            return _Compressed(gzip=known != "deflate")
        case unknown:
            raise httpx.DecodingError(f"an encoding that was not asked for: {unknown[:20]}")
