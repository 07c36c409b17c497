"""The Sentrion historical jobs API as a dlt source.

    import dlt
    from jobhouse.sentrion import sentrion

    pipeline = dlt.pipeline("jobs", destination="duckdb", dataset_name="sentrion")
    pipeline.run(sentrion(since="2025-01-01"))

The package knows nothing of DuckDB or SQL: any dlt destination will do. Run again, it goes on where the last
successful load stopped, since cursors and rows travel in one package.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from datetime import date
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.plan.windows import Order
from jobhouse.sentrion.read.batch import BatchRecords, pages_of
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.records import window_table
from jobhouse.sentrion.read.rows import hit_table, job_table
from jobhouse.sentrion.read.session import ReadSession
from jobhouse.sentrion.resources import INSERT_NEW, INSERT_ONLY_KEYS, REPLACE_ROW, SOURCE, NoInjection, ledger_resources
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run


@dlt.source(name=SOURCE, max_table_nesting=0, spec=NoInjection)
def sentrion(  # noqa: C901 - four small resources that share one reading
    since: str | date | None = None,
    until: str | date | None = None,
    search: str = "default",
    order: Order = "expiring",
    settings: Settings | None = None,
    session: ReadSession | None = None,
    rate_limiter: RateLimiter | None = None,
    resolved: ResolvedBackfill | None = None,
    **overrides: Any,
) -> tuple[DltResource, ...]:
    """Historical jobs, each distinct version once, with the ledger of how they were read.

    Args:
        since: first day to read, YYYY-MM-DD; the oldest day the API serves (six years back) by default.
        until: the day behind the last one to read; tomorrow (UTC) by default.
        search: the name of a search in the settings.
        order: `expiring` (what is about to fall off the 6-year edge, then newest first), `newest` or `oldest`.
        settings: ready settings; by default they come from dlt's configuration, section `[sources.sentrion]`.
        session: limits, counters and memory shared by several calls; by default one call reads all there is.
        rate_limiter: the rate limiter to share; by default one that lives as long as the call.
        resolved: what to read, where it is resolved already; the other arguments that say so are then not looked at.
        overrides: single settings, such as `api_key` or `base_url`.

    Returns:
        The resources `job_versions`, `search_hits`, `windows`, `requests`, `runs` and `findings` (those that were
        contradicted). Without `job_versions` nothing is remembered as read.

    Raises:
        UsageError: a setting, a date or the search's name is wrong; nothing was sent.
        JobhouseError: the API's refusal or failure, unless pages had been read before it: then the call ends
            normally, so that they load, and the next one raises.

    """
    managed = session is not None
    backfill = resolved or resolve_backfill(settings or Settings.load(**overrides), search, since, until, order)
    search = backfill.search.name
    this_session = session or ReadSession(Run(search=search))
    run = this_session.run
    checkpoint = Checkpoint()

    @dlt.resource(selected=False)
    async def pages() -> AsyncGenerator[Chunk | BatchRecords]:
        nonlocal checkpoint, backfill
        backfill = backfill.knowing(Findings.from_state(dlt.current.source_state().get("findings", {})))
        checkpoint = Checkpoint.from_state(_state().get(backfill.ledger_key, {}))
        if this_session.rereads:
            this_session.rereads.enter(checkpoint, backfill.oldest)
            _state()[backfill.ledger_key] = checkpoint.to_state()
        async for item in pages_of(backfill, checkpoint, this_session, rate_limiter):
            yield item
        if run.events.error and not managed and not run.counters.pages:
            raise run.events.error

    # key: the posting's whole content; one version of it is stored once, whichever window or search brings it again
    @dlt.transformer(
        data_from=pages,
        primary_key=INSERT_ONLY_KEYS["job_versions"],
        write_disposition=INSERT_NEW,
        columns={"extra": {"data_type": "json"}},
    )
    def job_versions(item: Chunk | BatchRecords) -> Iterator[pa.Table]:
        _remember(checkpoint, item)
        _state()[backfill.ledger_key] = checkpoint.to_state()
        if isinstance(item, BatchRecords) and item.contradicted:
            _doubt(item)
        if isinstance(item, Chunk) and item.jobs:
            yield job_table(item.jobs, item.ids, search, item.window_ids, item.fetched_at)

    # key: search and version; the first time is the one that stays
    @dlt.transformer(data_from=pages, primary_key=INSERT_ONLY_KEYS["search_hits"], write_disposition=INSERT_NEW)
    def search_hits(item: Chunk | BatchRecords) -> Iterator[pa.Table]:
        if isinstance(item, Chunk) and item.jobs:
            yield hit_table(item.ids, search, item.fetched_at)

    # key: search, filters and days; the row follows the window through its life
    @dlt.transformer(data_from=pages, primary_key="window_id", write_disposition=REPLACE_ROW)
    def windows(item: Chunk | BatchRecords) -> Iterator[pa.Table]:
        if isinstance(item, BatchRecords) and item.window_states:
            yield window_table(item.plan, item.window_states)

    return pages, job_versions, search_hits, windows, *ledger_resources(pages, run)


def _state() -> dict[str, Any]:
    return dlt.current.source_state().setdefault("searches", {})  # type: ignore[no-any-return]


def _remember(checkpoint: Checkpoint, item: Chunk | BatchRecords) -> None:
    """Move the checkpoint before the rows are handed on: both or neither reach the destination."""
    for state in item.window_states if isinstance(item, Chunk) else ():
        checkpoint.record(state)
    for state in item.expired if isinstance(item, BatchRecords) else ():
        checkpoint.forget(state)


def _doubt(ledger: BatchRecords) -> None:
    """Keep what speaks against the findings; days read within wrong bounds are read again, whichever search read them.

    The state alone is changed, once the batch's own checkpoint stands in it: the next batch begins with what it says.
    """
    dlt.current.source_state()["findings"] = ledger.plan.findings.to_state()
    if "bounds" not in ledger.contradicted:
        return
    for key, state in _state().items():
        checkpoint = Checkpoint.from_state(state)
        checkpoint.invalidate_bounds()
        _state()[key] = checkpoint.to_state()
