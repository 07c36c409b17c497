"""The pieces that every section is made of: figures that say what they count, tables, and the SQL behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from jobhouse.report.facts import Found, Span
from jobhouse.report.formats import month
from jobhouse.report.markup import Html, tag

NUMBER: Final = "number"
PLOT: Final = "plot-column"
TEXT: Final = ""
Heading = tuple[object, str]


def section(identifier: str, title: str, *figures: Html) -> Html:
    """A chapter of the page."""
    return tag("section", tag("h2", title), *figures, id=identifier)


def figure(
    identifier: str, title: str, counts: object, body: object, found: Found, numbers: Html | None = None
) -> Html:
    """A plot or table with what it counts above, and its numbers and query below."""
    query = tag("pre", tag("code", found.sql), tabindex=0, role="region", aria_label=f"SQL: {title}")
    return tag(
        "figure",
        tag("figcaption", tag("h3", title), tag("p", counts, class_="counts")),
        body,
        tag(
            "details",
            tag("summary", "Numbers and SQL" if numbers else "SQL", tag("span", f" of {title}", class_="unseen")),
            numbers or "",
            query,
        ),
        id=identifier,
    )


def nothing(text: object) -> Html:
    """In place of a plot that has nothing to show."""
    return tag("p", text, class_="nothing")


def table(headings: Sequence[Heading], rows: Iterable[Sequence[object]], *, class_: str | None = None) -> Html:
    """A table whose first column names the rows."""
    head = tag("tr", *(tag("th", text, scope="col", class_=kind or None) for text, kind in headings))
    body = [
        tag(
            "tr",
            *(_cell(place, value, kind) for place, (value, (_, kind)) in enumerate(zip(row, headings, strict=True))),
        )
        for row in rows
    ]
    whole = tag("table", tag("thead", head), tag("tbody", *body), class_=class_)
    return tag("div", whole, class_="scroll")


def _cell(place: int, value: object, kind: str) -> Html:
    if place == 0:
        return tag("th", value, scope="row", class_=kind or None)
    return tag("td", value, class_=kind or None)


def legend(*entries: tuple[str, str]) -> Html:
    """What the colours of a plot stand for: class and words."""
    return tag("ul", *(tag("li", tag("i", class_=class_), words) for class_, words in entries), class_="legend")


def recent_of(span: Span) -> str:
    """The months that stand for the present."""
    return months_of(span.recent) + ("" if span.whole_months else " (not whole)")


def months_of(months: Sequence[date]) -> str:
    """Nov 2025 to Oct 2026."""
    first, last = months[0], months[-1]
    return month(first) if first == last else f"{month(first)} to {month(last)}"
