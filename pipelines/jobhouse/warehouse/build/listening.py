"""Who is called while models are built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

OnBuilt = Callable[[str, float, int], None]
"""Called with a model's name, the seconds it took and the number of audits that it passed."""
OnPlanned = Callable[[int], None]
"""Called with how many models will be built."""


@dataclass(frozen=True)
class Listening:
    """What a caller wants to hear of a build."""

    on_built: OnBuilt | None = None
    on_planned: OnPlanned | None = None

    def plan(self, count: int) -> None:
        if self.on_planned:
            self.on_planned(count)
