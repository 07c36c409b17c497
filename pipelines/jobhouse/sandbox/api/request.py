"""A request body, checked against the documentation and with every default filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from jobhouse.sandbox.api.switches import Switches, Unset

MIN_LIMIT, MAX_LIMIT = 10, 100
DEFAULT_MONTHS = 2
HISTORY_YEARS = 6

Body = dict[str, object]


class Refusal(Exception):
    """The API's answer to a request that it will not serve: HTTP status, documented error code, message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def bad_request(message: str) -> Refusal:
    """400, as documented."""
    return Refusal(400, "bad_request", message)


def invalid(message: str) -> Refusal:
    """422, as documented."""
    return Refusal(422, "validation_error", message)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a request asks for, with defaults filled in.

    `required` / `forbidden` are flags of `source`; `fields` the remaining filters as sent.
    """

    after: date
    before: date
    required: int
    forbidden: int
    fields: Mapping[str, object]
    limit: int
    search_after: list[object] | None
    filters_hash: str

    @property
    def window(self) -> str:
        """The window as `after..before`, for the statistics."""
        return f"{self.after}..{self.before}"


def six_years_before(today: date, switches: Switches) -> date:
    """The oldest day that is served."""
    if switches.history_limit == "six_times_365":
        return today - timedelta(days=HISTORY_YEARS * 365)
    return months_before(today, HISTORY_YEARS * 12)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(
        following - timedelta(days=1),
        date(year, month + 1, min(day.day, 28)) + timedelta(max(day.day - 28, 0)),
    )


def decode(content: bytes) -> Body:
    """The JSON object of a request."""
    try:
        body = msgspec.json.decode(content or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise bad_request("The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise bad_request("The request body must be a JSON object.")
    return body


def check_fields(body: Body, switches: Switches) -> None:
    """Refuse fields of the wrong type, and unknown ones where the switch says so."""
    for name, value in body.items():
        rule = _RULES.get(name)
        if rule is None:
            if switches.unknown_fields == "refused":
                raise invalid(f"{name} is not a known field.")
        elif value is not None or name in _NOT_NULL:
            problem = rule(value)
            if problem:
                raise invalid(f"{name} {problem}")


def _boolean(value: object) -> str:
    return "" if isinstance(value, bool) else "must be true or false."


def _texts(value: object) -> str:
    good = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return "" if good else "must be an array of strings."


def _day(value: object) -> str:
    try:
        good = isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        good = False
    return "" if good else "must be a date in the format YYYY-MM-DD."


def _limit(value: object) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and MIN_LIMIT <= value <= MAX_LIMIT
    return "" if good else f"must be an integer from {MIN_LIMIT} to {MAX_LIMIT}."


def _locations(value: object) -> str:
    good = isinstance(value, list) and all(isinstance(item, dict) and _location(item) for item in value)
    return "" if good else "must be an array of objects with country, state or city."


def _location(item: Mapping[str, object]) -> bool:
    known = set(item) <= {"country", "state", "city"} and any(item.values())
    return known and all(part is None or isinstance(part, str) for part in item.values())


def _keywords(value: object) -> str:
    if not isinstance(value, dict) or set(value) - {"title", "description", "mode"}:
        return "must be an object with title, description and mode."
    if value.get("mode", "or") not in ("or", "and"):
        return 'has a mode other than "or" and "and".'
    wrong = _texts(value.get("title") or []) or _texts(value.get("description") or [])
    return wrong and "must hold arrays of strings in title and description."


def _cursor(value: object) -> str:
    good = isinstance(value, list) and len(value) == 2
    return "" if good else "must be an array of two values, or null."


_RULES: dict[str, Callable[[object], str]] = {
    "jobs_locations": _locations,
    "exclude_jobs_locations": _locations,
    "is_remote": _boolean,
    "country_exists": _boolean,
    "published_after": _day,
    "published_before": _day,
    "department": _texts,
    "job_type": _texts,
    "seniority_level": _texts,
    "industry": _texts,
    "salary_data_available": _boolean,
    "is_agency": _boolean,
    "job_keywords": _keywords,
    "exclude_job_keywords": _keywords,
    "job_boards": _boolean,
    "include_job_boards": _texts,
    "exclude_job_boards": _texts,
    "exclude_duplicates": _boolean,
    "limit": _limit,
    "search_after": _cursor,
}
_NOT_NULL = frozenset({"limit"})
_BECOMES_FLAGS = frozenset({"salary_data_available", "is_agency", "exclude_duplicates", "job_boards"})
_BECOMES_OTHER = frozenset({"published_after", "published_before", "limit", "search_after"})
_FILTERS = _RULES.keys() - _BECOMES_FLAGS - _BECOMES_OTHER


class Flags:
    """Collects what the three booleans with defaults require and forbid, by the switches."""

    def __init__(self) -> None:
        self.required = self.forbidden = 0

    def apply(self, name: str, treatment: Unset, default: tuple[int, int], without: int) -> None:
        """Add what a value requires or forbids; `treatment` is the switch's value.

        `default`: what the documented default requires and forbids; `without`: what `only_without` forbids.
        """
        if treatment == "refused":
            raise invalid(f"{name} must be true or false.")
        if treatment == "default":
            self.required |= default[0]
            self.forbidden |= default[1]
        elif treatment == "only_without":
            self.forbidden |= without


def read(content: bytes, today: date, switches: Switches, flags_of: Callable[[Body, Switches], Flags]) -> SearchRequest:
    """The search that a request body asks for; raises Refusal."""
    body = decode(content)
    check_fields(body, switches)
    after, before = _dates(body, today, switches)
    flags = flags_of(body, switches)
    fields = {k: v for k, v in body.items() if v is not None and k in _FILTERS}
    key = msgspec.json.encode([after, before, flags.required, flags.forbidden, fields], order="deterministic")
    filters_hash = hashlib.blake2b(key, digest_size=8).hexdigest()
    limit, cursor = body.get("limit", MAX_LIMIT), body.get("search_after")
    assert isinstance(limit, int)
    assert cursor is None or isinstance(cursor, list)
    return SearchRequest(after, before, flags.required, flags.forbidden, fields, limit, cursor, filters_hash)


def _dates(body: Body, today: date, switches: Switches) -> tuple[date, date]:
    given_after, given_before = body.get("published_after"), body.get("published_before")
    after = date.fromisoformat(str(given_after)) if given_after else months_before(today, DEFAULT_MONTHS)
    before = date.fromisoformat(str(given_before)) if given_before else today + timedelta(days=1)
    if before <= after:
        raise invalid("published_before must be later than published_after.")
    oldest = six_years_before(today, switches)
    if after >= oldest or switches.history_limit == "none":
        return after, before
    if switches.history_limit == "clamp":
        return min(oldest, before), before
    message = f"published_after is more than {HISTORY_YEARS} years ago; the oldest day is {oldest}."
    raise (Refusal(422, "validation_error", message) if switches.history_refusal == "422" else bad_request(message))
