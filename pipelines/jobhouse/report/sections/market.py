"""What the job market looks like: how much is posted, for which work, by whom, and for how long."""

from __future__ import annotations

from datetime import date
from typing import Final

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.charts import Axes, ChartColumn, columns, month_labels
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import UNKNOWN, month, number, short
from jobhouse.report.period import Period, month_in_plot, months_in_words, recent_in_words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import advert_text
from jobhouse.report.row_charts import axis_above, bar
from jobhouse.report.scale import Scale, nice_scale

_MOST_BINS_NAMED: Final = 6
_NO_POSTINGS: Final = {"posting_count": 0, "opening_count": 0}


def market(queries: Queries, period: Period) -> Section:
    """Postings over time, titles, companies, and how long openings stay."""
    return section(
        "market",
        "The market",
        _postings(queries.run("months"), period),
        _titles(queries.run("titles"), period),
        _companies(queries.run("companies"), period),
        _stays(queries.run("live_days")),
    )


def _postings(result: QueryResult, period: Period) -> Figure:
    scale = nice_scale(result.largest("posting_count"), smallest_step=1)
    body = (
        legend(("s1", "postings"), ("s2", "openings"), ("s1 partial", f"month {period.why_paler}")),
        columns(
            Axes("Postings and openings by month", "month of posting", "postings, openings"),
            scale,
            _month_columns(result, period),
            short,
            stacked=False,
        ),
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


def _month_columns(result: QueryResult, period: Period) -> list[ChartColumn]:
    by_month = {row["month_date"]: row for row in result}
    return [
        _month_column(one, label, by_month.get(one, _NO_POSTINGS), period)
        for one, label in zip(period.months, month_labels(period.months), strict=True)
    ]


def _month_column(one: date, label: str, row: Row, period: Period) -> ChartColumn:
    postings, openings = row["posting_count"], row["opening_count"]
    title = f"{month_in_plot(one, period)}: {number(postings)} postings, {number(openings)} openings"
    return ChartColumn(label, title, (postings, openings), period.is_whole(one))


def _titles(result: QueryResult, period: Period) -> Figure:
    scale = nice_scale(result.largest("opening_count"), most_ticks=4, smallest_step=1)
    axis = axis_above("openings", scale, short)
    headings = [("title", TEXT), (axis, PLOT), ("openings", NUMBER), ("postings", NUMBER), ("companies", NUMBER)]
    body = table(headings, (_title_row(row, scale) for row in result)) if result else nothing("No posting has a title.")
    counts = (
        f"Counts the different openings with the title, {recent_in_words(period)}, whatever its case, its hyphens and "
        f"its marks for genders; the {number(len(result.rows))} most frequent; "
        f"n = {number(result.largest('titled_count'))} openings with a title."
    )
    return figure("titles", "Titles advertised most", counts, result, body, takeaway=takeaways.titles(result))


def _title_row(row: Row, scale: Scale) -> list[object]:
    counts = (row["opening_count"], row["posting_count"], row["company_count"])
    openings, postings, companies = map(number, counts)
    title = f"{row['job_title']}: {openings} openings, {postings} postings, {companies} companies"
    drawn = bar(title, scale.percent(row["opening_count"]))
    return [advert_text(row["job_title"]), drawn, openings, postings, companies]


def _companies(result: QueryResult, period: Period) -> Figure:
    scale = nice_scale(result.largest("opening_count"), most_ticks=4, smallest_step=1)
    headings = [
        ("company", TEXT),
        (axis_above("openings", scale, short), PLOT),
        ("openings", NUMBER),
        ("postings", NUMBER),
    ]
    rows = (_company_row(row, scale) for row in result)
    body = table(headings, rows) if result else nothing("No posting of these months names a company.")
    counts = (
        f"Counts the different openings of each company, {recent_in_words(period)}; the {number(len(result.rows))} "
        "largest."
    )
    return figure("companies", "Who hires most", counts, result, body, takeaway=takeaways.companies(result))


def _company_row(row: Row, scale: Scale) -> list[object]:
    name, openings, postings = row["company_name"], row["opening_count"], row["posting_count"]
    drawn = bar(f"{name}: {number(openings)} openings, {number(postings)} postings", scale.percent(openings))
    return [advert_text(name or UNKNOWN), drawn, number(openings), number(postings)]


def _stays(result: QueryResult) -> Figure:
    scale = nice_scale(result.largest("opening_count"), smallest_step=1)
    axes = Axes("Days that openings stay", "days from the first posting to the last live day", _a_bin(result))
    body = [
        legend(("s1", "the adverts name the end"), ("s2", "the API no longer delivers the adverts")),
        columns(axes, scale, _stay_columns(result), short, stacked=True),
    ]
    if not result.largest("known_count"):
        body = [nothing("Of no opening is the end known yet.")]
    counts = (
        "Counts openings whose end is known by the days from their first posting to their last live day; "
        f"n = {number(result.largest('known_count'))} openings. {_longer(result)}Left out are "
        f"{number(result.largest('assumed_count'))} whose end is an assumption (30 days after their last posting), and "
        f"{number(result.largest('month_date_count'))} whose board dates adverts by the month alone."
    )
    rows = ([_days(row), number(row["named_count"]), number(row["withdrawn_count"])] for row in result)
    numbers = table([("days", TEXT), ("end named", NUMBER), ("withdrawn", NUMBER)], rows)
    return figure(
        "stays", "How long openings stay", counts, result, *body, numbers=numbers, takeaway=takeaways.stays(result)
    )


def _a_bin(result: QueryResult) -> str:
    """All bins are of one width."""
    first = next(iter(result))
    days = first["days_to"] - first["days_from"] + 1
    return "openings per day" if days == 1 else f"openings per {days} days"


def _longer(result: QueryResult) -> str:
    longer = int(result.largest("longer_count"))
    if not longer:
        return ""
    return (
        f"{counted(longer, 'opening')} that stayed longer than {counted(int(result.largest('days_to')), 'day')} "
        "are not drawn. "
    )


def _stay_columns(result: QueryResult) -> list[ChartColumn]:
    every = -(-len(result.rows) // _MOST_BINS_NAMED)
    return [_stay_column(row, is_named=place % every == 0) for place, row in enumerate(result)]


def _stay_column(row: Row, *, is_named: bool) -> ChartColumn:
    days, named, withdrawn = _days(row), row["named_count"], row["withdrawn_count"]
    title = f"{days} days: {number(named)} openings whose adverts name the end, {number(withdrawn)} withdrawn"
    return ChartColumn(days if is_named else "", title, (named, withdrawn))


def _days(row: Row) -> str:
    first, last = row["days_from"], row["days_to"]
    return str(first) if last == first else f"{first}\N{EN DASH}{last}"
