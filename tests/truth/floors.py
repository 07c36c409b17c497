"""Floors: what each measure must not fall below, on all labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path
from typing import Final, Literal

from tests.truth.outcomes import Figure, Share

FILE: Final = Path(__file__).parent / "floors.csv"
SLACK: Final = 0.01
"""Between a measured share and its floor: one label in a hundred may be traded for another."""
Data = Literal["postings", "facts"]
_COLUMNS: Final = ("data", "measure", "label_count", "precision", "recall")


@dataclass(frozen=True)
class Floor:
    """The least of one measure, on real postings or on the facts in the labels."""

    data: Data
    measure: str
    label_count: int
    precision: float
    recall: float

    def faults(self, figure: Figure | None) -> Iterator[str]:
        """A sentence for each way in which a figure is below."""
        if figure is None:
            yield f"{self.measure} is not measured any more"
            return
        if figure.label_count < self.label_count:
            yield f"{self.measure}: {figure.label_count} labels are measured, and must be {self.label_count}"
        for name, least, share in (
            ("precision", self.precision, figure.precision),
            ("recall", self.recall, figure.recall),
        ):
            if value_of(share) < least:
                yield f"{self.measure}: {name} is {share.right} of {share.count}, below its floor of {least:.3f}"


def value_of(share: Share) -> float:
    """Where nothing is claimed, nothing is wrong."""
    return 1.0 if share.value is None else share.value


def read(path: Path = FILE) -> list[Floor]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_floor(row) for row in csv.DictReader(file)]


def _floor(row: dict[str, str]) -> Floor:
    data: Data = "postings" if row["data"] == "postings" else "facts"
    return Floor(data, row["measure"], int(row["label_count"]), float(row["precision"]), float(row["recall"]))


def faults(data: Data, found: Iterable[Figure], floors: Iterable[Floor]) -> list[str]:
    """What is below its floor, and what is measured without one."""
    figures = {figure.measure: figure for figure in found}
    least = {one.measure: one for one in floors if one.data == data}
    below = [fault for one in least.values() for fault in one.faults(figures.get(one.measure))]
    return below + [f"{measure} has no floor" for measure in figures if measure not in least]


def raised(floors: Iterable[Floor], measured: dict[Data, list[Figure]]) -> list[Floor]:
    """The floors raised to what was measured, less the slack; a floor that is higher already stays as it is."""
    held = {(one.data, one.measure): one for one in floors}
    for data, figures in measured.items():
        for figure in figures:
            new = _floor_under(data, figure)
            old = held.get((data, figure.measure), new)
            held[data, figure.measure] = replace(
                new,
                label_count=max(new.label_count, old.label_count),
                precision=max(new.precision, old.precision),
                recall=max(new.recall, old.recall),
            )
    return list(held.values())


def _floor_under(data: Data, figure: Figure) -> Floor:
    # a posting that shows another version leaves the labels of the first aside
    count = floor(figure.label_count * (1 - SLACK))
    return Floor(data, figure.measure, count, _less(figure.precision), _less(figure.recall))


def _less(share: Share) -> float:
    return max(0.0, floor((value_of(share) - SLACK) * 1000) / 1000)


def write(floors: Iterable[Floor], path: Path = FILE) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(
            (one.data, one.measure, one.label_count, f"{one.precision:.3f}", f"{one.recall:.3f}") for one in floors
        )
