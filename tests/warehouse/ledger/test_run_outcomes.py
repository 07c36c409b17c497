"""The table of runs tells the truth about how each ended, and `status` where the table cannot know it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from jobhouse.errors import DataCheckFailed, Refused, Stopped, Unreachable, UsageError
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.counters import RunCounters
from jobhouse.sentrion.state.events import RunEvents, Stage, outcome_of
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse import locks
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.killed_runs import mark_killed_runs_before_build
from jobhouse.warehouse.ledger.run_outcomes import recorded
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.recovery import resume_pipeline
from tests.support.history import query, stored
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

LATE = BackfillRange(since="2025-06-01")


class _Killed(BaseException):
    """Ends a run where it stands, as a kill does, but for what Python cleans up."""


@dataclass
class Killed(RunEvents):
    """Dies after its first batch."""

    counters: RunCounters = field(default_factory=RunCounters)

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        super().enter(stage, working_on)
        if stage == "reading" and self.counters.pages:
            raise _Killed


class KilledBeforeItsFirstLoad(RunEvents):
    """Dies once the first pages have come, before any of them is loaded."""

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        super().enter(stage, working_on)
        if stage == "loading":
            raise _Killed


class KilledAtItsSecondLoad(RunEvents):
    """Dies with the pages of its second batch, before any of those is loaded."""

    loads = 0

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        super().enter(stage, working_on)
        self.loads += stage == "loading"
        if self.loads == 2:
            raise _Killed


class InterruptedWhileLoading(RunEvents):
    """Ctrl-C comes once the last batch is on its way."""

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        super().enter(stage, working_on)
        if stage == "loading":
            self.interrupt()


@pytest.fixture
def engine() -> Engine:
    return engine_of(jobs=1_000, seed=3)


def read(folder: Path, run: Run, **settings: Any) -> None:
    ready = quick(pages_per_batch=4, max_concurrency=1, **settings)
    with RateLimiter(ready.requests_per_minute) as rate_limiter:
        read_history(session_of(Warehouse(folder), ready, run, LATE), rate_limiter)


def killed(folder: Path, engine: Engine, command: str = "backfill") -> None:
    counters = RunCounters()
    run = Run(command, counters=counters, events=Killed(counters=counters), transport=transport(engine))
    with pytest.raises(_Killed):
        read(folder, run)


def outcomes(folder: Path) -> list[tuple[str, str]]:
    return query(folder, "select command, outcome from sentrion.runs order by started_at")


def shown(folder: Path) -> list[tuple[str, str]]:
    runs = read_status(Warehouse(folder), quick()).runs
    return [(run.command, run.outcome) for run in reversed(runs)]


def test_a_run_interrupted_while_its_last_batch_is_loaded_is_recorded_as_stopped(
    tmp_path: Path, engine: Engine
) -> None:
    run = Run("demo", events=InterruptedWhileLoading(), transport=transport(engine))
    with pytest.raises(Stopped), recorded(Warehouse(tmp_path), run):
        read(tmp_path, run)
    assert outcomes(tmp_path) == [("demo", "stopped")]
    assert query(tmp_path, "select note from sentrion.runs") == [
        ("Interrupted; what was read is loaded, run the same command again to go on.",)
    ]


def test_notes_after_the_last_batch_are_recorded_too(tmp_path: Path, engine: Engine) -> None:
    run = Run("backfill", transport=transport(engine))
    run.events.add_note("a note of the reading")
    with recorded(Warehouse(tmp_path), run):
        read(tmp_path, run)
        assert query(tmp_path, "select note from sentrion.runs") == [("a note of the reading",)]
        run.events.add_note("a note of the build")
    noted = [("done", "a note of the reading; a note of the build")]
    assert query(tmp_path, "select outcome, note from sentrion.runs") == noted


def test_the_last_warning_of_a_run_stays_beside_what_is_noted_later(tmp_path: Path, engine: Engine) -> None:
    run = Run("backfill", transport=transport(engine))
    run.events.last_warning = "its cursor was refused"
    with recorded(Warehouse(tmp_path), run):
        read(tmp_path, run)
        run.events.add_note("a note of the build")
    assert query(tmp_path, "select note from sentrion.runs") == [("its cursor was refused; a note of the build",)]


def test_what_ends_a_run_does_not_replace_its_notes(tmp_path: Path, engine: Engine) -> None:
    run = Run("backfill", transport=transport(engine))
    run.events.add_note("a note of the reading")
    with suppress(Stopped), recorded(Warehouse(tmp_path), run):
        read(tmp_path, run)
        raise Stopped("Stopped.")
    noted = [("stopped", "a note of the reading; Stopped.")]
    assert query(tmp_path, "select outcome, note from sentrion.runs") == noted


@pytest.mark.long
def test_a_run_whose_process_is_gone_is_shown_so_and_marked_by_the_next(tmp_path: Path, engine: Engine) -> None:
    killed(tmp_path, engine)
    assert outcomes(tmp_path) == [("backfill", "running")]  # by its last batch
    with FileLock(tmp_path / locks.RUN):
        assert shown(tmp_path) == [("backfill", "running")]  # it may be at work
    assert shown(tmp_path) == [("backfill", "killed")]
    read(tmp_path, Run("backfill", transport=transport(engine)))
    assert outcomes(tmp_path) == [("backfill", "killed"), ("backfill", "done")] == shown(tmp_path)


def test_a_build_marks_killed_runs_too(tmp_path: Path, engine: Engine) -> None:
    killed(tmp_path, engine)
    mark_killed_runs_before_build(Warehouse(tmp_path))
    mark_killed_runs_before_build(Warehouse(tmp_path))
    ((outcome, note),) = query(tmp_path, "select outcome, note from sentrion.runs")
    assert outcome == "killed"
    assert note.count("the process ended without recording how") == 1


def test_a_night_takes_no_backfill_for_killed_that_lent_it_the_warehouse(tmp_path: Path, engine: Engine) -> None:
    killed(tmp_path, engine)
    warehouse = Warehouse(tmp_path)
    with FileLock(tmp_path / locks.RUN):
        killed(tmp_path, engine, "nightly")
        resume_pipeline(warehouse, Run("nightly"))
        assert outcomes(tmp_path) == [("backfill", "running"), ("nightly", "killed")]
    resume_pipeline(warehouse, Run("nightly"))
    assert outcomes(tmp_path) == [("backfill", "killed"), ("nightly", "killed")]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Stopped(""), "stopped"),
        (KeyboardInterrupt(), "stopped"),
        (Refused(""), "refused"),
        (Unreachable(""), "unreachable"),
        (DataCheckFailed(""), "check_failed"),
        (UsageError(""), "failed"),
        (ValueError(), "failed"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, BaseException) else "",
)
def test_every_error_has_its_outcome(error: BaseException, outcome: str) -> None:
    assert outcome_of(error) == outcome


def test_a_run_that_never_wrote_a_row_gets_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError), recorded(Warehouse(tmp_path), Run("plan")):
        raise UsageError("no")
    assert not Warehouse(tmp_path).database.exists()


def killed_before_its_first_load(folder: Path, engine: Engine, command: str = "backfill") -> Run:
    """A run whose package is lost with it, as that of a kill while its pages were read."""
    run = Run(command, events=KilledBeforeItsFirstLoad(), transport=transport(engine))
    with pytest.raises(_Killed):
        read(folder, run)
    shutil.rmtree(Warehouse(folder).working)
    return run


@pytest.mark.long
def test_a_run_that_is_killed_before_its_first_load_is_recorded_by_the_next(engine: Engine, tmp_path: Path) -> None:
    dead = killed_before_its_first_load(tmp_path, engine)
    assert dead.counters.requests > 0
    read(tmp_path, Run(transport=transport(engine)))
    read(tmp_path, Run(transport=transport(engine)))
    found = query(tmp_path, "select run_id, command, outcome, requests, rows_delivered, note from sentrion.runs")
    (row,) = [row[1:] for row in found if row[0] == dead.run_id]
    assert row[:-1] == ("backfill", "killed", dead.counters.requests, 0)
    assert f"may have cost up to {dead.counters.credits_reserved:,} credits" in row[-1]
    assert len(found) == 3
    assert not list((Warehouse(tmp_path).spending / "under-way").iterdir())


def test_status_shows_a_run_that_was_killed_before_its_first_load(engine: Engine, tmp_path: Path) -> None:
    dead = killed_before_its_first_load(tmp_path, engine)
    spent = f"may have cost up to {dead.counters.credits_reserved:,} credits"
    with pytest.raises(UsageError, match=f"There is nothing .*; fill it .* 1 run ended .* its requests {spent}"):
        read_status(Warehouse(tmp_path), quick())
    with pytest.raises(Stopped):
        read(tmp_path, Run("backfill", limits=RunLimits(max_requests=6), transport=transport(engine)))
    later = killed_before_its_first_load(tmp_path, engine, "nightly")
    assert shown(tmp_path) == [("backfill", "killed"), ("backfill", "stopped"), ("nightly", "killed")]
    (last, *_) = read_status(Warehouse(tmp_path), quick()).runs
    assert last.requests == later.counters.requests > 0
    assert last.credits_unrecorded == later.counters.credits_reserved > 0
    read(tmp_path, Run("nightly", transport=transport(engine)))
    assert outcomes(tmp_path) == [*shown(tmp_path)[:-1], ("nightly", "done")] == shown(tmp_path)


def test_status_says_what_was_spent_where_the_database_is_gone(engine: Engine, tmp_path: Path) -> None:
    run = Run("backfill", limits=RunLimits(max_requests=6), transport=transport(engine))
    with pytest.raises(Stopped), recorded(Warehouse(tmp_path), run):
        read(tmp_path, run)
    Warehouse(tmp_path).database.unlink()
    gone = f"gone with jobs.duckdb spent up to {run.counters.credits_reserved:,} credits"
    with pytest.raises(UsageError, match=f"There is nothing .*; fill it .* {gone}"):
        read_status(Warehouse(tmp_path), quick())


def test_status_counts_each_of_several_runs_that_were_killed_before_a_load(engine: Engine, tmp_path: Path) -> None:
    killed = [killed_before_its_first_load(tmp_path, engine) for _ in range(3)]
    spent = sum(dead.counters.credits_reserved for dead in killed)
    with pytest.raises(UsageError, match=f"3 runs ended .* their requests may have cost up to {spent:,} credits"):
        read_status(Warehouse(tmp_path), quick())


def test_a_killed_run_says_what_it_may_have_spent_without_a_record(engine: Engine, tmp_path: Path) -> None:
    dead = Run(events=KilledAtItsSecondLoad(), transport=transport(engine))
    with pytest.raises(_Killed):
        read(tmp_path, dead)
    shutil.rmtree(Warehouse(tmp_path).working)
    (recorded_credits,) = query(tmp_path, "select sum(credits_reserved)::bigint from sentrion.requests")[0]
    lost = dead.counters.credits_reserved - recorded_credits
    said = f"the process ended without recording how; requests that it did not record may have cost up to {lost:,} cre"
    assert lost > 0
    assert [str(run.note)[: len(said)] for run in read_status(Warehouse(tmp_path), quick()).runs] == [said]
    read(tmp_path, Run(transport=transport(engine)))
    ((note,),) = query(tmp_path, "select note from sentrion.runs where outcome = 'killed'")
    assert note.startswith(said)
    unrecorded = {run.outcome: run.credits_unrecorded for run in read_status(Warehouse(tmp_path), quick()).runs}
    assert unrecorded == {"done": 0, "killed": lost}


def test_status_keeps_what_a_run_has_loaded_that_was_killed_in_a_later_load(engine: Engine, tmp_path: Path) -> None:
    dead = Run("backfill", events=KilledAtItsSecondLoad(), transport=transport(engine))
    with pytest.raises(_Killed):
        read(tmp_path, dead)
    shutil.rmtree(Warehouse(tmp_path).working)
    with duckdb.connect(str(Warehouse(tmp_path).database)) as db:
        db.execute("update sentrion.runs set _dlt_load_id = 'not recorded'")  # as the merge of that load leaves it
    ((jobs, credits_),) = query(tmp_path, "select sum(rows)::bigint, sum(credits_used)::bigint from sentrion.requests")
    (run,) = read_status(Warehouse(tmp_path), quick()).runs
    assert (run.outcome, run.rows_delivered, run.credits_used) == ("killed", jobs, credits_)
    assert run.versions_new == len(stored(tmp_path)) > 0
    assert run.credits_unrecorded == dead.counters.credits_reserved - credits_ > 0
    assert "before it loaded anything" not in str(run.note)


@pytest.mark.long
def test_a_run_at_work_beside_a_nightly_one_is_not_recorded_as_killed(engine: Engine, tmp_path: Path) -> None:
    at_work = killed_before_its_first_load(tmp_path, engine)
    folder = Warehouse(tmp_path).folder
    with FileLock(folder / locks.RUN):
        read(tmp_path, Run("nightly", transport=transport(engine)))
        assert [command for command, _ in outcomes(tmp_path)] == ["nightly"]
    read(tmp_path, Run("nightly", transport=transport(engine)))
    assert (at_work.command, "killed") in outcomes(tmp_path)


@pytest.mark.long
def test_a_damaged_note_of_a_run_under_way_stops_nobody(engine: Engine, tmp_path: Path) -> None:
    note = Warehouse(tmp_path).spending / "under-way" / "0123"
    note.parent.mkdir(parents=True)
    note.write_bytes(b"\0" * 40)
    read(tmp_path, Run(transport=transport(engine)))
    assert not note.exists()
    assert len(outcomes(tmp_path)) == 1
