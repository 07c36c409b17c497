"""Small questions to the API, beside the reading of windows: ten jobs an answer, within limits of their own.

Both `probe` and `plan` ask so. A question costs one request and at most ten credits, whatever it asks about, and the
same question is sent once.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

import httpx
import msgspec
from pendulum import Date

from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.answers import NO_CURSOR, Page
from jobhouse.sentrion.fetch.client import Client, RequestGate
from jobhouse.sentrion.fetch.failures import RefusedRequest, credits_gone
from jobhouse.sentrion.fetch.rate_limiter import RateBudget
from jobhouse.sentrion.fetch.request_gate import answered
from jobhouse.sentrion.fetch.retry import RetryPolicy
from jobhouse.sentrion.read.rows import Job, version_id
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

Filters = Mapping[str, Any]
MOST_ATTEMPTS: Final = 3
EMPTY_ATTEMPTS: Final = 2
NAP_SECONDS: Final = 0.2
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class ProbeLimitReached(Exception):
    """The limits of the questions themselves are reached, or the user interrupts; what was answered counts."""


@dataclass(frozen=True)
class ProbeLimits:
    """What the questions of one errand may cost."""

    requests: int
    credits: int


@dataclass(frozen=True)
class Reply:
    """An answer to a question: the first ten jobs and the total, or the API's refusal of the question."""

    filters: Filters
    after: Date
    before: Date
    total: int | None = None
    jobs: tuple[Job, ...] = ()
    whole: bool = False
    """Whether `jobs` are all there are."""
    credits_used: int | None = None
    refusal: str | None = None

    @classmethod
    def of(cls, filters: Filters, after: Date, before: Date, page: Page) -> Self:
        fills_up = page.total is None or page.total <= len(page.jobs)
        ended = page.cursor is None or (fills_up and 0 < len(page.jobs) < SMALLEST_PAGE)
        return cls(filters, after, before, page.total, page.jobs, ended, page.credits_used)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(map(version_id, self.jobs))

    @cached_property
    def days(self) -> Counter[Date]:
        """How many of the jobs shown have which Post Date."""
        return Counter(day for job in self.jobs if (day := post_date(job)) is not None)

    def as_evidence(self) -> dict[str, Any]:
        if self.refusal:
            return {"refused": self.refusal}
        return {"total": self.total, "shown": {str(day): count for day, count in sorted(self.days.items())}}


def post_date(job: Job) -> Date | None:
    """The day of a Post Date, however much follows it."""
    try:
        return Date.fromisoformat(str(job.get("Post Date"))[:10])
    except ValueError:
        return None


class ProbeClient:
    """Asks questions one after the other, within a purse and within the run's limits."""

    def __init__(
        self, http: httpx.AsyncClient, settings: Settings, run: Run, budget: RateBudget, purse: ProbeLimits
    ) -> None:
        self.requests: list[RequestRecord] = []
        self.credits = 0
        self._run, self._budget, self._purse = run, budget, purse
        self._credits_before = run.counters.credits_reserved
        self._replies: dict[bytes, Reply] = {}
        is_proven, is_interrupted = (lambda: run.counters.good_answers > 0), (lambda: run.events.interrupted)
        gate = RequestGate(self._leave, self._pause, self._slow_down, self._record, is_proven, is_interrupted)
        attempts = min(settings.retry_attempts, MOST_ATTEMPTS)
        retry = replace(RetryPolicy.of(settings), attempts=attempts, empty_attempts=EMPTY_ATTEMPTS)
        self._client = Client(http, gate, retry)
        self._sent = 0

    async def ask(self, filters: Filters, after: Date, before: Date, *, again: bool = False) -> Reply:
        """The reply for these filters and dates, from memory where it is known, unless it is wanted `again`.

        Raises:
            PurseEmpty: the purse does not hold another request.
            JobhouseError: the run's limit is reached, or the API refuses the key, keeps failing or has no credits.
        """
        body = Search("question", filters).body(str(after), str(before), SMALLEST_PAGE, NO_CURSOR)
        if again:
            return await self._asked(filters, after, before, body)
        if body not in self._replies:
            self._replies[body] = await self._asked(filters, after, before, body)
        return self._replies[body]

    def replies(self, filters: Filters | None = None) -> list[Reply]:
        """What was answered so far, to anything or to these filters."""
        return [reply for reply in self._replies.values() if filters is None or reply.filters == filters]

    async def _asked(self, filters: Filters, after: Date, before: Date, body: bytes) -> Reply:
        label = f"{self._run.command}/{after}..{before}"
        try:
            page = await self._client.page(body, label, first=True)
        except RefusedRequest as refusal:
            return Reply(filters, after, before, refusal=str(refusal))
        reply = Reply.of(filters, after, before, page)
        if page.credits_remaining == 0 and not reply.whole and len(page.jobs) < SMALLEST_PAGE:
            raise credits_gone("an answer was cut short by the last one")
        return reply

    async def _leave(self) -> None:
        spent = self._run.counters.credits_reserved - self._credits_before
        page = self._run.counters.reserved.of_page(SMALLEST_PAGE)
        if self._run.events.interrupted or self._sent >= self._purse.requests or spent + page > self._purse.credits:
            raise ProbeLimitReached
        if stop := self._run.limits.reached(self._run.counters, SMALLEST_PAGE):
            raise stop
        while (wait := self._budget.try_take()) > 0:
            await self._pause(min(wait, NAP_SECONDS))
        self._sent += 1
        self._run.counters.count_request(SMALLEST_PAGE)

    async def _pause(self, seconds: float, said: str | None = None) -> None:
        self._run.events.last_warning = said or self._run.events.last_warning
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._run.events.interrupted:
                raise ProbeLimitReached
            await asyncio.sleep(min(left, NAP_SECONDS))

    def _slow_down(self, seconds: float, said: str) -> None:
        self._run.events.last_warning = said
        self._budget.slow_down(seconds)

    def _record(self, record: RequestRecord) -> None:
        kept = answered(self._run, record, SMALLEST_PAGE)
        self.requests.append(kept)
        self.credits += kept.credits_used or 0


def narrowed(filters: Filters, job: Job) -> Filters:
    """The filters and the job's own title: few enough jobs to be seen at once."""
    return {**filters, "job_keywords": {"title": [job["Job Title"]], "mode": "or"}}


def easily_named(jobs: tuple[Job, ...]) -> list[Job]:
    """The jobs with a day and a title that can be sent back, plain and long titles first."""
    named = [job for job in jobs if post_date(job) and _is_sendable(job.get("Job Title"))]
    return sorted(named, key=lambda job: (not _is_plain(job["Job Title"]), -len(job["Job Title"])))


def _is_sendable(title: object) -> bool:
    """JSON can spell lone surrogates, which no request can carry."""
    return isinstance(title, str) and title != "" and not _SURROGATES.search(title)


def _is_plain(title: str) -> bool:
    return title.replace(" ", "").isalnum()


def as_json(filters: Filters) -> str:
    """Filters as they are sent, for evidence."""
    return msgspec.json.encode(filters, order="sorted").decode()
