"""Plots as SVG.

Places along a plot are percentages and heights are pixels, so that it fits any width while text keeps its size. Every
mark has the class `mark` and a `<title>`, from which the page's script makes tooltips.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from jobhouse.report.formats import month as month_name
from jobhouse.report.markup import Html, join, tag
from jobhouse.report.scales import Scale, level

HEIGHT: Final = 200
_TOP, _BOTTOM = 10, 26
_BAR: Final = 14
_FIELD: Final = 20
_WEEKS: Final = 54
_MOST_LABELS: Final = 6
_SHORT_LABEL: Final = 4
_SHADES: Final = 4
_FEWEST_PLACES: Final = 10
"""A few columns stay narrow rather than fill the width."""


@dataclass(frozen=True)
class Column:
    """One place along the axis: a value for each series, and what to say of it."""

    label: str
    title: str
    values: tuple[float, ...]
    is_whole: bool = True


def columns(label: str, scale: Scale, found: Sequence[Column], write: Callable[[float], str], *, stacked: bool) -> Html:
    """Columns beside or on top of each other, one group for each place along the axis."""
    width = 100 / max(_FEWEST_PLACES, len(found))
    marks = [_group(column, place * width, width, scale, stacked=stacked) for place, column in enumerate(found)]
    return _framed(label, scale, write, [*marks, *_labels_below([column.label for column in found], width)])


def _group(column: Column, left: float, width: float, scale: Scale, *, stacked: bool) -> Html:
    share = 0.8 if stacked else 0.84 / len(column.values)
    rects, below = [], 0.0
    for series, value in enumerate(column.values):
        height = HEIGHT * scale.percent(value) / 100
        x = left + width * (0.1 if stacked else 0.08 + series * share)
        y = _TOP + HEIGHT - height - below
        rects.append(
            tag("rect", class_=f"s{series + 1}", x=f"{x:.2f}%", y=y, width=f"{width * share:.2f}%", height=height)
        )
        below += height if stacked else 0
    whole = "mark" if column.is_whole else "mark partial"
    return tag("g", tag("title", column.title), _hit(left, width), *rects, class_=whole)


@dataclass(frozen=True)
class Point:
    """One place along a line; None where there is no value, which breaks the line."""

    label: str
    title: str
    value: float | None
    is_whole: bool = True


def line(label: str, scale: Scale, points: Sequence[Point], write: Callable[[float], str]) -> Html:
    """A line through values, with a dot at each."""
    width = 100 / max(_FEWEST_PLACES, len(points))
    path = tag(
        "svg",
        tag("path", d=_path(points, scale, width), vector_effect="non-scaling-stroke"),
        class_="line", viewBox="0 0 100 100", preserveAspectRatio="none", x="0", y=_TOP, width="100%", height=HEIGHT,
    )  # fmt: skip
    marks = [
        _dot(point, point.value, place * width, width, scale)
        for place, point in enumerate(points)
        if point.value is not None
    ]
    return _framed(label, scale, write, [path, *marks, *_labels_below([point.label for point in points], width)])


def _path(points: Sequence[Point], scale: Scale, width: float) -> str:
    steps, pen_down = [], False
    for place, point in enumerate(points):
        if point.value is not None:
            letter = "L" if pen_down else "M"
            steps.append(f"{letter}{(place + 0.5) * width:.2f} {100 - scale.percent(point.value):.2f}")
        pen_down = point.value is not None
    return " ".join(steps)


def _dot(point: Point, value: float, left: float, width: float, scale: Scale) -> Html:
    y = _TOP + HEIGHT * (1 - scale.percent(value) / 100)
    dot = tag("circle", cx=f"{left + width / 2:.2f}%", cy=y, r=2.5)
    return tag(
        "g", tag("title", point.title), _hit(left, width), dot, class_="mark" if point.is_whole else "mark partial"
    )


def _hit(left: float, width: float) -> Html:
    """What the pointer meets: the whole height, since a small value would be hard to hit."""
    return tag("rect", class_="hit", x=f"{left:.2f}%", y=_TOP, width=f"{width:.2f}%", height=HEIGHT)


def _framed(label: str, scale: Scale, write: Callable[[float], str], inside: list[Html]) -> Html:
    heights = [(tick, _TOP + HEIGHT * (1 - scale.percent(tick) / 100)) for tick in scale.ticks]
    names = [tag("text", write(tick), x="100%", y=y + 4, text_anchor="end") for tick, y in heights]
    lines = [tag("line", x1="0", x2="100%", y1=y, y2=y, class_="grid") for _, y in heights]
    whole = HEIGHT + _TOP + _BOTTOM
    return tag(
        "div",
        tag("svg", *names, class_="axis", height=whole, aria_hidden="true"),
        tag("svg", tag("g", *lines, aria_hidden="true"), *inside, height=whole, role="group", aria_label=label),
        class_="plot", data_step=1,
    )  # fmt: skip


def _labels_below(labels: Sequence[str], width: float) -> list[Html]:
    """Labels at their places; narrow pages leave out every second one, where they are long."""
    y = _TOP + HEIGHT + 18
    shown = [(place, text) for place, text in enumerate(labels) if text]
    is_long = any(len(text) > _SHORT_LABEL for _, text in shown)
    return [
        tag(
            "text",
            text,
            x=f"{(place + 0.5) * width:.2f}%",
            y=y,
            text_anchor="middle",
            aria_hidden="true",
            class_="inner" if is_long and number % 2 else None,
        )
        for number, (place, text) in enumerate(shown)
    ]


def month_labels(months: Sequence[date]) -> list[str]:
    """What stands below each month: the year in its January, or the names of some months where there are few."""
    if len(months) > 18:
        return [str(month.year) if month.month == 1 else "" for month in months]
    every = -(-len(months) // _MOST_LABELS)
    return [month_name(month) if place % every == 0 else "" for place, month in enumerate(months)]


@dataclass(frozen=True)
class Day:
    """One day of a calendar."""

    day: date
    status: str
    count: int
    title: str


def calendar(found: Sequence[Day]) -> Html:
    """A square for each day: a year a block, a week a column, Monday on top."""
    busiest = sorted(day.count for day in found)[int(0.95 * (len(found) - 1))] if found else 0
    years = [_year(number, list(days), busiest) for number, days in groupby(found, key=lambda one: one.day.year)]
    return tag("div", *years, class_="plot calendar", data_step=7)


def _year(number: int, days: list[Day], busiest: int) -> Html:
    letters = tag("div", *(tag("span", letter) for letter in "JFMAMJJASOND"), class_="months", aria_hidden="true")
    squares = [_square(day, date(number, 1, 1), busiest) for day in days]
    drawn = tag("svg", *squares, viewBox=f"0 0 {_WEEKS} 7", role="group", aria_label=f"Days of {number}")
    return tag("div", tag("h4", number), letters, drawn, class_="year")


def _square(day: Day, new_year: date, busiest: int) -> Html:
    monday = new_year - timedelta(days=new_year.weekday())
    week, weekday = divmod((day.day - monday).days, 7)
    shade = f" l{level(day.count, busiest, _SHADES)}" if day.status == "complete" else ""
    return tag(
        "rect", tag("title", day.title),
        class_=f"mark {day.status}{shade}", x=week + 0.07, y=weekday + 0.07, width=0.86, height=0.86,
    )  # fmt: skip


def bar(title: str, *widths: float) -> Html:
    """A bar for a row of a table; further widths lie on top of the first."""
    rects = [
        tag("rect", class_=f"s{series + 1}", width=f"{width:.2f}%", height=_BAR) for series, width in enumerate(widths)
    ]
    return _in_row(tag("g", tag("title", title), _hit_in_row(), *rects, class_="mark"))


def change(title: str, before: float, now: float) -> Html:
    """From a ring (before) to a dot (now), in percent of the width."""
    ends = {"cy": "50%", "r": 4}
    drawn = [
        _hit_in_row(),
        tag("line", x1=f"{before:.2f}%", x2=f"{now:.2f}%", y1="50%", y2="50%", class_="s1"),
        tag("circle", cx=f"{before:.2f}%", **ends, class_="ring"),
        tag("circle", cx=f"{now:.2f}%", **ends, class_="s1"),
    ]
    return _in_row(tag("g", tag("title", title), *drawn, class_="mark"), inset=True)


def band(title: str, low: float, middle: float, high: float) -> Html:
    """From the lower to the upper quartile, with a line at the median, in percent of the width."""
    drawn = [
        _hit_in_row(),
        tag("rect", class_="s1", x=f"{low:.2f}%", width=f"{max(0.4, high - low):.2f}%", y=3, height=_BAR - 6),
        tag("line", x1=f"{middle:.2f}%", x2=f"{middle:.2f}%", y1=0, y2=_BAR, class_="median"),
    ]
    return _in_row(tag("g", tag("title", title), *drawn, class_="mark"), inset=True)


def ticks_above(scale: Scale, write: Callable[[float], str]) -> Html:
    """The axis of bands, for the head of their column; narrow pages show only its ends."""
    texts = [tag("text", write(tick), **_tick_place(scale, tick)) for tick in scale.ticks]
    return _in_row(join(texts), inset=True)


def _tick_place(scale: Scale, tick: float) -> dict[str, object]:
    inner = "inner" if 0 < tick < scale.top else None
    return {"x": f"{scale.percent(tick):.2f}%", "y": 11, "text_anchor": "middle", "class_": inner}


def cell(title: str, share: float) -> Html:
    """A square whose area is the share of its field."""
    side = _FIELD * share**0.5
    corner = 1 + (_FIELD - side) / 2
    field = tag("rect", class_="hit field", x=1, y=1, width=_FIELD, height=_FIELD)
    square = tag("rect", class_="s1", x=corner, y=corner, width=side, height=side)
    mark = tag("g", tag("title", title), field, square, class_="mark")
    return tag("svg", mark, class_="cell", width=_FIELD + 2, height=_FIELD + 2)


def _hit_in_row() -> Html:
    return tag("rect", class_="hit", width="100%", height=_BAR)


def _in_row(inside: Html, *, inset: bool = False) -> Html:
    return tag("svg", inside, class_="in-row inset" if inset else "in-row", height=_BAR)
