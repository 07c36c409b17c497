"""What a backfill does once it has read: it says which days came short, builds the marts, and fails with the worst."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from jobhouse.errors import (
    DataCheckFailed,
    JobhouseError,
    Refused,
    Stopped,
    Unreachable,
    UsageError,
    worst_of,
)
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.plan.windows import today_utc
from jobhouse.sentrion.state.events import RunEvents
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.terminal.next_step import next_step
from jobhouse.warehouse.build.transform import Built
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.coverage import DateSpan
from jobhouse.warehouse.ledger.status import WarehouseStatus
from jobhouse.warehouse.runs import read_and_build as module
from jobhouse.warehouse.runs.read_and_build import BackfillReport, read_and_build, short_days
from tests.support.faulty_api import Lossy
from tests.support.history import history, query, write
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of

LATELY = BackfillRange(since=str(today_utc().subtract(days=80)))
BUILT = Built(1, 1, 0.0)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that a build was asked for; none is made, since it takes seconds."""
    asked: list[Path] = []

    def build(warehouse: Warehouse, **_: object) -> Built:
        asked.append(warehouse.folder)
        return BUILT

    monkeypatch.setattr(module, "transform", build)
    return asked


def backfill(
    engine: Engine, folder: Path, run: Run, *, wanted: BackfillRange = LATELY, builds: bool = True
) -> BackfillReport:
    run.transport = transport(engine)
    with RateLimiter(10**6) as rate_limiter:
        session = session_of(Warehouse(folder), quick(page_size=10), run, wanted)
        return read_and_build(session, rate_limiter, builds=builds, probes=False)


def test_a_backfill_builds_what_it_read_unless_told_not_to(tmp_path: Path, builds: list[Path]) -> None:
    engine = engine_of(jobs=500)
    assert backfill(engine, tmp_path, Run("backfill"), builds=False).built is None
    assert builds == []
    done = backfill(engine, tmp_path, Run("backfill"))  # nothing to read, but the marts were never built
    assert builds == [tmp_path]
    assert (done.error, done.built) == (None, BUILT)
    assert done.status
    assert done.status.marts == "current"
    step = next_step(done.status)
    assert step
    assert step.command != "jobhouse transform"


def test_a_limit_ends_the_reading_alone(tmp_path: Path, builds: list[Path]) -> None:
    done = backfill(engine_of(jobs=2_000), tmp_path, Run("backfill", limits=RunLimits(max_requests=5)))
    assert isinstance(done.error, Stopped)
    assert builds == [tmp_path]


def test_whoever_interrupts_a_backfill_is_not_made_to_wait_for_a_build(tmp_path: Path, builds: list[Path]) -> None:
    run = Run("backfill", events=RunEvents(interrupted=True))
    done = backfill(engine_of(jobs=500), tmp_path, run)
    assert isinstance(done.error, Stopped)
    assert builds == []


def test_a_build_that_is_interrupted_says_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Built:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "transform", interrupted)
    done = backfill(engine_of(jobs=500), tmp_path, Run("backfill"))
    assert isinstance(done.error, Stopped)
    assert "the marts are as they were" in str(done.error)
    assert query(tmp_path, "select outcome from sentrion.runs") == [("stopped",)]


@pytest.mark.long
def test_a_build_that_cannot_write_its_files_fails_the_backfill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the exit code of wrong usage too, and marts that stay old must not look like nothing to build from."""
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "sqlmesh").touch()  # where SQLMesh keeps its cache
    monkeypatch.delenv("SQLMESH__CACHE_DIR")
    done = backfill(engine_of(jobs=200), tmp_path / "w", Run("backfill"))
    assert isinstance(done.error, UsageError)
    assert str(done.error).startswith("The models cannot be written (")
    assert query(tmp_path / "w", "select outcome, note from sentrion.runs") == [("failed", str(done.error))]
    assert query(tmp_path / "w", "select count(*) > 0 from sentrion.job_versions") == [(True,)]


def test_nothing_to_build_from_is_no_error(tmp_path: Path) -> None:
    assert module.build(Warehouse(tmp_path), Run("nightly")) == (None, None)


def test_a_ledger_that_cannot_be_read_fails_the_backfill(
    tmp_path: Path, builds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise UsageError("The file is damaged.")

    monkeypatch.setattr(module, "read_status", unreadable)
    assert str(backfill(engine_of(jobs=200), tmp_path, Run("backfill")).error) == "The file is damaged."
    assert builds == []


def test_days_that_came_short_fail_the_check_with_what_mends_them(tmp_path: Path, builds: list[Path]) -> None:
    engine = Lossy(SandboxOptions(data=write(history(400, seed=4), tmp_path / "jobs.jsonl"), rate=0))
    done = backfill(engine, tmp_path / "w", Run("backfill"), wanted=BackfillRange())
    assert isinstance(done.error, DataCheckFailed)
    assert "less came than was announced" in str(done.error)
    warehouse = Warehouse(tmp_path / "w")
    assert str(done.error).endswith(f"read it again with jobhouse --warehouse {warehouse.folder} verify --repair.")
    assert builds == [tmp_path / "w"]
    assert query(tmp_path / "w", "select outcome from sentrion.runs") == [("check_failed",)]
    assert done.status
    short = next(stretch for stretch in done.status.incomplete if stretch.state == "short")
    elsewhere = BackfillRange(since=str(short.until), until=str(short.until + timedelta(days=1)))
    assert module.short_days(warehouse, done.status, "default", elsewhere) is None
    assert module.short_days(warehouse, done.status, "other", BackfillRange()) is None


@pytest.mark.parametrize(
    ("reading", "build", "code"),
    [
        (None, None, None),
        (None, DataCheckFailed("b."), 5),
        (Stopped("a."), None, 3),
        (Stopped("a."), DataCheckFailed("b."), 5),
        (Unreachable("a."), DataCheckFailed("b."), 6),
        (Refused("a."), DataCheckFailed("b."), 4),
        (Stopped("a."), JobhouseError("b."), 1),
        (UsageError("a."), Stopped("b."), 2),
    ],
    ids=str,
)
def test_the_worst_error_gives_the_exit_code_and_both_are_said(
    reading: JobhouseError | None, build: JobhouseError | None, code: int | None
) -> None:
    worst = worst_of(reading, build)
    assert (worst and worst.exit_code) == code
    assert str(worst or "") == " ".join(str(error) for error in (reading, build) if error)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "2026-01-01 to 2026-01-04 is short: less came than was announced (2 ranges, 5 days in all); "),
        ("2026-01-04", "2026-01-05", "2026-01-01 to 2026-01-04 is short: less came than was announced; "),
        ("2026-01-05", None, "2026-03-01 is short: less came than was announced; "),
        (None, "2026-01-02", "2026-01-01 to 2026-01-04 is short: less came than was announced; "),
        (None, "2026-01-01", None),
        ("2026-03-02", None, None),
    ],
)
def test_short_days_of_the_search_and_of_the_range_are_named(
    since: str | None, until: str | None, said: str | None, tmp_path: Path
) -> None:
    spans = [
        DateSpan("default", date(2026, 1, 1), date(2026, 1, 5), "short"),
        DateSpan("default", date(2026, 2, 1), date(2026, 2, 3), "open"),
        DateSpan("other", date(2026, 2, 3), date(2026, 2, 5), "short"),
        DateSpan("default", date(2026, 3, 1), date(2026, 3, 2), "short"),
    ]
    status = cast("WarehouseStatus", SimpleNamespace(incomplete=spans))
    error = short_days(Warehouse(tmp_path), status, "default", BackfillRange(since, until))
    assert error is None if said is None else str(error).startswith(f"{said}read it again with jobhouse ")
