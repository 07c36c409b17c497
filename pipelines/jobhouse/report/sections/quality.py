"""How far the numbers can be trusted."""

from __future__ import annotations

from typing import Final

from jobhouse.report.charts import bar
from jobhouse.report.facts import Facts, Found
from jobhouse.report.formats import day, number, percent, words
from jobhouse.report.layout import NUMBER, PLOT, TEXT, figure, legend, nothing, section, table
from jobhouse.report.markup import Html, join

_COLUMNS: Final = {
    "job_title": "title",
    "company_id": "company",
    "location_id": "place",
    "post_date": "day of posting",
    "valid_through_date": "last valid day",
    "job_type": "job type",
    "seniority_level": "seniority",
    "is_remote": "remote or not",
    "job_board": "board",
    "job_url": "URL",
    "salary_offered": "pay in words",
    "salary_annual_min": "annual pay",
}
_BASES: Final = {
    "job_url": "its URL: strong",
    "job_url_and_title": "its URL and title, where one URL carries several adverts",
    "apply_url": "the address for applications",
    "company_title_place_date": "company, title, place and day: weak",
    "version": "its whole content, since nothing else is known: weakest",
}


def quality(facts: Facts) -> Html:
    """Nulls, pay read, keys, windows that do not add up, countries in doubt."""
    return section(
        "quality",
        "Data quality",
        _missing(facts.ask("missing")),
        _pay_read(facts.ask("salary_reading")),
        _identity(facts.ask("identity")),
        _windows(facts.ask("windows_off")),
        _doubtful(facts.ask("countries_doubtful")),
    )


def _missing(found: Found) -> Html:
    rows = []
    for row in found:
        name = _COLUMNS.get(row["column_name"], row["column_name"])
        title = f"{name}: missing in {number(row['missing_count'])} of {number(row['posting_count'])} postings"
        drawn = bar(title, 100 * row["missing_share"])
        rows.append([name, drawn, number(row["missing_count"]), percent(row["missing_share"])])
    headings = [("column", TEXT), ("", PLOT), ("missing", NUMBER), ("share", NUMBER)]
    whole = number(found.largest("posting_count"))
    counts = f"Counts postings without a value in the main columns, a full bar being all; n = {whole} postings."
    if not found:
        return figure("missing", "What adverts leave out", counts, nothing("There are no postings yet."), found)
    return figure("missing", "What adverts leave out", counts, table(headings, rows), found)


def _pay_read(found: Found) -> Html:
    largest = found.largest("posting_count") or 1
    whole = found.total("posting_count")
    rows = []
    for row in found:
        name = words(row["salary_basis"])
        title = f"{name}: {number(row['posting_count'])} postings, {number(row['read_count'])} with a pay that was read"
        drawn = bar(title, 100 * row["posting_count"] / largest, 100 * row["read_count"] / largest)
        numbers = (row["posting_count"], row["read_count"], row["annual_count"])
        rows.append([name, drawn, *(number(value) for value in numbers)])
    headings = [("how it was read", TEXT), ("", PLOT), ("postings", NUMBER), ("read", NUMBER), ("a year", NUMBER)]
    body = (
        join([legend(("s1", "postings"), ("s2", "with a pay that was read")), table(headings, rows)])
        if rows
        else nothing("No posting says anything about pay.")
    )
    counts = (
        f"Counts the postings that say anything about pay; n = {number(whole)} postings. "
        f"A figure was read in {number(found.total('read_count'))} of them, "
        f"an annual one in {number(found.total('annual_count'))}."
    )
    return figure("pay-read", "Pay that could be read", counts, body, found)


def _identity(found: Found) -> Html:
    rows = []
    for row in found:
        name = _BASES.get(row["job_id_basis"], words(row["job_id_basis"]))
        title = (
            f"{words(row['job_id_basis'])}: {number(row['posting_count'])} postings, {percent(row['posting_share'])}"
        )
        drawn = bar(title, 100 * row["posting_share"])
        rows.append([name, drawn, number(row["posting_count"]), percent(row["posting_share"])])
    headings = [("a posting is told from others by", TEXT), ("", PLOT), ("postings", NUMBER), ("share", NUMBER)]
    counts = (
        "Counts postings by what identifies them: the weaker, the likelier that one is counted twice; "
        f"n = {number(found.total('posting_count'))} postings."
    )
    body = table(headings, rows) if rows else nothing("There are no postings yet.")
    return figure("identity", "What identifies a posting", counts, body, found)


def _windows(found: Found) -> Html:
    whole = int(found.largest("window_count"))
    rows = (
        [
            f"{day(row['first_day'])} to {day(row['last_day'])}", row["search"], row["status"],
            number(row["expected_count"]), number(row["delivered_count"]), row["note"] or "",
        ]
        for row in found
    )  # fmt: skip
    headings = [
        ("days", TEXT), ("search", TEXT), ("status", TEXT),
        ("announced", NUMBER), ("delivered", NUMBER), ("note", TEXT),
    ]  # fmt: skip
    body = table(headings, rows) if found else nothing("Every window that was read to the end adds up.")
    counts = (
        f"Counts windows whose delivered jobs differ from those announced: {number(whole)}, the furthest off first."
    )
    return figure("windows", "Windows that do not add up", counts, body, found)


def _doubtful(found: Found) -> Html:
    rows = [
        [row["country_name"] or row["country_code"], number(row["doubtful_count"]), number(row["posting_count"])]
        for row in found
    ]
    headings = [("country", TEXT), ("in doubt", NUMBER), ("of postings", NUMBER)]
    body = table(headings, rows) if rows else nothing("No country is in doubt.")
    counts = (
        "Counts postings whose city, state and country do not agree, or whose country is a code that may mean a state; "
        "the ten countries with most."
    )
    return figure("doubtful", "Countries in doubt", counts, body, found)
