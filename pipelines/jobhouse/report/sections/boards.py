"""Boards, and how much they overlap."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from jobhouse.report import takeaways
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import number, percent, short
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.rendering import advert_text
from jobhouse.report.row_charts import axis_above, bar, square
from jobhouse.report.scale import Scale, nice_scale

_SELF: Final = Markup('<span aria-hidden="true">·</span>')


def boards(queries: Queries) -> Section:
    """What each board carries, and what it shares with others."""
    return section("boards", "Boards", _carried(queries.run("boards")), _shared(queries.run("boards_shared")))


def _carried(result: QueryResult) -> Figure:
    counts = "Counts the different openings on each board, all days together, and those that another board carries too."
    body = [nothing("No posting names a board.")]
    if result:
        scale = nice_scale(result.largest("opening_count"), most_ticks=4, smallest_step=1)
        headings = [
            ("board", TEXT),
            (axis_above("openings", scale, short), PLOT),
            ("postings", NUMBER),
            ("openings", NUMBER),
            ("shared", NUMBER),
        ]
        body = [
            legend(("s1", "openings"), ("s2", "of them on other boards too")),
            table(headings, (_carried_row(row, scale) for row in result)),
        ]
    return figure("boards-carried", "What boards carry", counts, result, *body, takeaway=takeaways.boards(result))


def _carried_row(row: Row, scale: Scale) -> list[object]:
    title = (
        f"{row['job_board']}: {number(row['opening_count'])} openings, {number(row['shared_opening_count'])} "
        f"of them on other boards too ({percent(row['shared_share'])})"
    )
    drawn = bar(title, scale.percent(row["opening_count"]), scale.percent(row["shared_opening_count"]))
    counts = (row["posting_count"], row["opening_count"], row["shared_opening_count"])
    return [advert_text(row["job_board"]), drawn, *map(number, counts)]


def _shared(result: QueryResult) -> Figure:
    counts = "Counts the openings of the board in the row that the board in the column carries too."
    if not result:
        return figure("boards-shared", "How boards overlap", counts, result, nothing("No opening is on two boards."))
    counts += (
        " The larger the square, the larger is their part of the row's openings; "
        f"a full field is {percent(result.largest('shared_share'))}. The eight largest boards."
    )
    return figure(
        "boards-shared",
        "How boards overlap",
        counts,
        result,
        _matrix(result),
        numbers=_numbers(result),
        takeaway=takeaways.boards_shared(result),
    )


def _matrix(result: QueryResult) -> Markup:
    largest = result.largest("shared_share")
    shared = {_pair(row): row for row in result}
    names = list(dict.fromkeys(row["job_board"] for row in result))
    rows = [[advert_text(here), *(_field(shared, here, there, largest) for there in names)] for here in names]
    headings = [("board", TEXT), *((advert_text(name), PLOT) for name in names)]
    return table(headings, rows, name="matrix")


def _field(shared: dict[tuple[str, str], Row], here: str, there: str, largest: float) -> Markup:
    if here == there:
        return _SELF
    row = shared.get((here, there))
    if row is None:
        return square(f"{here} and {there}: no opening shared", 0)
    count = number(row["shared_opening_count"])
    title = f"{here}: {count} of its openings ({percent(row['shared_share'])}) are on {there} too"
    return Markup("{} {}").format(square(title, row["shared_share"] / largest), percent(row["shared_share"]))


def _numbers(result: QueryResult) -> Markup:
    headings = [("board", TEXT), ("other board", TEXT), ("openings shared", NUMBER), ("part", NUMBER)]
    rows = (
        [*map(advert_text, _pair(row)), number(row["shared_opening_count"]), percent(row["shared_share"])]
        for row in result
    )
    return table(headings, rows)


def _pair(row: Row) -> tuple[str, str]:
    return row["job_board"], row["other_board"]
