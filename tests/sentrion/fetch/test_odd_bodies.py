"""Bodies that no parser likes: what can be kept is kept, what cannot is refused in a sentence, and nothing is a bug."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from jobhouse.sentrion.fetch import tolerant_json
from jobhouse.sentrion.fetch.answers import Page, read
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.fetch.retry import Action, Failure
from jobhouse.sentrion.probe.probe_client import easily_named
from jobhouse.sentrion.read.arrow_jobs import job_table

DEEP = "[" * 100_000 + "]" * 100_000
MIDDLING = "[" * 700 + "]" * 700
"""Deeper than code that calls itself should go, and not deep enough for a parser to say so."""


def body(job: str = "{}", cursor: str = "null", more: str = "") -> bytes:
    return f'{{"success": true, "data": {{"jobs": [{job}], "search_after": {cursor}{more}}}}}'.encode()


def page(content: bytes) -> Page:
    answer = read(200, {}, content)
    assert isinstance(answer, Page), answer
    return answer


def row_of(job: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = job_table([job], [version_id_of(job)], "s", ["w"], [datetime.now(UTC)]).to_pylist()[0]
    return row


@pytest.mark.parametrize("deep", [DEEP, MIDDLING])
@pytest.mark.parametrize("key", ["Job Title", "unknown"])
def test_a_value_that_nests_too_deep_is_kept_as_its_own_text(deep: str, key: str) -> None:
    (job,) = page(body(f'{{"{key}": {deep}, "City": "Köln"}}')).jobs
    row = row_of(job)
    assert row["city"] == "Köln"
    kept = msgspec.json.decode(row["extra"])[key]
    while isinstance(kept, list):
        (kept,) = kept
    assert deep.count("[") == kept.count("[") + tolerant_json.DEEPEST - 4


@pytest.mark.parametrize("deep", [DEEP, MIDDLING])
def test_an_unknown_key_or_an_error_that_nests_too_deep_does_no_harm(deep: str) -> None:
    assert page(body(more=f', "other": {deep}')).jobs == ({},)
    answer = read(400, {}, f'{{"success": false, "error": {deep}}}'.encode())
    assert isinstance(answer, Failure)
    assert answer.action is Action.BAD_REQUEST
    assert len(answer.reason) < 300


@pytest.mark.parametrize("cursor", ["[" * 900 + "1.50" + "]" * 900, "[1e999, 12345678901234567890123]", "[NaN]"])
def test_a_cursor_that_no_parser_takes_is_kept_to_the_letter(cursor: str) -> None:
    assert page(body('{"a": NaN}', cursor)).cursor == msgspec.Raw(cursor.encode())


@pytest.mark.parametrize("cursor", [b'["\xff"]', b'["' + b"x" * 100_000 + b'"]'])
def test_a_cursor_that_cannot_be_kept_is_refused_in_a_sentence(cursor: bytes) -> None:
    answer = read(200, {}, body(cursor='"CURSOR"').replace(b'"CURSOR"', cursor))
    assert isinstance(answer, Failure)
    assert answer.action is Action.RETRY
    assert "search_after" in answer.reason


def test_a_replacement_character_that_was_delivered_does_not_spoil_a_cursor() -> None:
    assert page(body('{"a": NaN}', '"\N{REPLACEMENT CHARACTER}"')).cursor is not None


@pytest.mark.parametrize("odd", ["1e300", "1e999", "12345678901234567890", '"many"', "[1]", "true", "1" * 5000])
@pytest.mark.parametrize("name", ["total_jobs_found", "credits_used", "credits_remaining"])
def test_a_count_that_is_none_is_left_out_and_said(name: str, odd: str) -> None:
    found = page(body(more=f', "{name}": {odd}'))
    assert (found.total, found.credits_used, found.credits_remaining) == (None, None, None)
    assert found.note is not None
    assert found.note.startswith(f"{name} is ")
    assert len(found.jobs) == 1


def test_a_negative_total_is_no_count() -> None:
    found = page(body(more=', "total_jobs_found": -7'))
    assert (found.total, found.note) == (None, "total_jobs_found is -7, which is no count")


@pytest.mark.parametrize("number", ["1e999", "-1e400"])
def test_a_number_that_no_float_holds_stays_as_text(number: str) -> None:
    (job,) = page(body(f'{{"Salary To": {number}, "Job Title": "x"}}')).jobs
    assert job["Salary To"] == number
    assert json.loads(row_of(job)["extra"]) == {"Salary To": number}


def test_whole_numbers_beyond_64_bits_stay_exact() -> None:
    (job,) = page(body('{"Salary To": 123456789012345678901234567890}')).jobs
    assert json.loads(row_of(job)["extra"]) == {"Salary To": 123456789012345678901234567890}


def test_one_invalid_byte_costs_one_character() -> None:
    (job,) = page(body('{"City": "K?ln", "Job Title": "x"}').replace(b"?", b"\xf6")).jobs
    assert job == {"City": "K\N{REPLACEMENT CHARACTER}ln", "Job Title": "x"}
    assert row_of(job)["city"] == job["City"]


def test_control_characters_in_a_text_are_kept() -> None:
    (job,) = page(body('{"City": "a\x01b\nc"}')).jobs
    assert job["City"] == "a\x01b\nc"


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000, b'{"data": {"jobs": [' + b'"\\' * 100_000])
def test_nesting_that_never_ends_is_no_json(content: bytes) -> None:
    answer = read(200, {}, content)
    assert isinstance(answer, Failure)
    assert answer.action is Action.RETRY


def test_a_version_stays_what_it_was_whichever_way_its_page_was_read() -> None:
    text = json.dumps({"Job Title": "Köchin", "Salary To": 5e4, "Skills": ["a", "b"], "n": [1, {"x": None, "y": True}]})
    (plain,), (job, _) = page(body(text)).jobs, page(body(f'{text}, {{"Salary To": NaN}}')).jobs
    assert version_id_of(job) == version_id_of(plain) == "db9bf2e7497b9b6ba5c98711e7eea3a4"


@pytest.mark.parametrize("jobs", ['"none"', "{}", "null", "7"])
@pytest.mark.parametrize(
    ("total", "may_be"), [("", True), (', "total_jobs_found": 0', True), (', "total_jobs_found": 7', False)]
)
def test_an_answer_that_announces_jobs_never_means_that_there_are_none(jobs: str, total: str, may_be: bool) -> None:
    answer = read(200, {}, f'{{"success": true, "data": {{"jobs": {jobs}{total}}}}}'.encode())
    assert isinstance(answer, Failure)
    assert answer.may_mean_empty == (may_be and jobs in ("{}", "null"))


@pytest.mark.parametrize("header", ["inf", "1e999", "nan", "Wed, 99 Oct 99999 07:28:00 GMT", "x" * 10_000])
def test_a_retry_after_that_is_none_is_left_out(header: str) -> None:
    answer = read(429, {"retry-after": header}, b"{}")
    assert isinstance(answer, Failure)
    assert answer.wait_seconds is None


def test_a_title_that_no_request_can_carry_is_not_asked_for() -> None:
    named = [{"Post Date": "2026-01-05", "Job Title": title} for title in ("a\ud800", "", 5, None, "Cook")]
    assert [job["Job Title"] for job in easily_named(tuple(named))] == ["Cook"]
