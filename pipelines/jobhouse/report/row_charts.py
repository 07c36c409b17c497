"""Plots as SVG that fill one cell of a table; places are in percent of the cell's width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from jobhouse.report.rendering import render
from jobhouse.report.scale import Scale

_FIELD: Final = 20
"""Pixels of a full square's side."""
_NARROWEST: Final = 0.4


def bar(title: str, *widths: float) -> Markup:
    """A bar; further widths lie on top of the first."""
    return render("charts/bar.svg", title=title, widths=widths)


def change(title: str, before: float, now: float) -> Markup:
    """From a ring (before) to a dot (now)."""
    return render("charts/change.svg", title=title, before=before, now=now)


def quartiles(title: str, low: float, median: float, high: float) -> Markup:
    """From the lower to the upper quartile, with a line at the median."""
    return render("charts/quartiles.svg", title=title, low=low, median=median, width=max(_NARROWEST, high - low))


def ticks_above(scale: Scale, write: Callable[[float], str]) -> Markup:
    """The axis of quartiles, for the head of their column; narrow pages show its ends alone."""
    ticks = [(scale.percent(tick), write(tick), 0 < tick < scale.top) for tick in scale.ticks]
    return render("charts/ticks.svg", ticks=ticks)


def square(title: str, share: float) -> Markup:
    """A square whose area is the share of its field."""
    return render("charts/square.svg", title=title, field=_FIELD, side=_FIELD * share**0.5)
