"""What reading cost: credits by day, and the last runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report.charts import Axes, ChartColumn, columns
from jobhouse.report.figures import NUMBER, TEXT, Figure, Section, figure, nothing, section, table
from jobhouse.report.formats import day, minute, number, short, words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.scale import nice_scale

_MOST_LABELS: Final = 5
_AXES: Final = Axes("Credits by day", "day of the request (UTC)", "credits")


def credits_and_runs(queries: Queries) -> Section:
    """Credits day by day, and the last runs."""
    return section("cost", "Credits and runs", _credits(queries.run("credits")), _runs(queries.run("runs")))


def _credits(result: QueryResult) -> Figure:
    counts = (
        f"Counts the credits charged on the last {counted(len(result.rows), 'day')} (UTC) with requests: "
        f"{number(result.total('credits_used'))} in {number(result.total('request_count'))} requests."
    )
    scale = nice_scale(result.largest("credits_used"), smallest_step=1)
    drawn = columns(_AXES, scale, _days(result.rows[::-1]), short, stacked=True) if result else None
    body = drawn or nothing("No request was made yet.")
    return figure("credits", "Credits by day", counts, result, body, numbers=_credits_table(result))


def _days(rows: Sequence[Row]) -> list[ChartColumn]:
    every = max(1, -(-len(rows) // _MOST_LABELS))
    return [
        ChartColumn(
            day(row["date_day"]) if place % every == 0 else "",
            f"{day(row['date_day'])}: {number(row['credits_used'])} credits, {number(row['request_count'])} requests "
            f"({number(row['failed_request_count'])} without a page), {number(row['delivered_count'])} jobs delivered",
            (row["credits_used"],),
        )
        for place, row in enumerate(rows)
    ]


def _credits_table(result: QueryResult) -> Markup:
    headings = [("day", TEXT), *((name, NUMBER) for name in ("requests", "failed", "delivered", "credits", "left"))]
    names = ("request_count", "failed_request_count", "delivered_count", "credits_used", "credits_remaining")
    return table(headings, ([day(row["date_day"]), *(number(row[name]) for name in names)] for row in result))


def _runs(result: QueryResult) -> Figure:
    headings = [
        ("started (UTC)", TEXT), ("command", TEXT), ("search", TEXT), ("outcome", TEXT),
        ("requests", NUMBER), ("delivered", NUMBER), ("credits", NUMBER), ("seconds", NUMBER), ("note", TEXT),
    ]  # fmt: skip
    rows = (_run_row(row) for row in result)
    body = table(headings, rows, name="runs") if result else nothing("No run was recorded yet.")
    counts = (
        f"The last {counted(len(result.rows), 'run')} of the commands that read, newest first. A job that is read "
        "twice is delivered twice."
    )
    return figure("runs", "Runs", counts, result, body)


def _run_row(row: Row) -> list[object]:
    names = ("request_count", "delivered_count", "credits_used", "duration_seconds")
    return [
        minute(row["started_at"]), words(row["command"]), row["search"], words(row["outcome"]),
        *(number(row[name]) for name in names), row["note"] or "",
    ]  # fmt: skip
