"""Rows of one or more pages with the checkpoints of their windows: what a crawl passes to the load."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from jobhouse.sentrion.fetch.job import Job
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class Chunk:
    """Rows and the checkpoints that they carry their windows to. The lists of rows run in parallel.

    `size` is the number of bytes of the answers that brought them. `record_at` is the index of the page's
    request in the records of the batch; `records` holds that record while the rows wait for the next batch.
    """

    jobs: list[Job] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    window_ids: list[str] = field(default_factory=list)
    fetched_at: list[datetime] = field(default_factory=list)
    window_states: list[WindowState] = field(default_factory=list)
    size: int = 0
    record_at: int | None = None
    records: list[RequestRecord] = field(default_factory=list)

    def extend(self, other: Chunk) -> None:
        self.jobs += other.jobs
        self.ids += other.ids
        self.window_ids += other.window_ids
        self.fetched_at += other.fetched_at
        self.window_states += other.window_states
        self.size += other.size

    def parts(self, most: int) -> list[Chunk]:
        """The same rows in parts of at most so many bytes, but at least one row; the last part has the checkpoints."""
        if self.size <= most or len(self.jobs) < 2:
            return [self]
        parts = [Chunk()]
        for row, job in enumerate(self.jobs):
            size = sum(len(value) for value in job.values() if isinstance(value, str))
            if parts[-1].jobs and parts[-1].size + size > most:
                parts.append(Chunk())
            parts[-1].extend(self._row(row, size))
        last = parts[-1]
        last.window_states, last.record_at, last.records = self.window_states, self.record_at, self.records
        return parts

    def _row(self, row: int, size: int) -> Chunk:
        one = slice(row, row + 1)
        return Chunk(self.jobs[one], self.ids[one], self.window_ids[one], self.fetched_at[one], size=size)
