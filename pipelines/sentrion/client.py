"""Transport: one page for one request body, with the key, retries and time-outs, and a record of every request."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from ssl import SSLContext
from typing import Final
from uuid import uuid4

import httpx

from pipelines.errors import JobhouseError, Refused, Stopped, Unreachable
from pipelines.sentrion import answers
from pipelines.sentrion.answers import Failure, Page
from pipelines.sentrion.budget import MARGIN_SECONDS, MINUTE_SECONDS
from pipelines.sentrion.contract import REFUSED_BEFORE_WORK, SEARCH_PATH, Action

TIMEOUT = httpx.Timeout(connect=10.0, read=120.0, write=30.0, pool=None)
"""Seconds. Reading is given long: a page that was charged and then given up on is asked for again."""
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""Raised before the first byte of a request is written: there was no connection to write to."""


class BearerKey(httpx.Auth):
    """Puts the API key into the request header, the only place it is ever written to."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "BearerKey(...)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._key}"
        yield request


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently one page is asked for again.

    The n-th pause is `first_pause_seconds * 2**n`, at most `longest_pause_seconds`, times a random 0.5 to 1.
    """

    attempts: int = 6
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0
    too_fast_attempts: int = 20
    """429s are waited out more patiently than faults: they cost nothing but time."""
    empty_attempts: int = 4
    """How many times "nothing found" must be said as a failure before it is believed."""

    def pause(self, attempt: int) -> float:
        longest = min(self.first_pause_seconds * 2.0**attempt, self.longest_pause_seconds)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, guards nothing


@dataclass(frozen=True)
class RequestRecord:
    """One HTTP request, as the `requests` table shows it: no body and no key.

    Where the checkpoint counts its page, the page's receipt is here: which reading of the window it belongs to, the
    total it announced and the keys of the versions it delivered.

    `was_sent` is False where the request surely never left this machine (refused connection, unknown name, failed
    proxy), and `was_refused` is True where the API refused it before any work: neither can have been charged.
    `credits_reserved` is what the limits count for it: its price, or a full page where it may have been charged.
    """

    window_id: str
    attempt: int
    status: int | None
    latency_ms: int
    rows: int | None = None
    credits_used: int | None = None
    credits_remaining: int | None = None
    error: str | None = None
    was_sent: bool = True
    was_refused: bool = False
    credits_reserved: int | None = None
    reading_id: str | None = None
    page: int | None = None
    total: int | None = None
    version_keys: bytes | None = None
    request_id: str = field(default_factory=lambda: uuid4().hex)
    requested_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class RefusedRequest(Refused):
    """400 or 422: this request is refused, where another (without its cursor, or a later start) may be served."""


class CreditsGone(Stopped):
    """The vendor's credits are used up."""


@dataclass(frozen=True)
class Gate:
    """What stands between the client and the network: leave to send, a pause that can be cut short, the brakes."""

    leave: Callable[[], Awaitable[None]]
    pause: Callable[[float], Awaitable[None]]
    slow_down: Callable[[float], None]
    record: Callable[[RequestRecord], None]


class Client:
    """Asks for pages at `base_url` through an open `httpx.AsyncClient`."""

    def __init__(self, http: httpx.AsyncClient, gate: Gate, retry: RetryPolicy) -> None:
        self._http = http
        self._gate = gate
        self._retry = retry
        self._credits_remaining: int | None = None

    async def page(self, body: bytes, window_id: str, *, first: bool) -> Page:
        """The page for one request body; only a window's first page may turn out to be empty by way of a failure.

        Raises:
            RefusedRequest: the API will not serve this request (400, 422).
            Refused: the key or the access is refused, or the answer is unknown.
            CreditsGone: the credits are used up.
            Unreachable: no good answer after the retries.

        """
        attempts = dict.fromkeys(Action, 0)
        attempt = 0
        while True:
            await self._gate.leave()
            attempt += 1
            answer = await self._send(body, window_id, attempt)
            if isinstance(answer, Page):
                return answer
            attempts[answer.action] += 1
            if first and self._means_empty(answer, attempts[answer.action]):
                return answers.empty_page(answer)
            await self._wait_or_raise(answer, attempts[answer.action])

    def _means_empty(self, failure: Failure, count: int) -> bool:
        believed = count >= self._retry.empty_attempts
        return failure.from_api and self._reading(failure) is Action.EMPTY_OR_WRONG and believed

    async def _send(self, body: bytes, window_id: str, attempt: int) -> Page | Failure:
        started = time.monotonic()
        status: int | None = None
        try:
            response = await self._http.post(SEARCH_PATH, content=body)
            status = response.status_code
            answer = answers.read(status, response.headers, response.content)
        except _NEVER_SENT as error:
            answer = Failure(Action.RETRY, f"no answer ({type(error).__name__})", was_sent=False)
        except httpx.TransportError as error:
            answer = Failure(Action.RETRY, f"no answer ({type(error).__name__})")
        except httpx.DecodingError:
            answer = Failure(Action.RETRY, "the answer's compression is broken")
        self._record(answer, window_id, attempt, status, int((time.monotonic() - started) * 1000))
        return answer

    def _record(self, answer: Page | Failure, window_id: str, attempt: int, status: int | None, ms: int) -> None:
        if isinstance(answer, Page):
            self._credits_remaining = answer.credits_remaining
            record = RequestRecord(
                window_id,
                attempt,
                status,
                ms,
                rows=len(answer.jobs),
                credits_used=answer.credits_used,
                credits_remaining=answer.credits_remaining,
            )
        else:
            record = RequestRecord(
                window_id,
                attempt,
                status,
                ms,
                error=answer.reason,
                was_sent=answer.was_sent,
                was_refused=status in REFUSED_BEFORE_WORK,
            )
        self._gate.record(record)

    async def _wait_or_raise(self, failure: Failure, count: int) -> None:
        action = self._reading(failure)
        match action:
            case Action.RETRY if count < self._retry.attempts:
                await self._gate.pause(failure.wait_seconds or self._retry.pause(count - 1))
            case Action.WAIT if count < self._retry.too_fast_attempts:
                wait = failure.wait_seconds if failure.wait_seconds is not None else MINUTE_SECONDS
                self._gate.slow_down(wait + MARGIN_SECONDS)
            case Action.EMPTY_OR_WRONG if failure.from_api and count < self._retry.attempts:
                await self._gate.pause(self._retry.pause(count - 1))
            case _:
                raise _error(action, failure)

    def _reading(self, failure: Failure) -> Action:
        """403, 429 and failures without a reason mean something else once the last answer left no credits."""
        unclear = (Action.NO_ACCESS, Action.WAIT, Action.EMPTY_OR_WRONG)
        gone = self._credits_remaining is not None and self._credits_remaining <= 0
        return Action.STOP if gone and failure.action in unclear else failure.action


_ERRORS: Final[dict[Action, tuple[type[JobhouseError], str]]] = {
    Action.RETRY: (
        Unreachable,
        "The API kept failing ({}); what was read is kept, run the same command again later.",
    ),
    Action.WAIT: (
        Unreachable,
        "The API kept saying that requests come too fast ({}); lower requests_per_minute.",
    ),
    Action.STOP: (
        CreditsGone,
        "The API's credits are used up ({}); run the same command again when there are new ones.",
    ),
    Action.BAD_REQUEST: (
        RefusedRequest,
        "The API refuses the request ({}); check the search's filters and dates.",
    ),
    Action.BAD_KEY: (
        Refused,
        "The API refuses the key ({}); check api_key in .dlt/secrets.toml or the environment.",
    ),
    Action.NO_ACCESS: (
        Refused,
        "The key has no access to historical jobs ({}); ask Sentrion to enable it for this key.",
    ),
    Action.EMPTY_OR_WRONG: (
        Refused,
        "There is no jobs API at this address ({}); check the setting base_url.",
    ),
    Action.UNKNOWN: (
        Refused,
        "The API gave an answer jobhouse does not know ({}); check the setting base_url.",
    ),
}


def _error(action: Action, failure: Failure) -> JobhouseError:
    if action is Action.EMPTY_OR_WRONG and failure.from_api:
        action = Action.RETRY
    kind, sentence = _ERRORS[action]
    return kind(sentence.format(failure.reason))


def credits_gone(reason: str) -> JobhouseError:
    """The error for credits that ran out without an answer that says so."""
    return _error(Action.STOP, Failure(Action.STOP, reason))


@asynccontextmanager
async def connection(
    base_url: str, key: str, max_connections: int, transport: httpx.AsyncBaseTransport | None = None
) -> AsyncGenerator[httpx.AsyncClient]:
    """An HTTP client for the API.

    Redirects are not followed, so the key goes nowhere else. Proxy settings of the environment are honoured but
    for plain http, which is only ever the loopback. `transport` takes the place of the network.
    """
    async with httpx.AsyncClient(
        base_url=base_url,
        auth=BearerKey(key),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        timeout=TIMEOUT,
        limits=httpx.Limits(max_connections=max_connections, max_keepalive_connections=max_connections),
        follow_redirects=False,
        trust_env=not base_url.startswith("http:"),
        verify=_certificates(),
        transport=transport,
    ) as http:
        yield http


@cache
def _certificates() -> SSLContext:
    """Read once: there is a connection for each batch, and the authorities take longer to read than a page."""
    return httpx.create_ssl_context()
