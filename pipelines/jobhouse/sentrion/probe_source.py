"""Sources that send a few small requests instead of reading windows; what they find is stored like everything else.

    pipeline.run(probe_source(settings=Settings.load()))
    pipeline.run(sentrion())

They share their name, and so their state and tables, with the `sentrion` source, which uses the findings from then on.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import dlt
from dlt.extract import DltResource

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.pipeline import MergeStrategies, only_call_here, rate_limiter_here
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.probe.probe import PROBE_LIMITS, Probe
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimits
from jobhouse.sentrion.read.arrow_ledger import RunRecords
from jobhouse.sentrion.resources import SOURCE, NoInjection, ledger_resources
from jobhouse.sentrion.state.api_address import keep_address
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

Ask = Callable[[ProbeClient], Awaitable[Sequence[Finding]]]
"""Sends its requests and returns what it found out; an error that ends it early is stored in `run.events.error`."""


def probe_source(settings: Settings, run: Run | None = None, rate_limiter: RateLimiter | None = None) -> Any:
    """Find out what the documentation leaves open, for at most 30 requests and 300 credits."""
    this_run = run or Run("probe")

    async def ask(probe_client: ProbeClient) -> Sequence[Finding]:
        probe = Probe(probe_client, today_utc())
        await probe.ask_all()
        if probe.error:
            this_run.events.end(probe.error)
        return probe.found

    return small_requests(settings, this_run, rate_limiter, PROBE_LIMITS, ask)


@dlt.source(name=SOURCE, max_table_nesting=0, spec=NoInjection)
def small_requests(
    settings: Settings, run: Run, rate_limiter: RateLimiter | None, limits: ProbeLimits, ask: Ask
) -> tuple[DltResource, ...]:
    """The requests of `ask`, within limits, and the findings that they led to."""

    @dlt.resource(selected=False)
    async def answers() -> AsyncGenerator[RunRecords]:
        keep_address(dlt.current.source_state(), settings)
        findings = Findings.from_state(dlt.current.source_state().get("findings", {}))
        with (
            nullcontext() if rate_limiter else only_call_here(),
            nullcontext(rate_limiter) if rate_limiter else rate_limiter_here(settings) as shared,
        ):
            async with connection(settings.base_url, settings.api_key, 1, run.transport) as http:
                probe_client = ProbeClient(http, settings, run, shared, limits)
                findings.take(await ask(probe_client))
        dlt.current.source_state()["findings"] = findings.to_state()
        yield RunRecords(probe_client.requests, findings)

    return answers, *ledger_resources(answers, lambda: run, MergeStrategies.of_active_pipeline())


@dlt.source(name=SOURCE, max_table_nesting=0, spec=NoInjection)
def recorded_requests(run: Run, requests: Sequence[RequestRecord]) -> tuple[DltResource, ...]:
    """The requests of a run that was made without a source, for the ledger."""

    @dlt.resource(selected=False)
    def records() -> Iterator[RunRecords]:
        yield RunRecords(requests)

    return records, *ledger_resources(records, lambda: run, MergeStrategies.of_active_pipeline())
