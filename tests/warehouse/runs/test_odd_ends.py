"""Cursors that are refused and ends that look like failures: every window completes, and no page is paid twice."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import cast

import pendulum
import pytest

from jobhouse.errors import JobhouseError
from jobhouse.sandbox.api.answers import Answer, refusal
from jobhouse.sandbox.api.catalogue import Matches
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.request import SearchRequest, invalid
from jobhouse.sandbox.api.switches import parse_switches
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.read.paging import MOST_EMPTY_PAGES, MOST_RESTARTS
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from tests.support.history import Job, backfill, job, query, stored, write
from tests.support.in_process import transport
from tests.support.tiers import rest_long

SINCE = pendulum.now("UTC").date().subtract(months=4).start_of("month")
WANTED = BackfillRange(since=SINCE.isoformat(), until=SINCE.add(months=2).isoformat())
DAYS = [SINCE.add(days=number).isoformat() for number in range((SINCE.add(months=2) - SINCE).days)]
JOBS = [job(number, DAYS[number % len(DAYS)]) for number in range(400)]
ONCE = len(JOBS) + sum(str(one["Post Date"]) == SINCE.add(months=1).isoformat() for one in JOBS)
"""Jobs of one reading: two windows share a day, since it is unknown what the bounds mean."""
PAGE = 20
LATER = 7_200
"""Seconds: longer than a cursor is valid here."""


def served(folder: Path, switches: str = "", kind: type[Engine] = Engine, jobs: list[Job] = JOBS) -> Engine:
    return kind(SandboxOptions(rate=0, data=write(jobs, folder / "jobs.jsonl"), switches=parse_switches(switches)))


def read(engine: Engine, folder: Path, max_requests: int | None = None, page_size: int = PAGE) -> Run:
    run = Run("backfill", transport=transport(engine), limits=RunLimits(max_requests=max_requests))
    with suppress(JobhouseError):
        backfill("http://127.0.0.1", folder / "w", run, WANTED, page_size=page_size)
    return run


def assert_whole(folder: Path, engine: Engine, page_size: int = PAGE) -> None:
    """Each job is stored once, every window is complete, and the next run asks for nothing."""
    left_open = "select since, status, note from sentrion.windows where status not in ('complete', 'split')"
    assert query(folder / "w", left_open) == []
    assert sorted(stored(folder / "w")) == sorted(version_id_of(one) for one in JOBS)
    assert read(engine, folder, page_size=page_size).counters.requests == 0


def test_a_last_cursor_that_leads_nowhere_ends_its_window_in_the_next_batch_too(tmp_path: Path) -> None:
    engine = served(tmp_path, "end=empty_page,empty_window=not_found,totals=null")
    run = Run("backfill", transport=transport(engine))
    backfill("http://127.0.0.1", tmp_path / "w", run, WANTED, page_size=100, pages_per_batch=1)
    assert_whole(tmp_path, engine, page_size=100)


# -- cursors that have expired


def expire(engine: Engine) -> None:
    engine.now = lambda: time.monotonic() + LATER


REFUSALS = ("404", "500", "success_false", "400", "410")


@pytest.mark.parametrize(
    ("body", "refusal"), rest_long([(body, one) for body in ("object", "detail", "html") for one in REFUSALS], 1)
)
def test_an_expired_cursor_restarts_its_window_however_it_is_refused(refusal: str, body: str, tmp_path: Path) -> None:
    switches = f"cursor_max_seconds={LATER / 2},cursor_refusal={refusal},error_body={body}"
    engine = served(tmp_path, switches)
    read(engine, tmp_path, max_requests=8)
    assert query(tmp_path / "w", "select count(*) from sentrion.windows where status = 'reading'") != [(0,)]
    expire(engine)
    read(engine, tmp_path)
    assert_whole(tmp_path, engine)


class Outage(Engine):
    """Answers each request with a status, for as long as it is down."""

    status = 0

    def answer(self, authorization: str | None, content: bytes) -> tuple[Answer, float]:
        if not self.status:
            return super().answer(authorization, content)
        self.stats.arrive(self.now())
        return refusal(self.status, "not_found" if self.status == 404 else "server_error", "No.", self.switches), 0.0


@pytest.mark.parametrize("status", rest_long([404, 500, 410, 503], 1))
def test_an_api_that_is_down_does_not_lose_its_cursors(status: int, tmp_path: Path) -> None:
    engine = served(tmp_path, "error_body=detail", Outage)
    delivered = read(engine, tmp_path, max_requests=8).counters.rows_delivered
    engine.status = status  # type: ignore[attr-defined]
    assert read(engine, tmp_path).counters.pages == 0
    engine.status = 0  # type: ignore[attr-defined]
    delivered += read(engine, tmp_path).counters.rows_delivered
    assert_whole(tmp_path, engine)
    assert delivered == ONCE


class BrokenPage(Engine):
    """Fails at one page of each window whatever the cursor's age: a defect of the page, not of the cursor."""

    is_broken = True

    def _page(self, key: str, search: SearchRequest, cursor: int | None, position: str, now: float) -> Answer:
        found, _ = self.catalogue.page(self.catalogue.matches(search), cursor, search.limit)
        if self.is_broken and cursor is not None and len(found) < search.limit:
            return refusal(500, "server_error", "No.", self.switches)
        return super()._page(key, search, cursor, position, now)


@pytest.mark.long
def test_a_page_that_always_fails_does_not_make_its_window_be_read_in_each_run(tmp_path: Path) -> None:
    jobs = [job(number, DAYS[0]) for number in range(110)]
    engine = served(tmp_path, kind=BrokenPage, jobs=jobs)
    for _ in range(MOST_RESTARTS + 3):
        read(engine, tmp_path)
    assert engine.stats.jobs_delivered <= (1 + MOST_RESTARTS) * len(jobs)
    delivered = engine.stats.jobs_delivered
    engine.is_broken = False  # type: ignore[attr-defined]
    read(engine, tmp_path)
    assert engine.stats.jobs_delivered == delivered + 10
    assert len(stored(tmp_path / "w")) == len(jobs)


# -- an empty page after the last one, in the words of an empty window


@pytest.mark.parametrize("shape", rest_long(["not_found", "success_false", "data_null"], 1))
@pytest.mark.parametrize("totals", rest_long(["null", "exact", "drifting"], 1))
def test_a_last_empty_page_may_be_said_as_an_empty_window_is(shape: str, totals: str, tmp_path: Path) -> None:
    engine = served(tmp_path, f"end=empty_page,empty_window={shape},totals={totals}")
    read(engine, tmp_path)
    assert_whole(tmp_path, engine)


# -- the last page repeats the cursor that was sent


class Echo(Engine):
    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        super()._continue(data, search, following, more=more)
        data["search_after"] = data["search_after"] or search.search_after


@pytest.mark.parametrize("totals", rest_long(["null", "exact", "drifting"], 1))
def test_a_last_page_may_bring_jobs_with_the_cursor_that_was_sent(totals: str, tmp_path: Path) -> None:
    engine = served(tmp_path, f"totals={totals}", Echo)
    read(engine, tmp_path, page_size=PAGE - 1)
    assert_whole(tmp_path, engine, PAGE - 1)


# -- the last cursor is refused


class RefusedEnd(Engine):
    """The last page has a cursor of nulls, which is refused."""

    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        super()._continue(data, search, following, more=more)
        data["search_after"] = data["search_after"] or [None, None]

    def _cursor(self, key: str, search: SearchRequest, now: float) -> int | None:
        if search.search_after == [None, None]:
            raise invalid("search_after: value is not valid")
        return super()._cursor(key, search, now)


@pytest.mark.parametrize("page_size", [PAGE, 100], ids=["many pages", "few pages"])
def test_a_refused_last_cursor_is_the_end_where_all_jobs_came(page_size: int, tmp_path: Path) -> None:
    engine = served(tmp_path, kind=RefusedEnd)
    read(engine, tmp_path, page_size=page_size)
    assert_whole(tmp_path, engine, page_size)


# -- many empty pages


class Filtering(Engine):
    """Gives more empty pages in a row than a run reads, each with a new cursor, before the second page of a window."""

    empty_pages = MOST_EMPTY_PAGES + 10

    def _cursor(self, key: str, search: SearchRequest, now: float) -> int | None:
        self._skipped = 0
        if search.search_after is not None and isinstance(search.search_after[1], str):
            skipped, rank, low = search.search_after[1].split("/")
            self._skipped = int(skipped)
            search.search_after[:] = [int(rank), int(low)]
        return super()._cursor(key, search, now)

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        if search.search_after is None or self._skipped >= self.empty_pages:
            return super()._data(key, search, matches, shown)
        return super()._data(key, search, matches, [])

    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        if search.search_after is None or self._skipped >= self.empty_pages:
            super()._continue(data, search, following, more=more)
            if self._skipped and data["search_after"]:
                rank, low = cast("list[object]", data["search_after"])
                data["search_after"] = [0, f"{self._skipped}/{rank}/{low}"]
            return
        data["search_after"] = [0, f"{self._skipped + 1}/{search.search_after[0]}/{search.search_after[1]}"]


def test_a_window_goes_on_after_many_empty_pages_in_the_next_run(tmp_path: Path) -> None:
    engine = served(tmp_path, kind=Filtering)
    first = read(engine, tmp_path)
    assert first.counters.requests > 2 * MOST_EMPTY_PAGES
    second = read(engine, tmp_path)
    assert_whole(tmp_path, engine)
    assert first.counters.rows_delivered + second.counters.rows_delivered == ONCE


# -- totals that are too small


class CountsPages(Engine):
    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        data = super()._data(key, search, matches, shown)
        return {**data, "total_jobs_found": len(data["jobs"])}  # type: ignore[arg-type]


class CountsTen(Engine):
    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        return {**super()._data(key, search, matches, shown), "total_jobs_found": 10}


MANY = [job(number, DAYS[number % 2]) for number in range(1_700)]


@pytest.mark.parametrize("kind", [CountsPages, CountsTen])
def test_a_total_that_is_too_small_ends_no_window(kind: type[Engine], tmp_path: Path) -> None:
    engine = served(tmp_path, kind=kind, jobs=MANY)
    read(engine, tmp_path, page_size=10)
    assert len(stored(tmp_path / "w")) == len(MANY)
    left_open = "select since, status, note from sentrion.windows where status not in ('complete', 'split')"
    assert query(tmp_path / "w", left_open) == []


def test_a_total_that_counts_the_page_proves_no_end(tmp_path: Path) -> None:
    """A refused cursor after one full page, whose jobs are as many as the total says: more may follow."""
    engine = served(tmp_path, f"cursor_max_seconds={LATER / 2}", CountsPages)
    read(engine, tmp_path, max_requests=2)
    expire(engine)
    read(engine, tmp_path)
    assert_whole(tmp_path, engine)
