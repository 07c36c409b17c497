"""A proxy that the environment names: which requests pass it, and what is known of one that ends at it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

import pytest

from jobhouse.errors import Unreachable
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch import connection
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.receive import AnswerLimits
from jobhouse.sentrion.fetch.request_gate import RequestGate
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

API = "https://api.example"
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
HANGS = b"hangs"


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@contextmanager
def proxy(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A proxy that answers each CONNECT so, then closes the connection: its port, and what it was sent."""
    sent: list[bytes] = []
    begun: SimpleQueue[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = SimpleQueue()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sent.append(await reader.readuntil(b"\r\n\r\n"))
        if answer == HANGS:
            await reader.read()
        writer.write(answer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def run() -> None:
        stopped = asyncio.Event()
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            begun.put((server.sockets[0].getsockname()[1], asyncio.get_running_loop(), stopped))
            await stopped.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    port, loop, stopped = begun.get()
    try:
        yield port, sent
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join()


def ask(seconds: float = 60.0) -> list[RequestRecord]:
    """The records of one page that is asked for once, and cannot be had."""

    async def once(gate: RequestGate) -> None:
        async with connection.connection(API, "a-secret-key", 1) as http:
            client = Client(http, gate, RetryPolicy(attempts=1), AnswerLimits(seconds))
            await client.page(b"{}", "w", first=True)

    with RateLimiter(10**6) as rate_limiter:
        gate = RequestGate(Run(), rate_limiter, 100, is_closed=lambda: False)
        with pytest.raises(Unreachable) as raised:
            asyncio.run(once(gate))
        assert API in str(raised.value)
        assert "HTTPS_PROXY" in str(raised.value)
        assert "letmein" not in str(raised.value)
        return gate.records


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "broke off"),
        (b"<html>blocked</html>", "broke off or brought no HTTP"),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "407 Proxy Authentication"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://login\r\nContent-Length: 0\r\n\r\n", "302 Found"),
        (TUNNEL + b"<html>blocked</html>", "TLS failed"),
        (TUNNEL, "TLS failed"),
    ],
    ids=["closes", "no HTTP", "password", "login", "page in the tunnel", "closes the tunnel"],
)
def test_a_request_that_ends_at_the_proxy_never_reached_the_api(
    answer: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with proxy(answer) as (port, sent):
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:letmein@127.0.0.1:{port}")
        (record,) = ask()
    assert not record.was_sent
    assert said in str(record.error)
    assert b"a-secret-key" not in b"".join(sent)
    assert b"".join(sent).startswith(b"CONNECT api.example:443 ")


def test_a_request_that_waits_for_the_proxy_in_vain_never_reached_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy(HANGS) as (port, _):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        (record,) = ask(seconds=0.2)
    assert not record.was_sent
    assert record.error == "no answer: no connection in time"


@pytest.mark.parametrize("entry", ["[::1]", "fd00::/8", "10.0.0.0/8", "*.corp", "a b", "other.example"])
def test_what_no_proxy_says_of_others_is_no_error(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", f"localhost, {entry}")
    assert Settings.load(api_key="a-key", base_url=API)
    assert connection._proxy_for(API)


@pytest.mark.parametrize("entry", ["*", "api.example", ".example", "example", "API.Example:443", "x, api.example"])
def test_what_no_proxy_names_is_asked_directly(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", entry)
    assert connection._proxy_for(API) is None


def test_this_machine_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert connection._proxy_for("http://127.0.0.1:8765") is None
