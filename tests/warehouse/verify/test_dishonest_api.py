"""An API that does not keep its word: no window is called complete, or verified, that is not; honest ones still are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pendulum
import pytest

from jobhouse.errors import Stopped, Unreachable
from jobhouse.sandbox.api.answers import Answer
from jobhouse.sandbox.api.catalogue import Matches
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.request import SearchRequest
from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import Window, oldest_day
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.connect import reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.coverage import read_coverage
from jobhouse.warehouse.verify.verdicts import Verification
from jobhouse.warehouse.verify.verify import verify
from tests.support.history import Job, backfill, job, query, stored, write
from tests.support.in_process import engine_of, transport
from tests.support.tiers import rest_long

SINCE = pendulum.now("UTC").date().subtract(months=4).start_of("month")
UNTIL = SINCE.add(months=2)
WANTED = BackfillRange(since=SINCE.isoformat(), until=UNTIL.isoformat())
DAYS = [SINCE.add(days=number).isoformat() for number in range((UNTIL - SINCE).days)]
JOBS = [job(number, DAYS[number % len(DAYS)]) for number in range(400)]
COPIES = [*JOBS[:8], JOBS[0]]
PAGE = 20


@dataclass
class Outcome:
    """What one backfill left: its error, its run, and what `verify` says of it."""

    folder: Path
    run: Run
    error: str
    found: Verification

    @property
    def verdicts(self) -> list[str]:
        return [judged.verdict for judged in self.found.windows]

    @property
    def reasons(self) -> str:
        return "; ".join(judged.reason for judged in self.found.windows)

    def missing(self, jobs: list[Job]) -> int:
        return len({version_id_of(one) for one in jobs} - set(stored(self.folder)))

    def short_days(self) -> set[str]:
        """What `status` says of the days that were asked for, where they are not complete."""
        with reader(Warehouse(self.folder)) as db:
            found = read_coverage(db, _history(), lambda *_: None)
        return {one.state for one in found.incomplete if str(one.since) <= DAYS[-1] and str(one.until) > DAYS[0]}


def _history() -> Window:
    today = pendulum.now("UTC").date()
    return Window(oldest_day(today), today.add(days=1))


def read(
    folder: Path,
    switches: str = "",
    jobs: list[Job] = JOBS,
    engine: Engine | None = None,
    limits: RunLimits | None = None,
) -> Outcome:
    served = engine or engine_of(switches, data=write(jobs, folder / "jobs.jsonl"))
    run, error = Run("backfill", transport=transport(served), limits=limits or RunLimits()), ""
    try:
        backfill("http://127.0.0.1", folder / "w", run, WANTED, page_size=PAGE)
    except (Unreachable, Stopped) as left:
        error = str(left)
    return Outcome(folder / "w", run, error, verify(Warehouse(folder / "w"), "default"))


def test_new_cursors_that_bring_the_same_rows_are_given_up_after_a_few_pages(tmp_path: Path) -> None:
    outcome = read(tmp_path, "paging=endless")
    assert outcome.run.counters.requests < 2 * (400 / PAGE / 2 + 1 + 10 + 2)
    assert outcome.verdicts == ["open", "open"]
    assert "10 pages, each with a new cursor, that brought nothing new" in outcome.error
    assert outcome.missing(JOBS) == 0
    assert "complete" not in {row for (row,) in query(outcome.folder, "select status from sentrion.windows")}


class Growing(Engine):
    """Never ends and never repeats a job: each page holds new ones, far more than were announced."""

    invented = 0

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        data = super()._data(key, search, matches, shown)
        new = [job(10_000 + self.invented + number, DAYS[0]) for number in range(PAGE)]
        self.invented += PAGE
        return {**data, "jobs": new, "total_jobs_found": 30}

    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        data["search_after"] = [self.invented, 0]

    def _cursor(self, key: str, search: SearchRequest, now: float) -> int | None:
        return None


def test_a_window_that_brings_new_jobs_for_ever_is_read_up_to_the_limits_of_the_run(tmp_path: Path) -> None:
    """A total that is too small cannot be told from invented jobs, and the limits hold for both."""
    honest = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    outcome = read(tmp_path, engine=Growing(honest.options), limits=RunLimits(max_requests=150))
    assert "Stopped at --max-requests 150" in outcome.error
    assert outcome.verdicts == ["open", "open"]


def test_jobs_that_are_null_in_two_readings_leave_the_window_short_and_are_not_paid_for_again(tmp_path: Path) -> None:
    outcome = read(tmp_path, "null_jobs=0.1")
    assert (outcome.verdicts, outcome.error) == (["short", "short"], "")
    assert "jobs are null in both readings: the vendor has to mend it" in outcome.reasons
    assert outcome.short_days() == {"short"}
    assert read(tmp_path, "null_jobs=0.1").run.counters.requests == 0


class NullsNowAndThen(Engine):
    """A job is null in every other page, whichever it is."""

    pages = 0

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        data = super()._data(key, search, matches, shown)
        self.pages += 1
        jobs = cast("list[object]", data["jobs"])
        return {**data, "jobs": [None, *jobs[1:]]} if self.pages % 2 and jobs else data


def test_jobs_that_are_null_now_and_then_leave_the_window_open(tmp_path: Path) -> None:
    honest = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    outcome = read(tmp_path, engine=NullsNowAndThen(honest.options))
    assert outcome.verdicts == ["open", "open"]
    assert "jobs as null; verify shows it, and the vendor has to mend it" in outcome.error
    assert "retry" not in outcome.error
    assert outcome.short_days() == {"open"}


def test_jobs_that_are_no_objects_are_kept_and_named(tmp_path: Path) -> None:
    outcome = read(tmp_path, "scalar_jobs=0.05")
    kept = query(outcome.folder, "select count(*) from sentrion.job_versions where extra is not null")[0][0]
    assert kept > 0
    assert outcome.verdicts == ["verified", "verified"]
    notes = " ".join(note or "" for (note,) in query(outcome.folder, "select note from sentrion.windows"))
    assert "are no objects: kept in extra" in notes


def test_rows_swapped_between_pages_are_found_by_a_second_reading(tmp_path: Path) -> None:
    outcome = read(tmp_path, "swapped_row=1")
    assert outcome.missing(JOBS) == 0
    assert outcome.verdicts == ["verified", "verified"]
    assert "read twice" in str(query(outcome.folder, "select note from sentrion.windows"))


def test_rows_deleted_while_they_are_read_are_found_or_the_window_is_not_verified(tmp_path: Path) -> None:
    outcome = read(tmp_path, "deleted_row=0.2")
    assert outcome.missing(JOBS) == 0 or "drifted" in outcome.verdicts
    assert outcome.run.counters.requests > 400 / PAGE * 1.5


@pytest.mark.long
@pytest.mark.parametrize("page_size", [PAGE, 100])
def test_a_server_that_replaces_rows_by_earlier_ones_never_has_a_window_complete(
    page_size: int, tmp_path: Path
) -> None:
    engine = engine_of("tenth_row=repeated", data=write(JOBS, tmp_path / "jobs.jsonl"))
    run = Run("backfill", transport=transport(engine))
    with pytest.raises(Unreachable, match="in place of others"):
        backfill("http://127.0.0.1", tmp_path / "w", run, WANTED, page_size=page_size)
    assert {judged.verdict for judged in verify(Warehouse(tmp_path / "w"), "default").windows} == {"open"}
    engine.switches = engine.violations._switches = type(engine.switches)()
    backfill("http://127.0.0.1", tmp_path / "w", Run("backfill", transport=transport(engine)), WANTED)
    assert {version_id_of(one) for one in JOBS} <= set(stored(tmp_path / "w"))
    assert {judged.verdict for judged in verify(Warehouse(tmp_path / "w"), "default").windows} == {"verified"}


@pytest.mark.parametrize("count", [30, 73, 150])
def test_nor_where_all_jobs_of_the_window_fit_into_a_page_or_two(count: int, tmp_path: Path) -> None:
    engine = engine_of("tenth_row=repeated", data=write(JOBS[:count], tmp_path / "jobs.jsonl"))
    run = Run("backfill", transport=transport(engine))
    with pytest.raises(Unreachable, match="in place of others"):
        backfill("http://127.0.0.1", tmp_path / "w", run, WANTED, page_size=100)
    windows = verify(Warehouse(tmp_path / "w"), "default").windows
    assert "open" in {judged.verdict for judged in windows}
    assert not [judged for judged in windows if judged.verdict != "open" and judged.facts.rows_kept]


class LyingTotal(Engine):
    """Replaces each tenth row of the whole window by the one before, wherever its pages are cut."""

    def _delivered(
        self, search: SearchRequest, matches: Matches, cursor: int | None, shown: list[int], position: str
    ) -> list[int]:
        ordered = list(reversed(matches.positions))
        places = [ordered.index(at) for at in shown]
        return [ordered[at - 1] if at % 10 == 9 else ordered[at] for at in places]


def test_more_copies_than_adverts_have_are_no_proof_even_twice(tmp_path: Path) -> None:
    honest = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    outcome = read(tmp_path, engine=LyingTotal(honest.options))
    assert outcome.verdicts == ["unknown", "unknown"]
    assert "two readings agree, but more exact copies than adverts have" in outcome.reasons


class Stuck(Engine):
    """Serves the first page of each window; whoever asks on gets nothing, and the cursor that was sent."""

    def _continue(self, data: dict[str, object], search: SearchRequest, following: int | None, *, more: bool) -> None:
        super()._continue(data, search, following, more=more)
        if search.search_after is not None:
            data["jobs"], data["search_after"] = [], search.search_after


@pytest.mark.parametrize("totals", ["exact", "drifting", "null"])
def test_a_cursor_that_sticks_in_the_middle_completes_no_window(totals: str, tmp_path: Path) -> None:
    """Read with two page sizes, the window ends in two places."""
    honest = engine_of(f"totals={totals}", data=write(JOBS, tmp_path / "jobs.jsonl"))
    outcome = read(tmp_path, engine=Stuck(honest.options))
    assert "the API repeats a cursor" in outcome.error
    assert outcome.verdicts == ["open", "open"]
    assert outcome.missing(JOBS) > 300


class BehindAGateway(Engine):
    """Gone after its first good answers: the gateway before it says of every address that there is nothing."""

    def answer(self, authorization: str | None, content: bytes) -> tuple[Answer, float]:
        if self.stats.requests >= 3:
            return Answer(404, b'{"detail": "Not Found"}'), 0.0
        return super().answer(authorization, content)


def test_a_gateway_that_knows_no_address_empties_no_window(tmp_path: Path) -> None:
    honest = engine_of(data=write(JOBS, tmp_path / "jobs.jsonl"))
    outcome = read(tmp_path, engine=BehindAGateway(honest.options))
    assert outcome.error
    assert outcome.verdicts == ["open", "open"]


def test_an_api_that_ignores_the_limit_is_noticed(tmp_path: Path) -> None:
    outcome = read(tmp_path, "limit=ignored")
    assert outcome.missing(JOBS) == 0
    assert outcome.verdicts == ["verified", "verified"]
    assert outcome.run.counters.reserved.largest_page > 200
    assert f"more than the {PAGE} jobs asked for" in " ".join(outcome.run.events.notes)


# -- the honest counterparts


def test_true_copies_are_verified_after_two_readings_that_agree(tmp_path: Path) -> None:
    outcome = read(tmp_path, jobs=JOBS + COPIES)
    assert outcome.error == ""
    assert outcome.verdicts == ["verified", "verified"]
    assert "exact copies of others, twice the same" in outcome.reasons
    assert outcome.short_days() == set()


def test_a_window_without_doubt_is_read_once(tmp_path: Path) -> None:
    outcome = read(tmp_path)
    assert outcome.run.counters.requests <= 400 / PAGE + 4
    assert outcome.verdicts == ["verified", "verified"]


@pytest.mark.parametrize(
    "switches", rest_long(["totals=drifting", "totals=null", "totals=capped", "totals=before_duplicates"], 2)
)
@pytest.mark.parametrize(
    "shape", rest_long(["empty_page=0.3,repeated_cursor=0.3,order=unspecified", "", "end=same_cursor"], 1)
)
def test_honest_totals_of_every_kind_complete_every_window(switches: str, shape: str, tmp_path: Path) -> None:
    outcome = read(tmp_path, ",".join(filter(None, [switches, shape])), JOBS + COPIES)
    assert outcome.missing(JOBS) == 0
    assert outcome.error == ""
    assert "short" not in outcome.verdicts
    assert "over" not in outcome.verdicts


def test_totals_that_drift_by_themselves_make_few_windows_be_read_twice(tmp_path: Path) -> None:
    six = BackfillRange(since=SINCE.subtract(months=20).isoformat(), until=UNTIL.isoformat())
    spread = [job(number, SINCE.subtract(days=number % 600).isoformat()) for number in range(900)]
    engine = engine_of("totals=drifting", data=write(spread, tmp_path / "jobs.jsonl"))
    run = Run("backfill", transport=transport(engine))
    backfill("http://127.0.0.1", tmp_path / "w", run, six, page_size=PAGE, max_concurrency=2)
    (twice,) = query(tmp_path / "w", "select count(*) from sentrion.windows where note like '%read twice%'")[0]
    assert 3 <= twice <= 6


def test_rows_of_an_interrupted_reading_are_remembered_by_the_next_run(tmp_path: Path) -> None:
    """A row that comes twice, once before and once after a restart, is a repeat all the same."""
    engine = engine_of("", data=write([*JOBS, JOBS[-1], JOBS[0]], tmp_path / "jobs.jsonl"))
    first = Run("backfill", limits=RunLimits(max_requests=15), transport=transport(engine))
    with pytest.raises(Exception, match="max-requests"):
        backfill("http://127.0.0.1", tmp_path / "w", first, WANTED, page_size=PAGE, pages_per_batch=5)
    backfill("http://127.0.0.1", tmp_path / "w", Run("backfill", transport=transport(engine)), WANTED, page_size=PAGE)
    found = verify(Warehouse(tmp_path / "w"), "default")
    distinct = query(tmp_path / "w", "select sum(rows_distinct) from sentrion.windows")[0][0]
    assert distinct == sum(judged.facts.distinct for judged in found.windows)
    assert {judged.verdict for judged in found.windows} == {"verified"}
