"""Errands as dlt sources: a few questions to the API whose requests, costs and findings are stored like any others.

    pipeline.run(probing(settings=Settings.load()))
    pipeline.run(sentrion())

They share the name, and so the state and the tables, of the `sentrion` source, which uses the findings from then on.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.connection import connection
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.probe.findings import Finding, Findings, finding_table
from jobhouse.sentrion.probe.probe import PROBE_LIMITS, Probe
from jobhouse.sentrion.probe.probe_client import ProbeClient, ProbeLimits
from jobhouse.sentrion.read.batch import today_utc
from jobhouse.sentrion.read.records import request_table, run_table
from jobhouse.sentrion.source import INSERT_NEW, INSERT_ONLY_KEYS, REPLACE_ROW, NoInjection
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run

Errand = Callable[[ProbeClient], Awaitable[Sequence[Finding]]]
"""Asks what it has to ask; what ends it early stands in the run."""


@dataclass(frozen=True)
class Answers:
    """What an errand brings home."""

    findings: Findings
    requests: Sequence[RequestRecord]


def probing(settings: Settings, run: Run | None = None, rate_limiter: RateLimiter | None = None) -> Any:
    """Find out what the documentation leaves open, for at most 30 requests and 300 credits."""
    this_run = run or Run("probe")

    async def probe(probe_client: ProbeClient) -> Sequence[Finding]:
        asking = Probe(probe_client, today_utc())
        await asking.ask_all()
        if asking.error:
            this_run.events.end(asking.error)
        return asking.found

    return errand(settings, this_run, rate_limiter, PROBE_LIMITS, probe)


@dlt.source(name="sentrion", max_table_nesting=0, spec=NoInjection)
def errand(
    settings: Settings, run: Run, rate_limiter: RateLimiter | None, purse: ProbeLimits, ask: Errand
) -> tuple[DltResource, ...]:
    """An errand within its purse, as the resources `findings`, `requests` and `runs`."""

    @dlt.resource(selected=False)
    async def answers() -> AsyncGenerator[Answers]:
        findings = Findings.from_state(dlt.current.source_state().get("findings", {}))
        with RateLimiter(settings.requests_per_minute) if rate_limiter is None else nullcontext(rate_limiter) as shared:
            async with connection(settings.base_url, settings.api_key, 1, run.transport) as http:
                probe_client = ProbeClient(http, settings, run, shared, purse)
                findings.take(await ask(probe_client))
        yield Answers(findings, probe_client.requests)

    # key: the question; the latest word on it stays
    @dlt.transformer(
        data_from=answers,
        primary_key="question",
        write_disposition=REPLACE_ROW,
        columns={"evidence": {"data_type": "json"}},
    )
    def findings(item: Answers) -> Iterator[pa.Table]:
        dlt.current.source_state()["findings"] = item.findings.to_state()
        if item.findings.found:
            yield finding_table(item.findings)

    # key: an id given when the request was made, since a load that is repeated must not double its log
    @dlt.transformer(
        data_from=answers,
        primary_key=INSERT_ONLY_KEYS["requests"],
        write_disposition=INSERT_NEW,
    )
    def requests(item: Answers) -> Iterator[pa.Table]:
        if item.requests:
            yield request_table(run, item.requests)

    # key: the run; its row grows with every errand and batch
    @dlt.transformer(
        data_from=answers,
        primary_key="run_id",
        write_disposition=REPLACE_ROW,
    )
    def runs(_: Answers) -> Iterator[pa.Table]:
        yield run_table(run)

    return answers, findings, requests, runs
