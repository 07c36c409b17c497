"""What a batch hands to the load and what it holds for the next one: each row once, the checkpoint with the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pendulum import Date

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.batch_buffer import BatchBuffer
from jobhouse.sentrion.read.chunks import PageRows
from jobhouse.sentrion.read.read_session import BatchLimits, ReadSession
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState

AT = datetime(2026, 11, 1, tzinfo=UTC)
DONE = WindowState.of(Window(Date(2026, 5, 1), Date(2026, 6, 1)), Date(2020, 11, 1))


def rows(jobs: int, size: int = 10, record_at: int | None = 0) -> PageRows:
    """A page of jobs with texts of so many letters."""
    ids = [str(number) for number in range(jobs)]
    texts = [{"Job Title": "x" * size, "Salary To": 1_000_000.0} for _ in ids]
    return PageRows(texts, ids, ["w"] * jobs, [AT] * jobs, [DONE], jobs * size, record_at)


def buffer(most: int | None, session: ReadSession | None = None) -> BatchBuffer:
    session = session or ReadSession(Run("backfill"), BatchLimits(bytes=most))
    return BatchBuffer(session, [RequestRecord("w", 1, 200, 5)])


@pytest.mark.parametrize(
    ("jobs", "most", "parts"), [(4, 40, [4]), (4, 39, [3, 1]), (4, 20, [2, 2]), (4, 5, [1, 1, 1, 1]), (1, 5, [1])]
)
def test_a_page_is_cut_into_parts_of_which_the_last_has_the_checkpoint(jobs: int, most: int, parts: list[int]) -> None:
    found = rows(jobs).parts(most)
    assert [len(part.jobs) for part in found] == parts
    assert [name for part in found for name in part.ids] == rows(jobs).ids
    assert all(len(part.ids) == len(part.window_ids) == len(part.fetched_at) for part in found)
    assert [bool(part.window_states) for part in found] == [False] * (len(parts) - 1) + [True]
    assert [part.record_at for part in found] == [None] * (len(parts) - 1) + [0]


def test_rows_beyond_the_limit_wait_for_the_next_batch_with_their_record() -> None:
    session = ReadSession(Run("backfill"), BatchLimits(bytes=40))
    first = buffer(40, session)
    assert [part.size for part in first.admit(rows(4))] == [40]
    assert [part.size for part in first.admit(rows(2))] == [20]  # half as much again still fits
    record = first.requests[0]
    assert (first.records(), list(first.admit(rows(5))), first.records()) == ([record], [], [])
    assert list(first.admit(rows(1, size=0))) == []  # what follows keeps its place
    assert [len(part.jobs) for part in session.rows_left_over] == [4, 1, 1]
    second = buffer(40, session)
    second.requests = []
    assert [part.size for part in second.admit_held()] == [40, 10, 0]
    assert not session.rows_left_over
    assert second.requests == [record, record]
    assert second.touched == {str(DONE.window): DONE}


def test_one_part_goes_into_an_empty_batch_however_large_it_is() -> None:
    assert [part.size for part in buffer(40).admit(rows(1, size=10_000))] == [10_000]
    assert [part.size for part in buffer(None).admit(rows(4, size=10_000))] == [40_000]


def test_a_batch_is_full_by_its_bytes_and_has_room_for_pages_of_the_usual_size() -> None:
    one = buffer(100)
    page = Page((), None, None, None, None, size=40)
    assert (one.is_full(), one.has_room()) == (False, True)
    one.count_bytes(page)
    one.pages_in_flight = 1
    assert (one.is_full(), one.has_room()) == (False, False)  # 40 came, 40 are on their way, 40 more do not fit
    one.count_bytes(replace(page, size=20))
    assert one.is_full() is False
    one.pages_in_flight = 0
    one.count_bytes(replace(page, size=39))
    assert one.has_room()  # a batch in which nothing is on its way takes one more, or it would never end
    one.count_bytes(replace(page, size=1))
    assert one.is_full()
    endless = buffer(None)
    endless.pages_in_flight = 100
    endless.count_bytes(page)
    assert (endless.is_full(), endless.has_room()) == (False, True)


def test_the_usual_size_of_a_page_grows_at_once_and_shrinks_slowly() -> None:
    session = ReadSession(Run("backfill"), BatchLimits(bytes=1_000))
    one, sizes = buffer(1_000, session), []
    for size in (100, 10, 10, 200, 190):
        one.count_bytes(Page((), None, None, None, None, size=size))
        sizes.append(session.page_bytes)
    assert sizes == [100, 90, 81, 200, 190]
