"""Boards, and how much they overlap."""

from __future__ import annotations

from jobhouse.report.charts import bar, cell
from jobhouse.report.facts import Facts, Found, Row
from jobhouse.report.formats import number, percent
from jobhouse.report.layout import NUMBER, PLOT, TEXT, figure, legend, nothing, section, table
from jobhouse.report.markup import Html, advert_text, join, tag


def boards(facts: Facts) -> Html:
    """What each board carries, and what it shares with others."""
    return section("boards", "Boards", _carried(facts.ask("boards")), _shared(facts.ask("boards_shared")))


def _carried(found: Found) -> Html:
    largest = found.largest("opening_count") or 1
    rows = []
    for row in found:
        title = (
            f"{row['job_board']}: {number(row['opening_count'])} openings, {number(row['shared_opening_count'])} "
            f"of them on other boards too ({percent(row['shared_share'])})"
        )
        drawn = bar(title, 100 * row["opening_count"] / largest, 100 * row["shared_opening_count"] / largest)
        counts = (row["posting_count"], row["opening_count"], row["shared_opening_count"])
        rows.append([advert_text(row["job_board"]), drawn, *(number(count) for count in counts)])
    headings = [("board", TEXT), ("", PLOT), ("postings", NUMBER), ("openings", NUMBER), ("shared", NUMBER)]
    body = (
        join([legend(("s1", "openings"), ("s2", "of them on other boards too")), table(headings, rows)])
        if rows
        else nothing("No posting names a board.")
    )
    counted = (
        "Counts the different openings on each board, all days together, and those that another board carries too."
    )
    return figure("boards-carried", "What boards carry", counted, body, found)


def _shared(found: Found) -> Html:
    counts = "Counts the openings of the board in the row that the board in the column carries too."
    if not found:
        return figure("boards-shared", "How boards overlap", counts, nothing("No opening is on two boards."), found)
    largest = found.largest("shared_share")
    counts += (
        " The larger the square, the larger is their part of the row's openings; "
        f"a full field is {percent(largest)}. The eight largest boards."
    )
    shared = {_pair(row): row for row in found}
    names = list(dict.fromkeys(row["job_board"] for row in found))
    rows = [
        [join([f"{place} ", advert_text(here)]), *(_field(shared, here, there, largest) for there in names)]
        for place, here in enumerate(names, start=1)
    ]
    headings = [("board", TEXT), *((place, PLOT) for place in range(1, len(names) + 1))]
    body = tag("div", table(headings, rows, class_="matrix"), class_="matrix-frame")
    return figure("boards-shared", "How boards overlap", counts, body, found, _numbers(found))


def _field(shared: dict[tuple[str, str], Row], here: str, there: str, largest: float) -> Html:
    if here == there:
        return tag("span", "·", aria_hidden="true")
    row = shared.get((here, there))
    if row is None:
        return cell(f"{here} and {there}: no opening shared", 0)
    count = number(row["shared_opening_count"])
    title = f"{here}: {count} of its openings ({percent(row['shared_share'])}) are on {there} too"
    return cell(title, row["shared_share"] / largest)


def _numbers(found: Found) -> Html:
    headings = [("board", TEXT), ("other board", TEXT), ("openings shared", NUMBER), ("part", NUMBER)]
    rows = ([*map(advert_text, _pair(row)), *_overlap(row)] for row in found)
    return table(headings, rows)


def _pair(row: Row) -> tuple[str, str]:
    return row["job_board"], row["other_board"]


def _overlap(row: Row) -> tuple[str, str]:
    return number(row["shared_opening_count"]), percent(row["shared_share"])
