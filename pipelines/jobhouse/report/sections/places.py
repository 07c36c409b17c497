"""Where the jobs are."""

from __future__ import annotations

from typing import Final

from jobhouse.report import takeaways
from jobhouse.report.country_map import ShadedCountry, country_map
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import number, percent, short_percent
from jobhouse.report.period import Period
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.row_charts import axis_above, bar
from jobhouse.report.scale import Scale, nice_scale

_SHADES: Final = (
    (0.1, "l4", "10 % and more"),
    (0.01, "l3", "1 to 10 %"),
    (0.001, "l2", "0.1 to 1 %"),
    (0, "l1", "less than 0.1 %"),
)
"""From which share of all postings, and how it is drawn and named; each step is ten times the one before."""


def places(queries: Queries, _period: Period) -> Section:
    """Countries, on a map and in a table."""
    return section("places", "Places", _map(queries.run("map")), _countries(queries.run("countries")))


def _map(result: QueryResult) -> Figure:
    known = [row for row in result if row["country_code"] is not None]
    body = [nothing("Of no posting is the country known.")]
    if known:
        drawn = country_map("Postings by country", {row["country_code"]: _shaded(row) for row in known})
        shades = ((shade, name) for _, shade, name in _SHADES)
        body = [legend(("", "Share of postings:"), *shades, ("land", "none")), drawn]
    counts = (
        f"Counts postings by the country of their main place; n = {number(result.total('posting_count'))} postings, of "
        f"which {number(result.largest('unknown_count'))} name no country and are not drawn. Areas are true to each "
        "other; a circle is a country too small to be seen."
    )
    rows = ([_name(row), number(row["posting_count"]), percent(row["posting_share"])] for row in result)
    numbers = table([("country", TEXT), ("postings", NUMBER), ("share", NUMBER)], rows)
    return figure(
        "map", "Where the jobs are", counts, result, *body, numbers=numbers, takeaway=takeaways.places(result)
    )


def _shaded(row: Row) -> ShadedCountry:
    shade = next(shade for least, shade, _ in _SHADES if row["posting_share"] >= least)
    return ShadedCountry(
        shade, f"{_name(row)}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
    )


def _name(row: Row) -> str:
    return "no country known" if row["country_code"] is None else str(row["country_name"] or row["country_code"])


def _countries(result: QueryResult) -> Figure:
    scale = nice_scale(result.largest("posting_share"), most_ticks=4)
    axis = axis_above("share of postings", scale, short_percent)
    headings = [("country", TEXT), (axis, PLOT), ("postings", NUMBER), ("share", NUMBER), ("named", NUMBER)]
    counts = (
        "Counts postings by the country of their main place, of all postings, the largest groups, and beside them "
        "those in which it is named, be it among several; data quality, below, shows what is in doubt."
    )
    body = table(headings, (_country_row(row, scale) for row in result))
    return figure(
        "countries", "Countries with most postings", counts, result, body, takeaway=takeaways.countries(result)
    )


def _country_row(row: Row, scale: Scale) -> list[object]:
    name = _name(row)
    title = f"{name}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
    drawn = bar(title, scale.percent(row["posting_share"]))
    return [name, drawn, number(row["posting_count"]), percent(row["posting_share"]), number(row["named_count"])]
