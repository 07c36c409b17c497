"""The made-up postings: deterministic, day by day, and true to their truth."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobhouse.errors import UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.request import months_before
from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sandbox.postings.job_objects import JOB_KEYS, job_of
from jobhouse.sandbox.postings.postings import ads_between, ads_of, vacancies_of
from jobhouse.sandbox.postings.replay import ReplayedPostings
from jobhouse.sandbox.postings.salaries import spell
from jobhouse.sandbox.postings.source import SALARY, GeneratedPostings

LAST = date(2026, 3, 1)
FIRST = LAST - timedelta(days=2192)
EVERY = {"salary_data_available": None, "is_agency": None, "exclude_duplicates": False}


@pytest.fixture(scope="module")
def made_up() -> GeneratedPostings:
    return GeneratedPostings(7, 20_000 / 2192, FIRST, LAST)


@pytest.fixture(scope="module")
def jobs(made_up: GeneratedPostings) -> list[dict[str, Any]]:
    return [made_up.job(at, text=False) for at in range(len(made_up.ads))]


def test_the_same_seed_gives_the_same_jobs(made_up: GeneratedPostings) -> None:
    again = GeneratedPostings(7, 20_000 / 2192, FIRST, LAST)
    assert [again.job(at) for at in range(50)] == [made_up.job(at) for at in range(50)]
    assert again.ids == made_up.ids
    assert GeneratedPostings(8, 20_000 / 2192, FIRST, LAST).job(0) != made_up.job(0)


def test_tomorrow_serves_the_same_history_and_one_day_more(made_up: GeneratedPostings) -> None:
    day = timedelta(days=1)
    tomorrow = GeneratedPostings(7, 20_000 / 2192, FIRST + day, LAST + day)
    shared = [ad for ad in made_up.ads if ad.day > FIRST.toordinal()]
    assert set(shared) == {ad for ad in tomorrow.ads if ad.day <= LAST.toordinal()}
    assert any(ad.day > LAST.toordinal() for ad in tomorrow.ads)


@given(st.integers(0, 1000), st.integers(0, 100))
def test_a_window_is_the_sum_of_its_days(seed: int, offset: int) -> None:
    first = FIRST.toordinal() + offset
    whole = {ad.id for ad in ads_between(seed, first, first + 2, 3.0)}
    days = [{ad.id for ad in ads_between(seed, first + day, first + day, 3.0)} for day in range(3)]
    assert whole == set().union(*days)
    assert len(whole) == sum(map(len, days))


def test_ids_are_unique_and_fit_a_float(made_up: GeneratedPostings) -> None:
    assert len(set(made_up.ids)) == len(made_up.ids)
    assert max(made_up.ids) * 4 < 2**53


def test_about_as_many_jobs_as_asked_for(made_up: GeneratedPostings) -> None:
    assert 18_000 < len(made_up.ads) < 22_000


def test_jobs_have_the_documented_keys(jobs: list[dict[str, Any]]) -> None:
    assert all(tuple(job) == JOB_KEYS for job in jobs)
    assert len(JOB_KEYS) == 21


def test_every_key_is_null_at_times(made_up: GeneratedPostings) -> None:
    never = set(JOB_KEYS)
    for at in range(len(made_up.ads)):
        never -= {key for key, value in made_up.job(at, text=False).items() if value is None}
    assert never <= {"Job Title", "Company Name", "Job Description"}


def test_about_one_job_in_eight_has_pay(made_up: GeneratedPostings, jobs: list[dict[str, Any]]) -> None:
    with_pay = sum(bool(flags & SALARY) for flags in made_up.flags)
    assert 0.10 < with_pay / len(jobs) < 0.16
    spellings = {re.sub(r"[\d.,]+", "9", job["Salary Offered"]) for job in jobs if job["Salary Offered"]}
    assert len(spellings) > 40


def test_missing_values_have_many_spellings(jobs: list[dict[str, Any]]) -> None:
    assert {None, "", "N/A", "Not specified", "Undefined"} <= {job["Seniority Level"] for job in jobs}


def test_companies_and_places_have_many_spellings(made_up: GeneratedPostings, jobs: list[dict[str, Any]]) -> None:
    spellings = Counter(job["Company Name"] for job in jobs)
    assert len(spellings) > 2 * len({ad.vacancy.firm for ad in made_up.ads})
    assert {"United States", "US", "USA", "CA", "Canada"} <= {job["Country"] for job in jobs}
    assert {"CA", "California"} <= {job["State"] for job in jobs}
    assert "Remote" in {job["City"] for job in jobs}


def test_descriptions_have_a_realistic_size(made_up: GeneratedPostings) -> None:
    sizes = [len(str(made_up.job(at)["Job Description"])) for at in range(1000)]
    assert 2200 < sum(sizes) / len(sizes) < 3200
    assert min(sizes) < 1500
    assert max(sizes) > 4000


def test_some_skills_rise_and_some_fall(made_up: GeneratedPostings) -> None:
    def share(skill: str, year: int) -> float:
        rows = [row for row in made_up.truth() if str(row["post_date"])[:4] == str(year)]
        return sum(skill in row["skills"] for row in rows) / len(rows)  # type: ignore[operator]

    assert share("LLM", 2025) > 3 * share("LLM", 2021) > 0
    assert share("Angular", 2025) < share("Angular", 2021)


def test_history_grows(made_up: GeneratedPostings) -> None:
    years = Counter(date.fromordinal(ad.day).year for ad in made_up.ads)
    assert years[2025] > 1.2 * years[2021]


def test_adverts_of_a_vacancy_share_their_opening(made_up: GeneratedPostings) -> None:
    openings = Counter(row["opening_id"] for row in made_up.truth())
    assert 0.2 < sum(count > 1 for count in openings.values()) / len(openings) < 0.5
    kinds = Counter(row["kind"] for row in made_up.truth())
    assert set(kinds) == {"original", "cross_post", "repost", "repost_new_url", "duplicate"}


def test_a_duplicate_is_exact_and_a_repost_moves_the_date() -> None:
    ads = [ads_of(v) for day in range(737_000, 737_020) for v in vacancies_of(3, day, 100.0)]
    duplicates = [(group[0], ad) for group in ads for ad in group if ad.kind == 4]
    assert duplicates
    assert all(job_of(first) == job_of(copy) for first, copy in duplicates)
    reposts = [(group[0], ad) for group in ads for ad in group if ad.kind == 2]
    strip = [(job_of(first), job_of(again)) for first, again in reposts]
    plain = [(a, b) for a, b in strip if a["Job URL"] and b["Job URL"] and a["Post Date"] and b["Post Date"]]
    numbers = [tuple(re.findall(r"(\d{9,})", str(job["Job URL"])) for job in pair) for pair in plain]
    assert all(first == again for first, again in numbers)
    assert all(str(a["Post Date"]) < str(b["Post Date"]) for a, b in plain)


def test_truth_has_a_row_for_each_delivered_job(made_up: GeneratedPostings, jobs: list[dict[str, Any]]) -> None:
    for row, job, flags in zip(made_up.truth(), jobs, made_up.flags, strict=True):
        assert (row["job_url"], row["job_title"]) == (job["Job URL"], job["Job Title"])
        assert job["Post Date"] in (None, row["post_date"])
        assert (row["salary_annual_max"] is not None) == bool(flags & SALARY)


@pytest.mark.parametrize(
    ("currency", "style", "text", "annual"),
    [
        ("USD", 0, "$150,000 - $200,000/year", 200_000),
        ("USD", 2, "$150k-$200k", 200_000),
        ("EUR", 3, "€150-200k", 200_000),
        ("USD", 4, "$150,000—$200,000 (USD)", 200_000),
        ("USD", 5, "US$150,000 to US$200,000", 200_000),
        ("GBP", 6, "£150,000 - £200,000 pro-rated", 200_000),
        ("CAD", 7, "150000 - 200000 CAD per annum", 200_000),
        ("USD", 8, "150000/year", 150_000),
        ("USD", 9, "72.12/hour", 72.12 * 2080),
        ("USD", 10, "$72 - $96 per hour", 96 * 2080),
        ("USD", 11, "up to $96/hr", 96 * 2080),
        ("USD", 12, None, 200_000),
    ],
    ids=str,
)
def test_pay_is_spelled_as_adverts_do(currency: str, style: int, text: str | None, annual: float) -> None:
    pay = spell(150_000, 200_000, currency, style)
    assert (pay.text, pay.annual_high) == (text, annual)


def test_large_currencies_are_spelled_in_millions() -> None:
    assert spell(15_000_000, 20_500_000, "JPY", 0).text == "20M JPY/yr"


def test_a_walk_by_months_delivers_every_made_up_job_once() -> None:
    engine = Engine(SandboxOptions(jobs=3000, rate=0, today=LAST, key="k"))
    source, delivered = engine.catalogue.source, 0
    months = [months_before(LAST, back) for back in range(72, -2, -1)]
    for since, until in pairwise(months):
        body: dict[str, Any] = {**EVERY, "published_after": str(since), "published_before": str(until)}
        while True:
            answer, _ = engine.answer("Bearer k", json.dumps(body).encode())
            data = json.loads(answer.content)["data"]
            delivered += len(data["jobs"])
            if data["search_after"] is None:
                break
            body["search_after"] = data["search_after"]
    servable = [ad for ad in source.ads if ad.day >= months[0].toordinal()]  # type: ignore[attr-defined]
    assert engine.stats.distinct == {ad.id for ad in servable}
    assert delivered == len(servable)


def test_days_can_go_by() -> None:
    engine = Engine(SandboxOptions(jobs=30_000, rate=0, today=LAST, switches=Switches(late_share=0.1)))
    before = set(engine.catalogue.source.ids)
    engine.advance(late=False, edits=False, cycle=False, days=3)
    after = set(engine.catalogue.source.ids)
    assert engine.today() == LAST + timedelta(days=3)
    assert after - before
    assert len(before & after) > 0.99 * len(before)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 100))
def test_months_before_keeps_the_day_or_ends_the_month(day: date, months: int) -> None:
    earlier = months_before(day, months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day == day.day or (earlier + timedelta(days=1)).day == 1


def test_rows_that_are_no_job_objects_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"post_date": "2026-01-01", "job_title": "Cook"}\n')
    with pytest.raises(UsageError, match=r"keys such as 'post_date', 'job_title', and none of the API's"):
        ReplayedPostings(file)
    file.write_text('{"post_date": "2026-01-01"}\n{"Job Title": "Cook"}\n')
    assert len(ReplayedPostings(file).jobs) == 2
