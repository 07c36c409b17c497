"""Which postings a window means: bounds, clocks, the six-year limit, the documented defaults."""

from __future__ import annotations

from typing import Any

import pytest

DAYS = {"published_after": "2026-01-10", "published_before": "2026-01-20", "salary_data_available": None}


def days_found(probe_client: Any) -> set[str]:
    replies = probe_client.pages(**DAYS)
    return {job["Post Date"][-2:] for reply in replies for job in reply.data["jobs"]}


@pytest.mark.parametrize(
    ("bounds", "first", "last"),
    [("half_open", "10", "19"), ("closed", "10", "20"), ("open_closed", "11", "20"), ("open", "11", "19")],
    ids=str,
)
def test_bounds_decide_about_the_outer_days(start: Any, bounds: str, first: str, last: str) -> None:
    found = days_found(start(bounds=bounds))
    assert (min(found), max(found)) == (first, last)


def test_local_time_moves_early_hours_to_the_day_before(start: Any) -> None:
    found = days_found(start(window_time="local_time"))
    assert (min(found), max(found)) == ("10", "20")


def test_crawl_date_finds_jobs_posted_before_the_window(start: Any) -> None:
    assert min(days_found(start(window_time="crawl_date"))) < "10"


def test_without_dates_two_months_are_searched(start: Any, make_job: Any) -> None:
    jobs = [make_job(number, day) for number, day in enumerate(["2025-11-30", "2025-12-01", "2026-02-01"])]
    assert len(start(jobs).ask().urls) == 2


def test_without_salary_field_only_jobs_with_salary_come(start: Any, make_job: Any) -> None:
    bare = make_job(1, "2026-01-05", **{"Salary Offered": "N/A", "Salary From": None})
    probe_client = start([bare, make_job(2, "2026-01-05")])
    assert probe_client.ask().urls == ["https://board.example/2"]
    assert len(probe_client.ask(salary_data_available=None).urls) == 2


def test_duplicates_are_removed_unless_asked_for(start: Any, make_job: Any) -> None:
    probe_client = start([make_job(1, "2026-01-05"), make_job(1, "2026-01-05"), make_job(2, "2026-01-05")])
    assert len(probe_client.ask().urls) == 2
    assert len(probe_client.ask(exclude_duplicates=False).urls) == 3


@pytest.mark.parametrize(
    ("limit", "oldest"),
    [("exact", "2020-02-01"), ("six_times_365", "2020-02-03")],
    ids=["exact", "six_times_365"],
)
def test_history_ends_at_the_limit(start: Any, limit: str, oldest: str) -> None:
    probe_client = start(history_limit=limit)
    assert probe_client.ask(published_after=oldest).status == 200
    refused = probe_client.ask(published_after="2020-01-31")
    assert (refused.status, refused.body["error"]["code"]) == (422, "validation_error")


def test_history_refusal_can_be_a_400(start: Any) -> None:
    refused = start(history_refusal="400").ask(published_after="2019-01-01")
    assert (refused.status, refused.body["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(("limit", "count"), [("clamp", 1), ("none", 2)])
def test_history_limit_can_clamp_or_be_absent(start: Any, make_job: Any, limit: str, count: int) -> None:
    probe_client = start([make_job(1, "2019-05-05"), make_job(2, "2020-02-01")], history_limit=limit)
    assert len(probe_client.ask(published_after="2019-01-01").urls) == count


@pytest.mark.parametrize("field", ["salary", "agency", "duplicates"])
@pytest.mark.parametrize("given", ["null", "false", "omitted"])
@pytest.mark.parametrize(
    ("meaning", "counts"),
    [("no_filter", (3, 3, 3)), ("default", (2, 3, 2)), ("only_without", (1, 3, 1)), ("refused", None)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_defaulted_booleans_mean_what_the_switch_says(
    start: Any, make_job: Any, *, field: str, given: str, meaning: str, counts: tuple[int, ...] | None
) -> None:
    bare = {"Salary Offered": None, "Salary From": None}
    copies = [make_job(1, "2026-01-05"), make_job(1, "2026-01-05")]
    jobs = [*copies, make_job(2, "2026-01-05", **(bare if field == "salary" else {}))]
    request_field = {
        "salary": "salary_data_available",
        "agency": "is_agency",
        "duplicates": "exclude_duplicates",
    }[field]
    body: dict[str, Any] = {"salary_data_available": None, "is_agency": None, "exclude_duplicates": False}
    body[request_field] = {"null": None, "false": False}.get(given)
    if given == "omitted":
        del body[request_field]
    reply = start(jobs, **{f"{field}_{given}": meaning}).ask(**body)
    if counts is None:
        assert reply.status == 422
    else:
        expected = counts[("salary", "agency", "duplicates").index(field)]
        assert len(reply.urls) == expected
