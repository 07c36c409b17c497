"""The API's present total of each window: one small request for each, recorded like any other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jobhouse.errors import JobhouseError, Unreachable
from jobhouse.sentrion.config.contract import NO_CURSOR, SMALLEST_PAGE
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.request_gate import NAP_SECONDS, GateClosed, RequestGate
from jobhouse.sentrion.fetch.retry import MOST_FAILED_WINDOWS, RetryPolicy
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run


@dataclass(frozen=True)
class TotalRequest:
    """A window with the dates that were sent when it was read."""

    window_id: str
    published_after: date
    published_before: date


@dataclass
class Totals:
    """The API's totals by window, None where it gave none; the requests that it took, and what failed."""

    now: dict[str, int | None] = field(default_factory=dict)
    requests: Sequence[RequestRecord] = ()
    failed: list[Unreachable] = field(default_factory=list)
    failed_in_a_row: int = 0
    under_way: int = 0

    def give_up(self, error: Unreachable, run: Run) -> None:
        """Leave a window that keeps failing, and end the run where the API seems to be down."""
        self.failed.append(error)
        self.failed_in_a_row += 1
        if self.failed_in_a_row >= MOST_FAILED_WINDOWS:
            run.events.end(error)


def ask_totals(
    resolved: ResolvedBackfill, total_requests: Sequence[TotalRequest], run: Run, rate_limiter: RateLimiter
) -> Totals:
    """The total of each window, within the limits of the run; an error that ends it early is in `run.events.error`."""
    return asyncio.run(_ask(resolved, total_requests, run, rate_limiter))


async def _ask(
    resolved: ResolvedBackfill, total_requests: Sequence[TotalRequest], run: Run, rate_limiter: RateLimiter
) -> Totals:
    settings, totals, waiting = resolved.settings, Totals(), deque(total_requests)
    gate = RequestGate(run, rate_limiter, SMALLEST_PAGE, is_closed=lambda: run.events.ended)
    async with connection(settings.base_url, settings.api_key, settings.max_concurrency, run.transport) as http:
        client = Client(http, gate, RetryPolicy.of(settings))
        async with asyncio.TaskGroup() as group:
            for _ in range(settings.max_concurrency):
                group.create_task(_work(resolved, client, waiting, run, totals))
    totals.requests = gate.records
    run.events.finish(totals.failed)
    return totals


async def _work(
    resolved: ResolvedBackfill, client: Client, waiting: deque[TotalRequest], run: Run, totals: Totals
) -> None:
    while waiting and not run.events.ended:
        if totals.under_way and run.limits.must_learn_price(run.counters, SMALLEST_PAGE):
            await asyncio.sleep(NAP_SECONDS / 10)  # an answer of each window may be lost and charged
            continue
        request = waiting.popleft()
        after, before = request.published_after.isoformat(), request.published_before.isoformat()
        body = resolved.search.body(after, before, SMALLEST_PAGE, NO_CURSOR)
        totals.under_way += 1
        try:
            page = await client.page(body, request.window_id, first=True)
        except GateClosed:
            return
        except Unreachable as error:
            totals.give_up(error, run)
        except JobhouseError as error:
            run.events.end(error)
        else:
            totals.now[request.window_id], totals.failed_in_a_row = page.total, 0
        finally:
            totals.under_way -= 1
