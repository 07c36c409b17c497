"""How many windows are read at the same time: as many as keep the rate used, whatever an answer takes.

Each window has one request in flight, since its cursor is serial. By Little's law, `rate x latency` requests are in
flight where the rate is used in full. Twice as many make up for the end of a batch, when answers are waited for and
nothing new is sent. The rate limiter alone decides when a request leaves, so a wrong estimate never exceeds the rate.

Where this process is busy already, more requests in flight would only wait for it, and the latency that they show is
its own.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

SPARE: Final = 2.0
"""How many times `rate x latency` requests may be in flight."""
FEWEST: Final = 8
"""Windows that are read at the same time where answers are quick, or none has come yet."""
WEIGHT_OF_LATEST: Final = 0.1
"""The weight of one answer in the latency, which is a moving average: Little's law is about means."""

BUSY: Final = 0.7
"""The share of one core from which this process is busy: Python runs on one at a time."""
LOOK_SECONDS: Final = 0.5
"""The time over which that share is taken."""


@dataclass
class Latency:
    """The mean time to an answer, over the latest ones; None: no answer came yet."""

    seconds: float | None = None

    def note(self, seconds: float) -> None:
        """Take in the time of one more answer."""
        before = seconds if self.seconds is None else self.seconds
        self.seconds = before + WEIGHT_OF_LATEST * (seconds - before)


class CpuUse:
    """The share of one core that this process uses, over the latest stretch of time."""

    def __init__(self) -> None:
        self._at, self._used = time.monotonic(), time.process_time()
        self.share: float | None = None
        """None: not known yet."""

    def is_busy(self) -> bool:
        """Whether the process has no time for more answers; what is not known yet counts as busy."""
        if (elapsed := time.monotonic() - self._at) >= LOOK_SECONDS:
            used = time.process_time()
            self.share = (used - self._used) / elapsed
            self._at, self._used = time.monotonic(), used
        return self.share is None or self.share >= BUSY


def wanted_in_flight(requests_per_minute: int, latency: Latency, most: int) -> int:
    """How many requests should be in flight, between `FEWEST` and `most`."""
    if latency.seconds is None:
        return min(FEWEST, most)
    return min(most, max(FEWEST, math.ceil(SPARE * requests_per_minute / 60 * latency.seconds)))


class Workers:
    """Tasks that do the same work side by side; `wanted` says how many there should be, and may change its mind.

    `work` does a part of the work, and returns whether there is more of it.
    """

    def __init__(self, work: Callable[[], Coroutine[Any, Any, bool]], wanted: Callable[[], int]) -> None:
        self._work, self._wanted = work, wanted
        self._group = asyncio.TaskGroup()
        self._count = 0

    async def run(self) -> None:
        """Return once no worker has more to do."""
        async with self._group:
            self.add_wanted()

    def add_wanted(self) -> None:
        """Start the workers that are missing; to be called by the workers, while there is more to do."""
        while self._count < self._wanted():
            self._count += 1
            self._group.create_task(self._go_on())

    async def _go_on(self) -> None:
        try:
            while self._count <= self._wanted() and await self._work():
                pass
        finally:
            self._count -= 1
