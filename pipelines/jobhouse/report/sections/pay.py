"""Annual pay: bands of the middle half, one currency at a time, and its median over time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import month, number, short, words
from jobhouse.report.period import Period, recent_in_words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import render
from jobhouse.report.row_charts import axis_above, quartiles
from jobhouse.report.scale import Scale, nice_scale
from jobhouse.report.sections.pay_over_time import pay_over_time


def pay(queries: Queries, period: Period) -> Section:
    """Pay in its own currency, and that of all currencies in US dollars."""
    levels, dollars = _levels(queries.run("salaries"), period), _dollars(queries.run("salaries_usd"), period)
    return section("pay", "Pay", levels, dollars, pay_over_time(queries.run("salaries_over_time"), period))


def _levels(result: QueryResult, period: Period) -> Figure:
    """A panel for each of the countries and currencies with most openings."""
    counts = (
        f"Counts openings, {recent_in_words(period)}, whose pay and country could be read and whose advert names its "
        "currency: the middle of the annual range, one advert for each. The bar holds the middle half (25th to 75th "
        "percentile), the line is the median, n the openings: ten or more. Panels of one currency share their scale. "
        f"\N{ALMOST EQUAL TO} marks a median of fewer than {takeaways.FEWEST_FOR_A_MEDIAN}. "
        f"{_known_in_words(result)}"
    )
    return figure(
        "salaries",
        "Annual pay by country and seniority",
        counts,
        result,
        _body(result),
        numbers=_numbers(["country", "currency", "seniority"], map(_numbers_of_level, result)) if result else None,
        takeaway=takeaways.pay_of_levels(result),
    )


def _known_in_words(result: QueryResult) -> str:
    if not result:
        return ""
    return (
        f"Of {number(result.largest('recent_count'))} openings of these months {number(result.largest('paid_count'))} "
        "say as much; the others may pay otherwise."
    )


def _body(result: QueryResult) -> Markup:
    if not result:
        return nothing("In no country do ten openings of these months name an annual pay that could be read.")
    panels = [
        (f"{country}, {currency} a year", _bands(list(rows), _scale(result, currency)))
        for (country, currency), rows in groupby(result, key=lambda row: (row["country_code"], row["salary_currency"]))
    ]
    return _band_legend() + render("panels.html", panels=panels)


def _scale(result: QueryResult, currency: str) -> Scale:
    """From percentiles alone, so that no single figure can bend it."""
    return nice_scale(
        max(row["salary_annual_p75"] for row in result if row["salary_currency"] == currency), most_ticks=4
    )


def _dollars(result: QueryResult, period: Period) -> Figure:
    """A row for each country, whatever its adverts pay in."""
    rows = [row for row in result if row["country_code"] is not None]
    counts = (
        f"Counts openings, {recent_in_words(period)}, as above, of all currencies that the adverts name, in US dollars "
        f"at the mean rate of the month of posting: countries with ten or more. {_rates_end_in_words(result)}"
    )
    body = nothing("In no country do ten openings of these months name a pay that can be put in US dollars.")
    numbers = _numbers(["country"], map(_numbers_of_country, rows)) if rows else None
    if rows:
        scale = nice_scale(max(row["salary_annual_p75"] for row in rows), most_ticks=4)
        headings = [
            ("country", TEXT),
            ("n", NUMBER),
            (axis_above("USD a year", scale, short, is_inset=True), PLOT),
            ("median", NUMBER),
        ]
        body = _band_legend() + table(headings, (_country_row(row, scale) for row in rows))
    return figure(
        "salaries-usd",
        "Annual pay by country in US dollars",
        counts,
        result,
        body,
        numbers=numbers,
        takeaway=takeaways.pay_in_dollars(result),
    )


def _numbers(names: list[str], rows: Iterable[list[object]]) -> Markup:
    """What the bars show, of all panels in one table."""
    few = f"median of fewer than {takeaways.FEWEST_FOR_A_MEDIAN}"
    columns = [("n", NUMBER), ("25th percentile", NUMBER), ("median", NUMBER), ("75th percentile", NUMBER), (few, TEXT)]
    return table([*((name, TEXT) for name in names), *columns], rows)


def _numbers_of_level(row: Row) -> list[object]:
    return [row["country_code"], row["salary_currency"], words(row["seniority_level"]), *_quartiles(row)]


def _numbers_of_country(row: Row) -> list[object]:
    return [row["country_name"] or row["country_code"], *_quartiles(row)]


def _quartiles(row: Row) -> list[object]:
    parts = (number(row[f"salary_annual_p{part}"]) for part in (25, 50, 75))
    return [number(row["opening_count"]), *parts, takeaways.is_of_few(row["opening_count"])]


def _rates_end_in_words(result: QueryResult) -> str:
    row = next(iter(result))
    late, last_month = row["after_rates_count"], row["last_rate_month"]
    if not late:
        return ""
    known = "There are no exchange rates" if last_month is None else f"Exchange rates end with {month(last_month)}"
    return f"{known}: the pay of {counted(late, 'opening')} posted later in other currencies is missing here."


def _country_row(row: Row, scale: Scale) -> list[object]:
    name = str(row["country_name"] or row["country_code"])
    return [
        name,
        number(row["opening_count"]),
        _band(row, name, "USD", scale),
        takeaways.median(row["salary_annual_p50"], row["opening_count"]),
    ]


def _band_legend() -> Markup:
    return legend(("s1", "middle half"), ("median", "median"))


def _bands(rows: list[Row], scale: Scale) -> Markup:
    axis = axis_above(f"{rows[0]['salary_currency']} a year", scale, short, is_inset=True)
    headings = [("seniority", TEXT), ("n", NUMBER), (axis, PLOT), ("median", NUMBER)]
    return table(headings, (_level_row(row, scale) for row in rows))


def _level_row(row: Row, scale: Scale) -> list[object]:
    name, median = words(row["seniority_level"]), takeaways.median(row["salary_annual_p50"], row["opening_count"])
    drawn = _band(row, f"{row['country_code']}, {name}", row["salary_currency"], scale)
    return [name, number(row["opening_count"]), drawn, median]


def _band(row: Row, name: str, currency: str, scale: Scale) -> Markup:
    low, median, high = (row[f"salary_annual_p{part}"] for part in (25, 50, 75))
    title = (
        f"{name}: middle half {number(low)} to {number(high)} {currency} a year, median {number(median)}; "
        f"{number(row['opening_count'])} openings"
    )
    return quartiles(title, scale.percent(low), scale.percent(median), scale.percent(high))
