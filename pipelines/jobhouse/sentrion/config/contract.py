"""What the Sentrion historical jobs API takes, gives and refuses, as tables.

Facts come from the vendor's public pages (historical jobs, company jobs, introduction). The pages leave much open;
where they do, the rows here hold the reading that loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

SEARCH_PATH: Final = "/api/v3/jobs-search/search"
PAGE_LIMIT: Final = 100
"""Jobs in one answer at the most; the API takes 10 to 100."""
SMALLEST_PAGE: Final = 10
HISTORY_YEARS: Final = 6
TOTAL_CAP: Final = 10_000
"""Search engines stop counting here by default, so an exact 10,000 is taken for "at least"."""

Kind = Literal["text", "number", "flag", "texts"]


@dataclass(frozen=True)
class JobField:
    """One key of a job object: its spelling in the API and its column in the warehouse."""

    key: str
    column: str
    kind: Kind


JOB_FIELDS: Final = (
    JobField("Job Type", "job_type", "text"),
    JobField("Job Title", "job_title", "text"),
    JobField("Apply URL", "apply_url", "text"),
    JobField("Post Date", "post_date", "text"),
    JobField("Valid Through", "valid_through", "text"),
    JobField("City", "city", "text"),
    JobField("Job Board", "job_board", "text"),
    JobField("Job Description", "job_description", "text"),
    JobField("Country", "country", "text"),
    JobField("Company Name", "company_name", "text"),
    JobField("State", "state", "text"),
    JobField("Salary Offered", "salary_offered", "text"),
    JobField("Logo URL", "logo_url", "text"),
    JobField("Is Remote", "is_remote", "flag"),
    JobField("Job URL", "job_url", "text"),
    JobField("Department Name", "department_name", "texts"),
    JobField("Seniority Level", "seniority_level", "text"),
    JobField("Salary Currency", "salary_currency", "text"),
    JobField("Salary To", "salary_to", "number"),
    JobField("Salary From", "salary_from", "number"),
    JobField("Skills", "skills", "texts"),
)
JOB_KEYS: Final = frozenset(field.key for field in JOB_FIELDS)


class Action(Enum):
    """What the client does about an answer."""

    READ = "read"
    RETRY = "retry"
    WAIT = "wait"  # too fast: wait until the minute is over, then ask again
    STOP = "stop"  # credits are used up: a normal, resumable end
    BAD_REQUEST = "bad request"  # refused as it stands; without its cursor or with a later start it may be served
    BAD_KEY = "bad key"
    NO_ACCESS = "no access"  # unless the credits are what ran out
    EMPTY_OR_WRONG = "empty or wrong"  # nothing found, or a wrong address: the body tells
    TOO_LARGE = "too large"  # more than any honest page: asked for again with fewer jobs
    UNKNOWN = "unknown"  # refused: each call can cost credits, so the unknown stops


STATUS_ACTIONS: Final[dict[int, Action]] = {
    200: Action.READ,
    400: Action.BAD_REQUEST,
    401: Action.BAD_KEY,
    402: Action.STOP,  # not listed by the vendor, but the usual word for "no credits"
    403: Action.NO_ACCESS,
    404: Action.EMPTY_OR_WRONG,
    408: Action.RETRY,
    422: Action.BAD_REQUEST,
    425: Action.RETRY,
    429: Action.WAIT,
    500: Action.RETRY,
    502: Action.RETRY,
    503: Action.RETRY,
    504: Action.RETRY,
    520: Action.RETRY,  # 520 to 524: a proxy in front of the API could not reach it
    521: Action.RETRY,
    522: Action.RETRY,
    523: Action.RETRY,
    524: Action.RETRY,
}
"""Any status that is not listed is `UNKNOWN`."""

REFUSED_BEFORE_WORK: Final = frozenset({400, 401, 402, 403, 404, 422, 429})
"""Statuses that say the request was turned away before any work, so it was not charged."""

FAILURE_CODES: Final[dict[str, Action]] = {
    "bad_request": Action.BAD_REQUEST,
    "unauthorized": Action.BAD_KEY,
    "forbidden": Action.NO_ACCESS,
    "validation_error": Action.BAD_REQUEST,
    "rate_limit_exceeded": Action.WAIT,
    "server_error": Action.RETRY,
    "internal_error": Action.RETRY,
    "insufficient_credits": Action.STOP,
    "credits_exhausted": Action.STOP,
    "out_of_credits": Action.STOP,
    "no_credits": Action.STOP,
    "quota_exceeded": Action.STOP,
    "payment_required": Action.STOP,
}
"""`error.code` outranks the status, since a 200 with `success: false` or a 429 can mean that the credits are gone."""
