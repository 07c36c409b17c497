"""What was read, how wholly, and what it cost."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from jobhouse.counting import counted
from jobhouse.report.charts import Column, Day, calendar, columns
from jobhouse.report.facts import Facts, Found, Row
from jobhouse.report.formats import day, minute, number, short, words
from jobhouse.report.layout import NUMBER, TEXT, figure, legend, nothing, section, table
from jobhouse.report.markup import Html, join, tag
from jobhouse.report.scales import nice_scale

_MOST_SEARCHES: Final = 3
"""Calendars drawn: each weighs some 400 KB."""


def headline(facts: Facts) -> Html:
    """The five figures that the page begins with."""
    found = facts.ask("totals")
    (row,) = found.rows
    shown = (
        ("postings", row["posting_count"], "adverts, each once"),
        ("openings", row["opening_count"], "vacancies behind them"),
        ("companies", row["company_count"], "that advertise"),
        ("days covered", row["day_count"], f"of {number(row['day_of_range_count'])}"),
        ("credits used", row["credits_used"], f"in {counted(row['request_count'], 'request')}"),
    )
    figures = [
        tag("div", tag("dt", name), tag("dd", tag("b", number(value)), " ", tag("span", note)))
        for name, value, note in shown
    ]
    counts = "Postings are adverts on one board; openings join those that advertise the same vacancy."
    return figure("totals", "In the warehouse", counts, tag("dl", *figures, class_="headline"), found)


def coverage(facts: Facts) -> Html:
    """The calendar of all days."""
    found = facts.ask("coverage")
    if not found:
        body: Html = nothing("Nothing has been read yet; jobhouse backfill reads history.")
    else:
        body = join([_status_legend(), *_calendars(found)])
    counts = (
        f"Counts the versions of adverts loaded for each day of posting; {number(found.total('loaded_count'))} in all. "
        "Short and over hold the jobs that a window of days delivered against those announced. Stronger green: more."
    )
    return section(
        "coverage", "Coverage", figure("calendar", "Every day, and whether it is all there", counts, body, found)
    )


def _status_legend() -> Html:
    return legend(
        ("complete l2", "complete"),
        ("complete", "complete, no jobs"),
        ("open", "open: not read to the end"),
        ("short", "short: less than announced"),
        ("over", "over: more than announced"),
    )


def _calendars(found: Found) -> list[Html]:
    searches = [(name, list(rows)) for name, rows in groupby(found, key=lambda row: str(row["search"]))]
    drawn = [
        join([tag("p", _days_in_words(name, rows), class_="counts"), calendar([_day(row) for row in rows])])
        for name, rows in searches[:_MOST_SEARCHES]
    ]
    if left := [name for name, _ in searches[_MOST_SEARCHES:]]:
        drawn.append(nothing(f"Not drawn, to keep the page small: the searches {', '.join(left)}."))
    return drawn


def _days_in_words(search: str, rows: list[Row]) -> str:
    counts = {status: sum(row["status"] == status for row in rows) for status in ("complete", "open", "short", "over")}
    said = ", ".join(f"{number(count)} {status}" for status, count in counts.items() if count)
    span = f"{day(rows[0]['date_day'])} to {day(rows[-1]['date_day'])}"
    return f"Search {search}: {counted(len(rows), 'day')}, {span}: {said}."


def _day(row: Row) -> Day:
    title = f"{day(row['date_day'])}: {row['status']}, {number(row['loaded_count'])} loaded"
    if row["window_days"] is not None:
        title += f"; window of {counted(row['window_days'], 'day')}: {number(row['window_delivered_count'])} delivered"
    if row["window_expected_count"] is not None:
        title += f" of {number(row['window_expected_count'])} announced"
    return Day(row["date_day"], row["status"], row["loaded_count"], title)


def cost(facts: Facts) -> Html:
    """Credits day by day, and the last runs."""
    return section("cost", "Credits and runs", _credits(facts.ask("credits")), _runs(facts.ask("runs")))


def _credits(found: Found) -> Html:
    days = found.rows[::-1]
    counts = (
        f"Counts the credits charged on the last {counted(len(days), 'day')} (UTC) with requests: "
        f"{number(found.total('credits_used'))} in {number(found.total('request_count'))} requests."
    )
    scale = nice_scale(found.largest("credits_used"), smallest_step=1)
    every = -(-len(days) // 5)
    shown = [
        Column(
            day(row["date_day"]) if place % max(1, every) == 0 else "",
            f"{day(row['date_day'])}: {number(row['credits_used'])} credits, {number(row['request_count'])} requests "
            f"({number(row['failed_request_count'])} without a page), {number(row['delivered_count'])} jobs delivered",
            (row["credits_used"],),
        )
        for place, row in enumerate(days)
    ]
    body = columns("Credits by day", scale, shown, short, stacked=True) if days else nothing("No request was made yet.")
    return figure("credits", "Credits by day", counts, body, found, _credits_table(found))


def _credits_table(found: Found) -> Html:
    headings = [("day", TEXT), *((name, NUMBER) for name in ("requests", "failed", "delivered", "credits", "left"))]
    names = ("request_count", "failed_request_count", "delivered_count", "credits_used", "credits_remaining")
    return table(headings, ([day(row["date_day"]), *(number(row[name]) for name in names)] for row in found))


def _runs(found: Found) -> Html:
    headings = [
        ("started (UTC)", TEXT), ("command", TEXT), ("search", TEXT), ("outcome", TEXT),
        ("requests", NUMBER), ("jobs", NUMBER), ("credits", NUMBER), ("seconds", NUMBER), ("note", TEXT),
    ]  # fmt: skip
    names = ("request_count", "delivered_count", "credits_used", "duration_seconds")
    rows = (
        [
            minute(row["started_at"]), words(row["command"]), row["search"], words(row["outcome"]),
            *(number(row[name]) for name in names), row["note"] or "",
        ]
        for row in found
    )  # fmt: skip
    body = table(headings, rows, class_="runs") if found else nothing("No run was recorded yet.")
    counts = f"The last {counted(len(found.rows), 'run')} of the commands that read, newest first."
    return figure("runs", "Runs", counts, body, found)
