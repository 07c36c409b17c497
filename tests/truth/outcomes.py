"""What a mart makes of one label, and the figures of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

NORMAL_95: Final = 1.959964
"""Of a normal distribution, 95 % lie within this many standard deviations."""


@dataclass(frozen=True)
class Outcome:
    """One label under one measure."""

    measure: str
    split: str
    is_true: bool
    """The label has a value; of a pair: it is one thing."""
    is_claimed: bool
    """The mart has a value; of a pair: it joins the two."""
    is_right: bool
    """Label and mart have a value, and the same."""


@dataclass(frozen=True)
class Share:
    """Right answers of all answers, with its 95 % interval by Wilson."""

    right: int
    count: int

    @property
    def value(self) -> float | None:
        return self.right / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.count:
            return 0.0, 1.0
        share, z2 = self.right / self.count, NORMAL_95**2
        centre = share + z2 / (2 * self.count)
        spread = NORMAL_95 * sqrt(share * (1 - share) / self.count + z2 / (4 * self.count**2))
        whole = 1 + z2 / self.count
        return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


@dataclass(frozen=True)
class Figure:
    """How true the marts are in one measure."""

    measure: str
    label_count: int
    precision: Share
    recall: Share


def figures(outcomes: Iterable[Outcome]) -> list[Figure]:
    """One figure for each measure, in the order in which the measures appear."""
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.measure, []).append(outcome)
    return [_figure(measure, found) for measure, found in grouped.items()]


def _figure(measure: str, outcomes: list[Outcome]) -> Figure:
    right = sum(outcome.is_right for outcome in outcomes)
    return Figure(
        measure,
        len(outcomes),
        precision=Share(right, sum(outcome.is_claimed for outcome in outcomes)),
        recall=Share(right, sum(outcome.is_true for outcome in outcomes)),
    )
