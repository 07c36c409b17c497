"""A map of the world as SVG: countries in shades, and a mark for each that has a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from markupsafe import Markup

from jobhouse.report.outlines import HEIGHT, WIDTH, outlines
from jobhouse.report.rendering import render


class ShadedCountry(NamedTuple):
    """What a country is drawn as: the class of its shade, and the text of its tooltip."""

    shade: str
    title: str


def country_map(label: str, countries: Mapping[str, ShadedCountry]) -> Markup:
    """Marks in the order of the countries; the others are land without a mark, and small ones are left out."""
    shapes = {outline.country_code: outline for outline in outlines()}
    land = [one.path for code, one in shapes.items() if code not in countries and not one.is_circle]
    marks = [
        {"path": shapes[code].path, "shade": country.shade, "title": country.title}
        for code, country in countries.items()
        if code in shapes
    ]
    # small countries lie on top of those around them
    marks.sort(key=lambda mark: "a" in mark["path"])
    return render("charts/map.svg", label=label, width=WIDTH, height=HEIGHT, land=land, marks=marks)
