"""Walks through pages: every order, cursor and end delivers each job exactly once."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import pytest

from jobhouse.sandbox.api.switches import Switches

HINTS = get_type_hints(Switches)


@pytest.mark.parametrize("limit", [10, 37, 100])
@pytest.mark.parametrize("order", get_args(HINTS["order"]))
@pytest.mark.parametrize("cursor", get_args(HINTS["cursor"]))
def test_a_walk_delivers_each_job_once(start: Any, january_urls: Any, order: str, cursor: str, limit: int) -> None:
    assert sorted(start(order=order, cursor=cursor).walk(limit=limit)) == sorted(january_urls)


@pytest.mark.parametrize("end", get_args(HINTS["end"]))
@pytest.mark.parametrize("limit", [50, 70])
def test_a_walk_ends_in_every_way(start: Any, january_urls: Any, end: str, limit: int) -> None:
    assert sorted(start(end=end).walk(limit=limit)) == sorted(january_urls)


def last_page(probe_client: Any) -> Any:
    *_, last = probe_client.pages()
    return last.data


def test_ends_look_as_named(start: Any) -> None:
    assert last_page(start())["search_after"] is None
    assert last_page(start(end="empty_list"))["search_after"] == []
    assert "search_after" not in last_page(start(end="missing"))
    assert last_page(start(end="empty_page")) | {"jobs": []} == last_page(start(end="empty_page"))
    assert last_page(start(end="same_cursor"))["search_after"]


def test_newest_comes_first_by_default(start: Any) -> None:
    days = [job["Post Date"] for reply in start().pages() for job in reply.data["jobs"]]
    assert days == sorted(days, reverse=True)


def test_oldest_can_come_first(start: Any) -> None:
    days = [job["Post Date"] for reply in start(order="oldest").pages() for job in reply.data["jobs"]]
    assert days == sorted(days)


def test_unspecified_order_is_stable_and_not_by_date(start: Any) -> None:
    days = [job["Post Date"] for reply in start(order="unspecified").pages() for job in reply.data["jobs"]]
    again = [job["Post Date"] for reply in start(order="unspecified").pages() for job in reply.data["jobs"]]
    assert days == again
    assert days not in (sorted(days), sorted(days, reverse=True))


def test_cursor_kinds_look_as_named(start: Any) -> None:
    def cursor(kind: str) -> Any:
        return start(cursor=kind).every().data["search_after"]

    assert all(isinstance(part, int) and part < 2**53 for part in cursor("integers"))
    assert all(isinstance(part, int) and 2**53 < part < 2**63 for part in cursor("big_integers"))
    assert all(isinstance(part, str) for part in cursor("strings"))
    assert cursor("with_null")[0] is None


def test_a_big_cursor_rounded_to_a_float_is_refused(start: Any) -> None:
    probe_client = start(cursor="big_integers")
    first, second = probe_client.every().data["search_after"]
    assert probe_client.every(search_after=[int(float(first)), second]).status == 400


@pytest.mark.parametrize("cursor", [["a", "b"], [1.5, 2], [None, 1], [True, 2], [1, None]], ids=str)
def test_a_made_up_cursor_is_refused(start: Any, cursor: list[Any]) -> None:
    assert start().every(search_after=cursor).status == 400


@pytest.mark.parametrize("cursor", ["abc", [1], {}, 7], ids=str)
def test_a_cursor_of_another_shape_is_invalid(start: Any, cursor: Any) -> None:
    assert start().every(search_after=cursor).status == 422


def test_a_tied_cursor_is_refused_for_other_filters(start: Any) -> None:
    for kind, status in (("free", 200), ("tied", 400)):
        probe_client = start(cursor_filters=kind)
        cursor = probe_client.every().data["search_after"]
        assert probe_client.every(search_after=cursor).status == 200
        assert probe_client.every(search_after=cursor, published_after="2026-01-02").status == status


def test_a_cursor_expires_after_pages(start: Any) -> None:
    probe_client = start(cursor_max_pages=3)
    cursor = probe_client.every().data["search_after"]
    for _ in range(3):
        probe_client.every(limit=10)
    assert probe_client.every(search_after=cursor).status == 200
    assert probe_client.every(search_after=cursor).status == 400


def test_a_cursor_expires_after_seconds(start: Any) -> None:
    probe_client = start(cursor_max_seconds=30.0)
    cursor = probe_client.every().data["search_after"]
    probe_client.clock += 29
    assert probe_client.every(search_after=cursor).status == 200
    probe_client.clock += 2
    assert probe_client.every(search_after=cursor).status == 400


def test_an_expiring_cursor_lets_a_steady_walk_finish(start: Any, january_urls: Any) -> None:
    assert sorted(start(cursor_max_pages=2).walk()) == sorted(january_urls)


def test_totals_are_exact_by_default(start: Any) -> None:
    data = start().every(limit=10).data
    assert (data["total_jobs_found"], data["total"], len(data["jobs"])) == (300, 10, 10)
    assert start(total_field="matches").every(limit=10).data["total"] == 300


def test_totals_can_be_null_capped_or_drift(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobhouse.sandbox.api.answers.CAP", 100)
    assert start(totals="null").every().data["total_jobs_found"] is None
    assert start(totals="capped").every().data["total_jobs_found"] == 100
    drifting = start(totals="drifting")
    assert len({drifting.every().data["total_jobs_found"] for _ in range(7)}) == 7


def test_totals_can_count_before_duplicates_are_removed(start: Any, make_job: Any) -> None:
    jobs = [make_job(1, "2026-01-05")] * 2
    for totals, count in (("exact", 1), ("before_duplicates", 2)):
        assert start(jobs, totals=totals).every(exclude_duplicates=True).data["total_jobs_found"] == count


def test_empty_windows_look_as_named(start: Any) -> None:
    def empty(shape: str) -> Any:
        return start(empty_window=shape).every(published_after="2026-01-31")

    assert empty("empty_jobs").data["jobs"] == []
    assert isinstance(empty("error_text").body["error"], str)
    assert empty("success_false").body["success"] is False
    assert empty("success_false").status == 200
    assert empty("not_found").status == 404
    assert empty("data_null").body == {"success": True, "data": None, "error": None}
