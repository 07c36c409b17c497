"""A set of version keys in little memory: one is kept for each window under way, which may have many thousand jobs."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

FEWEST_UNSORTED: Final = 4_096
"""Keys that are kept as a Python set, with some 75 bytes each, before they join the sorted ones."""
_UNSORTED_SHARE: Final = 8
"""And one in so many of the sorted ones, so that a key is seldom sorted again."""


class KeySet:
    """Version keys, numbers of 64 bits, in 8 bytes each: a sorted array, and a small set of the latest."""

    def __init__(self, keys: Iterable[int] = ()) -> None:
        self._sorted = array("Q")
        self._latest: set[int] = set()
        self.add(keys)

    def missing(self, keys: Iterable[int]) -> set[int]:
        """Those of the keys that are not in the set."""
        others = set(keys) - self._latest
        return {key for key in others if not self._is_sorted_in(key)} if self._sorted else others

    def add(self, keys: Iterable[int]) -> set[int]:
        """Add the keys; returns those that were not in the set."""
        new = self.missing(keys)
        self._latest |= new
        if len(self._latest) > max(FEWEST_UNSORTED, len(self._sorted) // _UNSORTED_SHARE):
            self._sorted = array("Q", sorted([*self._sorted, *self._latest]))
            self._latest = set()
        return new

    def _is_sorted_in(self, key: int) -> bool:
        at = bisect_left(self._sorted, key)
        return at < len(self._sorted) and self._sorted[at] == key
