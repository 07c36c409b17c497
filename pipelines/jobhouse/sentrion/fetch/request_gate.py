"""Lets requests out, one at a time: first the limits of the run, then the rate. Counts each request and its answer.

Every request that jobhouse sends passes a `RequestGate`, whether the crawl sends it, the probe, an estimate or verify.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from typing import Final

from jobhouse.errors import Stopped
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.retry import Failure
from jobhouse.sentrion.state.counters import Balance
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

NAP_SECONDS: Final = 0.2
"""How often a wait looks whether it may end early."""


class GateClosed(Exception):
    """The caller sends no further request: its batch or its own limits are at an end, or the user interrupted it."""


class RequestGate:
    """What stands between the client and the network.

    `page_size` is the number of jobs whose price is reserved for each request. `is_closed` tells whether the caller
    sends no further request, and `must_wait` whether it needs the answer to an earlier request first.
    """

    def __init__(
        self,
        run: Run,
        rate_limiter: RateLimiter,
        page_size: int,
        *,
        is_closed: Callable[[], bool],
        must_wait: Callable[[], bool] = lambda: False,
    ) -> None:
        self.records: list[RequestRecord] = []
        """All requests that were sent through this gate, in the order in which they ended."""
        self.latest: dict[str, int] = {}
        """The place in `records` of the latest request of each window, by the window's id."""
        self._run, self._rate_limiter, self.page_size = run, rate_limiter, page_size
        self._is_closed, self._must_wait = is_closed, must_wait

    @property
    def good_answers(self) -> int:
        """The good answers that the API gave to this run."""
        return self._run.counters.good_answers

    @property
    def balance(self) -> Balance:
        """What the account has left by the answers to this run."""
        return self._run.counters.balance

    @property
    def passing(self) -> Collection[str]:
        """Reasons of failures that were given to this run before jobs came to the same request."""
        return self._run.counters.passing_failures

    @property
    def is_proven(self) -> bool:
        """Whether the API gave a good answer to this run before."""
        return self.good_answers > 0

    @property
    def is_interrupted(self) -> bool:
        """Whether the user wants the run to end."""
        return self._run.events.interrupted

    async def acquire(self) -> int:
        """Wait until one request may be sent, and reserve its price; returns its number for `note_written`.

        Raises:
            GateClosed: the caller sends no further request.
            Stopped: a limit of the run is reached.
            JobhouseError: the request cannot be counted in the rate limiter's file or in the spending journal.
        """
        run = self._run
        while not self._is_closed():
            if stop := run.limits.reached(run.counters, self.page_size):
                await self._wait_for_answers_or(stop)
            elif self._must_wait() or run.limits.must_wait_for_answers(run.counters, self.page_size):
                await asyncio.sleep(NAP_SECONDS / 10)
            elif (wait := self._rate_limiter.try_take()) > 0:
                await asyncio.sleep(min(wait, NAP_SECONDS))
            else:
                request = self._rate_limiter.latest
                run.counters.count_request(self.page_size)
                return request
        raise GateClosed

    def note_written(self, request: int) -> None:
        """The request is written to the network: the rate counts it from now on."""
        self._rate_limiter.note_written(request)

    async def _wait_for_answers_or(self, stop: Stopped) -> None:
        """Wait while requests are in flight: their answers may cost less than was reserved for them."""
        if self._run.counters.in_flight == 0:
            raise stop
        await asyncio.sleep(NAP_SECONDS)

    async def pause(self, seconds: float, warning: str | None = None) -> None:
        """Wait before the next attempt, showing the warning meanwhile.

        Raises:
            GateClosed: the caller sends no further request.
        """
        if warning:
            self._run.events.pause(seconds, warning)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self._is_closed():
                raise GateClosed
            await asyncio.sleep(min(left, NAP_SECONDS))

    def slow_down(self, seconds: float, warning: str) -> None:
        """After a 429: let nothing out for so long, and fewer requests for a while after."""
        self._run.events.pause(seconds, warning)
        self._rate_limiter.slow_down(seconds)

    def give_back(self, window_id: str) -> None:
        """Reserve nothing for the latest answers of a window that turned out to mean that there are no jobs."""
        self._run.counters.reserved.give_back(self.records, window_id, self.page_size)

    def note_passing(self, reasons: Collection[str]) -> None:
        """Note that a request was answered with jobs after these failures, which so do not mean that there are none."""
        self._run.counters.passing_failures.update(reasons)

    def note_empty(self, failure: Failure) -> None:
        """Say that a window is taken as empty, where the API did not say clearly that it has no jobs."""
        if not failure.is_clear:
            self._run.events.add_note(
                f"the API keeps answering {failure.reason}, which is taken to mean that there are no jobs; "
                "jobhouse verify --ask asks again"
            )

    def record(self, record: RequestRecord) -> RequestRecord:
        """Count a request that has ended, and return its record as the ledger keeps it: without an impossible price."""
        kept = self._run.counters.count_answer(record, self.page_size)
        if kept.credits_used is None and record.credits_used is not None:
            self._run.events.add_note(
                f"the API says that a page cost {record.credits_used} credits, which cannot be; "
                f"it counts as {kept.credits_reserved}"
            )
        if record.unread_price is not None:
            self._run.events.add_note(
                f"the API says that a page cost {record.unread_price!r} credits, which is no number that jobhouse "
                f"reads; it counts as {kept.credits_reserved}"
            )
        if charged := self._run.limits.charged_without_permission(self._run.counters):
            self._run.events.end(charged)
        self.latest[record.window_id] = len(self.records)
        self.records.append(kept)
        return kept
