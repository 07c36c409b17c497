"""Few combinations of switches in which each two values of different switches meet at least once."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

Row = dict[str, str]
CANDIDATES = 60
"""Rows that are drawn before the one is taken that brings most pairs together."""


def pairwise(switches: Mapping[str, Sequence[str]], forbidden: Collection[Row] = (), seed: int = 1) -> list[Row]:
    """The rows, those first that bring most pairs together; each holds a value for every switch.

    A greedy search: a row begins with a pair that has not met yet, and the rest is drawn. Neither the least number of
    rows is promised nor needed. No row holds all values of one that is `forbidden`.
    """
    draw = random.Random(seed)
    excluded = {frozenset(row.items()) for row in forbidden}
    unmet = pairs_of(switches) - excluded
    rows: list[Row] = []
    while unmet:
        begun = dict(draw.choice(sorted(unmet, key=sorted)))
        drawn = [{name: draw.choice(values) for name, values in switches.items()} | begun for _ in range(CANDIDATES)]
        possible = [row for row in drawn if not any(some <= set(row.items()) for some in excluded)]
        best = max(possible, key=lambda row: len(unmet & met_in(row)))
        rows.append(best)
        unmet -= met_in(best)
    return rows


def pairs_of(switches: Mapping[str, Sequence[str]]) -> set[frozenset[tuple[str, str]]]:
    """Each two values of different switches."""
    return {
        frozenset(((one, left), (other, right)))
        for one, other in combinations(switches, 2)
        for left in switches[one]
        for right in switches[other]
    }


def met_in(row: Row) -> set[frozenset[tuple[str, str]]]:
    """The pairs of values that a row brings together."""
    return {frozenset(pair) for pair in combinations(row.items(), 2)}


def with_new_values(rows: Sequence[Row]) -> list[Row]:
    """The rows that hold a value which none before them held."""
    seen = set[tuple[str, str]]()
    found = []
    for row in rows:
        if not seen.issuperset(row.items()):
            found.append(row)
        seen |= set(row.items())
    return found
