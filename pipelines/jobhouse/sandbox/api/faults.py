"""Which request meets which fault: a schedule that follows from the seed and the request's position alone.

A position is a search, its cursor and its page size. Each kind of fault strikes a position at most
`fault_times` times, so a client that asks again is served in the end.
"""

from __future__ import annotations

from collections import Counter

from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.api.violations import SHIFTS
from jobhouse.sandbox.postings.draws import unit

# refused before anything is charged
BEFORE = ("error_429", "error_500", "error_502", "success_false")
# charged, and lost or bent on the way
AFTER = ("drop_before", "drop_middle", "truncated", "repeated_cursor", "empty_page")
SLOW = "slow"
FAULTS = (*BEFORE, *AFTER, SLOW)


class Schedule:
    """Decides faults and remembers how often each struck where."""

    def __init__(self, switches: Switches, seed: int) -> None:
        self._rates = {name: getattr(switches, name) for name in (*FAULTS, *SHIFTS) if getattr(switches, name) > 0}
        self._times, self._seed = switches.fault_times, seed
        self._hits: Counter[tuple[str, str]] = Counter()

    def strikes(self, kinds: tuple[str, ...], position: str) -> str | None:
        """The first of the kinds due at a position, counted as having struck; None if none is."""
        for kind in kinds:
            rate = self._rates.get(kind)
            if rate and self._hits[kind, position] < self._times and unit(self._seed, kind, position) < rate:
                self._hits[kind, position] += 1
                return kind
        return None
