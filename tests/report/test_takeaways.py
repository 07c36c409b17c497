"""What titles say, and where they say nothing since the numbers are too few."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jobhouse.report import takeaways
from jobhouse.report.queries import QueryResult


def result(*rows: dict[str, Any]) -> QueryResult:
    return QueryResult("", list(rows))


def year(now: float, before: float | None, count: int, boards: int = 0) -> QueryResult:
    return result(
        {
            "recent_share": now,
            "recent_known_count": count,
            "before_share": before,
            "before_known_count": count,
            "same_board_count": boards,
        }
    )


@pytest.mark.parametrize(
    ("now", "before", "count", "said"),
    [
        (0.24, 0.31, 1_000, "Remote work fell from 31.0 % to 24.0 % of postings within a year on changing boards"),
        (0.31, 0.24, 1_000, "Remote work rose from 24.0 % to 31.0 % of postings within a year on changing boards"),
        (
            0.24,
            0.31,
            50,
            "Remote work shows no clear change on changing boards: 24.0 % of postings, 31.0 % a year before",
        ),
        (0.24, None, 50, "24.0 % of the postings that say so are wholly remote"),
    ],
)
def test_a_share_moves_only_where_it_is_hardly_by_chance(
    now: float, before: float | None, count: int, said: str
) -> None:
    assert takeaways.remote(year(now, before, count)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_that_boards_are_the_same_is_said_where_they_are() -> None:
    assert takeaways.remote(year(0.2, 0.4, 1_000, boards=3)).endswith("within a year on the same boards")
    assert takeaways.remote(year(0.2, 0.2, 1_000, boards=3)).count("on the same boards") == 1


@pytest.mark.parametrize(
    ("growth", "said"),
    [
        (0.164, "100 postings in the last twelve whole months, 16.4 % more than in the twelve before"),
        (-0.1, "100 postings in the last twelve whole months, 10.0 % fewer than in the twelve before"),
        (0.001, "100 postings in the last twelve whole months, as many as in the twelve before"),
        (None, "100 postings in the last whole months"),
    ],
)
def test_a_year_is_compared_with_the_year_before(growth: float | None, said: str) -> None:
    found = takeaways.postings(result({"recent_count": 100, "recent_growth": growth}))
    assert found.replace("\N{NO-BREAK SPACE}", " ") == said


def band(country: str, median: int, openings: int) -> dict[str, Any]:
    return {
        "country_code": country,
        "country_name": None,
        "salary_currency": "EUR",
        "seniority_level": "all",
        "salary_annual_p50": median,
        "opening_count": openings,
    }


def test_a_median_of_few_is_not_named() -> None:
    assert takeaways.pay_of_levels(result(band("DE", 60_000, 29))) == ""
    assert takeaways.pay_of_levels(result(band("DE", 60_000, 30))).startswith("DE: a median of 60,000 EUR a year")
    assert takeaways.pay_in_dollars(result(band("DE", 60_000, 29), band("FR", 50_000, 30))) == ""
    both = takeaways.pay_in_dollars(result(band("DE", 60_000, 30), band("FR", 50_000, 30), band("CH", 90_000, 29)))
    assert both == "DE pays most, 60,000 US dollars at the median, and FR least"


def test_a_day_counts_once_however_many_searches_read_it() -> None:
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    days = [(first, "verified"), (first, "missing"), (second, "verified"), (second, "short")]
    assert takeaways.days(result(*({"date_day": day, "status": status} for day, status in days))) == (
        "1 of 2 days are verified"
    )


def test_half_of_the_openings_end_within_days_of_their_own_not_of_a_class() -> None:
    classes = [{"days_to": 7, "opening_count": 9}, {"days_to": 60, "opening_count": 21}]
    said = "Half of the openings whose end is known are gone after 46 days"
    assert takeaways.stays(result(*({**row, "median_days": 46, "known_count": 30} for row in classes))) == said
    assert takeaways.stays(result({"known_count": 29, "median_days": 3})) == ""


@pytest.mark.parametrize(
    ("low", "count", "said"),
    [
        (58_000, 90, "Germany: pay rose from a median of 50,000 to 60,000 US dollars within a year on the same boards"),
        (
            54_000,
            90,
            "Germany: pay shows no clear change on the same boards, "
            "a median of 60,000 US dollars, 50,000 a year before",
        ),
        (58_000, 29, ""),
    ],
)
def test_pay_moves_only_where_the_intervals_of_two_years_lie_apart(low: int, count: int, said: str) -> None:
    row = {
        "country_name": "Germany",
        "recent_p50": 60_000, "recent_low": low, "recent_high": 62_000, "year_count": count,
        "before_p50": 50_000, "before_low": 45_000, "before_high": 55_000,
    }  # fmt: skip
    assert takeaways.pay_over_time(result(row)) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "The jobs are in 1 country"),
        (3, "The jobs are in 3 countries"),
        (4, "The jobs are in 4 countries; the three largest hold 70.0 % of postings"),
    ],
)
def test_places_are_summed_up(count: int, said: str) -> None:
    found = takeaways.places(result({"country_count": count, "three_largest_share": 0.7}))
    assert found.replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_title_of_a_handful_is_not_named() -> None:
    assert takeaways.titles(result({"job_title": "Nurse", "opening_count": 29})) == ""


def test_texts_of_adverts_are_escaped_in_titles() -> None:
    found = takeaways.companies(result({"company_name": "<b>", "opening_count": 1}))
    assert found == "<bdi>&lt;b&gt;</bdi> hires most: 1 opening"


def test_without_rows_nothing_is_said() -> None:
    for name in (
        "postings",
        "remote",
        "countries",
        "companies",
        "stays",
        "titles",
        "places",
        "arrangement",
        "pay_over_time",
        "skills_top",
        "pay_of_levels",
        "pay_in_dollars",
    ):
        assert getattr(takeaways, name)(result()) == "", name
    for name in ("boards", "boards_shared", "pay_read", "identity", "windows", "doubtful", "days"):
        assert getattr(takeaways, name)(result()) == "", name
    assert takeaways.missing(result(), {}) == ""
