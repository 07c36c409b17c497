"""Small requests of `probe` and `plan`: ten jobs for each, so at most ten credits, within limits of their own.

The same request is sent only once, unless its answer is wanted again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

import httpx
from pendulum import Date

from jobhouse.sentrion.config.contract import NO_CURSOR, SMALLEST_PAGE
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.job import Job, version_id_of
from jobhouse.sentrion.fetch.page_errors import RefusedRequest, credits_gone
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.request_gate import GateClosed, RequestGate
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.plan.windows import date_in
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

Filters = Mapping[str, Any]
MOST_ATTEMPTS: Final = 3
EMPTY_ATTEMPTS: Final = 2
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class ProbeLimitReached(Exception):
    """The limits of the probe are reached, or the user interrupts it; what was answered counts."""


@dataclass(frozen=True)
class ProbeLimits:
    """The most requests and credits of one probe or estimate."""

    requests: int
    credits: int


@dataclass(frozen=True)
class Reply:
    """An answer: the first ten jobs and the total, or the API's refusal of the request."""

    filters: Filters
    after: Date
    before: Date
    total: int | None = None
    jobs: tuple[Job, ...] = ()
    whole: bool = False
    """Whether `jobs` are all jobs of the range."""
    credits_used: int | None = None
    refusal: str | None = None

    @classmethod
    def of(cls, filters: Filters, after: Date, before: Date, page: Page) -> Self:
        fills_up = page.total is None or page.total <= len(page.jobs)
        ended = page.cursor is None or (fills_up and 0 < len(page.jobs) < SMALLEST_PAGE)
        return cls(filters, after, before, page.total, page.jobs, ended, page.credits_used)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(map(version_id_of, self.jobs))

    @cached_property
    def days(self) -> Counter[Date]:
        """How many of the jobs shown have which Post Date."""
        return Counter(day for job in self.jobs if (day := post_date(job)) is not None)

    def as_evidence(self) -> dict[str, Any]:
        if self.refusal:
            return {"refused": self.refusal}
        return {"total": self.total, "shown": {str(day): count for day, count in sorted(self.days.items())}}


def post_date(job: Job) -> Date | None:
    """The day of a Post Date, which may continue with a time; None: it has none."""
    return date_in(str(job.get("Post Date"))[:10])


class ProbeClient:
    """Sends small requests one after the other, within its own limits and those of the run."""

    def __init__(
        self, http: httpx.AsyncClient, settings: Settings, run: Run, rate_limiter: RateLimiter, limits: ProbeLimits
    ) -> None:
        self._run, self._limits = run, limits
        self._requests_before, self._credits_before = run.counters.requests, run.counters.credits_reserved
        self._replies: dict[bytes, Reply] = {}
        self._gate = RequestGate(run, rate_limiter, SMALLEST_PAGE, is_closed=self._is_closed)
        attempts = min(settings.retry_attempts, MOST_ATTEMPTS)
        retry = replace(RetryPolicy.of(settings), attempts=attempts, empty_attempts=EMPTY_ATTEMPTS)
        self._client = Client(http, self._gate, retry)

    @property
    def requests(self) -> list[RequestRecord]:
        """The requests that were sent, in the order in which they ended."""
        return self._gate.records

    @property
    def is_interrupted(self) -> bool:
        """Whether the user wants the run to end."""
        return self._run.events.interrupted

    @property
    def credits(self) -> int:
        """The credits that the API reported for them."""
        return sum(record.credits_used or 0 for record in self._gate.records)

    async def ask(self, filters: Filters, after: Date, before: Date, *, again: bool = False) -> Reply:
        """The reply for these filters and dates: the known one, if there is one and it is not wanted `again`.

        Raises:
            ProbeLimitReached: the limits of the probe leave no further request.
            JobhouseError: the run's limit is reached, or the API refuses the key, keeps failing or has no credits.
        """
        body = Search("question", filters).body(str(after), str(before), SMALLEST_PAGE, NO_CURSOR)
        if again:
            return await self._asked(filters, after, before, body)
        if body not in self._replies:
            self._replies[body] = await self._asked(filters, after, before, body)
        return self._replies[body]

    def replies(self, filters: Filters | None = None) -> list[Reply]:
        """The replies so far, all of them or those for these filters."""
        return [reply for reply in self._replies.values() if filters is None or reply.filters == filters]

    async def _asked(self, filters: Filters, after: Date, before: Date, body: bytes) -> Reply:
        label = f"{self._run.command}/{after}..{before}"
        try:
            page = await self._client.page(body, label, first=True)
        except GateClosed:
            raise ProbeLimitReached from None
        except RefusedRequest as refusal:
            return Reply(filters, after, before, refusal=str(refusal))
        if page.delivered > SMALLEST_PAGE:
            self._run.events.add_note(
                f"the API sends {page.delivered} jobs for {SMALLEST_PAGE} asked for, so a small request costs more"
            )
        reply = Reply.of(filters, after, before, page)
        if page.credits_remaining == 0 and not reply.whole and len(page.jobs) < SMALLEST_PAGE:
            raise credits_gone("an answer was cut short by the last one")
        return reply

    def _is_closed(self) -> bool:
        """Whether the limits of the probe itself are reached, or the user interrupts it."""
        counters = self._run.counters
        spent = counters.credits_reserved - self._credits_before
        next_page = counters.reserved.of_page(SMALLEST_PAGE)
        return (
            self._run.events.interrupted
            or counters.requests - self._requests_before >= self._limits.requests
            or spent + next_page > self._limits.credits
        )


def narrowed(filters: Filters, job: Job) -> Filters:
    """The filters and the job's own title, so that all jobs fit into one answer."""
    return {**filters, "job_keywords": {"title": [job["Job Title"]], "mode": "or"}}


def easily_named(jobs: tuple[Job, ...]) -> list[Job]:
    """The jobs with a Post Date and a title that can be sent back; plain titles first, then long ones."""
    named = [job for job in jobs if post_date(job) and _is_sendable(job.get("Job Title"))]
    return sorted(named, key=lambda job: (not _is_plain(job["Job Title"]), -len(job["Job Title"])))


def _is_sendable(title: object) -> bool:
    """JSON can spell lone surrogates, which no request can carry."""
    return isinstance(title, str) and title != "" and not _SURROGATES.search(title)


def _is_plain(title: str) -> bool:
    return title.replace(" ", "").isalnum()
