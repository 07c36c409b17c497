"""The first days of the six years, which the API may count in another way than the calendar does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pendulum import Date

from jobhouse.sentrion.fetch.page_errors import RefusedRequest
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from tests.support.history import backfill, job, query, write
from tests.support.in_process import engine_of, transport

TODAY = Date(2026, 11, 30)
OLDEST, LIMIT = Date(2020, 11, 30), Date(2020, 12, 1)
"""Six years ago, and six times 365 days ago: where the API refuses the one day of November that is asked for."""
JOBS = [job(number, OLDEST.add(days=number % 40).isoformat()) for number in range(120)]
SERVED = sum(1 for one in JOBS if str(one["Post Date"]) >= LIMIT.isoformat())


@pytest.fixture(autouse=True)
def at_the_end_of_a_month() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00:00+00:00"):
        yield


def run_into(folder: Path, wanted: BackfillRange | None = None) -> Run:
    data = write(JOBS, folder.parent / "jobs.jsonl")
    run = Run("backfill", transport=transport(engine_of("history_limit=six_times_365", data=data)))
    return backfill("http://127.0.0.1", folder, run, wanted)


def left_open(folder: Path) -> list[tuple[str, str]]:
    return query(folder, "select since, note from sentrion.windows where status not in ('complete', 'split')")


def test_a_first_backfill_reads_all_that_is_served(tmp_path: Path) -> None:
    run_into(tmp_path / "w")
    assert query(tmp_path / "w", "select count(*) from sentrion.job_versions") == [(SERVED,)]
    assert left_open(tmp_path / "w") == []


def test_a_day_that_is_refused_by_itself_is_complete_where_other_days_are_served(tmp_path: Path) -> None:
    run_into(tmp_path / "w", BackfillRange(str(LIMIT)))
    run_into(tmp_path / "w")
    assert left_open(tmp_path / "w") == []
    [(status, note)] = query(
        tmp_path / "w", f"select status, note from sentrion.windows where since = '{OLDEST}' and until = '{LIMIT}'"
    )
    assert (status, note.split(";")[0]) == ("complete", "the API refuses its days")
    assert run_into(tmp_path / "w").counters.requests == 0


def test_a_refusal_of_all_that_is_asked_for_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RefusedRequest):
        run_into(tmp_path / "w", BackfillRange(str(OLDEST), str(LIMIT)))
