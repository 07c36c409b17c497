"""Plots over time as SVG: where each mark lies; `templates/charts/` draws them.

Places along a plot are percentages and heights are pixels, so that a plot fits any width and its text keeps its size.
Every mark has the class `mark` and a `<title>`, from which the page's script makes tooltips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from markupsafe import Markup

from jobhouse.report.formats import month as month_name
from jobhouse.report.formats import number
from jobhouse.report.rendering import render
from jobhouse.report.scale import Scale, level, level_ranges

HEIGHT: Final = 200
_TOP: Final = 30
_BOTTOM: Final = 44
_WEEKS: Final = 54
_MOST_LABELS: Final = 6
_SHORT_LABEL: Final = 4
_SHADES: Final = 4
_FEWEST_PLACES: Final = 10
"""A few columns stay narrow rather than fill the width."""

Write = Callable[[float], str]
"""How a value of the scale is written."""


class Axes(NamedTuple):
    """What a plot is called, and what its two axes count."""

    label: str
    across: str
    up: str


class _Frame(NamedTuple):
    """What surrounds the marks: the scale's ticks on the left, and the names of some places below."""

    axes: Axes
    width: float
    """Of one place, in percent."""
    ticks: list[tuple[float, str]]
    names_below: list[tuple[float, str, bool]]
    """Where, what, and whether narrow pages leave it out."""
    top: int = _TOP
    plot_height: int = HEIGHT
    height: int = _TOP + HEIGHT + _BOTTOM
    names_at: int = _TOP + HEIGHT + 18
    across_at: int = _TOP + HEIGHT + _BOTTOM - 6
    up_at: int = _TOP - 18


def _frame(axes: Axes, scale: Scale, write: Write, labels: Sequence[str]) -> _Frame:
    width = 100 / max(_FEWEST_PLACES, len(labels))
    ticks = [(_y(scale, tick), write(tick)) for tick in scale.ticks]
    return _Frame(axes, width, ticks, _names_below(labels, width))


def _y(scale: Scale, value: float) -> float:
    return _TOP + HEIGHT * (1 - scale.percent(value) / 100)


def _names_below(labels: Sequence[str], width: float) -> list[tuple[float, str, bool]]:
    """Labels at their places; narrow pages leave out every second one, where they are long."""
    shown = [(place, label) for place, label in enumerate(labels) if label]
    is_long = any(len(label) > _SHORT_LABEL for _, label in shown)
    return [((place + 0.5) * width, label, is_long and number % 2 == 1) for number, (place, label) in enumerate(shown)]


@dataclass(frozen=True)
class ChartColumn:
    """One place along the axis: a value for each series, and the text of its tooltip."""

    label: str
    title: str
    values: tuple[float, ...]
    is_whole: bool = True


class _Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def columns(axes: Axes, scale: Scale, found: Sequence[ChartColumn], write: Write, *, stacked: bool) -> Markup:
    """Columns beside or on top of each other, one group for each place along the axis."""
    frame = _frame(axes, scale, write, [column.label for column in found])
    bars = _stacked_bars if stacked else _bars_side_by_side
    groups = [
        {
            "title": column.title,
            "is_whole": column.is_whole,
            "left": place * frame.width,
            "bars": bars(column.values, place * frame.width, frame.width, scale),
        }
        for place, column in enumerate(found)
    ]
    return render("charts/columns.svg", frame=frame, groups=groups)


def _stacked_bars(values: Sequence[float], left: float, width: float, scale: Scale) -> list[_Bar]:
    bars, below = [], 0.0
    for value in values:
        height = HEIGHT * scale.percent(value) / 100
        bars.append(_Bar(left + 0.1 * width, _TOP + HEIGHT - height - below, 0.8 * width, height))
        below += height
    return bars


def _bars_side_by_side(values: Sequence[float], left: float, width: float, scale: Scale) -> list[_Bar]:
    share = 0.84 / len(values)
    return [
        _Bar(left + width * (0.08 + series * share), _y(scale, value), share * width, _TOP + HEIGHT - _y(scale, value))
        for series, value in enumerate(values)
    ]


@dataclass(frozen=True)
class Point:
    """One place along a line; None where there is no value, which breaks the line."""

    label: str
    title: str
    value: float | None
    is_whole: bool = True


def line(
    axes: Axes, scale: Scale, points: Sequence[Point], write: Write, compared: Sequence[float | None] = ()
) -> Markup:
    """A line through values, with a dot at each, and a second one for what they are compared with.

    A place that is not whole keeps its dot, and no line leads to it: its value may be of a day.
    """
    frame = _frame(axes, scale, write, [point.label for point in points])
    dots = [
        {
            "title": point.title,
            "is_whole": point.is_whole,
            "left": place * frame.width,
            "x": (place + 0.5) * frame.width,
            "y": _y(scale, point.value),
        }
        for place, point in enumerate(points)
        if point.value is not None
    ]
    lines = ([point.value for point in points], compared)
    paths = [_path(_whole(values, points), scale, frame.width) for values in lines]
    return render("charts/line.svg", frame=frame, paths=paths, dots=dots)


def _whole(values: Sequence[float | None], points: Sequence[Point]) -> list[float | None]:
    return [value if point.is_whole else None for value, point in zip(values, points, strict=False)]


def _path(values: Sequence[float | None], scale: Scale, width: float) -> str:
    steps, pen_down = [], False
    for place, value in enumerate(values):
        if value is not None:
            letter = "L" if pen_down else "M"
            steps.append(f"{letter}{(place + 0.5) * width:.2f} {100 - scale.percent(value):.2f}")
        pen_down = value is not None
    return " ".join(steps)


def month_labels(months: Sequence[date]) -> list[str]:
    """The label of each month: the year in its January, or the names of some months where there are few."""
    if len(months) > 18:
        return [str(month.year) if month.month == 1 else "" for month in months]
    every = -(-len(months) // _MOST_LABELS)
    return [month_name(month) if place % every == 0 else "" for place, month in enumerate(months)]


_SHADED: Final = ("verified", "drifted", "unknown")
"""Days that were read to the end, and whose number of jobs is drawn as a shade."""


@dataclass(frozen=True)
class Day:
    """One day of a calendar."""

    day: date
    status: str
    count: int
    title: str


def calendar(found: Sequence[Day]) -> Markup:
    """A square for each day: a year a block, a week a column, Monday on top."""
    busiest = _busiest(found)
    years = [
        {"number": number, "squares": [_square(day, busiest) for day in days]}
        for number, days in groupby(found, key=lambda one: one.day.year)
    ]
    return render("charts/calendar.svg", years=years, weeks=_WEEKS)


def shades(found: Sequence[Day]) -> list[tuple[str, str]]:
    """The classes of each shade of a calendar, and the counts that it stands for."""
    return [(f"verified l{shade}", _counts(low, high)) for shade, low, high in level_ranges(_busiest(found), _SHADES)]


def _counts(low: int, high: int | None) -> str:
    if high is None:
        return f"{number(low)}+"
    return number(low) if low == high else f"{number(low)}\N{EN DASH}{number(high)}"


def _busiest(found: Sequence[Day]) -> int:
    """Of a busy day, not of the busiest: one odd day would leave all others pale."""
    counts = sorted(day.count for day in found if day.count > 0)
    return counts[int(0.95 * (len(counts) - 1))] if counts else 0


class _Square(NamedTuple):
    classes: str
    x: float
    y: float
    title: str


def _square(day: Day, busiest: int) -> _Square:
    new_year = date(day.day.year, 1, 1)
    monday = new_year - timedelta(days=new_year.weekday())
    week, weekday = divmod((day.day - monday).days, 7)
    shade = f" l{level(day.count, busiest, _SHADES)}" if day.status in _SHADED else ""
    return _Square(day.status + shade, week + 0.07, weekday + 0.07, day.title)
