"""The bodies of answers: pages, refusals, and jobs with the schema drift of the switches."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.postings.job_objects import Job
from jobhouse.sandbox.postings.seeded_random import mix

JSON, HTML = "application/json", "text/html; charset=utf-8"
CAP = 10_000

_encode = msgspec.json.Encoder().encode
_MEGABYTE = "A very long description. " * 42_000
_NUMBERS = ("Salary From", "Salary To")
_ARRAYS = ("Department Name", "Skills")
_DATES = ("Post Date", "Valid Through")
_DROPPED = ("Logo URL", "Valid Through", "Salary Currency")


CUT_BY_CREDITS = ("short_page", "last_page", "last_page_uncounted")
"""Values of the switch `credits_out` by which an account without credits is served as much of a page as it can pay."""


@dataclass(slots=True)
class Answer:
    """One HTTP answer.

    `lost`: how much of it arrives: all of it, none (connection cut before) or half (cut in the middle).
    """

    status: int
    content: bytes
    content_type: str = JSON
    retry_after: int | None = None
    lost: str = ""


def refusal(status: int, code: str, message: str, switches: Switches) -> Answer:
    """An error, in the shape that the switch `error_body` names."""
    shape = switches.error_body
    if shape == "html":
        return Answer(status, f"<html><body><h1>{status}</h1><p>{message}</p></body></html>".encode(), HTML)
    if shape == "empty":
        return Answer(status, b"")
    if shape == "detail":
        return Answer(status, _encode({"detail": message}))
    error = message if shape == "string" else {"code": code, "message": message}
    return Answer(status, _encode({"success": False, "data": None, "error": error}))


def failed_with_200(code: str, message: str, switches: Switches) -> Answer:
    """`success: false` under status 200."""
    error = message if switches.error_body == "string" else {"code": code, "message": message}
    return Answer(200, _encode({"success": False, "data": None, "error": error}))


def bad_gateway() -> Answer:
    """The answer of a proxy that does not reach the API."""
    return Answer(502, b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>", HTML)


def page(data: dict[str, object], error: str | None = None) -> Answer:
    """A page of jobs."""
    return Answer(200, _encode({"success": True, "data": data, "error": error}))


def empty_window(data: dict[str, object], switches: Switches) -> Answer:
    """The answer to a search that finds nothing."""
    nothing = "No jobs were found for these filters."
    if switches.empty_window == "error_text":
        return page(data, nothing)
    if switches.empty_window == "success_false":
        return failed_with_200("not_found", nothing, switches)
    if switches.empty_window == "not_found":
        return refusal(404, "not_found", nothing, switches)
    if switches.empty_window == "data_null":
        return Answer(200, _encode({"success": True, "data": None, "error": None}))
    return page(data)


def damaged(answer: Answer, fault: str | None) -> Answer:
    """The answer as it arrives under a fault of the line: cut short, or lost."""
    if fault == "truncated":
        answer.content = answer.content[: len(answer.content) * 2 // 3]
    elif fault == "drop_before":
        answer.lost = "before"
    elif fault == "drop_middle":
        answer.lost = "middle"
    return answer


def cut_by_credits(data: dict[str, object], shown: int, switches: Switches) -> None:
    """Make a page that the credits cut look like the last one, where the switch `credits_out` says so."""
    if switches.credits_out in ("last_page", "last_page_uncounted"):
        total = shown if switches.credits_out == "last_page" else None
        data |= {"search_after": None, "total": total, "total_jobs_found": total}


def set_end(data: dict[str, object], switches: Switches, cursor: object) -> None:
    """Mark the last page, in the way that the switch `end` names.

    `cursor` is the one that was sent (None on a first page).
    """
    data["search_after"] = None
    if switches.end == "empty_list":
        data["search_after"] = []
    elif switches.end == "missing":
        data.pop("search_after")
    elif switches.end == "same_cursor":
        data["search_after"] = cursor


def totals(exact: int, before_duplicates: int, switches: Switches, requests: int) -> int | None:
    """`total_jobs_found` as the switch `totals` says; `requests` is their number so far, by which a total drifts."""
    if switches.totals == "null":
        return None
    if switches.totals == "capped":
        return min(exact, CAP)
    if switches.totals == "before_duplicates":
        return before_duplicates
    if switches.totals == "drifting" and exact:
        return max(exact + requests % 7 - 3, 0)
    return exact


def drift(job: Job, posting_id: int, switches: Switches) -> Job:
    """A job object with numbers, arrays, dates and keys in the form of the switches."""
    if switches.numbers == "strings":
        job.update({key: str(job[key]) for key in _NUMBERS if job.get(key) is not None})
    if switches.arrays == "strings":
        job.update({key: "|".join(value) for key in _ARRAYS if isinstance(value := job.get(key), list)})
    if switches.dates == "timestamps":
        job.update({key: f"{job[key]}T00:00:00Z" for key in _DATES if job.get(key)})
    bits = mix(posting_id ^ 0xD41F7)
    if switches.extra_keys == "some" and bits % 2:
        job.update({"Job Level Code": bits % 9, "Benefits": ["Dental", "Vision"], "meta": {"source": None}})
    if switches.missing_keys == "some" and bits % 3 == 0:
        job.pop(_DROPPED[bits % 5 % 3], None)
    share = (bits >> 32) / 2**32
    if share < switches.nul_share:
        job.update({"Job Title": f"{job['Job Title']}\0", "Job Description": f"\0{job['Job Description']}"})
    if 1 - share <= switches.megabyte_share:
        job["Job Description"] = _MEGABYTE
    return job


def drifts(switches: Switches) -> bool:
    """Whether any job object is changed by `drift`."""
    named = ("numbers", "arrays", "dates", "extra_keys", "missing_keys", "nul_share", "megabyte_share")
    return not switches.changed().keys().isdisjoint(named)
