"""Labels: what a careful reader says of an advert, in one CSV file for each task."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "labels"

Label = dict[str, str | None]
"""A row of a file of labels; an empty cell is None."""


def read(task: str) -> list[Label]:
    """The labels of a task."""
    with (FOLDER / f"{task}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]


def text_of(label: Label, column: str) -> str:
    """The value of a cell that is never empty."""
    value = label[column]
    assert value is not None, (column, label)
    return value
