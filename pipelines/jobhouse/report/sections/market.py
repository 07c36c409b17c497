"""What the job market looks like: how much is posted, where, by whom, and for how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.charts import Column, Point, columns, line, month_labels
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import UNKNOWN, month, number, percent, short
from jobhouse.report.period import Period, months_in_words, recent_in_words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import advert_text
from jobhouse.report.row_charts import bar
from jobhouse.report.scale import nice_scale

_FEWEST_FOR_A_SHARE: Final = 20
"""A share of fewer postings is noise; the numbers below the plot have them all."""
_NO_POSTINGS: Final = {"posting_count": 0, "opening_count": 0}


def market(queries: Queries, period: Period) -> Section:
    """Postings over time, remote work, places, companies, and how long openings stay."""
    return section(
        "market",
        "The market",
        _postings(queries.run("months"), period),
        _remote(queries.run("remote"), period),
        _countries(queries.run("countries")),
        _companies(queries.run("companies"), period),
        _stays(queries.run("live_days")),
    )


def _postings(result: QueryResult, period: Period) -> Figure:
    scale = nice_scale(result.largest("posting_count"), smallest_step=1)
    body = (
        legend(("s1", "postings"), ("s2", "openings"), ("s1 partial", "month not whole")),
        columns("Postings and openings by month", scale, _month_columns(result, period), short, stacked=False),
    )
    counts = (
        f"Counts postings by the month of posting, {months_in_words(period.months)}, and the different openings among "
        f"them; n = {number(result.total('posting_count'))} postings."
    )
    rows = ([month(row["month_date"]), number(row["posting_count"]), number(row["opening_count"])] for row in result)
    numbers = table([("month", TEXT), ("postings", NUMBER), ("openings", NUMBER)], rows)
    return figure(
        "postings", "Postings by month", counts, result, *body, numbers=numbers, takeaway=takeaways.postings(result)
    )


def _month_columns(result: QueryResult, period: Period) -> list[Column]:
    by_month = {row["month_date"]: row for row in result}
    return [
        _month_column(one, label, by_month.get(one, _NO_POSTINGS), period)
        for one, label in zip(period.months, month_labels(period.months), strict=True)
    ]


def _month_column(one: date, label: str, row: Row, period: Period) -> Column:
    postings, openings = row["posting_count"], row["opening_count"]
    title = f"{_month_title(one, period)}: {number(postings)} postings, {number(openings)} openings"
    return Column(label, title, (postings, openings), period.is_whole(one))


def _month_title(one: date, period: Period) -> str:
    return month(one) + ("" if period.is_whole(one) else " (month not whole)")


def _remote(result: QueryResult, period: Period) -> Figure:
    points = _remote_points(result, period)
    body = [nothing("In no month are there enough postings that say whether they can be done remotely.")]
    if any(point.value is not None for point in points):
        body = _remote_lines(result, points, period)
    unknown = f"{number(result.total('unknown_count'))} of {number(result.total('posting_count'))}"
    flagged = number(result.total("flagged_count"))
    counts = (
        "Counts the postings that can be done remotely, wholly, among those that say where the work is done, by the "
        f"month of posting, where {_FEWEST_FOR_A_SHARE} or more do; "
        f"n = {number(result.total('known_count'))} postings. "
        f"Left out are {unknown} postings, which do not say. Of {flagged} only the board's flag says "
        f"that they are not remote, which may be what it fills in. {_same_boards_in_words(result)}"
    )
    rows = (_remote_row(row) for row in result)
    names = ("remote", "of", "share", "hybrid", "unknown", "share of the same boards")
    numbers = table([("month", TEXT), *((name, NUMBER) for name in names)], rows)
    return figure("remote", "Remote work", counts, result, *body, numbers=numbers, takeaway=takeaways.remote(result))


def _same_boards_in_words(result: QueryResult) -> str:
    boards = int(result.largest("same_board_count"))
    if not boards:
        return "No board has enough postings in nearly all months to show the same boards all the time."
    return (
        "The share of all boards moves when boards come and go. The dashed line holds them still: "
        f"{counted(boards, 'board')} with 10 or more such postings in nine of ten months, each with the same weight "
        "in every month."
    )


def _remote_lines(result: QueryResult, points: list[Point], period: Period) -> list[Markup]:
    by_month = {row["month_date"]: row["same_boards_remote_share"] for row in result}
    compared = [by_month.get(one) for one in period.months]
    largest = max(value for value in (*(point.value for point in points), *compared) if value is not None)
    drawn = line("Remote share by month", nice_scale(largest), points, lambda share: f"{100 * share:g} %", compared)
    if all(value is None for value in compared):
        return [drawn]
    return [legend(("s1", "all boards"), ("s2", "the same boards all the time")), drawn]


def _remote_row(row: Row) -> list[object]:
    counts = (number(row["remote_count"]), number(row["known_count"]))
    shares = (row["remote_share"], row["hybrid_share"], row["unknown_share"], row["same_boards_remote_share"])
    return [month(row["month_date"]), *counts, *map(percent, shares)]


def _remote_points(result: QueryResult, period: Period) -> list[Point]:
    by_month = {row["month_date"]: row for row in result}
    return [
        _remote_point(one, label, by_month.get(one), period)
        for one, label in zip(period.months, month_labels(period.months), strict=True)
    ]


def _remote_point(one: date, label: str, row: Row | None, period: Period) -> Point:
    if row is None or row["known_count"] < _FEWEST_FOR_A_SHARE:
        return Point(label, "", None)
    same = row["same_boards_remote_share"]
    title = (
        f"{_month_title(one, period)}: {percent(row['remote_share'])} remote, "
        f"{number(row['remote_count'])} of {number(row['known_count'])} postings; "
        f"{percent(row['unknown_share'])} of all do not say"
        + ("" if same is None else f"; {percent(same)} remote on the same boards")
    )
    return Point(label, title, row["remote_share"], period.is_whole(one))


def _countries(result: QueryResult) -> Figure:
    largest = result.largest("posting_share") or 1
    headings = [("country", TEXT), ("", PLOT), ("postings", NUMBER), ("share", NUMBER), ("name it at all", NUMBER)]
    counts = (
        "Counts postings by the country of their main place, of all postings, the largest groups, and beside them all "
        "that name the country, be it among several; data quality, below, shows what is in doubt."
    )
    body = table(headings, (_country_row(row, largest) for row in result))
    return figure("countries", "Where the jobs are", counts, result, body, takeaway=takeaways.countries(result))


def _country_row(row: Row, largest: float) -> list[object]:
    known = row["country_name"] or row["country_code"]
    name = "no country known" if row["country_code"] is None else str(known)
    title = f"{name}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
    drawn = bar(title, 100 * row["posting_share"] / largest)
    return [name, drawn, number(row["posting_count"]), percent(row["posting_share"]), number(row["named_count"])]


def _companies(result: QueryResult, period: Period) -> Figure:
    largest = result.largest("opening_count") or 1
    headings = [("company", TEXT), ("", PLOT), ("openings", NUMBER), ("postings", NUMBER)]
    rows = (_company_row(row, largest) for row in result)
    body = table(headings, rows) if result else nothing("No posting of these months names a company.")
    counts = (
        f"Counts the different openings of each company, {recent_in_words(period)}; the {number(len(result.rows))} "
        "largest."
    )
    return figure("companies", "Who hires most", counts, result, body, takeaway=takeaways.companies(result))


def _company_row(row: Row, largest: float) -> list[object]:
    name, openings, postings = row["company_name"], row["opening_count"], row["posting_count"]
    drawn = bar(f"{name}: {number(openings)} openings, {number(postings)} postings", 100 * openings / largest)
    return [advert_text(name or UNKNOWN), drawn, number(openings), number(postings)]


def _stays(result: QueryResult) -> Figure:
    scale = nice_scale(result.largest("opening_count"), smallest_step=1)
    body = (
        legend(("s1", "the adverts name the end"), ("s2", "the API no longer delivers the adverts")),
        columns("Days that openings stay", scale, list(map(_stay_column, result)), short, stacked=True),
    )
    counts = (
        "Counts openings whose end is known by the days from their first posting to their last live day; "
        f"n = {number(result.total('opening_count'))} openings. Left out are "
        f"{number(result.largest('assumed_count'))} whose end is an assumption (30 days after their last posting), and "
        f"{number(result.largest('month_date_count'))} whose board dates adverts by the month alone."
    )
    rows = ([_days(row), number(row["named_count"]), number(row["withdrawn_count"])] for row in result)
    numbers = table([("days", TEXT), ("end named", NUMBER), ("withdrawn", NUMBER)], rows)
    return figure(
        "stays", "How long openings stay", counts, result, *body, numbers=numbers, takeaway=takeaways.stays(result)
    )


def _stay_column(row: Row) -> Column:
    days, named, withdrawn = _days(row), row["named_count"], row["withdrawn_count"]
    title = f"{days} days: {number(named)} openings whose adverts name the end, {number(withdrawn)} withdrawn"
    return Column(days, title, (named, withdrawn))


def _days(row: Row) -> str:
    first, last = row["days_from"], row["days_to"]
    if last is None:
        return f"{first}+"
    return str(first) if last == first else f"{first}\N{EN DASH}{last}"
