"""What the client records of each request, against servers that answer or fail in one stated way."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest

from jobhouse.errors import JobhouseError, Refused, Stopped, Unreachable
from jobhouse.sentrion.fetch import retry
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.page_errors import AnswerTooLarge
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.receive import TooLarge
from jobhouse.sentrion.fetch.request_gate import RequestGate
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.state.counters import Balance, RunCounters
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

Handler = Callable[[httpx.Request], httpx.Response]


WINDOW = "w"


@dataclass
class Asked:
    """What came of asking for one page: its records, the pauses, and how it ended."""

    records: list[RequestRecord] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    said: list[str | None] = field(default_factory=list)
    page: Page | None = None
    error: JobhouseError | None = None


class PatientGate(RequestGate):
    """Lets all requests out, and notes the pauses instead of waiting."""

    def __init__(self, came: Asked, rate_limiter: RateLimiter, *, is_proven: bool) -> None:
        run = Run(counters=RunCounters(good_answers=int(is_proven)))
        super().__init__(run, rate_limiter, 100, is_closed=lambda: False)
        self.came = came

    async def acquire(self) -> int:
        return 0

    async def pause(self, seconds: float, warning: str | None = None) -> None:
        self.slow_down(seconds, warning)

    def slow_down(self, seconds: float, warning: str | None) -> None:
        self.came.pauses.append(seconds)
        self.came.said.append(warning)

    def record(self, record: RequestRecord) -> RequestRecord:
        self.came.records.append(record)
        return record


def asked(
    handler: Handler | None,
    base_url: str = "http://127.0.0.1",
    *,
    is_proven: bool = False,
    pages: int = 1,
    key: str = "a-secret-key",
    **retry: float,
) -> Asked:
    """Ask for pages, pausing no time at all; without a handler, over the network."""
    came = Asked()

    async def ask() -> None:
        transport = httpx.MockTransport(handler) if handler else None
        policy = RetryPolicy(**{"attempts": 6, **retry})  # type: ignore[arg-type]
        with RateLimiter(10**6) as rate_limiter:
            gate = PatientGate(came, rate_limiter, is_proven=is_proven)
            async with connection(base_url, key, 1, transport) as http:
                client = Client(http, gate, policy)
                for _ in range(pages):
                    came.page = await client.page(b"{}", WINDOW, first=True)

    try:
        asyncio.run(ask())
    except JobhouseError as error:
        came.error = error
    return came


def failing(error: type[httpx.TransportError]) -> Handler:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error("no")

    return fail


def in_turn(*responses: httpx.Response) -> Handler:
    """These answers, and the last one for ever."""
    left = list(responses)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def good(**data: object) -> httpx.Response:
    return httpx.Response(200, json={"success": True, "data": {"jobs": [{}], "search_after": None, **data}})


def jobs_of(came: Asked) -> int | None:
    return None if came.page is None else len(came.page.jobs)


def test_only_failures_in_a_row_that_may_mean_no_jobs_mean_it() -> None:
    nothing = httpx.Response(200, json={"success": False, "data": None, "error": "No jobs match these filters."})
    some = httpx.Response(200, json={"success": True, "data": {"jobs": None, "total_jobs_found": 400}})
    too_fast, down = httpx.Response(429), httpx.Response(500)
    assert jobs_of(asked(in_turn(some, some, some, nothing, good()), attempts=9)) == 1
    assert jobs_of(asked(in_turn(nothing, nothing, nothing, down, nothing, good()), attempts=9)) == 1
    assert jobs_of(asked(in_turn(nothing, nothing, too_fast, nothing, nothing, good()), attempts=9)) == 0


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
    assert [record.was_sent for record in asked(failing(error), attempts=1).records] == [was_sent]


def test_a_closed_port_is_said_with_its_address_and_the_reason() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        came = asked(None, url, attempts=1)
    assert [record.was_sent for record in came.records] == [False]
    assert isinstance(came.error, Unreachable)
    assert f"The API at {url} could not be reached (no answer: it refused the connection)" in str(came.error)


def test_an_address_that_never_answered_is_tried_for_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_CONTACT_SECONDS", 0.0)
    assert len(asked(failing(httpx.ConnectError)).records) == 1
    assert len(asked(failing(httpx.ConnectError), is_proven=True).records) == 6


@pytest.mark.parametrize(
    ("status", "was_refused"),
    [(400, True), (401, True), (402, True), (403, True), (422, True), (429, True), (408, False), (502, False)],
)
def test_a_refusal_before_any_work_is_recorded_as_one(status: int, was_refused: bool) -> None:
    (record,) = asked(lambda _: httpx.Response(status, json={}), attempts=1, max_wait_seconds=0).records
    assert (record.was_refused, record.was_sent) == (was_refused, True)


ODD = [204, 206, 302, 304, 307, 418, 999]


@pytest.mark.parametrize("status", ODD)
def test_an_unknown_status_before_any_good_answer_is_about_the_address(status: int) -> None:
    came = asked(lambda _: httpx.Response(status))
    assert isinstance(came.error, Refused)
    assert "base_url" in str(came.error)
    assert len(came.records) == 1


@pytest.mark.parametrize("status", [*ODD, 404])
def test_an_unknown_status_after_good_answers_is_a_fault(status: int) -> None:
    assert asked(in_turn(httpx.Response(status), good()), is_proven=True).page
    came = asked(lambda _: httpx.Response(status), is_proven=True)
    assert isinstance(came.error, Unreachable)
    assert len(came.records) == 6


@pytest.mark.parametrize("status", [400, 401, 403, 422])
def test_a_gateways_refusal_in_a_good_run_is_asked_about_again(status: int) -> None:
    page = httpx.Response(status, html="<html>Who are you?</html>")
    assert asked(in_turn(page, good()), is_proven=True).page
    came = asked(lambda _: page, is_proven=True)
    assert isinstance(came.error, Refused)
    assert len(came.records) == 3
    assert len(asked(lambda _: httpx.Response(status, json={"detail": "no"}), is_proven=True).records) == 1


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 407, 413, 511])
def test_a_refusal_that_is_no_json_is_not_blamed_on_the_api_alone(status: int) -> None:
    blocked = asked(lambda _: httpx.Response(status, html="<html>Blocked by policy</html>"))
    assert isinstance(blocked.error, Refused)
    assert "it may come from a proxy on the way, not from the API" in str(blocked.error)
    assert "proxy" not in str(asked(lambda _: httpx.Response(status, json={"detail": "no"}), attempts=1).error)


def limited(status: int, seconds: object) -> httpx.Response:
    return httpx.Response(status, json={}, headers={"Retry-After": str(seconds)})


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_within_the_setting_is_said_with_the_time_at_which_it_ends(status: int) -> None:
    came = asked(in_turn(limited(status, 600), good()))
    assert came.page
    assert came.pauses[0] >= 600
    assert "going on at" in str(came.said[0])


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("seconds", [86_400, 10**9, 10**17])
def test_a_longer_wait_is_a_stop_that_says_when(status: int, seconds: int) -> None:
    came = asked(in_turn(limited(status, seconds)))
    assert isinstance(came.error, Stopped)
    assert "asks to wait until" in str(came.error)
    assert "max_wait_seconds 900" in str(came.error)
    assert came.pauses == []


def test_being_too_fast_is_waited_out_by_time_and_not_by_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = 0.0

    def now() -> float:
        nonlocal passed
        passed += 1.0
        return passed

    monkeypatch.setattr(retry, "time", SimpleNamespace(monotonic=now))
    assert asked(in_turn(*[limited(429, 1)] * 50, good())).page
    came = asked(in_turn(limited(429, 1)), max_wait_seconds=100)
    assert isinstance(came.error, Unreachable)
    assert 20 < len(came.records) < 120


def test_an_answer_that_is_too_large_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(_: httpx.Request) -> httpx.Response:
        raise TooLarge(200)

    came = asked(too_large)
    assert isinstance(came.error, AnswerTooLarge)
    assert [(record.status, record.rows) for record in came.records] == [(200, None)]


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500, 999])
@pytest.mark.parametrize("key", ["a-secret-key", "with/slash+and=more"])
def test_a_key_that_an_answer_quotes_is_in_no_record_and_no_sentence(status: int, key: str) -> None:
    quoted = f"Bearer {key} is wrong"
    came = asked(
        lambda _: httpx.Response(status, json={"success": False, "error": {"code": quoted, "message": quoted}}),
        key=key,
        attempts=1,
        empty_attempts=1,
        max_wait_seconds=0,
    )
    said = f"{came.records} {came.error} {came.page} {came.said}"
    assert "is wrong" in said
    assert key not in said


def test_a_key_in_a_page_is_masked_before_the_page_is_read() -> None:
    came = asked(lambda _: good(jobs=[{"Job Title": "a-secret-key"}], search_after=["a-secret-key"]))
    assert came.page
    assert "a-secret-key" not in repr(came.page)


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud800", "x" * 100_000, "\\u001b[31mred"])
def test_what_an_error_says_can_be_stored(text: str) -> None:
    body = f'{{"success": false, "error": "{text}"}}'.encode()
    (record,) = asked(lambda _: httpx.Response(400, content=body)).records
    assert record.error
    assert len(record.error) < 300
    assert "\0" not in record.error
    record.error.encode()


def test_what_a_page_says_can_be_stored() -> None:
    page = asked(lambda _: good(total_jobs_found="many\0", credits_used="1.2\0")).page
    assert page
    assert "many" in str(page.note)
    assert "1.2" in str(page.unread_price)
    assert "\0" not in f"{page.note}{page.unread_price}"


def test_an_older_balance_that_comes_late_does_not_hide_that_none_is_left() -> None:
    balance, start = Balance(), datetime(2026, 1, 1, tzinfo=UTC)

    def after(seconds: float) -> datetime:
        return start + timedelta(seconds=seconds)

    balance.take(0, after(1), after(2))
    balance.take(300, after(0), after(5))
    balance.take(None, after(6), after(7))
    assert balance.left == 0
    balance.take(5_000, after(8), after(9))
    assert balance.left == 5_000
    balance.take(4_900, after(8.5), after(8.7))
    assert balance.left == 4_900


def test_pauses_grow_from_the_first_one_up_to_the_longest() -> None:
    pauses = asked(lambda _: httpx.Response(500), attempts=6, first_pause_seconds=1.0, longest_pause_seconds=6.0).pauses
    longest = [1.0, 2.0, 4.0, 6.0, 6.0]
    assert len(pauses) == len(longest)
    assert all(most / 2 <= pause <= most for pause, most in zip(pauses, longest, strict=True))
