"""An answer has a time and a size, whatever a server sends over the wire."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.receive import LARGE_BYTES, AnswerLimits, NoConnection, Received, Receiver, TooLarge

MEGABYTE = 1024**2
HEAD = b"HTTP/1.1 200 OK\r\n"
Answer = Callable[[], AsyncIterator[bytes]]


def nothing() -> None:
    pass


def received(
    answer: Answer, limits: AnswerLimits, *, is_interrupted: bool = False, on_written: Callable[[], None] = nothing
) -> Received:
    """What the receiver makes of the bytes of an answer, sent over a real socket."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            async for piece in answer():
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def ask() -> Received:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, connection(f"http://127.0.0.1:{port}", "a-key", 1) as http, AsyncExitStack() as held:
            return await Receiver(http, limits, lambda: is_interrupted).post(b"{}", held, on_written)

    return asyncio.run(ask())


def sent(headers: bytes, *pieces: bytes) -> Answer:
    async def answer() -> AsyncIterator[bytes]:
        for piece in (HEAD + headers + b"\r\n", *pieces):
            yield piece

    return answer


def trickled(start: bytes, again: bytes) -> Answer:
    """The start, and then for ever a little more, often enough for no time-out of a read to notice."""

    async def answer() -> AsyncIterator[bytes]:
        yield start
        while True:
            await asyncio.sleep(0.02)
            yield again

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        trickled(HEAD + b"Content-Length: 1000000\r\n\r\n{", b" "),
        trickled(HEAD, b"X-More: yes\r\n"),
        trickled(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
    ids=["body", "headers", "early hints"],
)
def test_an_answer_that_trickles_has_a_time_for_the_whole(answer: Answer) -> None:
    with pytest.raises((TimeoutError, httpx.RemoteProtocolError)):
        received(answer, AnswerLimits(seconds=0.5))


def test_an_answer_on_its_way_is_not_waited_for_long_once_the_run_is_interrupted() -> None:
    slow = trickled(HEAD + b"Content-Length: 1000000\r\n\r\n{", b" ")
    with pytest.raises(TimeoutError):
        received(slow, AnswerLimits(grace_seconds=0.3), is_interrupted=True)


def test_a_small_answer_that_unpacks_to_gigabytes_is_cut_while_it_unpacks() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(packer.compress(bytes(16 * MEGABYTE)) for _ in range(20)) + packer.flush()
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            received(sent(b"Content-Encoding: gzip\r\n", bomb), AnswerLimits(size=4 * MEGABYTE))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * MEGABYTE


def test_a_body_over_the_limit_is_not_taken_in_to_its_end() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        yield HEAD + b"\r\n"
        while True:
            taken += MEGABYTE
            yield bytes(MEGABYTE)

    with pytest.raises(TooLarge):
        received(endless, AnswerLimits(size=2 * MEGABYTE))
    assert taken < 64 * MEGABYTE


def test_a_large_honest_body_arrives_whole() -> None:
    whole = b"x" * (LARGE_BYTES + MEGABYTE)
    assert received(sent(b"", whole), AnswerLimits()).content == whole


RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
PACKED = {
    "gzip": gzip.compress(b'{"a": 1}'),
    "deflate": zlib.compress(b'{"a": 1}'),
    "deflate ": RAW.compress(b'{"a": 1}') + RAW.flush(),
    "identity": b'{"a": 1}',
    "GZIP": gzip.compress(b'{"a": 1}') + b"and what follows",
}


@pytest.mark.parametrize("encoding", PACKED)
def test_compressed_bodies_are_unpacked(encoding: str) -> None:
    header = f"Content-Encoding: {encoding}\r\n".encode()
    assert received(sent(header, PACKED[encoding]), AnswerLimits()).content == b'{"a": 1}'


@pytest.mark.parametrize("at", [0, 1, 2, 20])
def test_a_body_of_several_members_is_unpacked_wherever_the_network_cuts_it(at: int) -> None:
    first, second = gzip.compress(b'{"a": '), gzip.compress(b"1}")
    cut = len(first) + at

    async def answer() -> AsyncIterator[bytes]:
        whole = first + second + b"and what follows"
        yield HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(whole)
        yield whole[:cut]
        await asyncio.sleep(0.01)
        yield whole[cut:]

    assert received(answer, AnswerLimits()).content == b'{"a": 1}'


def test_a_member_that_is_cut_short_is_a_fault_of_the_answer() -> None:
    with pytest.raises(httpx.DecodingError):
        received(sent(b"Content-Encoding: gzip\r\n", gzip.compress(b"{}") + gzip.compress(b"x")[:-4]), AnswerLimits())


@pytest.mark.parametrize("size", [MEGABYTE - 1, MEGABYTE, MEGABYTE + 1, 3 * MEGABYTE])
def test_bodies_that_unpack_in_several_parts_arrive_whole(size: int) -> None:
    whole, raw = b"x" * size, zlib.compressobj(wbits=-zlib.MAX_WBITS)
    for body in (zlib.compress(whole), raw.compress(whole) + raw.flush()):
        assert received(sent(b"Content-Encoding: deflate\r\n", body), AnswerLimits()).content == whole


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("gzip", b"no gzip"), ("gzip", gzip.compress(b"{}")[:-4]), ("deflate", b"\xff\xff\xff"), ("br", b"{}")],
    ids=["no gzip", "cut gzip", "no deflate", "unknown"],
)
def test_broken_or_unknown_compression_is_a_fault_of_the_answer(encoding: str, content: bytes) -> None:
    with pytest.raises(httpx.DecodingError):
        received(sent(f"Content-Encoding: {encoding}\r\n".encode(), content), AnswerLimits())


def test_a_request_is_said_to_be_written_once_and_before_its_answer_comes() -> None:
    steps = []

    async def answer() -> AsyncIterator[bytes]:
        steps.append("answered")
        yield HEAD + b"Content-Length: 2\r\n\r\n{}"

    received(answer, AnswerLimits(), on_written=lambda: steps.append("written"))
    assert steps == ["written", "answered"]


def test_large_answers_are_taken_in_one_at_a_time() -> None:
    """While one is held, another waits at the point from which it would take more memory than an honest page."""
    large = bytes(LARGE_BYTES + MEGABYTE)

    async def both() -> tuple[bool, bool]:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Pieces(large)))
        async with connection("http://127.0.0.1", "a-key", 2, transport) as http:
            receiver = Receiver(http, AnswerLimits(), lambda: False)
            async with AsyncExitStack() as held:
                await receiver.post(b"{}", held, nothing)
                second = asyncio.create_task(post(receiver))
                await asyncio.sleep(0.05)
                waits = not second.done()
            return waits, await second == len(large)

    assert asyncio.run(both()) == (True, True)


async def post(receiver: Receiver) -> int:
    async with AsyncExitStack() as held:
        return len((await receiver.post(b"{}", held, nothing)).content)


class Pieces(httpx.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._content), MEGABYTE):
            yield self._content[at : at + MEGABYTE]


@pytest.mark.parametrize(("step", "is_sent"), [("socks.connect_tcp", False), ("http11.send_request_headers", True)])
def test_an_error_of_any_library_before_the_request_is_begun_is_no_connection(step: str, is_sent: bool) -> None:
    class Broken(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            # as the library for SOCKS proxies does, whose errors httpx does not translate
            await request.extensions["trace"](f"{step}.started", {"request": request})
            raise AttributeError

    async def ask() -> None:
        async with connection("https://api.example", "a-key", 1, Broken()) as http, AsyncExitStack() as held:
            await Receiver(http, AnswerLimits(), lambda: False).post(b"{}", held, nothing)

    with pytest.raises(AttributeError if is_sent else NoConnection):
        asyncio.run(ask())
