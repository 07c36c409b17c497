"""How fast a run reads: its use of the rate limit, and pages and jobs a minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from jobhouse.sentrion.config.contract import PAGE_LIMIT
from jobhouse.sentrion.state.run import Run

MEASURED_SECONDS: Final = 120.0
"""How far back the pace looks: over two of the bursts in which the rate limiter lets requests out."""


@dataclass(frozen=True)
class Speed:
    """The rate limit and its use, and how fast pages and jobs arrive (None: not known yet)."""

    requests_per_minute: int
    requests_last_minute: int = 0
    pages_per_minute: float | None = None
    jobs_per_minute: float | None = None
    page_size: int = PAGE_LIMIT


@dataclass
class Pace:
    """Measures the speed of a run over the last two minutes.

    It is never above the rate limit: the burst at the start is no measure of what follows.
    """

    requests_per_minute: int
    used: Callable[[], int]
    """Requests of the last minute, by all processes that use the key."""
    page_size: int = PAGE_LIMIT
    clock: Callable[[], float] = time.monotonic
    seen: deque[tuple[float, int, int]] = field(default_factory=deque)

    def of(self, run: Run) -> Speed:
        """The speed now; call it often, since it compares with earlier calls."""
        now, pages_now, jobs_now = self.clock(), run.counters.pages, run.events.progress.read_by_run
        self.seen.append((now, pages_now, jobs_now))
        while now - self.seen[0][0] > MEASURED_SECONDS:
            self.seen.popleft()
        then, pages_then, jobs_then = self.seen[0]
        seconds, pages, jobs = now - then, pages_now - pages_then, max(0, jobs_now - jobs_then)
        speed = Speed(self.requests_per_minute, self.used(), page_size=self.page_size)
        if seconds < 3 or pages < 3:
            return speed
        pages_per_minute = min(60 * pages / seconds, self.requests_per_minute)
        return replace(speed, pages_per_minute=pages_per_minute, jobs_per_minute=pages_per_minute * jobs / pages)
