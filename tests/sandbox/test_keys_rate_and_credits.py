"""Keys, rate, credits and the bodies of refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jobhouse.errors import UsageError
from jobhouse.sandbox.options import KEY_WITHOUT_HISTORY


@pytest.mark.parametrize("key", [None, "wrong"])
def test_a_wrong_key_is_unauthorized(start: Any, key: str | None) -> None:
    reply = start().ask(key=key)
    assert (reply.status, reply.body["error"]["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("status", ["403", "401", "400"])
def test_a_key_without_history_is_refused(start: Any, status: str) -> None:
    assert start(access_refusal=status).ask(key=KEY_WITHOUT_HISTORY).status == int(status)


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 9}, {"limit": 101}, {"limit": "50"}, {"limit": None}, {"limit": True}, {"is_remote": "yes"},
        {"published_after": "01/02/2026"},
        {"published_after": "2026-01-05", "published_before": "2026-01-05"},
        {"jobs_locations": [{}]}, {"job_keywords": {"mode": "xor"}}, {"department": "Sales"},
        {"jobs_locations": [{"planet": "Earth"}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_field_is_a_validation_error(start: Any, body: dict[str, Any]) -> None:
    reply = start().ask(**body)
    assert (reply.status, reply.body["error"]["code"]) == (422, "validation_error")


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"], ids=str)
def test_a_body_that_is_no_json_object_is_a_bad_request(start: Any, content: bytes) -> None:
    assert start().ask(content=content).status == 400


def test_unknown_fields_are_ignored_or_refused(start: Any) -> None:
    assert start().ask(colour="red").status == 200
    assert start(unknown_fields="refused").ask(colour="red").status == 422


def test_error_bodies_look_as_named(start: Any) -> None:
    def body(shape: str) -> Any:
        return start(error_body=shape).ask(key=None)

    assert set(body("object").body["error"]) == {"code", "message"}
    assert isinstance(body("string").body["error"], str)
    assert set(body("detail").body) == {"detail"}
    assert body("html").answer.content.startswith(b"<html>")
    assert body("empty").answer.content == b""


def statuses(probe_client: Any, count: int) -> list[int]:
    return [probe_client.every(limit=10).status for _ in range(count)]


def test_a_sliding_window_lets_no_more_than_the_rate_through(start: Any) -> None:
    probe_client = start(rate=3)
    assert statuses(probe_client, 4) == [200, 200, 200, 429]
    probe_client.clock += 59.9
    assert statuses(probe_client, 1) == [429]
    probe_client.clock += 0.2
    assert statuses(probe_client, 4) == [200, 200, 200, 429]


def test_a_fixed_window_begins_anew_with_the_minute(start: Any) -> None:
    probe_client = start(rate=3, rate_window="fixed")
    probe_client.clock = 119.0
    assert statuses(probe_client, 4) == [200, 200, 200, 429]
    probe_client.clock = 120.0
    assert statuses(probe_client, 1) == [200]


def test_refused_calls_count_only_where_the_switch_says_so(start: Any) -> None:
    for counting, expected in (("free", 200), ("count", 429)):
        probe_client = start(rate=2, failed_calls=counting)
        probe_client.ask(limit=1)
        probe_client.ask(limit=1)
        assert statuses(probe_client, 1) == [expected]


def test_calls_refused_for_the_rate_can_prolong_the_wait(start: Any) -> None:
    for counting, expected in (("free", 200), ("count", 429)):
        probe_client = start(rate=1, failed_calls=counting)
        statuses(probe_client, 1)
        probe_client.clock += 50
        statuses(probe_client, 1)
        probe_client.clock += 15
        assert statuses(probe_client, 1) == [expected]


def test_retry_after_says_when_to_come_back(start: Any) -> None:
    for switch, expected in (("absent", None), ("present", 60)):
        probe_client = start(rate=1, retry_after=switch)
        probe_client.every()
        assert probe_client.every().answer.retry_after == expected


def test_a_job_is_charged_once_in_a_cycle(start: Any) -> None:
    probe_client = start(credits=1000)
    first, again = probe_client.every().data, probe_client.every().data
    assert (first["credits_used"], first["credits_remaining"]) == (100, 900)
    assert (again["credits_used"], again["credits_remaining"]) == (0, 900)
    probe_client.engine.advance(late=False, edits=False, cycle=True, days=0)
    assert probe_client.every().data["credits_remaining"] == 900


def test_a_sandbox_that_is_started_again_charges_nothing_twice(start: Any, tmp_path: Path) -> None:
    charges = tmp_path / "charges.txt"
    assert start(charges=charges).every().data["credits_used"] == 100
    with charges.open("a") as file:
        file.write("123456")  # what a kill leaves of a line
    again = start(charges=charges, credits=1000)
    first = again.every().data
    assert (first["credits_used"], first["credits_remaining"]) == (0, 900)
    assert again.every(search_after=first["search_after"]).data["credits_used"] == 100
    third = start(charges=charges)
    third.engine.advance(late=False, edits=False, cycle=True, days=0)
    assert third.every().data["credits_used"] == 100, "a cycle that begins before any request is one too"
    assert start(charges=charges).every().data["credits_used"] == 0


@pytest.mark.parametrize("content", [b"not an id\n", b"\xff\n"], ids=str)
def test_a_file_of_something_else_keeps_no_charges(start: Any, tmp_path: Path, content: bytes) -> None:
    charges = tmp_path / "charges.txt"
    charges.write_bytes(content)
    with pytest.raises(UsageError, match="charges names"):
        start(charges=charges)
    assert charges.read_bytes() == content


@pytest.mark.parametrize("shape", ["402", "403", "429"])
def test_without_credits_a_status_refuses(start: Any, shape: str) -> None:
    probe_client = start(credits=100, credits_out=shape)
    cursor = probe_client.every().data["search_after"]
    assert probe_client.every(search_after=cursor).status == int(shape)
    assert probe_client.every().status == 200, "jobs paid for stay readable"


def test_without_credits_success_can_be_false(start: Any) -> None:
    reply = start(credits=50, credits_out="success_false").every()
    assert (reply.status, reply.body["success"]) == (200, False)


def test_without_credits_a_page_can_be_short(start: Any, january_urls: Any) -> None:
    probe_client = start(credits=130, credits_out="short_page")
    first = probe_client.every()
    short = probe_client.every(search_after=first.data["search_after"])
    assert (len(short.urls), short.data["credits_remaining"]) == (30, 0)
    empty = probe_client.every(search_after=short.data["search_after"])
    assert empty.urls == []
    probe_client.engine.advance(late=False, edits=False, cycle=True, days=0)
    rest = probe_client.every(search_after=empty.data["search_after"]).urls
    assert len({*first.urls, *short.urls, *rest}) == 230


def test_the_balance_can_be_null_or_negative(start: Any) -> None:
    assert start(credits_remaining="null").every().data["credits_remaining"] is None
    assert start(credits_remaining="negative").every().data["credits_remaining"] == -101
