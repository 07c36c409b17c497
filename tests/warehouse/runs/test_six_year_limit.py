"""The first days of the six years, which the API may count in another way than the calendar does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pendulum import Date

from jobhouse.errors import Unreachable
from jobhouse.sandbox.api.answers import Answer
from jobhouse.sandbox.api.engine import Engine
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


class Refusing(Engine):
    """Refuses all that is asked for, as for an account whose plan has ended."""

    def _searched(self, key: str, content: bytes, now: float) -> tuple[Answer, float]:
        return Answer(422, b'{"success": false, "error": "your plan has ended"}'), 0


def run_into(folder: Path, wanted: BackfillRange | None = None, limit: str = "six_times_365", **settings: Any) -> Run:
    data = write(JOBS, folder.parent / "jobs.jsonl")
    run = Run("backfill", transport=transport(engine_of(f"history_limit={limit}", data=data)))
    return backfill("http://127.0.0.1", folder, run, wanted, **settings)


def left_open(folder: Path) -> list[tuple[str, str]]:
    return query(folder, "select since, note from sentrion.windows where status not in ('complete', 'split')")


def test_a_first_backfill_reads_all_that_is_served(tmp_path: Path) -> None:
    run_into(tmp_path / "w")
    assert query(tmp_path / "w", "select count(*) from sentrion.job_versions") == [(SERVED,)]
    assert left_open(tmp_path / "w") == []


def test_a_day_that_is_refused_by_itself_is_complete_where_other_days_are_served(tmp_path: Path) -> None:
    run_into(tmp_path / "w", BackfillRange(str(LIMIT), str(TODAY.subtract(days=60))))
    run_into(tmp_path / "w", max_concurrency=1)
    assert left_open(tmp_path / "w") == []
    [(status, note)] = query(
        tmp_path / "w", f"select status, note from sentrion.windows where since = '{OLDEST}' and until = '{LIMIT}'"
    )
    assert (status, note.split(";")[0]) == ("complete", "the API refuses its days")
    assert run_into(tmp_path / "w").counters.requests == 0


def test_a_day_that_is_refused_where_no_other_is_served_is_left_for_a_later_run(tmp_path: Path) -> None:
    """The refusal may have another reason, such as an account whose plan has ended."""
    run_into(tmp_path / "w", BackfillRange(str(LIMIT)))
    with pytest.raises(Unreachable, match="has served no other in this run: The API refuses the request"):
        run_into(tmp_path / "w")
    run_into(tmp_path / "w", limit="exact")
    assert query(tmp_path / "w", "select count(*) from sentrion.job_versions") == [(len(JOBS),)]
    assert left_open(tmp_path / "w") == []


def test_days_that_were_refused_without_a_page_are_asked_for_again(tmp_path: Path) -> None:
    data = write(JOBS, tmp_path / "jobs.jsonl")
    refusing = Run("backfill", transport=transport(Refusing(engine_of(data=data).options)))
    with pytest.raises(RefusedRequest):
        backfill("http://127.0.0.1", tmp_path / "w", refusing)
    run_into(tmp_path / "w", limit="exact")
    assert query(tmp_path / "w", "select count(*) from sentrion.job_versions") == [(len(JOBS),)]
