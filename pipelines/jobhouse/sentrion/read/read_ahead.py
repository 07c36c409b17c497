"""Reads on while earlier batches are loaded, in a thread of its own: reading does not wait for loading.

The thread reads batch after batch into a queue, at most one batch ahead of the one that is taken from it. So a kill
costs no more than these two. What holds whatever happens:

- The thread plans each batch from a checkpoint of its own, which it moves with the pages that it has read. The stored
  checkpoint is moved by whoever takes the items, in the same order, with the rows: both or neither are stored.
- Only this thread sends requests. Limits, rate and credits are counted where a request leaves, so that pages in the
  queue count as spent.
- Where the run ends, a finding is contradicted, or a pause is asked for, the batch ends at a page, and the queue ends.
  Where the context is left before the queue is empty, the thread stops at once, and the next run asks again for
  what was not taken.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from contextvars import copy_context
from queue import SimpleQueue
from typing import Self

from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.read.batch import BatchItem, BatchRecords, batch_items, move_checkpoint
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint


class ReadAhead:
    """The batches of a run, from a checkpoint on; a context, at whose end no more requests are sent.

    `checkpoint` belongs to the thread from then on.
    """

    def __init__(
        self, resolved: ResolvedBackfill, checkpoint: Checkpoint, read_session: ReadSession, rate_limiter: RateLimiter
    ) -> None:
        self._resolved, self._checkpoint = resolved, checkpoint
        self._session, self._rate_limiter = read_session, rate_limiter
        self._items: SimpleQueue[BatchItem | BaseException | None] = SimpleQueue()
        self._taken = threading.Semaphore(0)
        """Counts the batches that were begun to be taken: each allows one more to be read."""
        self._is_abandoned = False
        self._reading: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self._thread = threading.Thread(target=copy_context().run, args=(self._run,), name="read ahead", daemon=True)
        self._session.is_paused = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_abandoned = True
        self._taken.release()
        if self._reading:
            loop, task = self._reading
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(task.cancel)
        self._thread.join()

    def pause(self) -> None:
        """Let the batch that is being read end at a page, and begin no other."""
        self._session.is_paused = True

    def batches(self) -> Iterator[Iterator[BatchItem]]:
        """The items of each batch, to be taken to the end before the next one.

        An error that ended the reading within a batch is raised by the items of that batch, whose pages are lost.
        """
        while (first := self._items.get()) is not None:
            self._taken.release()
            yield self._batch(first)

    def _batch(self, item: BatchItem | BaseException | None) -> Iterator[BatchItem]:
        while item is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
            item = None if isinstance(item, BatchRecords) else self._items.get()

    def _run(self) -> None:
        try:
            asyncio.run(self._read())
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that takes the items
            self._items.put(error)
        self._items.put(None)

    async def _read(self) -> None:
        task = asyncio.current_task()
        assert task
        self._reading = asyncio.get_running_loop(), task
        while self._has_more():
            is_safe = True
            resolved = self._resolved.as_of(today_utc())
            async for item in batch_items(resolved, self._checkpoint, self._session, self._rate_limiter):
                move_checkpoint(self._checkpoint, item)
                self._items.put(item)
                is_safe = not (isinstance(item, BatchRecords) and item.contradicted)
            if not is_safe:  # the stored checkpoint changes by more than its pages
                return
            self._taken.acquire()  # nothing is in flight between two batches

    def _has_more(self) -> bool:
        is_over = self._session.run.events.ended or self._session.is_paused
        return not self._is_abandoned and (not is_over or bool(self._session.rows_left_over))
