"""What was read, and whether it is all there."""

from __future__ import annotations

from itertools import groupby
from typing import Final, get_args

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.charts import Day, calendar, shades
from jobhouse.report.figures import Figure, Section, figure, legend, nothing, section
from jobhouse.report.formats import day, number
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import render
from jobhouse.warehouse.verify.verdicts import Verdict

_MOST_SEARCHES: Final = 3
"""Calendars drawn: each weighs some 400 KB."""


def headline(queries: Queries) -> Figure:
    """The five figures that the page begins with."""
    result = queries.run("totals")
    (row,) = result.rows
    shown = (
        ("postings", row["posting_count"], "adverts, each once"),
        ("openings", row["opening_count"], "vacancies behind them"),
        ("companies", row["company_count"], "that advertise"),
        ("days covered", row["day_count"], f"of {number(row['day_of_range_count'])}"),
        ("credits used", row["credits_used"], f"in {counted(row['request_count'], 'request')}"),
    )
    numbers = [(name, number(value), note) for name, value, note in shown]
    counts = "Postings are adverts on one board; openings join those that advertise the same vacancy."
    return figure("totals", "In the warehouse", counts, result, render("headline.html", numbers=numbers))


def coverage(queries: Queries) -> Section:
    """The calendar of all days."""
    result = queries.run("coverage")
    counts = (
        f"Counts the versions of adverts loaded for each day of posting; {number(result.total('loaded_count'))} in "
        "all. The verdicts are those of jobhouse verify, on the window that read the day last. Stronger green: more."
    )
    body = [nothing("Nothing has been read yet; jobhouse backfill reads history.")]
    if result:
        body = [_status_legend(), *_calendars(result)]
    return section(
        "coverage",
        "Coverage",
        figure(
            "calendar", "Every day, and whether it is all there", counts, result, *body, takeaway=takeaways.days(result)
        ),
    )


def _status_legend() -> Markup:
    return legend(
        ("verified l2", "verified: all that was announced is stored"),
        ("verified", "verified, no jobs"),
        ("drifted l2", "drifted: totals that change explain the difference"),
        ("unknown l2", "unknown: no total proves it"),
        ("short", "short: less than announced, or lost"),
        ("over", "over: more than announced"),
        ("open", "open: not read to the end"),
        ("missing", "missing: not begun"),
    )


def _calendars(result: QueryResult) -> list[Markup]:
    searches = [(name, list(rows)) for name, rows in groupby(result, key=lambda row: str(row["search"]))]
    drawn = [_search_calendar(name, rows) for name, rows in searches[:_MOST_SEARCHES]]
    if left_out := [name for name, _ in searches[_MOST_SEARCHES:]]:
        drawn.append(nothing(f"Not drawn, to keep the page small: the searches {', '.join(left_out)}."))
    return drawn


def _search_calendar(name: str, rows: list[Row]) -> Markup:
    days = list(map(_day, rows))
    return render(
        "search_calendar.html",
        counts=_days_in_words(name, rows),
        shades=legend(("", "Loaded on a day:"), *shades(days)),
        calendar=calendar(days),
    )


def _days_in_words(search: str, rows: list[Row]) -> str:
    counts = {status: sum(row["status"] == status for row in rows) for status in (*get_args(Verdict), "missing")}
    by_status = ", ".join(f"{number(count)} {status}" for status, count in counts.items() if count)
    first, last = rows[0]["date_day"], rows[-1]["date_day"]
    return f"Search {search}: {counted(len(rows), 'day')}, {day(first)} to {day(last)}: {by_status}."


def _day(row: Row) -> Day:
    title = f"{day(row['date_day'])}: {row['status']}, {number(row['loaded_count'])} loaded"
    if row["window_days"] is not None:
        title += f"; window of {counted(row['window_days'], 'day')}: {number(row['window_delivered_count'])} delivered"
    if row["window_expected_count"] is not None:
        title += f" of {number(row['window_expected_count'])} announced"
    return Day(row["date_day"], row["status"], row["loaded_count"], title)
