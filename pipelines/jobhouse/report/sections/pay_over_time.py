"""Annual pay by quarter, in one currency."""

from __future__ import annotations

from datetime import date
from typing import Final

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.charts import Axes, Point, line
from jobhouse.report.figures import NUMBER, TEXT, Figure, figure, legend, nothing, table
from jobhouse.report.formats import number, quarter, short
from jobhouse.report.period import Period
from jobhouse.report.queries import QueryResult, Row
from jobhouse.report.scale import nice_scale

_AXES: Final = Axes("Median pay by quarter", "quarter of posting", "median, USD a year")
_MOST_NAMED: Final = 8
"""Of more quarters, the axis names the years alone."""


def pay_over_time(result: QueryResult, period: Period) -> Figure:
    """The median of each quarter, of all openings and of those in one country."""
    few = takeaways.FEWEST_FOR_A_MEDIAN
    counts = (
        "Counts openings whose pay can be put in US dollars, by the quarter of posting: the middle of the annual "
        "range, one advert for each opening, at the mean rate of the month of posting, without regard to inflation. "
        f"Quarters with {few} or more are drawn; the numbers below say which medians are of fewer. "
        f"n = {number(result.total('opening_count'))} openings. {_country_in_words(result)}"
    )
    body = [nothing("In no quarter are there enough openings with a pay that can be put in US dollars.")]
    by_quarter = {row["quarter_date"]: row for row in result}
    points = [_point(one, by_quarter.get(one), period) for one in period.quarters]
    if any(point.value is not None for point in points):
        body = _lines(points, [_of_country(by_quarter.get(one)) for one in period.quarters], _country(result), period)
    takeaway = takeaways.pay_over_time(result)
    return figure(
        "salaries-over-time",
        "Annual pay over time in US dollars",
        counts,
        result,
        *body,
        numbers=_numbers(result),
        takeaway=takeaway,
    )


def _country_in_words(result: QueryResult) -> str:
    name = _country(result)
    if not name:
        return ""
    return (
        "The median of all moves when countries that pay less come or go; the dashed line is that of "
        f"{name} alone, the country with most. Both move when boards come and go. {_year_in_words(result)}"
    )


def _year_in_words(result: QueryResult) -> str:
    taken = int(result.largest("year_count"))
    if taken < takeaways.FEWEST_FOR_A_MEDIAN:
        return ""
    return (
        f"The title compares {counted(taken, 'opening')} there in each of the last two years of whole months, as many "
        "of each board in both."
    )


def _country(result: QueryResult) -> str:
    row = next(iter(result), None)
    return str(row["country_name"] or row["country_code"] or "") if row else ""


def _lines(points: list[Point], compared: list[float | None], country: str, period: Period) -> list[Markup]:
    shown = [point.value for point in points] + compared
    scale = nice_scale(max(value for value in shown if value is not None))
    alone = [("s2", f"{country} alone")] if any(value is not None for value in compared) else []
    named = legend(("s1", "all countries"), *alone, ("s1 partial", f"quarter {period.why_paler}"))
    return [named, line(_AXES, scale, points, short, compared)]


def _point(one: date, row: Row | None, period: Period) -> Point:
    label = quarter(one) if len(period.quarters) <= _MOST_NAMED else str(one.year) if one.month == 1 else ""
    is_whole = period.is_whole_quarter(one)
    if row is None or row["opening_count"] < takeaways.FEWEST_FOR_A_MEDIAN:
        return Point(label, "", None, is_whole)
    alone = _of_country(row)
    title = (
        quarter(one)
        + ("" if is_whole else f" (quarter {period.why_paler})")
        + f": median {number(row['salary_annual_p50'])} USD a year, {number(row['opening_count'])} openings"
        + (f"; {number(alone)} USD in {row['country_name'] or row['country_code']} alone" if alone else "")
    )
    return Point(label, title, row["salary_annual_p50"], is_whole)


def _of_country(row: Row | None) -> float | None:
    if row is None or row["country_opening_count"] < takeaways.FEWEST_FOR_A_MEDIAN:
        return None
    return float(row["country_salary_annual_p50"])


def _numbers(result: QueryResult) -> Markup:
    name = _country(result) or "one country"
    few = f"of fewer than {takeaways.FEWEST_FOR_A_MEDIAN}"
    headings = [("quarter", TEXT), ("n", NUMBER), ("25th percentile", NUMBER), ("median", NUMBER)]
    headings += [("75th percentile", NUMBER), (f"median {few}", TEXT)]
    headings += [(f"n of {name}", NUMBER), (f"median of {name}", NUMBER), (f"median of {name} {few}", TEXT)]
    return table(headings, map(_quarter_row, result))


def _quarter_row(row: Row) -> list[object]:
    return [
        quarter(row["quarter_date"]),
        number(row["opening_count"]),
        number(row["salary_annual_p25"]),
        number(row["salary_annual_p50"]),
        number(row["salary_annual_p75"]),
        takeaways.is_of_few(row["opening_count"]),
        number(row["country_opening_count"]),
        number(row["country_salary_annual_p50"]),
        takeaways.is_of_few(row["country_opening_count"]),
    ]
