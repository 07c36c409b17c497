"""How true the marts are: figures that were measured on labelled real postings, and ship with the package."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

FILE: Final = "truth.csv"
"""Written by `python -m tests.truth --write`, in this folder."""


@dataclass(frozen=True)
class MeasuredShare:
    """A share with its 95 % interval; the share is None where there is nothing to take one of."""

    value: float | None
    low: float
    high: float


@dataclass(frozen=True)
class MeasuredFigure:
    """One measure on the labels of one split: precision and recall of what the marts say."""

    split: str
    measure: str
    label_count: int
    precision: MeasuredShare
    recall: MeasuredShare
    published: str
    """The best published figures for the same task; empty where none is known."""


@dataclass(frozen=True)
class Measurement:
    """All figures, the day they were measured, and the number of postings that the labels were drawn from."""

    day: date
    posting_count: int
    figures: tuple[MeasuredFigure, ...]

    def of_split(self, split: str) -> tuple[MeasuredFigure, ...]:
        return tuple(figure for figure in self.figures if figure.split == split)


def shipped() -> Measurement:
    """The measurement in the package's own file."""
    text = files("jobhouse.report").joinpath(FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return Measurement(
        date.fromisoformat(rows[0]["measured_date"]),
        int(rows[0]["posting_count"]),
        tuple(_figure(row) for row in rows),
    )


def _figure(row: dict[str, str]) -> MeasuredFigure:
    return MeasuredFigure(
        row["split"],
        row["measure"],
        int(row["label_count"]),
        _share(row, "precision"),
        _share(row, "recall"),
        row["published"],
    )


def _share(row: dict[str, str], name: str) -> MeasuredShare:
    value = row[name]
    return MeasuredShare(float(value) if value else None, float(row[f"{name}_low"]), float(row[f"{name}_high"]))
