"""Every filter of a request, over a few jobs that differ in what it looks at."""

from __future__ import annotations

from typing import Any

import pytest

US: dict[str, object] = {
    "Country": "USA",
    "State": "CA",
    "City": "San Francisco",
    "Is Remote": False,
    "Job Type": "Full Time",
}
GERMANY: dict[str, object] = {
    "Country": "Germany",
    "State": "Berlin",
    "City": "Berlin",
    "Is Remote": True,
    "Job Board": "Indeed",
}
NOWHERE: dict[str, object] = {
    "Country": "N/A",
    "City": "Remote",
    "Is Remote": None,
    "Job Board": None,
    "Seniority Level": "Senior",
}
WORDS: dict[str, object] = {
    "Job Title": "Data Analyst",
    "Job Description": "Count <b>things</b>.",
    "Department Name": ["Data", "BI"],
}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "1234"),
        ({"jobs_locations": [{"country": "United States"}]}, "1"),
        ({"jobs_locations": [{"state": "california", "city": "san francisco"}]}, "1"),
        ({"jobs_locations": [{"country": "US", "city": "Berlin"}]}, ""),
        ({"jobs_locations": [{"country": "US"}, {"city": "Berlin"}]}, "12"),
        ({"exclude_jobs_locations": [{"country": "de"}]}, "134"),
        ({"is_remote": True}, "2"),
        ({"is_remote": False}, "1"),
        ({"is_remote": None}, "1234"),
        ({"country_exists": True}, "12"),
        ({"country_exists": False}, "1234"),
        ({"department": ["bi"]}, "4"),
        ({"job_type": ["full time", "x"]}, "1"),
        ({"seniority_level": ["senior"]}, "3"),
        ({"industry": ["Software"]}, ""),
        ({"job_boards": True}, "124"),
        ({"job_boards": False}, "3"),
        ({"include_job_boards": ["indeed"]}, "2"),
        ({"exclude_job_boards": ["INDEED"]}, "134"),
        ({"job_keywords": {"title": ["analyst"], "description": ["engines"], "mode": "or"}}, "1234"),
        ({"job_keywords": {"title": ["analyst"], "description": ["engines"], "mode": "and"}}, ""),
        ({"job_keywords": {"title": ["data"], "description": ["things"], "mode": "and"}}, "4"),
        ({"job_keywords": {"title": [], "description": []}}, "1234"),
        ({"exclude_job_keywords": {"description": ["engines"]}}, "4"),
        ({"exclude_job_keywords": {}}, "1234"),
        ({"department": []}, "1234"),
    ],
    ids=str,
)
def test_a_filter_finds_the_jobs_it_names(start: Any, make_job: Any, body: dict[str, Any], expected: str) -> None:
    kinds = (US, GERMANY, NOWHERE, WORDS)
    probe_client = start([make_job(number, "2026-01-05", **kind) for number, kind in enumerate(kinds, 1)])
    found = sorted(url[-1] for url in probe_client.ask(**body).urls)
    assert "".join(found) == expected


def test_a_filtered_walk_delivers_each_match_once(start: Any, january_urls: Any) -> None:
    found = start().walk(limit=10, job_keywords={"title": ["engineer 1"]})
    assert sorted(found) == sorted(url for url in january_urls if "/1" in url)
