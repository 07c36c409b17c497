"""Where the work is done: remotely, partly, or on site."""

from __future__ import annotations

from datetime import date
from typing import Final

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.charts import Axes, ChartColumn, Point, columns, line, month_labels
from jobhouse.report.figures import NUMBER, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import month, number, percent, short_percent
from jobhouse.report.period import Period, month_in_plot
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.scale import nice_scale

_FEWEST_FOR_A_SHARE: Final = 20
"""A share of fewer postings is noise; the numbers below the plot have them all."""
_SHARES_AXES: Final = Axes("Shares of work arrangements by month", "month of posting", "share of postings")
_REMOTE_AXES: Final = Axes("Remote share by month", "month of posting", "share of postings that are remote")


def arrangement(queries: Queries, period: Period) -> Section:
    """Remote work by month, and all arrangements on the same boards."""
    remote, shares = _remote(queries.run("remote"), period), _shares(queries.run("arrangement"), period)
    return section("arrangement", "Remote, hybrid, on site", remote, shares)


def _remote(result: QueryResult, period: Period) -> Figure:
    points, compared = _remote_points(result, period), _same_boards(result, period)
    body = [nothing("In no month are there enough postings that say whether they can be done remotely.")]
    if any(point.value is not None for point in points):
        body = _remote_lines(points, compared, period)
    unknown = f"{number(result.total('unknown_count'))} of {number(result.total('posting_count'))}"
    flagged = number(result.total("flagged_count"))
    counts = (
        "Counts the postings that can be done remotely, wholly, among those that say where the work is done, by the "
        f"month of posting, where {_FEWEST_FOR_A_SHARE} or more do; "
        f"n = {number(result.total('known_count'))} postings. "
        f"Left out are {unknown} postings, which do not say. Of {flagged} only the board's flag says "
        f"that they are not remote, which may be what it fills in. {_same_boards_in_words(result, compared)}"
    )
    rows = (_remote_row(row) for row in result)
    names = ("remote", "of", "share", "hybrid", "unknown", "share of the same boards")
    numbers = table([("month", TEXT), *((name, NUMBER) for name in names)], rows)
    return figure("remote", "Remote work", counts, result, *body, numbers=numbers, takeaway=takeaways.remote(result))


def _same_boards_in_words(result: QueryResult, compared: list[float | None]) -> str:
    boards = int(result.largest("same_board_count"))
    if not _is_any(compared):
        return "No board has enough postings in nearly all months to show the same boards all the time."
    return (
        "The share of all boards moves when boards come and go. The dashed line holds them still: "
        f"{counted(boards, 'board')} with 10 or more such postings in nine of ten months, each with the same weight "
        "in every month."
    )


def _same_boards(result: QueryResult, period: Period) -> list[float | None]:
    """The share of the same boards for each month: None where it is not whole, or where too few of theirs say so."""
    by_month = {
        row["month_date"]: row["same_boards_remote_share"]
        for row in result
        if (row["same_boards_count"] or 0) >= _FEWEST_FOR_A_SHARE and period.is_whole(row["month_date"])
    }
    return [by_month.get(one) for one in period.months]


def _is_any(values: list[float | None]) -> bool:
    return any(value is not None for value in values)


def _remote_lines(points: list[Point], compared: list[float | None], period: Period) -> list[Markup]:
    largest = max(value for value in (*(point.value for point in points), *compared) if value is not None)
    drawn = line(_REMOTE_AXES, nice_scale(largest), points, short_percent, compared)
    same = [("s2", "the same boards all the time")] if _is_any(compared) else []
    return [legend(("s1", "all boards"), *same, ("s1 partial", f"month {period.why_paler}")), drawn]


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
        return Point(label, "", None, period.is_whole(one))
    same = row["same_boards_remote_share"]
    title = (
        f"{month_in_plot(one, period)}: {percent(row['remote_share'])} remote, "
        f"{number(row['remote_count'])} of {number(row['known_count'])} postings; "
        f"{percent(row['unknown_share'])} of all do not say"
        + ("" if same is None else f"; {percent(same)} remote on the same boards")
    )
    return Point(label, title, row["remote_share"], period.is_whole(one))


def _shares(result: QueryResult, period: Period) -> Figure:
    title = "Remote, hybrid and on site on the same boards"
    if not result:
        counts = (
            "Compares the same boards all the time: those with 10 or more postings that say so in nine of ten months."
        )
        return figure("arrangement-shares", title, counts, result, nothing("No board has as many."))
    boards = counted(int(result.largest("same_board_count")), "board")
    counts = (
        "Shares of the postings that say where the work is done, by the month of posting, on the same boards all the "
        f"time: {boards} with 10 or more such postings in nine of ten months, each with the same weight every month; "
        f"n = {number(result.total('known_count'))} postings. What is said above of the boards' flag holds here too."
    )
    body = [
        legend(("s1", "remote"), ("s2", "hybrid"), ("s3", "on site"), ("s1 partial", f"month {period.why_paler}")),
        columns(_SHARES_AXES, nice_scale(1), _share_columns(result, period), short_percent, stacked=True),
    ]
    rows = ([month(row["month_date"]), number(row["known_count"]), *map(percent, _three(row))] for row in result)
    names = ("postings", "remote", "hybrid", "on site")
    numbers = table([("month", TEXT), *((name, NUMBER) for name in names)], rows)
    takeaway = takeaways.arrangement(result)
    return figure("arrangement-shares", title, counts, result, *body, numbers=numbers, takeaway=takeaway)


def _three(row: Row) -> tuple[float, ...]:
    return row["remote_share"], row["hybrid_share"], row["on_site_share"]


def _share_columns(result: QueryResult, period: Period) -> list[ChartColumn]:
    by_month = {row["month_date"]: row for row in result}
    labels = zip(period.months, month_labels(period.months), strict=True)
    return [_share_column(one, label, by_month.get(one), period) for one, label in labels]


def _share_column(one: date, label: str, row: Row | None, period: Period) -> ChartColumn:
    name = month_in_plot(one, period)
    if row is None:
        return ChartColumn(label, f"{name}: no posting of these boards says so", (0, 0, 0), period.is_whole(one))
    remote, hybrid, on_site = map(percent, _three(row))
    title = f"{name}: {remote} remote, {hybrid} hybrid, {on_site} on site, {number(row['known_count'])} postings"
    return ChartColumn(label, title, _three(row), period.is_whole(one))
