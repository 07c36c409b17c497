"""Seeded random numbers: the same inputs give the same numbers on every machine and in every run."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


def stream(*parts: object) -> random.Random:
    """A random generator that is seeded with the name parts alone."""
    return random.Random("/".join(map(str, parts)))  # noqa: S311 - generated data, nothing secret depends on it


def mix(number: int) -> int:
    """64 well-mixed bits of a whole number (the finisher of a splitmix generator)."""
    number = (number + 0x9E3779B97F4A7C15) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def unit(*parts: object) -> float:
    """A number in [0, 1) that the name parts alone decide."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def wheel(weights: Sequence[float], slots: int = 4096) -> tuple[int, ...]:
    """Indices repeated in proportion to their weights, so that a weighted draw is one look-up."""
    total = sum(weights)
    bounds: list[int] = []
    for index, weight in enumerate(weights):
        bounds += [index] * max(1, round(weight / total * slots))
    return tuple(bounds)
