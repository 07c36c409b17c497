"""What the API counts in a window now: one small request for each, recorded like any other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import dlt
import msgspec
import pyarrow as pa
from dlt.extract import DltResource

from pipelines.errors import JobhouseError, Unreachable
from pipelines.sentrion import INSERT_NEW, INSERT_ONLY_KEYS, REPLACE_ROW, NoInjection
from pipelines.sentrion.batch import Scope
from pipelines.sentrion.budget import RateBudget
from pipelines.sentrion.client import Client, RequestRecord
from pipelines.sentrion.connection import connection
from pipelines.sentrion.contract import SMALLEST_PAGE
from pipelines.sentrion.crawl import BatchClosed, Crawl, Plan
from pipelines.sentrion.records import request_table, run_table
from pipelines.sentrion.retry import RetryPolicy
from pipelines.sentrion.run import Run

_FIRST_PAGE: Final = msgspec.Raw(b"null")


@dataclass(frozen=True)
class Question:
    """A window as it was requested when it was read."""

    window_id: str
    published_after: date
    published_before: date


@dataclass
class Totals:
    """The API's totals by window, None where it gave none, and the requests that it took."""

    now: dict[str, int | None] = field(default_factory=dict)
    requests: Sequence[RequestRecord] = ()


def ask_totals(scope: Scope, questions: Sequence[Question], run: Run, budget: RateBudget) -> Totals:
    """Ask for each window's total, within the limits of the run; what ended it early stands in the run."""
    return asyncio.run(_ask(scope, questions, run, budget))


async def _ask(scope: Scope, questions: Sequence[Question], run: Run, budget: RateBudget) -> Totals:
    settings = scope.settings
    crawl = Crawl(Plan(scope.search, (), scope.oldest, SMALLEST_PAGE, settings.max_concurrency, 0), run, budget)
    totals, waiting = Totals(), deque(questions)
    async with connection(settings.base_url, settings.api_key, settings.max_concurrency, run.transport) as http:
        client = Client(http, crawl.gate(), RetryPolicy.of(settings))
        async with asyncio.TaskGroup() as group:
            for _ in range(settings.max_concurrency):
                group.create_task(_work(scope, client, waiting, run, totals))
    totals.requests = crawl.handover.requests
    run.finish()
    return totals


async def _work(scope: Scope, client: Client, waiting: deque[Question], run: Run, totals: Totals) -> None:
    while waiting and not run.ended:
        question = waiting.popleft()
        after, before = question.published_after.isoformat(), question.published_before.isoformat()
        body = scope.search.body(after, before, SMALLEST_PAGE, _FIRST_PAGE)
        try:
            page = await client.page(body, question.window_id, first=True)
        except BatchClosed:
            return
        except Unreachable as error:
            run.failed[question.window_id] = error
        except JobhouseError as error:
            run.end(error)
        else:
            totals.now[question.window_id] = page.total


@dlt.source(name="sentrion", max_table_nesting=0, spec=NoInjection)
def asked(run: Run, records: Sequence[RequestRecord]) -> tuple[DltResource, ...]:
    """The requests of a run that read no window, for the ledger."""

    @dlt.resource(primary_key=INSERT_ONLY_KEYS["requests"], write_disposition=INSERT_NEW)
    def requests() -> Iterator[pa.Table]:
        if records:
            yield request_table(run, records)

    @dlt.resource(primary_key="run_id", write_disposition=REPLACE_ROW)
    def runs() -> Iterator[pa.Table]:
        yield run_table(run)

    return requests, runs
