"""Skills asked for, and which of them come and go."""

from __future__ import annotations

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report import takeaways
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import number, percent, short_percent, times
from jobhouse.report.period import Period, months_in_words, recent_in_words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import advert_text
from jobhouse.report.row_charts import axis_above, bar, change
from jobhouse.report.scale import Scale, nice_scale


def skills(queries: Queries, period: Period) -> Section:
    """The skills asked for most, those that rise and those that fall."""
    moving = queries.run("skills_moving")
    return section(
        "skills",
        "Skills",
        _top(queries.run("skills_top"), period),
        _moving("rising", "Rising fastest", moving, period),
        _moving("falling", "Falling fastest", moving, period),
    )


def _top(result: QueryResult, period: Period) -> Figure:
    scale = nice_scale(result.largest("posting_share"), most_ticks=4)
    headings = [
        ("skill", TEXT),
        (axis_above("share of postings", scale, short_percent), PLOT),
        ("postings", NUMBER),
        ("share", NUMBER),
    ]
    rows = (_top_row(row, scale) for row in result)
    body = table(headings, rows) if result else nothing("No posting of these months names a skill.")
    counts = (
        f"Counts the postings that name the skill, {recent_in_words(period)}, all months together, of those with a "
        "list of skills or a text that may name them; a posting with neither is unknown and left out. Skills are those "
        "delivered and those found in titles and texts. "
        f"n = {number(result.largest('postings_in_all_count'))} postings."
    )
    return figure("skills-top", "Asked for most", counts, result, body, takeaway=takeaways.skills_top(result))


def _top_row(row: Row, scale: Scale) -> list[object]:
    title = f"{row['skill']}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
    drawn = bar(title, scale.percent(row["posting_share"]))
    return [advert_text(row["skill"]), drawn, number(row["posting_count"]), percent(row["posting_share"])]


def _moving(direction: str, title: str, result: QueryResult, period: Period) -> Figure:
    if not period.has_two_years:
        held = counted(len(period.whole_months), "whole month")
        same = " in a row that the same searches read" if period.of_other_searches else ""
        counts = f"Compares the last twelve whole months with the twelve before; the warehouse holds {held}{same}."
        return figure(f"skills-{direction}", title, counts, result, nothing("Too early to tell."))
    boards = counted(int(result.largest("board_count")), "board")
    counts = (
        "Compares the share of postings that name the skill, of those with a list of skills or a text, "
        f"{months_in_words(period.before)} (ring) with {months_in_words(period.recent)} (dot), on the same boards: "
        f"{boards} with at least 50 such postings in each of the two, each with the weight of its smaller year. Skills "
        "with at least 50 postings in one of the two."
    )
    rows = [row for row in result if row["direction"] == direction]
    body = _compared(rows, result.largest("share_before", "share_now"), period) if rows else [nothing("No skill did.")]
    takeaway = takeaways.skills_moving(rows, direction)
    return figure(f"skills-{direction}", title, counts, result, *body, takeaway=takeaway)


def _compared(rows: list[Row], largest: float, period: Period) -> list[Markup]:
    scale = nice_scale(largest, most_ticks=4)
    axis = axis_above("share of postings", scale, short_percent, is_inset=True)
    headings = [("skill", TEXT), (axis, PLOT), ("before", NUMBER), ("now", NUMBER), ("change", NUMBER)]
    years = legend(("ring", months_in_words(period.before)), ("dot s1", months_in_words(period.recent)))
    return [years, table(headings, (_compared_row(row, scale) for row in rows))]


def _compared_row(row: Row, scale: Scale) -> list[object]:
    title = (
        f"{row['skill']}: from {percent(row['share_before'])} ({number(row['posting_count_before'])} postings) "
        f"to {percent(row['share_now'])} ({number(row['posting_count_now'])} postings)"
    )
    drawn = change(title, scale.percent(row["share_before"]), scale.percent(row["share_now"]))
    shares = (percent(row["share_before"]), percent(row["share_now"]))
    return [advert_text(row["skill"]), drawn, *shares, times(row["growth"])]
