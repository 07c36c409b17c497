"""What one batch hands to the load, and what it leaves for the next one.

A batch is one load package, and the memory that loading takes follows from its bytes. So rows beyond the limit are held
for the next batch, also those of one enormous page; a page's checkpoint and receipt go with the last of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.read.chunks import PageRows
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.window_state import WindowState


class BatchBuffer:
    """What one batch passes to the load; `rows_left_over` takes the rows without room in it, for the next batch."""

    def __init__(self, read_session: ReadSession, requests: list[RequestRecord]) -> None:
        self.requests = requests
        self.touched: dict[str, WindowState] = {}
        self.rows_left_over = read_session.rows_left_over
        self._read_session = read_session
        self._most = read_session.batch.bytes
        self._bytes_read = self._bytes = 0
        self.pages_in_flight = 0
        self._held_records: set[int] = set()

    def count_bytes(self, page: Page) -> None:
        """Count a page that came. `page_bytes` grows with larger pages at once, and shrinks slowly."""
        self._bytes_read += page.size
        self._read_session.page_bytes = max(page.size, self._read_session.page_bytes * 9 // 10)

    def is_full(self) -> bool:
        return self._most is not None and self._bytes_read >= self._most

    def has_room(self) -> bool:
        """Whether one more page of the usual size fits, besides the pages in flight."""
        if self._most is None or not self.pages_in_flight:
            return True
        return self._bytes_read + (self.pages_in_flight + 1) * self._read_session.page_bytes <= self._most

    def records(self) -> list[RequestRecord]:
        """The requests of the batch without those whose rows are held."""
        return [record for at, record in enumerate(self.requests) if at not in self._held_records]

    def admit(self, page: PageRows) -> Iterator[PageRows]:
        """The parts of a page that fit into the batch; the first that does not fit is held, with all that follow it."""
        for part in [page] if self._most is None else page.parts(self._most):
            if self.rows_left_over or self._is_too_much(part):
                self._hold(part)
            else:
                self._add(part)
                yield part

    def admit_held(self) -> Iterator[PageRows]:
        """The rows that the last batch held, as far as they fit into this one."""
        waiting = list(self.rows_left_over)
        self.rows_left_over.clear()
        for part in waiting:
            yield from self.admit(part)

    def _is_too_much(self, part: PageRows) -> bool:
        """Whether the part makes the batch half as large again as its limit; pages in flight may exceed it by less."""
        return self._most is not None and self._bytes > 0 and self._bytes + part.size > self._most * 3 // 2

    def _add(self, part: PageRows) -> None:
        self._bytes += part.size
        self.requests += part.records
        self.touched |= {str(state.window): state for state in part.window_states}

    def _hold(self, part: PageRows) -> None:
        if part.record_at is not None:
            part.records = [self.requests[part.record_at]]
            self._held_records.add(part.record_at)
            part.record_at = None
        self.rows_left_over.append(part)
