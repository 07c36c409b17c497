"""Skills asked for, and which of them come and go."""

from __future__ import annotations

from jobhouse.counting import counted
from jobhouse.report.charts import bar, change
from jobhouse.report.facts import Facts, Found, Row, Span
from jobhouse.report.formats import number, percent, times
from jobhouse.report.layout import NUMBER, PLOT, TEXT, figure, months_of, nothing, recent_of, section, table
from jobhouse.report.markup import Html, advert_text


def skills(facts: Facts, span: Span) -> Html:
    """The skills asked for most, those that rise and those that fall."""
    moving = facts.ask("skills_moving")
    return section(
        "skills",
        "Skills",
        _top(facts.ask("skills_top"), span),
        _moving("rising", "Rising fastest", moving, span),
        _moving("falling", "Falling fastest", moving, span),
    )


def _top(found: Found, span: Span) -> Html:
    largest = found.largest("posting_share") or 1
    rows = []
    for row in found:
        title = f"{row['skill']}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
        drawn = bar(title, 100 * row["posting_share"] / largest)
        rows.append([advert_text(row["skill"]), drawn, number(row["posting_count"]), percent(row["posting_share"])])
    headings = [("skill", TEXT), ("", PLOT), ("postings", NUMBER), ("share", NUMBER)]
    body = table(headings, rows) if rows else nothing("No posting of these months names a skill.")
    counts = (
        f"Counts the postings that name the skill, {recent_of(span)}, of those that name any; "
        f"n = {number(found.largest('postings_with_skills_count'))} postings."
    )
    return figure("skills-top", "Asked for most", counts, body, found)


def _moving(direction: str, title: str, found: Found, span: Span) -> Html:
    shown = [row for row in found if row["direction"] == direction]
    if not span.has_two_years:
        there = counted(len(span.whole_months), "whole month")
        counts = f"Compares the last twelve whole months with the twelve before; the warehouse holds {there}."
        return figure(f"skills-{direction}", title, counts, nothing("Too early to tell."), found)
    counts = (
        f"Compares the share of postings with skills that name the skill, {months_of(span.before)} (ring) with "
        f"{months_of(span.recent)} (dot); skills with at least 50 postings in one of the two."
    )
    body = _compared(shown, found.largest("share_before", "share_now")) if shown else nothing("No skill did.")
    return figure(f"skills-{direction}", title, counts, body, found)


def _compared(rows: list[Row], largest: float) -> Html:
    lines = []
    for row in rows:
        title = (
            f"{row['skill']}: from {percent(row['share_before'])} ({number(row['posting_count_before'])} postings) "
            f"to {percent(row['share_now'])} ({number(row['posting_count_now'])} postings)"
        )
        drawn = change(title, 100 * row["share_before"] / largest, 100 * row["share_now"] / largest)
        shares = (percent(row["share_before"]), percent(row["share_now"]))
        lines.append([advert_text(row["skill"]), drawn, *shares, times(row["growth"])])
    headings = [("skill", TEXT), ("", PLOT), ("before", NUMBER), ("now", NUMBER), ("change", NUMBER)]
    return table(headings, lines)
