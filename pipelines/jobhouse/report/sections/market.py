"""What the job market looks like: how much is posted, where, by whom, and for how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from jobhouse.report.charts import Column, Point, bar, columns, line, month_labels
from jobhouse.report.facts import Facts, Found, Row, Span
from jobhouse.report.formats import UNKNOWN, month, number, percent, short
from jobhouse.report.layout import NUMBER, PLOT, TEXT, figure, legend, months_of, nothing, recent_of, section, table
from jobhouse.report.markup import Html, advert_text, join
from jobhouse.report.scales import nice_scale

_FEWEST_FOR_A_SHARE: Final = 20
"""A share of fewer postings is noise; the numbers below the plot have them all."""


def market(facts: Facts, span: Span) -> Html:
    """Postings over time, remote work, places, companies, and how long openings stay."""
    return section(
        "market",
        "The market",
        _postings(facts.ask("months"), span),
        _remote(facts.ask("remote"), span),
        _countries(facts.ask("countries")),
        _companies(facts.ask("companies"), span),
        _stays(facts.ask("live_days")),
    )


def _postings(found: Found, span: Span) -> Html:
    by_month = {row["month_date"]: row for row in found}
    none = {"posting_count": 0, "opening_count": 0}
    shown = [
        Column(
            label, _month_title(one, by_month.get(one, none), span), _both(by_month.get(one, none)), span.is_whole(one)
        )
        for one, label in zip(span.months, month_labels(span.months), strict=True)
    ]
    scale = nice_scale(found.largest("posting_count"), smallest_step=1)
    body = join([
        legend(("s1", "postings"), ("s2", "openings"), ("s1 partial", "month not whole")),
        columns("Postings and openings by month", scale, shown, short, stacked=False),
    ])  # fmt: skip
    counts = (
        f"Counts postings by the month of posting, {months_of(span.months)}, and the different openings among them; "
        f"n = {number(found.total('posting_count'))} postings."
    )
    rows = ([month(row["month_date"]), number(row["posting_count"]), number(row["opening_count"])] for row in found)
    numbers = table([("month", TEXT), ("postings", NUMBER), ("openings", NUMBER)], rows)
    return figure("postings", "Postings by month", counts, body, found, numbers)


def _both(row: Row) -> tuple[float, float]:
    return row["posting_count"], row["opening_count"]


def _month_title(one: date, row: Row, span: Span) -> str:
    counted = f"{number(row['posting_count'])} postings, {number(row['opening_count'])} openings"
    return f"{month(one)}{_partly(one, span)}: {counted}"


def _partly(one: date, span: Span) -> str:
    return "" if span.is_whole(one) else " (month not whole)"


def _remote(found: Found, span: Span) -> Html:
    by_month = {row["month_date"]: row for row in found}
    points = [
        _remote_point(one, label, by_month.get(one), span)
        for one, label in zip(span.months, month_labels(span.months), strict=True)
    ]
    scale = nice_scale(max((point.value for point in points if point.value is not None), default=0))
    body = (
        line("Remote share by month", scale, points, lambda share: f"{100 * share:g} %")
        if any(point.value is not None for point in points)
        else nothing("In no month are there enough postings that say whether they can be done remotely.")
    )
    counts = (
        "Counts the postings that can be done remotely among those that say yes or no, by the month of posting, "
        f"where {_FEWEST_FOR_A_SHARE} or more do; n = {number(found.total('known_count'))} postings."
    )
    rows = (
        [
            month(row["month_date"]),
            number(row["remote_count"]),
            number(row["known_count"]),
            percent(row["remote_share"]),
        ]
        for row in found
    )
    numbers = table([("month", TEXT), ("remote", NUMBER), ("of", NUMBER), ("share", NUMBER)], rows)
    return figure("remote", "Remote work", counts, body, found, numbers)


def _remote_point(one: date, label: str, row: Row | None, span: Span) -> Point:
    if row is None or row["known_count"] < _FEWEST_FOR_A_SHARE:
        return Point(label, "", None)
    title = (
        f"{month(one)}{_partly(one, span)}: {percent(row['remote_share'])} remote, "
        f"{number(row['remote_count'])} of {number(row['known_count'])} postings"
    )
    return Point(label, title, row["remote_share"], span.is_whole(one))


def _countries(found: Found) -> Html:
    largest = found.largest("posting_share") or 1
    rows = []
    for row in found:
        name = _country(row)
        title = f"{name}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
        drawn = bar(title, 100 * row["posting_share"] / largest)
        rows.append([name, drawn, number(row["posting_count"]), percent(row["posting_share"])])
    headings = [("country", TEXT), ("", PLOT), ("postings", NUMBER), ("share", NUMBER)]
    counts = (
        "Counts postings by country, of all postings, the largest groups; data quality, below, tells what is in doubt."
    )
    return figure("countries", "Where the jobs are", counts, table(headings, rows), found)


def _country(row: Row) -> str:
    return "no country known" if row["country_code"] is None else str(row["country_name"] or row["country_code"])


def _companies(found: Found, span: Span) -> Html:
    largest = found.largest("opening_count") or 1
    rows = []
    for row in found:
        name = advert_text(row["company_name"] or UNKNOWN)
        title = (
            f"{row['company_name']}: {number(row['opening_count'])} openings, {number(row['posting_count'])} postings"
        )
        drawn = bar(title, 100 * row["opening_count"] / largest)
        rows.append([name, drawn, number(row["opening_count"]), number(row["posting_count"])])
    headings = [("company", TEXT), ("", PLOT), ("openings", NUMBER), ("postings", NUMBER)]
    body = table(headings, rows) if rows else nothing("No posting of these months names a company.")
    counts = f"Counts the different openings of each company, {recent_of(span)}; the {number(len(rows))} largest."
    return figure("companies", "Who hires most", counts, body, found)


def _stays(found: Found) -> Html:
    shown = [
        Column(
            _days(row),
            f"{_days(row)} days: {number(row['said_count'])} openings whose adverts say the end, "
            f"{number(row['assumed_count'])} whose end is assumed",
            (row["said_count"], row["assumed_count"]),
        )
        for row in found
    ]
    scale = nice_scale(found.largest("opening_count"), smallest_step=1)
    body = join([
        legend(("s1", "the adverts say the end"), ("s2", "end assumed 30 days after posting")),
        columns("Days that openings stay", scale, shown, short, stacked=True),
    ])  # fmt: skip
    counts = (
        "Counts openings by the days from their first posting to the last valid day of their adverts; "
        f"n = {number(found.total('opening_count'))} openings, "
        f"the end of {number(found.total('assumed_count'))} of them assumed."
    )
    rows = ([_days(row), number(row["said_count"]), number(row["assumed_count"])] for row in found)
    numbers = table([("days", TEXT), ("end said", NUMBER), ("end assumed", NUMBER)], rows)
    return figure("stays", "How long openings stay", counts, body, found, numbers)


def _days(row: Row) -> str:
    first, last = row["days_from"], row["days_to"]
    if last is None:
        return f"{first}+"
    return str(first) if last == first else f"{first}\N{EN DASH}{last}"
