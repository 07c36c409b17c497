"""What the page is made of: sections of figures, and the tables, legends and notes that figures hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from jobhouse.report.queries import QueryResult
from jobhouse.report.rendering import render

NUMBER: Final = "number"
PLOT: Final = "plot-column"
TEXT: Final = ""
Heading = tuple[object, str]
"""The name of a column, and its kind: one of the three above."""


@dataclass(frozen=True)
class Figure:
    """A plot or table: above it what it shows and what it counts, below it its numbers and its SQL."""

    identifier: str
    title: str
    counts: str
    body: tuple[Markup, ...]
    sql: str
    """Empty where the numbers are not from the warehouse."""
    numbers: Markup | None = None
    takeaway: str = ""
    """What it shows, in a sentence; empty where there is nothing to say."""


@dataclass(frozen=True)
class Section:
    """A chapter of the page, which the navigation names."""

    identifier: str
    title: str
    figures: tuple[Figure, ...] = ()
    note: str = ""
    """In place of figures."""


def figure(
    identifier: str,
    title: str,
    counts: str,
    result: QueryResult,
    *body: Markup,
    numbers: Markup | None = None,
    takeaway: str = "",
) -> Figure:
    """A figure drawn from the result of one query."""
    return Figure(identifier, title, counts, body, result.sql, numbers, takeaway)


def section(identifier: str, title: str, *figures: Figure) -> Section:
    """A chapter with these figures."""
    return Section(identifier, title, figures)


def table(headings: Sequence[Heading], rows: Iterable[Sequence[object]], *, name: str = "") -> Markup:
    """A table whose first column names the rows; the style sheet may know it by name."""
    return render("table.html", headings=headings, rows=rows, name=name)


def legend(*entries: tuple[str, str]) -> Markup:
    """What the colours of a plot mean: the classes of a mark, or none for a text, and its meaning."""
    return render("legend.html", entries=entries)


def nothing(text: str) -> Markup:
    """In place of a plot that has nothing to show."""
    return render("nothing.html", text=text)
