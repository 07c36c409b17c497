"""Faults, drift and history that changes."""

from __future__ import annotations

from typing import Any

import pytest

from jobhouse.sandbox.api.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("share", "times"), [(1.0, 1), (0.5, 3)])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_client_that_asks_again_gets_every_job(
    start: Any, january_urls: Any, *, fault: str, share: float, times: int, order: str
) -> None:
    probe_client = start(**{fault: share}, fault_times=times, order=order)
    assert sorted(set(probe_client.walk(limit=10))) == sorted(january_urls)
    assert probe_client.engine.stats.faults[fault] > 0


def test_all_faults_together_lose_nothing(start: Any, january_urls: Any) -> None:
    probe_client = start(**dict.fromkeys(FAULTS, 0.2))
    assert sorted(set(probe_client.walk(limit=10))) == sorted(january_urls)


def test_the_schedule_follows_from_the_seed(start: Any) -> None:
    def struck(seed: int) -> list[int]:
        probe_client = start(error_500=0.5, seed=seed)
        return [probe_client.every(limit=limit).status for limit in range(10, 60)]

    assert struck(1) == struck(1)
    assert struck(1) != struck(2)
    assert 10 < struck(1).count(500) < 40


def test_faults_look_as_named(start: Any) -> None:
    def first(fault: str) -> Any:
        return start(**{fault: 1.0}).every()

    assert first("error_429").status == 429
    assert first("error_500").status == 500
    assert (first("error_502").status, first("error_502").answer.content[:6]) == (502, b"<html>")
    assert first("success_false").body["success"] is False
    assert first("drop_before").answer.lost == "before"
    assert first("drop_middle").answer.lost == "middle"
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        _ = first("truncated").body
    assert first("slow").delay == 2.0


@pytest.mark.parametrize("fault", ["drop_before", "drop_middle", "truncated"])
def test_a_lost_page_is_charged_and_free_when_asked_again(start: Any, fault: str) -> None:
    probe_client = start(**{fault: 1.0}, credits=1000)
    probe_client.every()
    again = probe_client.every().data
    assert (again["credits_used"], again["credits_remaining"]) == (0, 900)


def test_an_empty_page_has_a_new_cursor_that_leads_on(start: Any) -> None:
    probe_client = start(empty_page=1.0)
    empty = probe_client.every().data
    assert empty["jobs"] == []
    assert probe_client.every(search_after=empty["search_after"]).urls == start().every().urls


def test_a_repeated_cursor_is_mended_when_asked_again(start: Any) -> None:
    probe_client = start(repeated_cursor=1.0)
    cursor = probe_client.every().data["search_after"]
    assert probe_client.every(search_after=cursor).data["search_after"] == cursor
    assert probe_client.every(search_after=cursor).data["search_after"] != cursor


def jobs_of(probe_client: Any) -> list[dict[str, Any]]:
    return [job for reply in probe_client.pages() for job in reply.data["jobs"]]


def test_numbers_arrays_and_dates_can_come_in_other_types(start: Any) -> None:
    job = jobs_of(start(numbers="strings", arrays="strings", dates="timestamps"))[0]
    assert job["Salary From"] == "100000.0"
    assert job["Skills"] == "Python|SQL"
    assert job["Post Date"] == "2026-01-30T00:00:00Z"


def test_keys_can_be_added_and_missing(start: Any, make_job: Any) -> None:
    plain = [make_job(number, "2026-01-05", **{"Logo URL": None, "Salary Currency": "USD"}) for number in range(99)]
    added = jobs_of(start(plain, extra_keys="some"))
    assert 20 < sum("Benefits" in job for job in added) < 80
    missing = jobs_of(start(plain, missing_keys="some"))
    assert 5 < sum("Logo URL" not in job or "Salary Currency" not in job for job in missing) < 60


def test_text_can_hold_nul_characters_and_megabytes(start: Any) -> None:
    jobs = jobs_of(start(nul_share=0.1, megabyte_share=0.01))
    assert 10 < sum("\0" in job["Job Title"] for job in jobs) < 60
    assert 1 <= sum(len(job["Job Description"]) > 1_000_000 for job in jobs) < 12


def test_late_jobs_appear_in_a_finished_window(start: Any, january_urls: Any) -> None:
    probe_client = start(late_share=0.2, late_after=5)
    early = probe_client.walk()
    assert 200 < len(early) < 280
    probe_client.walk()
    assert sorted(probe_client.walk()) == sorted(january_urls)


def test_edited_jobs_change_after_enough_requests(start: Any) -> None:
    probe_client = start(edit_share=0.2, edit_after=5)
    before, _, after = jobs_of(probe_client), jobs_of(probe_client), jobs_of(probe_client)
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert 30 < changed < 90


def test_advance_releases_at_once(start: Any, january_urls: Any) -> None:
    probe_client = start(late_share=0.5)
    assert len(probe_client.walk()) < len(january_urls)
    probe_client.engine.advance(late=True, edits=True, cycle=False, days=0)
    assert len(probe_client.walk()) == len(january_urls)


def test_statistics_count_what_was_served(start: Any) -> None:
    probe_client = start(rate=2)
    for _ in range(3):
        probe_client.every()
    stats = probe_client.engine.stats
    assert (stats.requests, stats.served, stats.statuses["429"]) == (3, 2, 1)
    assert (stats.jobs_delivered, len(stats.distinct), stats.most_in_60_s) == (200, 100, 3)
    assert stats.windows == {"2026-01-01..2026-02-01": 2}
