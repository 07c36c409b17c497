"""The verdict for every kind of difference; only what is proved is verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jobhouse.warehouse.verify.judging import split_by_currency
from jobhouse.warehouse.verify.verdicts import Background, judge
from jobhouse.warehouse.verify.window_facts import WindowFacts

VERIFIED = WindowFacts(
    "w", date(2024, 1, 1), date(2024, 2, 1), date(2023, 12, 31), date(2024, 2, 1), "complete", "r", 3, 250, 250,
    datetime(2024, 3, 1, tzinfo=UTC), None, 3, 250, 250, 250, 0, 0, 250, 250,
)  # fmt: skip
LATER = datetime(2024, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "background", "verdict"),
    [
        ({}, {}, "verified"),
        ({"distinct": 245}, {}, "unknown"),
        ({"distinct": 245, "read_twice": True}, {}, "unknown"),
        ({"distinct": 245, "read_twice": True, "confirmed": True}, {}, "verified"),
        ({"distinct": 225, "read_twice": True, "confirmed": True}, {}, "unknown"),
        ({"distinct": 150, "in_twice": 99, "read_twice": True, "confirmed": True}, {}, "unknown"),
        ({"highest_total": 251}, {}, "drifted"),
        ({"highest_total": 251, "read_twice": True, "confirmed": True}, {}, "verified"),
        ({"highest_total": 251, "in_twice": 99, "distinct": 150}, {}, "short"),
        ({"distinct": 150, "in_twice": 99}, {}, "short"),
        ({"distinct": 245, "in_twice": 3}, {}, "unknown"),
        ({"lost": 1, "stored": 249}, {}, "short"),
        ({"lost": 1, "status": "reading"}, {}, "short"),
        ({"status": "reading"}, {}, "open"),
        ({"reading_id": None}, {}, "unknown"),
        ({"pages_kept": 2}, {}, "short"),
        ({"rows_kept": 249}, {}, "short"),
        ({"expected_total": None}, {}, "unknown"),
        ({"expected_total": 251}, {}, "short"),
        ({"expected_total": 249}, {}, "over"),
        ({"expected_total": 251}, {"drift": 2}, "drifted"),
        ({"expected_total": 251}, {"excludes_duplicates": True}, "unknown"),
        ({"expected_total": 280}, {"drift": 100}, "short"),
        ({"expected_total": 10_000}, {}, "short"),
        ({"expected_total": 10_000, "distinct": 10_000, "rows_delivered": 10_000, "rows_kept": 10_000}, {}, "unknown"),
        ({"expected_total": 10_000, "distinct": 12_000, "rows_delivered": 12_000, "rows_kept": 12_000}, {}, "unknown"),
        ({"expected_total": 248, "distinct": 245}, {}, "unknown"),
    ],
)
def test_verdicts_from_the_ledger(changes: dict[str, object], background: dict[str, object], verdict: str) -> None:
    assert judge(replace(VERIFIED, **changes), Background(**background)).verdict == verdict  # type: ignore[arg-type]


def test_one_job_is_not_all_of_several() -> None:
    one = dict.fromkeys(("rows_delivered", "rows_kept", "distinct", "stored", "expected_total"), 1)
    alone = replace(VERIFIED, **one, pages=1, pages_kept=1, lowest_total=1, highest_total=1)  # type: ignore[arg-type]
    assert judge(alone, Background()).reason == "the one job that the API announced is stored"
    assert judge(VERIFIED, Background()).reason == "all 250 jobs that the API announced are stored"


def test_nobody_announced_the_jobs_of_a_window_that_was_taken_as_empty() -> None:
    none = dict.fromkeys(("rows_delivered", "pages_kept", "rows_kept", "distinct", "stored", "expected_total"), 0)
    empty = replace(VERIFIED, **none, pages=0, lowest_total=None, highest_total=None)  # type: ignore[arg-type]
    assert judge(empty, Background()).reason == "all 0 jobs that the API announced are stored"
    said = "taken as empty: the API keeps answering status 200: No jobs match these filters."
    judged = judge(replace(empty, note=said), Background())
    assert (judged.verdict, judged.reason) == ("verified", said)
    for note in ("status 404: Not Found", "status 200", "status 200: You have no credits for more jobs"):
        unsure = judge(replace(empty, note=f"taken as empty: the API keeps answering {note}"), Background())
        assert (unsure.verdict, unsure.is_worth_reading_again) == ("unknown", True)


def test_a_second_reading_that_is_cut_off_proves_nothing() -> None:
    cut = dict.fromkeys(("rows_delivered", "rows_kept", "expected_total", "lowest_total", "highest_total"), 0)
    facts = replace(VERIFIED, **cut, distinct=50, stored=50, read_twice=True, confirmed=True)  # type: ignore[arg-type]
    assert judge(facts, Background()).verdict == "over"


@pytest.mark.parametrize(
    ("total_now", "changes", "verdict"),
    [
        (250, {}, "verified"),
        (253, {}, "drifted"),
        (240, {}, "drifted"),
        (None, {}, "unknown"),
        (10_000, {}, "unknown"),
        (250, {"expected_total": None}, "verified"),
        (260, {"expected_total": None}, "short"),
        (260, {"lost": 2}, "short"),
    ],
)
def test_verdicts_with_a_later_total(total_now: int | None, changes: dict[str, object], verdict: str) -> None:
    facts = replace(VERIFIED, asked_at=datetime(2024, 3, 2, tzinfo=UTC), total_now=total_now, **changes)  # type: ignore[arg-type]
    assert judge(facts, Background()).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, False),
        ({"distinct": 245}, True),
        ({"distinct": 245, "read_twice": True}, False),
        ({"highest_total": 251}, True),
        ({"expected_total": 300}, True),
        ({"asked_at": LATER, "total_now": 251}, True),
        ({"asked_at": LATER, "total_now": 249}, False),
        ({"asked_at": LATER, "total_now": None}, False),
    ],
)
def test_repair_reads_what_is_short_and_what_one_reading_cannot_tell(
    changes: dict[str, object], *, again: bool
) -> None:
    judged = judge(replace(VERIFIED, **changes), Background())  # type: ignore[arg-type]
    assert judged.is_worth_reading_again is again


def test_a_large_total_that_no_window_reaches_is_no_promise_for_its_days() -> None:
    """An API that says how many jobs it has in all, for whatever days: each window would be short for ever."""
    days = [replace(VERIFIED, expected_total=5_000, distinct=count, stored=count) for count in (900, 950, 1_000)]
    assert {judge(one, Background.of(days, excludes_duplicates=False)).verdict for one in days} == {"unknown"}
    capped = [replace(one, distinct=one.distinct + 4_000) for one in days]  # more than 5,000 in all
    assert judge(days[0], Background.of(capped, excludes_duplicates=False)).verdict == "short"
    assert judge(days[0], Background.of(days[:2], excludes_duplicates=False)).verdict == "short"


def test_a_large_total_that_three_windows_share_is_taken_for_a_cap() -> None:
    same = replace(VERIFIED, expected_total=5_000, rows_delivered=5_000, rows_kept=5_000, distinct=5_000)
    assert judge(same, Background.of([same, same], excludes_duplicates=False)).verdict == "verified"
    assert judge(same, Background.of([same] * 3, excludes_duplicates=False)).verdict == "unknown"


@pytest.mark.parametrize(("each", "verdict"), [(2_500, "unknown"), (2_501, "short")])
def test_a_cap_is_told_from_a_total_of_all_days_by_what_came(each: int, verdict: str) -> None:
    """Windows whose bounds are not known overlap, so half as many again may come as there are."""
    days = [replace(VERIFIED, expected_total=5_000, distinct=each, stored=each)] * 3
    assert judge(days[0], Background.of(days, excludes_duplicates=False)).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "one reading cannot tell copies from repeats; --repair reads it twice"),
        ({"read_twice": True}, "copies and repeats cannot be told apart"),
        ({"read_twice": True, "confirmed": True}, "two readings agree, but more exact copies than adverts have"),
    ],
)
def test_copies_in_doubt_say_what_would_tell(changes: dict[str, object], said: str) -> None:
    judged = judge(replace(VERIFIED, distinct=225, **changes), Background())  # type: ignore[arg-type]
    assert (judged.verdict, said in judged.reason) == ("unknown", True)


def test_jobs_that_came_after_all_are_no_empty_window() -> None:
    note = "taken as empty: the API keeps answering status 200: No jobs match these filters."
    facts = replace(VERIFIED, note=note, expected_total=None, lowest_total=None, highest_total=None)
    assert judge(facts, Background()).verdict == "unknown"


def test_what_was_deleted_on_request_is_said_and_not_missed() -> None:
    deleted = judge(replace(VERIFIED, stored=248), Background())
    assert deleted.verdict == "verified"
    assert deleted.reason == "all 250 jobs that the API announced are stored, but for 2 deleted on request"


def test_a_window_speaks_for_its_days_until_all_of_them_were_read_to_the_end_since() -> None:
    month = replace(VERIFIED, window_id="month")
    halves = [
        replace(VERIFIED, window_id=name, since=since, until=until, read_at=LATER)
        for name, since, until in (
            ("first", month.since, date(2024, 1, 16)),
            ("second", date(2024, 1, 16), month.until),
        )
    ]
    for later, former in (
        (halves, ["month"]),
        (halves[:1], []),
        ([halves[0], replace(halves[1], status="reading")], []),
    ):
        current, superseded = split_by_currency([month, *later])
        assert [one.window_id for one in superseded] == former
        assert len(current) == 1 + len(later) - len(former)
