"""Which request meets which fault: decided by the seed and the request's position alone.

A position is a search, its cursor and its page size. Each kind of fault strikes a position at most
`fault_times` times, so a client that asks again is served in the end.
"""

from __future__ import annotations

from collections import Counter

from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.api.violations import SHIFTS
from jobhouse.sandbox.postings.seeded_random import unit

# refused before anything is charged
BEFORE = ("error_429", "error_500", "error_502", "success_false")
# charged, and lost or damaged on the way
AFTER = ("drop_before", "drop_middle", "truncated", "repeated_cursor", "empty_page")
SLOW = "slow"
FAULTS = (*BEFORE, *AFTER, SLOW)


class Schedule:
    """Decides faults, and counts how often each occurred at a position."""

    def __init__(self, switches: Switches, seed: int) -> None:
        self._rates = {name: getattr(switches, name) for name in (*FAULTS, *SHIFTS) if getattr(switches, name) > 0}
        self._times, self._seed = switches.fault_times, seed
        self._hits: Counter[tuple[str, str]] = Counter()

    def strikes(self, kinds: tuple[str, ...], position: str) -> str | None:
        """The first of these kinds that is due at a position, which counts it; None where none is."""
        for kind in kinds:
            rate = self._rates.get(kind)
            if rate and self._hits[kind, position] < self._times and unit(self._seed, kind, position) < rate:
                self._hits[kind, position] += 1
                return kind
        return None
