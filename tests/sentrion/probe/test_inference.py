"""What replies prove, without an API: each meaning of the bounds is distinguished by what it would show."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.plan.windows import Bounds, days_meant
from jobhouse.sentrion.probe.inference import Choice, Neighbours, bounds_left, choice, order_of
from jobhouse.sentrion.probe.probe_client import Reply

DAY = Date(2026, 3, 10)
bounds = st.sampled_from(get_args(Bounds))
jobs_a_day = st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(lambda counts: counts[1] > 0)


def reply(meant: Bounds, after: Date, before: Date, counts: list[int]) -> Reply:
    """What an API of this meaning answers that has so many jobs on the day before, the day, and the day after."""
    first, last = days_meant(meant, after, before)
    days = [DAY.add(days=offset) for offset, count in zip((-1, 0, 1), counts, strict=True) for _ in range(count)]
    shown = tuple({"Post Date": str(day), "Job URL": str(n)} for n, day in enumerate(days) if first <= day <= last)
    return Reply({}, after, before, total=len(shown), jobs=shown, whole=True)


def neighbours(meant: Bounds, counts: list[int]) -> Neighbours:
    yesterday, tomorrow = DAY.subtract(days=1), DAY.add(days=1)
    ranges = ((yesterday, DAY), (DAY, tomorrow), (yesterday, tomorrow))
    before, following, both = (reply(meant, after, until, counts) for after, until in ranges)
    return Neighbours(DAY, before, following, both)


@given(bounds, jobs_a_day, st.booleans())
def test_the_true_meaning_is_never_ruled_out(meant: Bounds, counts: list[int], exact: bool) -> None:
    assert meant in bounds_left([neighbours(meant, counts)], exact=exact)


@given(bounds, jobs_a_day)
def test_where_all_jobs_are_shown_the_true_meaning_alone_is_left(meant: Bounds, counts: list[int]) -> None:
    assert bounds_left([neighbours(meant, counts)], exact=True) == [meant]


@pytest.mark.parametrize(
    ("totals", "left"),
    [((5, 5, 10), ["half_open", "open_closed"]), ((5, 5, 8), ["closed"]), ((5, 5, 12), ["open"])],
    ids=["add up", "overlap", "miss some"],
)
def test_totals_alone_tell_whether_ranges_overlap(totals: tuple[int, int, int], left: list[str]) -> None:
    yesterday, tomorrow = DAY.subtract(days=1), DAY.add(days=1)
    ranges = ((yesterday, DAY), (DAY, tomorrow), (yesterday, tomorrow))
    replies = (Reply({}, after, until, total) for (after, until), total in zip(ranges, totals, strict=True))
    assert bounds_left([Neighbours(DAY, *replies)], exact=True) == left


def answer(total: int | None, refusal: str | None = None) -> Reply:
    return Reply({}, DAY, DAY.add(days=1), total, ({"Job URL": "1"},), refusal=refusal)


@pytest.mark.parametrize(
    ("totals", "tolerance", "found"),
    [
        ({"null": 90, "false": 50, "omitted": 90, "true": 40}, 0, Choice("null", "true", is_decisive=True)),
        ({"null": 90, "false": 95, "omitted": 90, "true": 90}, 0, Choice("false", "null", is_decisive=True)),
        ({"null": 90, "false": 95, "omitted": 90, "true": 90}, 10, Choice("null", None, is_decisive=False)),
        ({"null": None, "false": 50, "omitted": 50, "true": 50}, 0, Choice("null", None, is_decisive=False)),
    ],
    ids=["least", "most", "drift", "no total"],
)
def test_the_value_that_brings_most_is_sent(totals: dict[str, int | None], tolerance: int, found: Choice) -> None:
    replies = {form: answer(total) for form, total in totals.items()}
    assert choice("salary_data_available", replies, tolerance) == found


def test_a_value_that_is_refused_is_not_sent() -> None:
    refused = answer(None, refusal="no")
    replies = {"null": refused, "false": answer(10), "omitted": refused, "true": answer(5)}
    assert choice("salary_data_available", replies, 0) == Choice("false", "true", is_decisive=True)
    assert choice("salary_data_available", dict.fromkeys(replies, refused), 0) is None


@given(st.lists(st.integers(0, 27), min_size=2, max_size=10))
def test_an_order_is_claimed_only_of_days_that_are_in_it(offsets: list[int]) -> None:
    first, last = Date(2026, 2, 1), Date(2026, 2, 28)
    days = [first.add(days=offset) for offset in offsets]
    found = order_of(days, first, last)
    assert found != "newest" or days == sorted(days, reverse=True)
    assert found != "oldest" or days == sorted(days)
    assert order_of(days[:1], first, last) is None


@pytest.mark.parametrize(("offsets", "order"), [((27, 20), "newest"), ((0, 5), "oldest"), ((20, 27), "unspecified")])
def test_a_first_page_tells_the_order(offsets: tuple[int, ...], order: str) -> None:
    first = Date(2026, 2, 1)
    assert order_of([first.add(days=offset) for offset in offsets], first, Date(2026, 2, 28)) == order
