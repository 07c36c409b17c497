"""What a crawl hands on: rows, and how far they carry their windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pipelines.sentrion.checkpoint import Reading
from pipelines.sentrion.rows import Job


@dataclass
class Chunk:
    """Rows and the checkpoints that they carry their windows to. The lists of rows run in parallel."""

    jobs: list[Job] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    window_ids: list[str] = field(default_factory=list)
    fetched_at: list[datetime] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def extend(self, other: Chunk) -> None:
        self.jobs += other.jobs
        self.ids += other.ids
        self.window_ids += other.window_ids
        self.fetched_at += other.fetched_at
        self.readings += other.readings
