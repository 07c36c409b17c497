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


def axis_above(name: str, scale: Scale, write: Callable[[float], str], *, is_inset: bool = False) -> Markup:
    """What a column of plots counts, and its scale, for the column's head; narrow pages show the ends alone."""
    ticks = [(scale.percent(tick), write(tick), _anchor(tick, scale)) for tick in scale.ticks]
    return render("charts/ticks.svg", name=name, ticks=ticks, is_inset=is_inset)


def _anchor(tick: float, scale: Scale) -> str:
    """The ends of an axis are not written beyond it."""
    return "start" if tick <= 0 else "end" if tick >= scale.top else "middle"


def square(title: str, share: float) -> Markup:
    """A square whose area is the share of its field."""
    return render("charts/square.svg", title=title, field=_FIELD, side=_FIELD * share**0.5)
