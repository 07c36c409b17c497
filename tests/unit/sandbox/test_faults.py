"""Faults, drift and history that changes."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.sandbox.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("share", "times"), [(1.0, 1), (0.5, 3)])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_client_that_asks_again_gets_every_job(
    start: Any, january_urls: Any, *, fault: str, share: float, times: int, order: str
) -> None:
    asker = start(**{fault: share}, fault_times=times, order=order)
    assert sorted(set(asker.walk(limit=10))) == sorted(january_urls)
    assert asker.engine.stats.faults[fault] > 0


def test_all_faults_together_lose_nothing(start: Any, january_urls: Any) -> None:
    asker = start(**dict.fromkeys(FAULTS, 0.2))
    assert sorted(set(asker.walk(limit=10))) == sorted(january_urls)


def test_the_schedule_follows_from_the_seed(start: Any) -> None:
    def struck(seed: int) -> list[int]:
        asker = start(error_500=0.5, seed=seed)
        return [asker.every(limit=limit).status for limit in range(10, 60)]

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
    asker = start(**{fault: 1.0}, credits=1000)
    asker.every()
    again = asker.every().data
    assert (again["credits_used"], again["credits_remaining"]) == (0, 900)


def test_an_empty_page_has_a_new_cursor_that_leads_on(start: Any) -> None:
    asker = start(empty_page=1.0)
    empty = asker.every().data
    assert empty["jobs"] == []
    assert asker.every(search_after=empty["search_after"]).urls == start().every().urls


def test_a_repeated_cursor_is_mended_when_asked_again(start: Any) -> None:
    asker = start(repeated_cursor=1.0)
    cursor = asker.every().data["search_after"]
    assert asker.every(search_after=cursor).data["search_after"] == cursor
    assert asker.every(search_after=cursor).data["search_after"] != cursor


def jobs_of(asker: Any) -> list[dict[str, Any]]:
    return [job for reply in asker.pages() for job in reply.data["jobs"]]


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
    asker = start(late_share=0.2, late_after=5)
    early = asker.walk()
    assert 200 < len(early) < 280
    asker.walk()
    assert sorted(asker.walk()) == sorted(january_urls)


def test_edited_jobs_change_after_enough_requests(start: Any) -> None:
    asker = start(edit_share=0.2, edit_after=5)
    before, _, after = jobs_of(asker), jobs_of(asker), jobs_of(asker)
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert 30 < changed < 90


def test_advance_releases_at_once(start: Any, january_urls: Any) -> None:
    asker = start(late_share=0.5)
    assert len(asker.walk()) < len(january_urls)
    asker.engine.advance(late=True, edits=True, cycle=False, days=0)
    assert len(asker.walk()) == len(january_urls)


def test_statistics_count_what_was_served(start: Any) -> None:
    asker = start(rate=2)
    for _ in range(3):
        asker.every()
    stats = asker.engine.stats
    assert (stats.requests, stats.served, stats.statuses["429"]) == (3, 2, 1)
    assert (stats.jobs_delivered, len(stats.distinct), stats.most_in_60_s) == (200, 100, 3)
    assert stats.windows == {"2026-01-01..2026-02-01": 2}
