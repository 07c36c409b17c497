"""What each figure shows, in a sentence for its title: computed from the rows that it is drawn from.

A change is named only where chance alone would hardly make it, and a median only of 30 openings or more. Where there is
nothing to say, the sentence is empty, and the figure keeps its plain name.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date
from typing import Final

from markupsafe import Markup

from jobhouse.counting import counted
from jobhouse.report.formats import number, percent, words
from jobhouse.report.queries import QueryResult, Row
from jobhouse.report.rendering import advert_text

FEWEST_FOR_A_MEDIAN: Final = 30
_HARDLY_CHANCE: Final = 1.96
"""Standard errors between two shares: chance alone makes as many in one case of twenty."""
_TOO_SMALL_TO_NAME: Final = 0.005
"""A smaller change of a count is none."""


def postings(result: QueryResult) -> str:
    """How many within a year, against the year before."""
    row = _first(result)
    if not row or not row["recent_count"]:
        return ""
    within = f"{counted(row['recent_count'], 'posting')} in the last twelve whole months"
    if row["recent_growth"] is None:
        return f"{number(row['recent_count'])} postings in the last whole months"
    if abs(row["recent_growth"]) < _TOO_SMALL_TO_NAME:
        return f"{within}, as many as in the twelve before"
    direction = "more" if row["recent_growth"] > 0 else "fewer"
    return f"{within}, {percent(abs(row['recent_growth']))} {direction} than in the twelve before"


def remote(result: QueryResult) -> str:
    """Whether the share of remote work moved within a year, by the same boards where there are some."""
    row = _first(result)
    if not row or row["recent_share"] is None:
        return ""
    now, before = row["recent_share"], row["before_share"]
    where = " on the same boards" if row["same_board_count"] else " on changing boards"
    if before is None:
        return f"{percent(now)} of the postings that say so are wholly remote"
    if not _differ(now, row["recent_known_count"], before, row["before_known_count"]):
        return f"Remote work shows no clear change{where}: {percent(now)} of postings, {percent(before)} a year before"
    moved = "rose" if now > before else "fell"
    return f"Remote work {moved} from {percent(before)} to {percent(now)} of postings within a year{where}"


def titles(result: QueryResult) -> Markup | str:
    """The title of most openings; a handful leads by chance."""
    row = _first(result)
    if not row or row["opening_count"] < FEWEST_FOR_A_MEDIAN:
        return ""
    return Markup("{} is the title advertised most: {}").format(
        advert_text(row["job_title"]), counted(row["opening_count"], "opening")
    )


def arrangement(result: QueryResult) -> str:
    """How the work of the recent year is divided."""
    row = _first(result)
    if not row or row["recent_remote_share"] is None:
        return ""
    remote, hybrid, on_site = (percent(row[f"recent_{name}_share"]) for name in ("remote", "hybrid", "on_site"))
    return f"{remote} of postings are remote, {hybrid} hybrid and {on_site} on site, on the same boards"


def places(result: QueryResult) -> str:
    """In how many countries the jobs are, and how far they are in few."""
    row = _first(result)
    if not row or not row["country_count"]:
        return ""
    count = row["country_count"]
    where = f"The jobs are in {number(count)} {'country' if count == 1 else 'countries'}"
    return where if count <= 3 else f"{where}; the three largest hold {percent(row['three_largest_share'])} of postings"


def countries(result: QueryResult) -> str:
    """The country with most postings."""
    named = next((row for row in result if row["country_code"] is not None), None)
    if named is None:
        return ""
    return f"{_country(named)} leads with {percent(named['posting_share'])} of postings"


def companies(result: QueryResult) -> Markup | str:
    """The company with most openings."""
    row = _first(result)
    if not row or row["company_name"] is None:
        return ""
    return Markup("{} hires most: {}").format(
        advert_text(row["company_name"]), counted(row["opening_count"], "opening")
    )


def stays(result: QueryResult) -> str:
    """The days within which half of the openings end, of those whose end is known."""
    if result.largest("known_count") < FEWEST_FOR_A_MEDIAN:
        return ""
    return (
        f"Half of the openings whose end is known are gone after {counted(int(result.largest('median_days')), 'day')}"
    )


def skills_top(result: QueryResult) -> Markup | str:
    """The skill that most postings name."""
    row = _first(result)
    if not row:
        return ""
    return Markup("{} is asked for by {} of postings").format(advert_text(row["skill"]), percent(row["posting_share"]))


def skills_moving(rows: list[Row], direction: str) -> Markup | str:
    """The skill whose share changed most."""
    row = next(iter(rows), None)
    if row is None:
        return ""
    moved = "rose" if direction == "rising" else "fell"
    return Markup("{} {} most: from {} to {} of postings").format(
        advert_text(row["skill"]), moved, percent(row["share_before"]), percent(row["share_now"])
    )


def pay_of_levels(result: QueryResult) -> str:
    """The median of the country and currency with most openings."""
    row = next((row for row in result if row["seniority_level"] == "all"), None)
    if row is None or row["opening_count"] < FEWEST_FOR_A_MEDIAN:
        return ""
    return (
        f"{row['country_code']}: a median of {number(row['salary_annual_p50'])} {row['salary_currency']} a year, "
        f"of {number(row['opening_count'])} openings"
    )


def pay_in_dollars(result: QueryResult) -> str:
    """The countries that pay most and least."""
    rows = [row for row in result if row["country_code"] and row["opening_count"] >= FEWEST_FOR_A_MEDIAN]
    if len(rows) < 2:
        return ""
    ordered = sorted(rows, key=lambda row: float(row["salary_annual_p50"]))
    least, most = ordered[0], ordered[-1]
    median = f"{number(most['salary_annual_p50'])} US dollars at the median"
    return f"{_country(most)} pays most, {median}, and {_country(least)} least"


def pay_over_time(result: QueryResult) -> str:
    """Whether the median of the country with most moved within a year: the intervals of the two years lie apart."""
    row = _first(result)
    if not row or (row["year_count"] or 0) < FEWEST_FOR_A_MEDIAN:
        return ""
    now, before = row["recent_p50"], row["before_p50"]
    if row["recent_low"] <= row["before_high"] and row["before_low"] <= row["recent_high"]:
        medians = f"a median of {number(now)} US dollars, {number(before)} a year before"
        return f"{_country(row)}: pay shows no clear change on the same boards, {medians}"
    moved = "rose" if now > before else "fell"
    medians = f"a median of {number(before)} to {number(now)} US dollars"
    return f"{_country(row)}: pay {moved} from {medians} within a year on the same boards"


def median(value: float | None, count: int) -> str:
    """A median, marked where few speak for it."""
    mark = "" if value is None or count >= FEWEST_FOR_A_MEDIAN else "\N{ALMOST EQUAL TO}\N{NO-BREAK SPACE}"
    return f"{mark}{number(value)}"


def is_of_few(count: int) -> str:
    """Whether few speak for a median: a column for tables whose numbers are taken along, where a mark would be text."""
    return "yes" if count < FEWEST_FOR_A_MEDIAN else "no"


def boards(result: QueryResult) -> Markup | str:
    """The board with most openings, and how many of them are on others too."""
    row = _first(result)
    if not row:
        return ""
    return Markup("{} carries most openings; {} of them are on other boards too").format(
        advert_text(row["job_board"]), percent(row["shared_share"])
    )


def boards_shared(result: QueryResult) -> Markup | str:
    """The two boards that overlap most."""
    row = max(result, key=lambda one: (one["shared_share"], one["job_board"]), default=None)
    if row is None:
        return ""
    return Markup("{} of the openings on {} are on {} too").format(
        percent(row["shared_share"]), advert_text(row["job_board"]), advert_text(row["other_board"])
    )


def missing(result: QueryResult, names: dict[str, str]) -> str:
    """The column that most adverts leave out."""
    row = max(result, key=lambda one: one["missing_share"], default=None)
    if row is None or not row["missing_count"]:
        return ""
    name = names.get(row["column_name"], words(row["column_name"]))
    return f"Most often missing: {name}, in {percent(row['missing_share'])} of postings"


def pay_read(result: QueryResult) -> str:
    """How much of the pay that is stated could be read."""
    if not result:
        return ""
    read, stated = result.total("read_count"), result.total("posting_count")
    return f"A figure was read in {number(read)} of {number(stated)} postings that speak of pay"


def identity(result: QueryResult) -> str:
    """What identifies most postings."""
    row = max(result, key=lambda one: one["posting_count"], default=None)
    key = _KEYS.get(row["job_id_basis"]) if row else None
    return f"{percent(row['posting_share'])} of postings are known by {key}" if row and key else ""


_KEYS: Final = {
    "job_url": "their own URL",
    "job_url_and_title": "URL and title",
    "apply_url": "the address for applications",
    "company_title_place_date": "company, title, place and day",
    "version": "no more than their content",
}


def windows(result: QueryResult) -> str:
    """How many windows do not add up."""
    count = int(result.largest("window_count"))
    return f"{counted(count, 'window')} {'does' if count == 1 else 'do'} not add up" if count else ""


def doubtful(result: QueryResult) -> str:
    """The country that is most often in doubt."""
    row = _first(result)
    if not row:
        return ""
    return f"{_country(row)} is most often in doubt: {number(row['doubtful_count'])} of {number(row['posting_count'])}"


def days(result: QueryResult) -> str:
    """How many days of the range are proven to be whole, each for all searches that have begun it."""
    by_day: defaultdict[date, set[str]] = defaultdict(set)
    for row in result:
        by_day[row["date_day"]].add(row["status"])
    verified = sum(statuses - {"missing"} == {"verified"} for statuses in by_day.values())
    return f"{number(verified)} of {counted(len(by_day), 'day')} are verified" if by_day else ""


def _differ(one: float, one_count: int, other: float, other_count: int) -> bool:
    """Whether two shares differ by more than chance makes."""
    pooled = (one * one_count + other * other_count) / (one_count + other_count)
    error = math.sqrt(pooled * (1 - pooled) * (1 / one_count + 1 / other_count))
    return abs(one - other) > _HARDLY_CHANCE * error


def _country(row: Row) -> str:
    return str(row["country_name"] or row["country_code"])


def _first(result: QueryResult) -> Row | None:
    return next(iter(result), None)
