"""The outlines of countries for the map: Natural Earth 1:110m, which is in the public domain.

`outlines.csv` is written by `tests/support/country_outlines.py`, which names its source and how it was simplified.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

WIDTH, HEIGHT = 1000, 440
"""The map that the paths are drawn on."""


@dataclass(frozen=True)
class Outline:
    """The shape of a country as an SVG path; a circle where the country is too small for one."""

    country_code: str
    is_circle: bool
    path: str


def outlines() -> list[Outline]:
    """All countries that have one."""
    text = files("jobhouse.report").joinpath("outlines.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [Outline(row["country_code"], row["is_circle"] == "true", row["path"]) for row in rows]
