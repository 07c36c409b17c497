"""Every shape of answer is read for what it is."""

from __future__ import annotations

import pytest

from jobhouse.sentrion.fetch.answers import Page, read
from jobhouse.sentrion.fetch.retry import REFUSED_BEFORE_WORK, Action, Failure


def body(data: str, rest: str = '"success": true, "error": null') -> bytes:
    return f'{{{rest}, "data": {data}}}'.encode()


@pytest.mark.parametrize(
    "cursor", ["[1710500000000, 67890]", "[9007199254740993123456789, null]", '["a", 1.50]', '"x"']
)
def test_a_cursor_is_kept_to_the_letter(cursor: str) -> None:
    page = read(200, {}, body(f'{{"jobs": [], "search_after": {cursor}}}'))
    assert isinstance(page, Page)
    assert page.cursor is not None
    assert bytes(page.cursor).decode() == cursor


@pytest.mark.parametrize(
    "data", ['{"jobs": [], "search_after": null}', '{"jobs": [], "search_after": [ ]}', '{"jobs": []}']
)
def test_null_empty_and_missing_cursors_end_a_window(data: str) -> None:
    page = read(200, {}, body(data))
    assert isinstance(page, Page)
    assert page.cursor is None


def test_what_strict_parsers_refuse_is_read_all_the_same() -> None:
    page = read(200, {}, body('{"jobs": [{"Salary To": NaN, "City": "\\ud800"}], "search_after": null}'))
    assert isinstance(page, Page)
    assert page.jobs[0]["Salary To"] == "NaN"


@pytest.mark.parametrize(
    ("said", "counts"), [("0.9", 1), ("1.0", 1), ('"99.01"', 100), ("0", 0), ("-0.5", -1), ("7", 7), ("null", None)]
)
def test_a_fraction_of_a_credit_counts_as_a_whole_one(said: str, counts: int | None) -> None:
    page = read(200, {}, body(f'{{"jobs": [], "credits_used": {said}, "total_jobs_found": 2.9}}'))
    assert isinstance(page, Page)
    assert (page.credits_used, page.total) == (counts, 2)


@pytest.mark.parametrize(
    ("said", "counts", "unread"),
    [
        ("1,200.0", 1_200, None),
        ("1,234,567", 1_234_567, None),
        (" 12.01 ", 13, None),
        ("1.200,0", None, "1.200,0"),
        ("12,00", None, "12,00"),
        ("1,200 credits", None, "1,200 credits"),
        ("unknown", None, None),
    ],
)
def test_a_price_in_words_of_its_own_is_read_surely_or_named(said: str, counts: int | None, unread: str | None) -> None:
    page = read(200, {}, body(f'{{"jobs": [{{}}], "credits_used": "{said}", "credits_remaining": "{said}"}}'))
    assert isinstance(page, Page)
    assert (page.credits_used, page.unread_price) == (counts, unread)
    assert page.credits_remaining == (12 if counts == 13 else counts)


@pytest.mark.parametrize(
    ("status", "content", "action"),
    [
        (200, b'{"success": true, "data": {"jobs": [{"Job', Action.RETRY),
        (200, b"", Action.RETRY),
        (200, b"<html>", Action.RETRY),
        (200, b'{"success": false, "data": null, "error": {"code": "server_error"}}', Action.RETRY),
        (200, b'{"success": false, "data": null, "error": {"code": "insufficient_credits"}}', Action.STOP),
        (200, b'{"success": false, "data": null, "error": "none"}', Action.EMPTY_OR_WRONG),
        (200, b'{"success": true, "data": null}', Action.EMPTY_OR_WRONG),
        (400, b'{"error": "bad_request"}', Action.BAD_REQUEST),
        (401, b"", Action.BAD_KEY),
        (402, b"{}", Action.STOP),
        (403, b'{"detail": "no"}', Action.NO_ACCESS),
        (404, b"<html>", Action.EMPTY_OR_WRONG),
        (418, b"{}", Action.UNKNOWN),
        (302, b"", Action.UNKNOWN),
        (422, b'{"detail": [{"loc": ["body"]}]}', Action.BAD_REQUEST),
        (429, b'{"error": {"code": "rate_limit_exceeded"}}', Action.WAIT),
        (429, b'{"error": {"code": "quota_exceeded"}}', Action.STOP),
        (502, b"<html>Bad gateway</html>", Action.RETRY),
    ],
)
def test_each_failure_has_its_action(status: int, content: bytes, action: Action) -> None:
    answer = read(status, {}, content)
    assert isinstance(answer, Failure)
    assert answer.action is action


@pytest.mark.parametrize(
    ("status", "content", "says_so"),
    [
        (200, b'{"success": true, "data": null}', True),
        (200, b'{"success": false, "data": null, "error": {"code": "not_found"}}', True),
        (200, b'{"success": false, "data": null, "error": "nothing"}', False),
        (200, b'{"message": "Limit exceeded"}', False),
        (403, b'{"success": false, "data": null, "error": "nothing"}', False),
        (404, b'{"detail": "nothing"}', True),
        (429, b'{"error": {"code": "rate_limit_exceeded"}}', False),
    ],
)
def test_which_failures_say_that_nothing_was_found(status: int, content: bytes, says_so: bool) -> None:
    answer = read(status, {}, content)
    assert isinstance(answer, Failure)
    assert answer.says_nothing_found is says_so


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("-3", 0.0), ("Wed, 21 Oct 2015 07:28:00 GMT", None), ("soon", None)]
)
def test_retry_after_is_read_as_seconds_or_date(header: str, seconds: float | None) -> None:
    answer = read(429, {"retry-after": header}, b"{}")
    assert isinstance(answer, Failure)
    assert answer.wait_seconds == seconds


@pytest.mark.parametrize(("until", "seconds"), [("07:28:20", 20.0), ("07:28:00", None), ("06:28:00", None)])
def test_a_date_to_come_back_at_is_one_of_the_server_s_clock(until: str, seconds: float | None) -> None:
    day = "Wed, 21 Oct 2015"
    headers = {"date": f"{day} 07:28:00 GMT", "retry-after": f"{day} {until} GMT"}
    answer = read(429, headers, b"{}")
    assert isinstance(answer, Failure)
    assert answer.wait_seconds == seconds


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"message": "moved"}'])
def test_a_redirect_says_where_it_leads(body: bytes) -> None:
    answer = read(301, {"location": "https://api.example.com/v2"}, body)
    assert isinstance(answer, Failure)
    assert answer.reason.startswith("status 301, moved to https://api.example.com/v2")
    assert 301 in REFUSED_BEFORE_WORK


def test_a_web_page_with_status_200_is_called_one() -> None:
    answer = read(200, {}, b" <!doctype html><title>Sign in</title>")
    assert isinstance(answer, Failure)
    assert "a web page instead of JSON" in answer.reason


def test_what_is_no_job_is_counted_apart() -> None:
    page = read(200, {}, body('{"jobs": [{}, null, 7, {}, null, "x", {}], "search_after": [1]}'))
    assert isinstance(page, Page)
    assert (len(page.jobs), page.nulls, page.scalars, page.delivered) == (5, 2, 2, 7)
    none = read(200, {}, body('{"jobs": [{}, {}]}'))
    assert isinstance(none, Page)
    assert (none.nulls, none.scalars, none.delivered) == (0, 0, 2)


@pytest.mark.parametrize("said", ["1000000000001", "-1000000000001", "1" + "0" * 400, "null", "true", "[]"])
def test_a_number_beyond_all_that_can_be_is_none(said: str) -> None:
    counts = ("total_jobs_found", "credits_used", "credits_remaining")
    page = read(200, {}, body('{"jobs": [], ' + ", ".join(f'"{name}": {said}' for name in counts) + "}"))
    assert isinstance(page, Page)
    assert (page.total, page.credits_used, page.credits_remaining) == (None, None, None)


def test_a_text_with_a_bare_tab_or_a_line_break_is_read() -> None:
    page = read(200, {}, body('{"jobs": [{"City": "a\tb\nc"}], "search_after": [1]}'))
    assert isinstance(page, Page)
    assert page.jobs[0]["City"] == "a\tb\nc"
