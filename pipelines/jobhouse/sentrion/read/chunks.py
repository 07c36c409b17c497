"""What a crawl hands on: rows, how far they carry their windows, and how much of it one batch takes.

A batch is one package, and what loading takes of memory follows from its bytes. So rows beyond them are held for the
next batch, those of one enormous page too; its checkpoint and its receipt go with the last of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.client import RequestRecord
from jobhouse.sentrion.read.rows import Job
from jobhouse.sentrion.state.checkpoint import WindowState

if TYPE_CHECKING:
    from jobhouse.sentrion.state.run import Run


@dataclass
class Chunk:
    """Rows and the checkpoints that they carry their windows to. The lists of rows run in parallel.

    `size` is the bytes of the answers that brought them; `receipt` the place of a page's request in the batch's
    records, and `records` what was taken from there with rows that were held.
    """

    jobs: list[Job] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    window_ids: list[str] = field(default_factory=list)
    fetched_at: list[datetime] = field(default_factory=list)
    readings: list[WindowState] = field(default_factory=list)
    size: int = 0
    receipt: int | None = None
    records: list[RequestRecord] = field(default_factory=list)

    def extend(self, other: Chunk) -> None:
        self.jobs += other.jobs
        self.ids += other.ids
        self.window_ids += other.window_ids
        self.fetched_at += other.fetched_at
        self.readings += other.readings
        self.size += other.size

    def parts(self, most: int) -> list[Chunk]:
        """The same rows in parts of at most so many bytes, or one row; all else is with the last."""
        if self.size <= most or len(self.jobs) < 2:
            return [self]
        parts = [Chunk()]
        for row, job in enumerate(self.jobs):
            size = sum(len(value) for value in job.values() if isinstance(value, str))
            if parts[-1].jobs and parts[-1].size + size > most:
                parts.append(Chunk())
            parts[-1].extend(self._row(row, size))
        parts[-1].readings, parts[-1].receipt, parts[-1].records = self.readings, self.receipt, self.records
        return parts

    def _row(self, row: int, size: int) -> Chunk:
        one = slice(row, row + 1)
        return Chunk(self.jobs[one], self.ids[one], self.window_ids[one], self.fetched_at[one], size=size)


class Handover:
    """What one batch hands on, and what it leaves to the next in `held`."""

    def __init__(self, run: Run) -> None:
        self.requests: list[RequestRecord] = []
        self.touched: dict[str, WindowState] = {}
        self.held = run.held
        self._run = run
        self._most = run.batch_bytes
        self._bytes_read = self._bytes = 0
        self.ahead = 0
        """Pages on their way."""
        self._withheld: set[int] = set()

    def take_in(self, page: Page) -> None:
        """Count a page that came; `page_bytes` follows growing pages at once and shrinking ones slowly."""
        self._bytes_read += page.size
        self._run.page_bytes = max(page.size, self._run.page_bytes * 9 // 10)

    def is_full(self) -> bool:
        return self._most is not None and self._bytes_read >= self._most

    def has_room(self) -> bool:
        """Whether the batch can take a page as large as the last ones, besides those that are on their way."""
        if self._most is None or not self.ahead:
            return True
        return self._bytes_read + (self.ahead + 1) * self._run.page_bytes <= self._most

    def records(self) -> list[RequestRecord]:
        """The requests of the batch without those whose rows are held."""
        return [record for at, record in enumerate(self.requests) if at not in self._withheld]

    def admit(self, page: Chunk) -> Iterator[Chunk]:
        """The parts of a page that the batch has room for; the others are held, and all that comes after them."""
        for part in [page] if self._most is None else page.parts(self._most):
            if self.held or self._is_beyond(part):
                self._hold(part)
            else:
                self._hand_on(part)
                yield part

    def admit_held(self) -> Iterator[Chunk]:
        """What the last batch held, as far as this one has room."""
        waiting = list(self.held)
        self.held.clear()
        for part in waiting:
            yield from self.admit(part)

    def _is_beyond(self, part: Chunk) -> bool:
        """Pages that were on their way when the batch was full may make it half as large again."""
        return self._most is not None and self._bytes > 0 and self._bytes + part.size > self._most * 3 // 2

    def _hand_on(self, part: Chunk) -> None:
        self._bytes += part.size
        self.requests += part.records
        self.touched |= {str(reading.window): reading for reading in part.readings}

    def _hold(self, part: Chunk) -> None:
        if part.receipt is not None:
            part.records = [self.requests[part.receipt]]
            self._withheld.add(part.receipt)
            part.receipt = None
        self.held.append(part)
