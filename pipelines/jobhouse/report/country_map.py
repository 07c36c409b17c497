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
        {"path": shapes[code].path, "shade": countries[code].shade, "title": countries[code].title}
        # small countries lie on top of those around them
        for code in sorted(filter(shapes.get, countries), key=lambda code: shapes[code].is_circle)
    ]
    return render("charts/map.svg", label=label, width=WIDTH, height=HEIGHT, land=land, marks=marks)
