"""Rows with the checkpoints of their windows: of pages, as they were read, and of a chunk, as they are loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from jobhouse.sentrion.fetch.job import Job
from jobhouse.sentrion.read.arrow_jobs import hit_table, job_table
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.window_state import WindowState


@dataclass(frozen=True)
class Chunk:
    """What a crawl passes to the load: rows of `job_versions` and `search_hits`, and the window states after them.

    Where it waits for the load, it waits as Arrow, in UTF-8: Python takes two or four bytes for each letter of a text
    in which one is not of Latin-1, as of an advert with a dash or an emoji.
    """

    job_versions: pa.Table
    search_hits: pa.Table
    window_states: list[WindowState]

    @property
    def row_count(self) -> int:
        return int(self.job_versions.num_rows)

    @classmethod
    def of_no_rows(cls) -> Chunk:
        """Tables with all their columns and no row."""
        return cls(job_table([], [], "", [], []), hit_table([], "", []), [])


@dataclass
class PageRows:
    """Rows of pages and the checkpoints that they carry their windows to. The lists of rows run in parallel.

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

    def extend(self, other: PageRows) -> None:
        self.jobs += other.jobs
        self.ids += other.ids
        self.window_ids += other.window_ids
        self.fetched_at += other.fetched_at
        self.window_states += other.window_states
        self.size += other.size

    def parts(self, most: int) -> list[PageRows]:
        """The same rows in parts of at most so many bytes, but at least one row; the last part has the checkpoints."""
        if self.size <= most or len(self.jobs) < 2:
            return [self]
        parts = [PageRows()]
        for row, job in enumerate(self.jobs):
            size = sum(len(value) for value in job.values() if isinstance(value, str))
            if parts[-1].jobs and parts[-1].size + size > most:
                parts.append(PageRows())
            parts[-1].extend(self._row(row, size))
        last = parts[-1]
        last.window_states, last.record_at, last.records = self.window_states, self.record_at, self.records
        return parts

    def _row(self, row: int, size: int) -> PageRows:
        one = slice(row, row + 1)
        return PageRows(self.jobs[one], self.ids[one], self.window_ids[one], self.fetched_at[one], size=size)

    def to_chunk(self, search: str) -> Chunk:
        """The rows as those of a search, with the same checkpoints."""
        return Chunk(
            job_table(self.jobs, self.ids, search, self.window_ids, self.fetched_at),
            hit_table(self.ids, search, self.fetched_at),
            self.window_states,
        )
