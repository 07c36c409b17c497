"""Arithmetic of axes and shades."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """An axis from 0 to `top`, with a tick at each of `ticks`."""

    top: float
    ticks: tuple[float, ...]

    def percent(self, value: float) -> float:
        """Where a value lies on the axis, 0 to 100; what is beyond the axis is held at its end."""
        return max(0.0, min(100.0, 100 * value / self.top))


def nice_scale(largest: float, most_ticks: int = 5, smallest_step: float = 0.0) -> Scale:
    """An axis that holds `largest` and whose ticks are 1, 2 or 5 times a power of ten apart."""
    if not math.isfinite(largest) or largest <= 0:
        largest = 1.0
    step = max(_nice_step(largest / most_ticks), smallest_step)
    count = math.ceil(round(largest / step, 9))
    ticks = tuple(round(step * number, 10) for number in range(count + 1))
    return Scale(ticks[-1], ticks)


def _nice_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(nice * power for nice in (1, 2, 5, 10) if nice * power >= least * (1 - 1e-9))


def level(value: float, largest: float, levels: int) -> int:
    """Which of `levels` shades a count gets: 1 for the fewest above nothing, 0 for nothing."""
    if value <= 0 or largest <= 0:
        return 0
    return min(levels, math.ceil(levels * value / largest))


def level_ranges(largest: int, levels: int) -> Iterator[tuple[int, int, int | None]]:
    """Each shade with the least and the largest count that get it; the last one has no end."""
    yield 0, 0, 0
    low = 1
    for shade in range(1, levels + 1):
        high = shade * largest // levels
        if high >= low:
            yield shade, low, high if shade < levels else None
            low = high + 1
