"""What the reading of one run keeps in memory from one batch to the next."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from jobhouse.errors import Unreachable
from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.chunks import PageRows
from jobhouse.sentrion.read.concurrency import CpuUse, Latency
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.rereads import RereadQueue
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState

FRESH_SECONDS: Final = 60.0
"""So long a cursor has hardly expired, whatever the API keeps of it."""
BATCH_BYTES: Final = 16 * 1024**2
"""Answers of so many bytes fill a batch, before its pages do where texts are long: it bounds the memory of a load."""


@dataclass(frozen=True)
class BatchLimits:
    """When a batch is full; None: no limit."""

    pages: int | None = None
    seconds: float | None = None
    bytes: int | None = None

    @classmethod
    def of(cls, settings: Settings) -> BatchLimits:
        """The limits by the settings, and by `BATCH_BYTES`."""
        return cls(settings.pages_per_batch, settings.batch_seconds, BATCH_BYTES)


@dataclass
class ReadSession:
    """The reading of one run, over all its batches."""

    run: Run
    batch: BatchLimits = field(default_factory=BatchLimits)
    rereads: RereadQueue | None = None
    """What the run reads once more."""
    paid_for: Callable[[Sequence[str]], Collection[str]] = lambda ids: ()
    """Which of these versions are known to be paid for already."""
    failed: dict[str, Unreachable] = field(default_factory=dict)
    """Windows that kept failing, by their id; this run does not try them again."""
    rows_left_over: deque[PageRows] = field(default_factory=deque)
    """Rows that the last batch had no room for; they go into the next one."""
    spent_before: int | None = None
    """The credits that earlier calls of the source alone spent in this billing cycle; None: not looked up yet."""
    page_bytes: int = 0
    """The size of a page by the latest ones; 0: no page came yet."""
    is_paused: bool = False
    """Whether reading pauses at the next page, since another run waits for the warehouse."""
    latency: Latency = field(default_factory=Latency)
    cpu_use: CpuUse = field(default_factory=CpuUse)
    seen_pages: SeenPages = field(default_factory=SeenPages)
    shown_windows: set[str] = field(default_factory=set)
    """Windows that this run has written to the ledger at least once."""
    last_cursors: dict[Window, tuple[str | None, float]] = field(default_factory=dict)
    """The cursors that a batch left windows at, and when it ended (monotonic seconds)."""

    def note_cursors(self, states: Iterable[WindowState]) -> None:
        """Note at which cursors a batch leaves its windows."""
        now = time.monotonic()
        self.last_cursors = {state.window: (state.cursor, now) for state in states}

    def gave_just_now(self, state: WindowState) -> bool:
        """Whether the batch before this one left the window at its cursor, and hardly any time has passed since."""
        cursor, at = self.last_cursors.get(state.window, (None, -math.inf))
        return cursor == state.cursor and time.monotonic() - at <= FRESH_SECONDS
