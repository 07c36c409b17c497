"""What happens after an answer without a page: the table from status to action, and how often it is asked for again.

A status decides the action (`STATUS_ACTIONS`), unless the API's own error code says more (`FAILURE_CODES`). After a 429
the rate limiter lets nothing out for the time that the API names, or a minute, and fewer requests for ten minutes
(`Client` calls `RequestGate.slow_down`). After other failures that may pass, the one window pauses, longer each time.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from jobhouse.sentrion.config.settings import Settings


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

REFUSED_BEFORE_WORK: Final = frozenset({301, 302, 307, 308, 400, 401, 402, 403, 404, 422, 429})
"""Statuses that say the request was turned away or sent elsewhere before any work, so it was not charged."""

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

FIRST_CONTACT_SECONDS: Final = 5.0
"""How long connecting is retried while the API has never answered: probably the address is wrong."""
ODD_REFUSALS: Final = 3
"""How often a request is made again whose refusal may come from a gateway in front of the API."""
EMPTY_PAST_END: Final = 2
"""How many failures in a row that may mean "no jobs" are enough where the page may come after the last one."""
MOST_FAILED_WINDOWS: Final = 3
"""Windows that fail one after the other, with no good page in between, until the API is taken to be down."""


@dataclass(frozen=True)
class Failure:
    """An answer without a page: the action, the reason in the API's own words, and the wait that it asks for."""

    action: Action
    reason: str
    wait_seconds: float | None = None
    from_api: bool = False
    """Whether the answer is JSON in the API's own form, and so not from a gateway in front of it."""
    is_json: bool = False
    """Whether the body is any JSON object; the error page of a gateway is not."""
    may_mean_empty: bool = False
    """Whether it has no jobs, no total, no price and no cursor, so that the API may mean an empty window."""
    says_nothing_found: bool = False
    """Whether it is an empty success, has the code `not_found` or the status 404; a gateway may send the last too."""
    is_clear: bool = False
    """Whether it says by its code or in words that there are no jobs; else it may as well be an outage."""
    credits_used: int | None = None
    """The credits that it says it cost, if it says so."""
    status: int | None = None
    """The HTTP status; None: no whole answer came."""
    was_sent: bool = True
    """False: the request certainly never left this machine."""

    @property
    def is_whole(self) -> bool:
        """Whether a server answered, by a status or a body, and the answer was not damaged on its way."""
        return self.status is not None and (self.status != 200 or self.is_json)

    def may_be_of_api(self, *, is_proven: bool) -> bool:
        """Whether it can be the API's: by its form or, once the API gave a good answer to this run, a 404 in JSON."""
        return self.from_api or (is_proven and self.is_json and self.says_nothing_found)


@dataclass(frozen=True)
class RetryPolicy:
    """How often and for how long one page is requested again.

    The n-th pause is `first_pause_seconds * 2**n`, at most `longest_pause_seconds`, times a random 0.5 to 1.
    """

    attempts: int = 6
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 60.0
    max_wait_seconds: float = 900.0
    """The longest wait for 429s in a row, which cost only time, or for a time that the API names."""
    empty_attempts: int = 4
    """How many failures in a row that may mean "no jobs" are believed to mean it."""

    @classmethod
    def of(cls, settings: Settings) -> RetryPolicy:
        return cls(settings.retry_attempts, settings.retry_pause_seconds, max_wait_seconds=settings.max_wait_seconds)

    def pause(self, attempt: int) -> float:
        longest = min(self.first_pause_seconds * 2.0**attempt, self.longest_pause_seconds)
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads retries, guards nothing


@dataclass
class PageAttempts:
    """The failures of one page so far; `good_answers` are those that the run had before the first of them."""

    policy: RetryPolicy
    good_answers: int = 0
    counts: Counter[Action] = field(default_factory=Counter)
    empty_reasons: set[str] = field(default_factory=set)
    """Reasons of failures so far that may mean that there are no jobs."""
    _begun: float = field(default_factory=time.monotonic)
    _too_fast_since: float | None = None
    _empty_in_a_row: int = 0

    def add(self, failure: Failure, action: Action) -> None:
        self.counts[action] += 1
        if action is Action.EMPTY_OR_WRONG and failure.may_mean_empty:
            self._empty_in_a_row += 1
            self.empty_reasons.add(failure.reason)
        elif action is not Action.WAIT:  # which says nothing about the window
            self._empty_in_a_row = 0
        if action is not Action.WAIT:
            self._too_fast_since = None
        elif self._too_fast_since is None:
            self._too_fast_since = time.monotonic()

    def says_nothing(self, *, may_be_past_end: bool) -> bool:
        """Whether the latest failures may mean "no jobs", and are enough in a row for a page with a cursor."""
        return self._empty_in_a_row >= (EMPTY_PAST_END if may_be_past_end else self.policy.empty_attempts)

    def means_empty(self, failure: Failure, action: Action, good_answers: int, passing: Collection[str]) -> bool:
        """Whether a failure in answer to the first page means that there are no jobs.

        One that is not in the API's form, or does not say so clearly, is believed only where the API gave good answers
        to other requests since the first of these failures: a gateway without an API behind it says the same of every
        window, and so does an outage. `passing` are reasons that were given before jobs came to the same request.
        """
        believed = self._empty_in_a_row >= self.policy.empty_attempts and failure.reason not in passing
        is_well = good_answers > self.good_answers
        is_of_api = failure.may_be_of_api(is_proven=is_well) and (failure.is_clear or is_well)
        return is_of_api and action is Action.EMPTY_OR_WRONG and believed

    def may_retry(self, failure: Failure, action: Action, *, is_proven: bool) -> bool:
        """Whether to request the page again. `is_proven`: the API gave a good answer to this run before."""
        count = self.counts[action]
        match action:
            case Action.RETRY if not failure.was_sent and not is_proven:
                return count < self.policy.attempts and time.monotonic() - self._begun < FIRST_CONTACT_SECONDS
            case Action.RETRY:
                return count < self.policy.attempts
            case Action.WAIT:
                since = self._too_fast_since
                return since is None or time.monotonic() - since < self.policy.max_wait_seconds
            case Action.EMPTY_OR_WRONG:
                most = (
                    self.policy.attempts
                    if failure.may_be_of_api(is_proven=is_proven)
                    else min(ODD_REFUSALS, self.policy.attempts)
                )
                return failure.is_json and count < most
            case Action.BAD_KEY | Action.NO_ACCESS | Action.BAD_REQUEST:
                return is_proven and not failure.is_json and count < min(ODD_REFUSALS, self.policy.attempts)
            case _:
                return False
