"""What an answer says: its page, or the failure that it stands for.

Pure functions from status, headers and body to a `Page` or a `Failure`, so that every shape of answer can be tested.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec

from jobhouse.sentrion.config.contract import NO_CURSOR
from jobhouse.sentrion.fetch import tolerant_json
from jobhouse.sentrion.fetch.emptiness import is_clearly_empty
from jobhouse.sentrion.fetch.job import Job
from jobhouse.sentrion.fetch.numerals import count_of, price_of, whole_number
from jobhouse.sentrion.fetch.retry import FAILURE_CODES, STATUS_ACTIONS, Action, Failure
from jobhouse.sentrion.state.window_state import TAKEN_AS_EMPTY

_NOTHING_FOUND: Final = "not_found"
_ENDS: Final = (b"null", b"[]", b"")
_PORTAL: Final = "a web page instead of JSON, as a network with a login page or a proxy sends it"
_LONGEST_REASON: Final = 200
_DIGIT: Final = re.compile(r"\d")
_LONGEST_CURSOR: Final = 64 * 1024
"""Bytes. A cursor is kept in the state of each checkpoint and sent back with each request."""


@dataclass(frozen=True)
class Page:
    """One good answer.

    `cursor` is the API's `search_after`, byte for byte; None: nothing follows. `note` names what was unusual.
    """

    jobs: tuple[Job, ...]
    cursor: msgspec.Raw | None
    total: int | None
    credits_used: int | None
    credits_remaining: int | None
    note: str | None = None
    size: int = 0
    """Bytes of the answer."""
    nulls: int = 0
    """Jobs that were delivered as null."""
    scalars: int = 0
    """Jobs that were delivered as something else that is no object."""
    unread_price: str | None = None
    """What `credits_used` says, where that is no number that can be read."""

    @property
    def delivered(self) -> int:
        """The jobs of the answer, with those that are null."""
        return len(self.jobs) + self.nulls


class _Data(msgspec.Struct):
    jobs: Any = None
    total_jobs_found: Any = None
    credits_used: Any = None
    credits_remaining: Any = None
    search_after: msgspec.Raw = NO_CURSOR


class _Answer(msgspec.Struct):
    """An answer whose `data` is an object, if there is any."""

    success: Any = None
    data: _Data | None = None
    error: Any = None
    detail: Any = None


_answer_decoder: Final = msgspec.json.Decoder(_Answer)


class Unreadable(ValueError):
    """The body is no JSON object: truncated on its way, or not from the API."""


def read(status: int, headers: Mapping[str, str], body: bytes) -> Page | Failure:
    """The page of an answer, or the failure it stands for."""
    action = STATUS_ACTIONS.get(status, Action.UNKNOWN)
    try:
        answer, data = _decode(body)
        if _is_page(status, answer, data):
            return _page(data, len(body))
    except Unreadable as error:
        if action is Action.READ:
            return Failure(Action.RETRY, _PORTAL if body.lstrip().startswith(b"<") else str(error))
        return Failure(action, f"status {status}{_moved(headers)} {_glimpse(body)}".strip(), _retry_after(headers))
    code, message = _error_of(answer)
    said = f" {_clipped(code)}" if code else " with no jobs" if answer.success is True else ""
    reason = f"status {status}{said}{_moved(headers)}" + (f": {message}" if message else "")
    return Failure(
        _action(action, code),
        reason,
        _retry_after(headers),
        from_api=answer.success is not None,
        is_json=True,
        may_mean_empty=_may_mean_empty(data, body),
        says_nothing_found=answer.success is True or code == _NOTHING_FOUND or status == 404,
        is_clear=is_clearly_empty(reason),
        credits_used=price_of(data.credits_used),
    )


def _may_mean_empty(data: _Data, body: bytes) -> bool:
    """Whether nothing in an answer without a page speaks of jobs: no count, no price, no cursor, and no other list."""
    counts = (whole_number(data.total_jobs_found), whole_number(data.credits_used))
    if data.jobs or any(counts) or b"".join(bytes(data.search_after).split()) not in _ENDS:
        return False
    whole, _ = tolerant_json.load(body)
    inner = whole["data"] if isinstance(whole.get("data"), dict) else {}
    others = {**whole, **inner, "data": None, "error": None, "detail": None}
    return not any(isinstance(value, dict | list) and value for value in others.values())


def empty_page(failure: Failure) -> Page:
    """The page of a window without jobs, where the API reports that as a failure."""
    return Page((), None, 0, 0, None, f"{TAKEN_AS_EMPTY}: the API keeps answering {failure.reason}")


def _decode(body: bytes) -> tuple[_Answer, _Data]:
    try:
        answer = _answer_decoder.decode(body)
        data = answer.data or _Data()
        bytes(data.search_after).decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_loosely(body)
    if tolerant_json.is_deep([answer.error, answer.detail, data.jobs]):
        return _decode_loosely(body)
    return answer, data


def _decode_loosely(body: bytes) -> tuple[_Answer, _Data]:
    """Read what strict parsers refuse: NaN, 1e999, lone surrogates, invalid UTF-8, very deep nesting, odd `data`."""
    try:
        loose, text = tolerant_json.load(body)
    except (ValueError, RecursionError):
        raise Unreadable("the answer is cut short or is no JSON") from None
    if not isinstance(loose, dict):
        raise Unreadable("the answer is no JSON object")
    found = loose.get("data")
    data = _Data()
    if isinstance(found, dict):
        data = _Data(
            found.get("jobs"),
            found.get("total_jobs_found"),
            found.get("credits_used"),
            found.get("credits_remaining"),
            msgspec.Raw(_cursor_of(body, text, found)),
        )
    return _Answer(loose.get("success"), data, loose.get("error"), loose.get("detail")), data


def _cursor_of(body: bytes, text: str, data: Mapping[str, Any]) -> bytes:
    """The cursor byte for byte, however deep it nests and whatever numbers it holds.

    Raises:
        Unreadable: it cannot be sent back unchanged.
    """
    if data.get("search_after") is None:
        return b"null"
    cursor = tolerant_json.member(text, "data", "search_after") or json.dumps(data["search_after"])
    raw = cursor.encode("utf-8", "surrogatepass")
    if not _is_utf8(raw) or (tolerant_json.REPLACEMENT in cursor and raw not in body):
        raise Unreadable("its search_after is no UTF-8, so it cannot be sent back unchanged")
    return raw


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_page(status: int, answer: _Answer, data: _Data) -> bool:
    """Whether the answer is a page: a list with jobs always is, an empty list unless `success` is false."""
    if status != 200 or not isinstance(data.jobs, list):
        return False
    return bool(data.jobs) or answer.success is not False


def _page(data: _Data, size: int) -> Page:
    jobs = tuple(job if isinstance(job, dict) else {"not an object": job} for job in data.jobs if job is not None)
    cursor = msgspec.Raw(bytes(data.search_after))
    if len(cursor) > _LONGEST_CURSOR:
        raise Unreadable(f"its search_after has {len(cursor):,} bytes, more than any honest cursor")
    return Page(
        jobs=jobs,
        cursor=None if b"".join(bytes(cursor).split()) in _ENDS else cursor,
        total=count_of(data.total_jobs_found),
        credits_used=price_of(data.credits_used),
        credits_remaining=whole_number(data.credits_remaining),
        note=_odd_counts(data),
        size=size,
        nulls=sum(job is None for job in data.jobs),
        scalars=sum(not isinstance(job, dict | None) for job in data.jobs),
        unread_price=unread if (unread := _unread(data.credits_used, price_of)) and _DIGIT.search(unread) else None,
    )


def _odd_counts(data: _Data) -> str | None:
    """The counts that are no numbers, in the API's own words; the page is used without them."""
    counts = (
        ("total_jobs_found", data.total_jobs_found, count_of),
        ("credits_used", data.credits_used, price_of),
        ("credits_remaining", data.credits_remaining, whole_number),
    )
    odd = [
        f"{name} is {said}, which is no count"
        for name, value, read_as in counts
        if (said := _unread(value, read_as)) is not None
    ]
    return ", ".join(odd).replace(";", ",") or None


def _unread(value: Any, read_as: Callable[[Any], int | None]) -> str | None:
    """A value in the API's own words, if there is one that cannot be read."""
    return None if value is None or read_as(value) is not None else _clipped(value)[:40]


def _error_of(answer: _Answer) -> tuple[str | None, str]:
    """`error` is an object on one of the vendor's pages and a text on the other; frameworks say `detail`."""
    error = answer.error if answer.error is not None else answer.detail
    if isinstance(error, dict):
        code, message = error.get("code"), error.get("message")
        return (code if isinstance(code, str) else None), _clipped(message)
    if isinstance(error, str) and error in FAILURE_CODES:
        return error, ""
    return None, _clipped(error)


def _action(by_status: Action, code: str | None) -> Action:
    if code in FAILURE_CODES:
        return FAILURE_CODES[code]
    return Action.EMPTY_OR_WRONG if by_status is Action.READ else by_status


def _moved(headers: Mapping[str, str]) -> str:
    """Where a redirect leads: it is not followed, since the key is for the address of the settings alone."""
    place = _clipped(headers.get("location"))
    return f", moved to {place}" if place else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """`Retry-After` in seconds; the header may hold seconds or a date, of which one that has passed says nothing."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = _seconds_until(text, headers.get("date"))
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(text: str, said_at: str | None) -> float:
    """The seconds until an HTTP date, by the server's clock where the answer has its time; NaN unless it is to come."""
    until, now = _http_date(text), _http_date(said_at or "") or datetime.now(UTC)
    seconds = (until - now).total_seconds() if until else 0.0
    return seconds if seconds > 0 else math.nan


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _clipped(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return " ".join(text.split())[:_LONGEST_REASON]


def _glimpse(body: bytes) -> str:
    text = body[:_LONGEST_REASON].decode("utf-8", "replace")
    if not text.strip():
        return "with an empty body"
    return "with a web page instead of JSON" if "<" in text else "with a body that is no JSON"
