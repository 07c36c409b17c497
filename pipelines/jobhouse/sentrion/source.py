"""The Sentrion historical jobs API as a dlt source.

    import dlt
    from jobhouse.sentrion import sentrion

    pipeline = dlt.pipeline("jobs", destination="duckdb", dataset_name="sentrion")
    pipeline.run(sentrion(since="2025-01-01"))

The package knows nothing of DuckDB or SQL: any dlt destination that merges rows will do. Run again, it goes on where
the last successful load stopped, since cursors and rows travel in one package.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.config.tables import INSERT_ONLY_KEYS, JOB_VERSIONS
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.pipeline import MergeStrategies, only_call_here, rate_limiter_here
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.plan.windows import Order, today_utc
from jobhouse.sentrion.read.arrow_ledger import RunRecords, window_table
from jobhouse.sentrion.read.batch import BatchItem, BatchRecords, batch_items, move_checkpoint
from jobhouse.sentrion.read.chunks import Chunk
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.resources import SOURCE, NoInjection, ledger_resources
from jobhouse.sentrion.state.api_address import keep_address
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.sentrion.state.source_state import (
    killed_run,
    limit_to_cycle,
    note_rows,
    note_run,
    note_spent,
    rows_were_dropped,
    spent_in_cycle,
)


@dlt.source(name=SOURCE, max_table_nesting=0, spec=NoInjection)
def sentrion(
    since: str | date | None = None,
    until: str | date | None = None,
    search: str = "default",
    order: Order = "expiring",
    settings: Settings | None = None,
    read_session: ReadSession | None = None,
    rate_limiter: RateLimiter | None = None,
    resolved: ResolvedBackfill | None = None,
    batch: Iterator[BatchItem] | None = None,
    max_requests: int | None = None,
    max_credits: int | None = None,
    **overrides: Any,
) -> tuple[DltResource, ...]:
    """Historical jobs, each distinct version once, with the ledger of how they were read.

    Args:
        since: first day to read, YYYY-MM-DD; the oldest day the API serves (six years back) by default.
        until: end date, exclusive; tomorrow (UTC) by default.
        search: the name of a search in the settings.
        order: `expiring` (what the API soon stops serving, then newest first), `newest` or `oldest`.
        settings: ready settings; by default they come from dlt's configuration, section `[sources.sentrion]`.
        read_session: limits, counters and memory shared by several calls; by default each `run` reads all there is.
        rate_limiter: the rate limiter to share; by default the one of all calls of the pipeline.
        resolved: what to read, where that is resolved already; it takes the place of `since` to `settings`.
        batch: the items of a batch that is read elsewhere (see `ReadAhead`); by default the call reads by itself.
        max_requests: the most requests of each `run`, whose rows are loaded; dlt's `add_limit` does not limit requests.
        max_credits: the most credits of each `run`; `max_credits_per_cycle` limits all calls of a pipeline.
        overrides: single settings, such as `api_key` or `base_url`.

    Returns:
        The resources `job_versions`, `search_hits`, `windows`, `requests`, `runs` and `findings` (those that were
        contradicted). `job_versions` has to be among those that a call selects: with it goes what is read.

    Raises:
        UsageError: a setting, a date, the search's name, the destination or the selection is wrong; nothing was sent.
        Stopped: another call reads into the pipeline; nothing was sent.
        JobhouseError: the API's refusal or failure, unless pages had been read before it: then the call ends
            normally, so that they load, and the next one raises.
    """
    backfill = resolved or resolve_backfill(settings or Settings.load(**overrides), search, since, until, order)
    limits = RunLimits(max_requests=max_requests, max_credits=max_credits)
    new_session = partial(_session_of, backfill.search.name, limits)
    reader = _Reader(backfill, read_session or new_session(), rate_limiter, None if read_session else new_session)
    pages = _pages(reader) if batch is None else dlt.resource(reader.items_of(batch), name="pages", selected=False)
    return (
        pages,
        *_history_resources(pages, reader),
        *ledger_resources(pages, lambda: reader.read_session.run, reader.merge),
    )


def _session_of(search: str, limits: RunLimits) -> ReadSession:
    """The session of one `run`, which has counters and limits of its own."""
    return ReadSession(Run(search=search, limits=replace(limits)))


def _pages(reader: _Reader) -> DltResource:
    """The items of a batch, read when the resource is."""

    @dlt.resource(selected=False)
    async def pages() -> AsyncGenerator[BatchItem | RunRecords]:
        async for item in reader.items():
            yield item

    return pages


def _history_resources(pages: DltResource, reader: _Reader) -> tuple[DltResource, ...]:
    """`job_versions`, `search_hits` and `windows`, fed with the items of `pages`."""
    insert_new, latest = reader.merge.insert_new, reader.merge.latest

    # key: the posting's whole content; one version of it is stored once, whichever window or search brings it again
    @dlt.transformer(
        data_from=pages,
        primary_key=INSERT_ONLY_KEYS["job_versions"],
        write_disposition=insert_new,
        columns={"extra": {"data_type": "json"}},
    )
    def job_versions(item: BatchItem | RunRecords) -> Iterator[pa.Table]:
        reader.keep_state(item)
        if rows := reader.rows_of(item):
            yield rows.job_versions

    # key: search and version; the first time is the one that stays
    @dlt.transformer(data_from=pages, primary_key=INSERT_ONLY_KEYS["search_hits"], write_disposition=insert_new)
    def search_hits(item: BatchItem | RunRecords) -> Iterator[pa.Table]:
        if rows := reader.rows_of(item):
            yield rows.search_hits

    # key: search, filters and days; the row follows the window through its life
    @dlt.transformer(data_from=pages, primary_key="window_id", write_disposition=latest)
    def windows(item: BatchItem | RunRecords) -> Iterator[pa.Table]:
        if isinstance(item, BatchRecords) and item.window_states:
            yield window_table(item.plan, item.window_states)

    return job_versions, search_hits, windows


@dataclass
class _Reader:
    """Reads one batch of a search, with its checkpoint in dlt's state."""

    backfill: ResolvedBackfill
    read_session: ReadSession
    rate_limiter: RateLimiter | None
    new_session: Callable[[], ReadSession] | None
    """Begins each `run` that is handed the source; None: several calls share `read_session`, and raise its error."""
    merge: MergeStrategies = field(default_factory=MergeStrategies.of_active_pipeline)
    checkpoint: Checkpoint = field(default_factory=Checkpoint)
    has_rows: bool = False
    """Whether the batch has brought some."""
    killed_run: dict[str, Any] | None = None
    """The row of a run before this one that was killed."""

    @property
    def is_alone(self) -> bool:
        """Whether no warehouse keeps a ledger of what the run spends: then dlt's state has to."""
        return self.read_session.run.counters.reserved.journal is None

    def items_of(self, batch: Iterator[BatchItem]) -> Iterator[BatchItem]:
        """The items of a batch that is read elsewhere."""
        self._restore_state()
        yield from batch

    async def items(self) -> AsyncGenerator[BatchItem | RunRecords]:
        """The items of a batch that is read here and now."""
        if self.new_session:
            self.read_session, self.backfill = self.new_session(), self.backfill.as_of(today_utc())
        _refuse_to_forget()
        self.merge.refuse_other_destination()
        limiter, settings = self.rate_limiter, self.backfill.settings
        with (
            only_call_here() if self.new_session else nullcontext(),
            nullcontext(limiter) if limiter else rate_limiter_here(settings) as shared,
        ):
            self._restore_state()
            if self.killed_run:
                yield RunRecords(run_row=self.killed_run)
            async for item in batch_items(self.backfill, self.checkpoint, self.read_session, shared):
                yield _as_last(item) if self.new_session else item
        run = self.read_session.run
        if run.events.error and self.new_session and not run.counters.pages:
            raise run.events.error

    def rows_of(self, item: BatchItem | RunRecords) -> Chunk | None:
        """The rows of an item; at the end of a batch that completed windows without a job, tables of none.

        So the tables are there once days were read, and show that they held nothing.
        """
        if isinstance(item, Chunk):
            self.has_rows |= item.row_count > 0
            return item if item.row_count else None
        if not isinstance(item, BatchRecords):
            return None
        is_empty = not self.has_rows and any(state.status == "complete" for state in item.window_states)
        return Chunk.of_no_rows() if is_empty else None

    def _restore_state(self) -> None:
        self.has_rows = False
        state = dlt.current.source_state()
        keep_address(state, self.backfill.settings)
        if self.is_alone:
            self._restore_what_only_state_knows(state)
        findings = Findings.from_state(state.get("findings", {}))
        self.backfill = self.backfill.knowing(findings, _checkpoints())
        self.checkpoint = Checkpoint.from_state(_checkpoints().get(self.backfill.progress_key, {}))
        if self.read_session.rereads:
            self.read_session.rereads.enter(self.checkpoint, self.backfill.oldest)
            self._write_checkpoint()

    def _restore_what_only_state_knows(self, state: dict[str, Any]) -> None:
        settings, session = self.backfill.settings, self.read_session
        if session.spent_before is None:
            session.spent_before = spent_in_cycle(state, settings)
            limit_to_cycle(session.spent_before, session.run, settings)
        self.killed_run = killed_run(state, session.run)
        if rows_were_dropped(state, dlt.current.resource_state(JOB_VERSIONS.name)):
            _checkpoints().clear()

    def keep_state(self, item: BatchItem | RunRecords) -> None:
        """Move the checkpoint before the rows are yielded: both or neither reach the destination."""
        if not isinstance(item, Chunk | BatchRecords):
            return
        move_checkpoint(self.checkpoint, item)
        self._write_checkpoint()
        if isinstance(item, BatchRecords) and item.contradicted:
            _keep_contradictions(item)
        if self.is_alone:
            state = dlt.current.source_state()
            note_spent(state, self.read_session.spent_before or 0, self.read_session.run, self.backfill.settings)
            note_rows(state, dlt.current.resource_state(JOB_VERSIONS.name))
            if isinstance(item, BatchRecords) and item.run_row:
                note_run(state, item.run_row)

    def _write_checkpoint(self) -> None:
        _checkpoints()[self.backfill.progress_key] = self.checkpoint.to_state()


def _as_last(item: BatchItem) -> BatchItem:
    """The same item, as one of the only batch of a run: what is left after it, such as halves of windows, waits."""
    if isinstance(item, BatchRecords) and item.run_row and item.run_row["outcome"] == "running":
        note = "; ".join(filter(None, (item.run_row["note"], "the next call goes on")))
        item.run_row = {**item.run_row, "outcome": "stopped", "note": note}
    return item


def _refuse_to_forget() -> None:
    """Refuse to read where the resource is left out that keeps the checkpoint.

    Raises:
        UsageError: it is, and the next call would ask and pay for the same days again.
    """
    if JOB_VERSIONS.name not in dlt.current.source().resources.selected:
        raise UsageError(
            f"{JOB_VERSIONS.name} is not among the selected resources of sentrion(), and only with it are days "
            "remembered as read: the next call would pay for them again. Select it too. Nothing was sent."
        )


def _checkpoints() -> dict[str, Any]:
    """The checkpoints of all searches in dlt's state, by progress key."""
    return dlt.current.source_state().setdefault("searches", {})  # type: ignore[no-any-return]


def _keep_contradictions(records: BatchRecords) -> None:
    """Store the contradicted findings; days that were read within wrong bounds are read again, for every search.

    Only dlt's state changes, after the batch has written its own checkpoint: the next batch starts from it.
    """
    dlt.current.source_state()["findings"] = records.plan.findings.to_state()
    if "bounds" not in records.contradicted:
        return
    for key, saved in _checkpoints().items():
        checkpoint = Checkpoint.from_state(saved)
        checkpoint.invalidate_bounds()
        _checkpoints()[key] = checkpoint.to_state()
