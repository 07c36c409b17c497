"""What the client records of each request, against servers that answer or fail in one stated way."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import httpx
import pytest

from pipelines.errors import JobhouseError
from pipelines.sentrion.client import Client, Gate, RequestRecord
from pipelines.sentrion.connection import connection
from pipelines.sentrion.retry import RetryPolicy

Handler = Callable[[httpx.Request], httpx.Response]


async def _at_once(*_: object) -> None:
    return


def records_of(handler: Handler | None, base_url: str = "http://127.0.0.1") -> list[RequestRecord]:
    """The records of one page that is asked for once; without a handler, over the network."""
    records: list[RequestRecord] = []

    async def ask() -> None:
        transport = httpx.MockTransport(handler) if handler else None
        async with connection(base_url, "a-key", 1, transport) as http:
            gate = Gate(_at_once, _at_once, lambda *_: None, records.append, lambda: False)
            await Client(http, gate, RetryPolicy(attempts=1, max_wait_seconds=0)).page(b"{}", "w", first=True)

    with pytest.raises(JobhouseError):
        asyncio.run(ask())
    return records


def failing(error: type[httpx.TransportError]) -> Handler:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("no")

    return fail


@pytest.mark.parametrize(
    ("error", "was_sent"),
    [
        (httpx.ConnectError, False),
        (httpx.ConnectTimeout, False),
        (httpx.ProxyError, False),
        (httpx.ReadError, True),
        (httpx.ReadTimeout, True),
        (httpx.WriteError, True),
        (httpx.RemoteProtocolError, True),
    ],
)
def test_a_request_that_met_no_connection_was_not_sent(error: type[httpx.TransportError], was_sent: bool) -> None:
    assert [record.was_sent for record in records_of(failing(error))] == [was_sent]


def test_a_closed_port_is_recorded_as_not_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert [record.was_sent for record in records_of(None, f"http://127.0.0.1:{port}")] == [False]


@pytest.mark.parametrize(
    ("status", "was_refused"),
    [(400, True), (401, True), (402, True), (403, True), (422, True), (429, True), (408, False), (502, False)],
)
def test_a_refusal_before_any_work_is_recorded_as_one(status: int, was_refused: bool) -> None:
    (record,) = records_of(lambda _: httpx.Response(status, json={}))
    assert (record.was_refused, record.was_sent) == (was_refused, True)
