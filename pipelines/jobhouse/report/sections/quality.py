"""How far the numbers can be trusted."""

from __future__ import annotations

from typing import Final

from jobhouse.report import takeaways
from jobhouse.report.figures import NUMBER, PLOT, TEXT, Figure, Section, figure, legend, nothing, section, table
from jobhouse.report.formats import day, number, percent, short, short_percent, words
from jobhouse.report.queries import Queries, QueryResult, Row
from jobhouse.report.row_charts import axis_above, bar
from jobhouse.report.scale import Scale, nice_scale

_ALL: Final = nice_scale(1)
_COLUMNS: Final = {
    "job_title": "title",
    "company_id": "company",
    "location_id": "place",
    "post_date": "day of posting",
    "valid_through_date": "last valid day",
    "job_type": "job type",
    "seniority_level": "seniority",
    "is_remote": "remote or not, as delivered",
    "work_arrangement": "remote, hybrid or on site",
    "job_board": "board",
    "job_url": "URL",
    "salary_offered": "pay in words",
    "salary_annual_min": "annual pay",
}
_BASES: Final = {
    "job_url": "its URL: strong",
    "job_url_and_title": "its URL and title, where one URL carries several adverts",
    "apply_url": "the address for applications, its board, title and place",
    "company_title_place_date": "company, title, place, board and day: weak",
    "version": "its whole content, since nothing else is known: weakest",
}


def quality(queries: Queries) -> Section:
    """Nulls, pay read, keys, windows that do not add up, countries in doubt."""
    return section(
        "quality",
        "Data quality",
        _missing(queries.run("missing")),
        _pay_read(queries.run("salary_reading")),
        _identity(queries.run("identity")),
        _windows(queries.run("windows_off")),
        _doubtful(queries.run("countries_doubtful")),
    )


def _missing(result: QueryResult) -> Figure:
    headings = [
        ("column", TEXT),
        (axis_above("share of postings", _ALL, short_percent), PLOT),
        ("missing", NUMBER),
        ("share", NUMBER),
    ]
    whole = number(result.largest("posting_count"))
    counts = f"Counts postings without a value in the main columns; n = {whole} postings."
    rows = (_missing_row(row) for row in result)
    body = table(headings, rows) if result else nothing("There are no postings yet.")
    return figure(
        "missing", "What adverts leave out", counts, result, body, takeaway=takeaways.missing(result, _COLUMNS)
    )


def _missing_row(row: Row) -> list[object]:
    name = _COLUMNS.get(row["column_name"], row["column_name"])
    title = f"{name}: missing in {number(row['missing_count'])} of {number(row['posting_count'])} postings"
    return [name, bar(title, 100 * row["missing_share"]), number(row["missing_count"]), percent(row["missing_share"])]


def _pay_read(result: QueryResult) -> Figure:
    counts = (
        f"Counts the postings that say anything about pay; n = {number(result.total('posting_count'))} postings. "
        f"A figure was read in {number(result.total('read_count'))} of them, "
        f"an annual one in {number(result.total('annual_count'))}."
    )
    body = [nothing("No posting says anything about pay.")]
    if result:
        scale = nice_scale(result.largest("posting_count"), most_ticks=4, smallest_step=1)
        axis = axis_above("postings", scale, short)
        headings = [("how it was read", TEXT), (axis, PLOT), ("postings", NUMBER), ("read", NUMBER), ("a year", NUMBER)]
        body = [
            legend(("s1", "postings"), ("s2", "with a pay that was read")),
            table(headings, (_pay_row(row, scale) for row in result)),
        ]
    return figure("pay-read", "Pay that could be read", counts, result, *body, takeaway=takeaways.pay_read(result))


def _pay_row(row: Row, scale: Scale) -> list[object]:
    name = words(row["salary_basis"])
    title = f"{name}: {number(row['posting_count'])} postings, {number(row['read_count'])} with a pay that was read"
    drawn = bar(title, scale.percent(row["posting_count"]), scale.percent(row["read_count"]))
    return [name, drawn, *map(number, (row["posting_count"], row["read_count"], row["annual_count"]))]


def _identity(result: QueryResult) -> Figure:
    axis = axis_above("share of postings", _ALL, short_percent)
    headings = [("a posting is identified by", TEXT), (axis, PLOT), ("postings", NUMBER), ("share", NUMBER)]
    counts = (
        "Counts postings by what identifies them: the weaker, the likelier that one is counted twice; "
        f"n = {number(result.total('posting_count'))} postings."
    )
    rows = (_identity_row(row) for row in result)
    body = table(headings, rows) if result else nothing("There are no postings yet.")
    return figure("identity", "What identifies a posting", counts, result, body, takeaway=takeaways.identity(result))


def _identity_row(row: Row) -> list[object]:
    basis = words(row["job_id_basis"])
    title = f"{basis}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
    drawn = bar(title, 100 * row["posting_share"])
    name = _BASES.get(row["job_id_basis"], basis)
    return [name, drawn, number(row["posting_count"]), percent(row["posting_share"])]


def _windows(result: QueryResult) -> Figure:
    headings = [
        ("days", TEXT), ("search", TEXT), ("verdict", TEXT),
        ("announced", NUMBER), ("delivered", NUMBER), ("why", TEXT),
    ]  # fmt: skip
    rows = (_window_row(row) for row in result)
    body = table(headings, rows) if result else nothing("Every window that was read to the end adds up.")
    whole = number(int(result.largest("window_count")))
    counts = (
        f"Counts windows whose verdict is short, over or drifted: {whole}, the furthest off first. Announced and "
        "delivered are the jobs that the API named and sent, repeats included. They can agree where job versions are "
        "lost that were stored, where repeats came in place of other jobs, or where the total changed while it was "
        "read: the last column says which, and how many are lost."
    )
    return figure("windows", "Windows that do not add up", counts, result, body, takeaway=takeaways.windows(result))


def _window_row(row: Row) -> list[object]:
    return [
        f"{day(row['first_day'])} to {day(row['last_day'])}", row["search"], row["status"],
        number(row["expected_count"]), number(row["delivered_count"]), row["reason"] or "",
    ]  # fmt: skip


def _doubtful(result: QueryResult) -> Figure:
    headings = [("country", TEXT), ("in doubt", NUMBER), ("of postings", NUMBER)]
    rows = (
        [row["country_name"] or row["country_code"], number(row["doubtful_count"]), number(row["posting_count"])]
        for row in result
    )
    body = table(headings, rows) if result else nothing("No country is in doubt.")
    counts = (
        "Counts postings whose city, state and country do not agree, or whose country is a code that may mean a state; "
        "the ten countries with most."
    )
    return figure("doubtful", "Countries in doubt", counts, result, body, takeaway=takeaways.doubtful(result))
