"""Reading many windows at once: pages in, rows and checkpoints out.

A cursor is serial, so only several windows together use the whole rate. Whatever happens, the crawl yields the pages
that were read and ends normally; the error that stopped it is stored in `run.events.error`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from jobhouse.clock import now_text
from jobhouse.errors import JobhouseError, Unreachable
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.client import Client
from jobhouse.sentrion.fetch.job import version_id_of, version_keys
from jobhouse.sentrion.fetch.page_errors import AnswerTooLarge, CursorFailed, NotConnected, RefusedRequest, credits_gone
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.fetch.request_gate import GateClosed, RequestGate
from jobhouse.sentrion.fetch.retry import MOST_FAILED_WINDOWS
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.probe.monitor import AssumptionMonitor, read_before
from jobhouse.sentrion.read.batch_buffer import BatchBuffer
from jobhouse.sentrion.read.batch_plan import BatchPlan
from jobhouse.sentrion.read.chunks import Chunk, PageRows
from jobhouse.sentrion.read.concurrency import FEWEST, Workers, wanted_in_flight
from jobhouse.sentrion.read.cut_pages import why_cut
from jobhouse.sentrion.read.failed_cursors import FIRST_PAGE_ATTEMPTS, after_failed_cursor, end_of, may_be_past_end
from jobhouse.sentrion.read.paging import after_page, after_refusal, failure_of
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.read.windows_paid_for import windows_paid_for
from jobhouse.sentrion.state.window_state import WindowState, new_reading_id

ROWS_PER_CHUNK: Final = 2_000
BYTES_PER_CHUNK: Final = 2 * 1024**2
"""Rows, or bytes, of one Arrow table, and so of a row group in Parquet: DuckDB takes one at a time into memory."""


class Crawl:
    """One batch: reads the planned windows until all are read or the batch is full."""

    def __init__(self, plan: BatchPlan, read_session: ReadSession, rate_limiter: RateLimiter) -> None:
        self.plan = plan
        self.read_session = read_session
        self.run = read_session.run
        is_closed, must_wait = self._is_closed, self._must_wait_for_first_page
        self.gate = RequestGate(self.run, rate_limiter, plan.page_size, is_closed=is_closed, must_wait=must_wait)
        self.buffer = BatchBuffer(read_session, self.gate.records)
        self.monitor = AssumptionMonitor(plan.findings, read_session.run, read_session.paid_for)
        self._started = time.monotonic()
        self._unread = deque(state for state in plan.window_states if plan.window_id(state) not in read_session.failed)
        self._reading: dict[Window, WindowState] = {}
        self._pages_begun = self._failures_in_a_row = 0
        self._read_at: dict[str, datetime] = {}
        self._requests_per_minute = rate_limiter.limit

    def moved_windows(self) -> list[WindowState]:
        """The windows of which this batch read pages, as they are after it, and the halves of those that it split."""
        touched = self.buffer.touched.values()
        return [*(half for state in touched for half in state.halves()), *touched]

    async def chunks(self, client: Client) -> AsyncGenerator[Chunk]:
        """Rows and checkpoints, until the plan is read or the batch is full."""
        pages: asyncio.Queue[PageRows | None] = asyncio.Queue(maxsize=2 * self.plan.max_concurrency)
        workers = asyncio.create_task(self._run_workers(client, pages))
        rows = PageRows()
        try:
            while (page := await pages.get()) is not None:
                for part in self.buffer.admit(page):
                    rows.extend(part)
                if len(rows.jobs) >= ROWS_PER_CHUNK or rows.size >= BYTES_PER_CHUNK:
                    yield rows.to_chunk(self.plan.search.name)
                    rows = PageRows()
            await workers
        finally:
            workers.cancel()
        if rows.window_states or rows.jobs:
            yield rows.to_chunk(self.plan.search.name)
        self._finish_if_done()

    async def _run_workers(self, client: Client, pages: asyncio.Queue[PageRows | None]) -> None:
        try:
            self._workers = Workers(partial(self._read_next, client, pages), self._wanted_workers)
            await self._workers.run()
        finally:
            await pages.put(None)

    def _wanted_workers(self) -> int:
        """How many windows should be read at the same time, of those that are left."""
        if self._is_closed():
            return 0
        if self.run.limits.must_learn_price(self.run.counters, self.plan.page_size):
            return 1  # a page of each window may be charged without an answer that says what it cost
        is_busy = self.read_session.cpu_use.is_busy()
        most = min(FEWEST, self.plan.max_concurrency) if is_busy else self.plan.max_concurrency
        paid_for = windows_paid_for([*self._reading.values(), *self._unread], self.run, self.plan.page_size)
        return min(paid_for, wanted_in_flight(self._requests_per_minute, self.read_session.latency, most))

    async def _read_next(self, client: Client, pages: asyncio.Queue[PageRows | None]) -> bool:
        """Read the next window; returns whether another one may be begun."""
        if not self._unread or self._is_closed():
            return False
        state = self._unread.popleft()
        try:
            return await self._read(client, state, pages)
        except Unreachable as error:
            self._give_up(state, error)
        except JobhouseError as error:
            self.run.events.end(error)
            return False
        finally:
            self._reading.pop(state.window, None)
        return True

    async def _read(self, client: Client, state: WindowState, pages: asyncio.Queue[PageRows | None]) -> bool:
        """Read one window, and queue each page with the window's state after it; returns whether the gate let it end.

        Where it did not, the window waits at the page that it has come to.
        """
        if self.monitor.is_stale(state):
            anew = WindowState.of(state.window, self.plan.oldest)
            state = replace(anew, rereading=state.rereading, completed_at=state.completed_at)
        state = replace(
            state,
            status="reading",
            note=None if state.status == "stopped" else state.note,  # a new note says what is wrong now
            started_at=state.started_at or now_text(),
            reading_id=state.reading_id or new_reading_id(),
        )
        self._move(state)
        while state.status == "reading":
            if self.plan.leaves_out(state):
                return True
            try:
                rows, state = await self._step(client, state)
            except GateClosed:
                self._unread.appendleft(state)
                return False
            self._move(state)
            await pages.put(rows)
            if self._unread:
                self._workers.add_wanted()
        if state.status != "complete" and not state.split_into:
            self._give_up(state, failure_of(state))
        return True

    def _move(self, state: WindowState) -> None:
        self.run.events.progress.move(state)
        self._reading[state.window] = state

    async def _step(self, client: Client, state: WindowState) -> tuple[PageRows, WindowState]:
        window_id = self.plan.window_id(state)
        seen_pages = self.read_session.seen_pages
        try:
            with self._begun_page():
                page, state = await self._next_page(client, state)
        except RefusedRequest as refusal:
            ended = end_of(state, seen_pages, self.plan.rules, is_fresh=self._is_fresh(state))
            page, state = None, ended or after_refusal(state, refusal, self.plan.oldest, seen_pages)
        except AnswerTooLarge as error:
            if not seen_pages.ask_for_less(state, self.plan.page_size):
                raise
            self.run.events.last_warning = f"{state.window}: {error}; asking for fewer jobs"
            return PageRows(), state
        if page is None:
            if state.status != "complete":
                self.run.events.last_warning = f"{state.window}: {state.note}"
            return PageRows(window_states=[state]), state
        self._failures_in_a_row = 0
        self.read_session.latency.note(self.gate.records[self.gate.latest[window_id]].latency_ms / 1000)
        return self._take_page(page, window_id, state)

    async def _next_page(self, client: Client, state: WindowState) -> tuple[Page | None, WindowState]:
        """The next page and its window, which starts again where its cursor fails; no page: the window ends."""
        window_id = self.plan.window_id(state)
        try:
            past_end = may_be_past_end(state, self.read_session.seen_pages)
            first = state.cursor is None
            return await client.page(self._body(state), window_id, first=first, may_be_past_end=past_end), state
        except CursorFailed as failed:
            return await after_failed_cursor(
                failed, state, self.read_session.seen_pages, self.plan.rules,
                lambda one: client.page(self._body(one), window_id, first=True, most_attempts=FIRST_PAGE_ATTEMPTS),
                is_fresh=self._is_fresh(state),
            )  # fmt: skip

    def _is_fresh(self, state: WindowState) -> bool:
        """Whether the API gave the window's cursor to this batch, or just before it."""
        return not self.plan.begins_at(state) or self.read_session.gave_just_now(state)

    def _take_page(self, page: Page, window_id: str, state: WindowState) -> tuple[PageRows, WindowState]:
        """The rows of a page, and the state of its window after it."""
        asked = self.read_session.seen_pages.page_size(state, self.plan.page_size)
        if page.delivered > asked:
            self.run.events.add_note(f"the API sends more than the {asked} jobs asked for: limits count with its pages")
        ids = [version_id_of(job) for job in page.jobs]
        had_credits = self.run.counters.balance.was_above_zero
        if why := why_cut(state, page, self.read_session.seen_pages, asked, had_credits=had_credits):
            self.run.events.end(credits_gone(why))
            after = state  # its page is asked for again
        else:
            after = self._count_page(page, ids, window_id, state)
        self.run.counters.count_page(page.delivered)
        self.buffer.count_bytes(page)
        return self._new_rows(page, ids, window_id, after), after

    def _count_page(self, page: Page, ids: Sequence[str], window_id: str, state: WindowState) -> WindowState:
        """The state of the window after a page that counts, with the page's receipt on its request."""
        sent_at = self.gate.records[self.gate.latest[window_id]].requested_at
        self.monitor.check_page(state, page, ids, read_before(ids, self._read_at, sent_at))
        after, counted = after_page(state, page, ids, self.read_session.seen_pages, self.plan.rules)
        self.monitor.check_window(after)
        if counted:
            self._give_receipt(window_id, counted, page, ids)
        return after

    def _body(self, state: WindowState) -> bytes:
        after, before = state.published_after.isoformat(), state.published_before.isoformat()
        page_size = self.read_session.seen_pages.page_size(state, self.plan.page_size)
        return self.plan.search.body(after, before, page_size, state.raw_cursor)

    def _new_rows(self, page: Page, ids: Sequence[str], window_id: str, after: WindowState) -> PageRows:
        """The page's rows without those that are in this batch already: a merge needs each key once in a package."""
        new = [(job, version_id) for job, version_id in zip(page.jobs, ids, strict=True) if self._is_new(version_id)]
        return PageRows(
            jobs=[job for job, _ in new],
            ids=[version_id for _, version_id in new],
            window_ids=[window_id] * len(new),
            fetched_at=[datetime.now(UTC)] * len(new),
            window_states=[after],
            size=page.size,
            record_at=self.gate.latest[window_id],
        )

    def _give_receipt(self, window_id: str, counted: WindowState, page: Page, ids: Sequence[str]) -> None:
        """Note on the page's request what the checkpoint counts, so that `verify` can look for each row."""
        at = self.gate.latest[window_id]
        self.gate.records[at] = replace(
            self.gate.records[at],
            reading_id=counted.reading_id,
            page=counted.pages,
            total=page.total,
            version_keys=version_keys(ids),
        )

    def _is_new(self, version_id: str) -> bool:
        is_new = version_id not in self._read_at
        self._read_at.setdefault(version_id, datetime.now(UTC))
        return is_new

    def _give_up(self, state: WindowState, error: Unreachable) -> None:
        """Leave a window that keeps failing for the next run, and end the run where the API seems to be down.

        It seems so after several such windows in a row, or where nothing could connect and no answer ever came.
        """
        self.read_session.failed[self.plan.window_id(state)] = error
        self.run.events.progress.stop_reading(state.window)
        self.run.events.last_warning = f"{state.window}: {error}"
        self._failures_in_a_row += 1
        is_never_reached = isinstance(error, NotConnected) and not self.run.counters.good_answers
        if is_never_reached or self._failures_in_a_row >= MOST_FAILED_WINDOWS:
            self.run.events.end(error)

    def _finish_if_done(self) -> None:
        """Finish the run unless held rows, unread windows, halves or contradicted findings need another batch."""
        split = any(state.split_into for state in self.buffer.touched.values())
        if self.buffer.rows_left_over or self._unread or self.run.events.ended or split or self.monitor.contradicted:
            return
        self.run.events.finish(self.read_session.failed.values())

    def _is_closed(self) -> bool:
        """Whether this batch sends no further request."""
        longest = self.read_session.batch.seconds
        overdue = longest is not None and time.monotonic() - self._started > longest
        is_over = self.run.events.ended or self.read_session.is_paused or self.buffer.is_full()
        return is_over or (overdue and bool(self.buffer.touched))

    @contextmanager
    def _begun_page(self) -> Iterator[None]:
        """Count a page towards the limits of this batch, once for all its retries."""
        if self._is_closed() or self._pages_begun == self.read_session.batch.pages or not self.buffer.has_room():
            raise GateClosed
        self._pages_begun += 1
        self.buffer.pages_in_flight += 1
        try:
            yield
        finally:
            self.buffer.pages_in_flight -= 1

    def _must_wait_for_first_page(self) -> bool:
        """Whether the first page is in flight: it shows how large pages are, and so how many fit into the batch."""
        is_size_unknown = self.read_session.batch.bytes is not None and not self.read_session.page_bytes
        return is_size_unknown and self.run.counters.in_flight > 0
