"""Annual pay: bands of the middle half, one currency at a time."""

from __future__ import annotations

from itertools import groupby

from jobhouse.report.charts import band, ticks_above
from jobhouse.report.facts import Facts, Found, Row, Span
from jobhouse.report.formats import number, short, words
from jobhouse.report.layout import NUMBER, PLOT, TEXT, figure, nothing, recent_of, section, table
from jobhouse.report.markup import Html, tag
from jobhouse.report.scales import Scale, nice_scale


def pay(facts: Facts, span: Span) -> Html:
    """A panel for each of the countries and currencies with most openings."""
    found = facts.ask("salaries")
    panels = [
        _panel(country, currency, list(rows), _scale(found, currency))
        for (country, currency), rows in groupby(found, key=lambda row: (row["country_code"], row["salary_currency"]))
    ]
    body = (
        tag("div", *panels, class_="panels")
        if panels
        else nothing("In no country do ten openings of these months name an annual pay that could be read.")
    )
    counts = (
        f"Counts openings, {recent_of(span)}, whose pay could be read: the middle of the annual range, one advert for "
        "each. The bar holds the middle half (25th to 75th percentile), the line is the median, n the openings: ten or "
        "more. Panels of one currency share their scale."
    )
    return section("pay", "Pay", figure("salaries", "Annual pay by country and seniority", counts, body, found))


def _scale(found: Found, currency: str) -> Scale:
    """From percentiles alone, so that no single figure can bend it."""
    return nice_scale(
        max(row["salary_annual_p75"] for row in found if row["salary_currency"] == currency), most_ticks=4
    )


def _panel(country: str, currency: str, rows: list[Row], scale: Scale) -> Html:
    lines = [
        [
            words(row["seniority_level"]),
            number(row["opening_count"]),
            _drawn(row, scale),
            number(row["salary_annual_p50"]),
        ]
        for row in rows
    ]
    headings = [("seniority", TEXT), ("n", NUMBER), (ticks_above(scale, short), PLOT), ("median", NUMBER)]
    return tag("div", tag("h4", f"{country}, {currency} a year"), table(headings, lines), class_="panel")


def _drawn(row: Row, scale: Scale) -> Html:
    low, middle, high = (row[f"salary_annual_p{part}"] for part in (25, 50, 75))
    title = (
        f"{row['country_code']}, {words(row['seniority_level'])}: middle half {number(low)} to {number(high)} "
        f"{row['salary_currency']} a year, median {number(middle)}; {number(row['opening_count'])} openings"
    )
    return band(title, scale.percent(low), scale.percent(middle), scale.percent(high))
