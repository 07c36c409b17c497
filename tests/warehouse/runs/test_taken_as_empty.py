"""What looks like a window without jobs and is none: a used-up account, an outage, another form of answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from jobhouse.errors import Stopped, Unreachable
from jobhouse.sandbox.api.app import create_app
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sentrion.state.run import Run
from tests.support.history import backfill, expected, history, query, stored, write
from tests.support.in_process import InProcess, engine_of
from tests.support.tiers import rest_long

JOBS = history(700, seed=8)
"""Jobs in every month, so that no window is empty."""
MOST_CYCLES = 12
URL = "http://127.0.0.1"


class Altered(InProcess):
    """The sandbox behind something that answers in its place, or changes what it answers."""

    def __init__(self, engine: Engine, alter: Callable[[httpx.Response], httpx.Response]) -> None:
        super().__init__(create_app(engine=engine))
        self._alter = alter

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        came = await super().handle_async_request(request)
        await came.aread()
        return self._alter(came)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(JOBS, tmp_path / "jobs.jsonl")


def missed_months(folder: Path) -> list[tuple[object, ...]]:
    """Windows that count as complete though jobs of theirs never came."""
    complete = "select since, until, note from sentrion.windows where status = 'complete' and rows_delivered = 0"
    days = {str(job["Post Date"]) for job in JOBS}
    return [row for row in query(folder, complete) if any(str(row[0]) <= day < str(row[1]) for day in days)]


def read(engine: Engine, folder: Path, alter: Callable[[httpx.Response], httpx.Response] = lambda came: came) -> bool:
    """Read history; returns whether an error ended the run."""
    run = Run("backfill", transport=Altered(engine, alter))
    try:
        backfill(URL, folder, run, page_size=20)
    except (Stopped, Unreachable):
        return True
    return False


@pytest.mark.parametrize(
    "switches",
    rest_long(
        [
            "credits_out=success_false,error_body=string",
            "credits_out=last_page",
            "credits_out=last_page_uncounted",
            "credits_out=last_page_uncounted,totals=null",
        ],
        1,
    ),
)
def test_an_account_without_credits_leaves_windows_to_later_runs(switches: str, data: Path, tmp_path: Path) -> None:
    engine = engine_of(switches, data=data, credits=150)
    ended = [True]
    while ended[-1] and len(ended) < 2 * MOST_CYCLES:
        for _ in range(2):  # the second run begins without credits
            ended.append(read(engine, tmp_path / "w"))
            assert missed_months(tmp_path / "w") == []
        engine.advance(late=False, edits=False, cycle=True, days=0)
    assert ended.index(False) > 2
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_an_outage_that_answers_in_the_form_of_the_api_empties_no_window(data: Path, tmp_path: Path) -> None:
    engine, answers = engine_of(data=data), iter(range(10**6))
    body = {"success": False, "data": None, "error": {"code": "service_unavailable", "message": "Please wait."}}

    def down(came: httpx.Response) -> httpx.Response:
        return httpx.Response(200, json=body) if 40 <= next(answers) < 140 else came

    read(engine, tmp_path / "w", down)  # outlasts the outage where few windows are in hand, as on a slow machine
    assert next(answers) > 40  # it was met
    assert missed_months(tmp_path / "w") == []
    assert not read(engine, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_answers_in_another_form_empty_no_window(data: Path, tmp_path: Path) -> None:
    """Jobs under another name, and nothing that counts them."""
    engine, answers = engine_of(data=data), iter(range(10**6))

    def renamed(came: httpx.Response) -> httpx.Response:
        answer = json.loads(came.content)
        if (found := answer["data"]) and next(answers) >= 40:
            answer["data"] = {"results": found.pop("jobs"), "credits_used": found["credits_used"]}
        return httpx.Response(came.status_code, json=answer)

    assert read(engine, tmp_path / "w", renamed)
    assert missed_months(tmp_path / "w") == []
    assert not read(engine, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_a_route_that_is_missing_every_other_time_empties_no_window(data: Path, tmp_path: Path) -> None:
    draw = random.Random(2)

    def half_deployed(came: httpx.Response) -> httpx.Response:
        return httpx.Response(404, json={"detail": "Not Found"}) if draw.random() < 0.5 else came

    engine = engine_of(data=data)
    read(engine, tmp_path / "w", half_deployed)
    assert missed_months(tmp_path / "w") == []
    assert not read(engine, tmp_path / "w")
    assert set(stored(tmp_path / "w")) == expected(JOBS)


def test_an_account_that_always_has_no_credits_left_is_read_to_the_end(data: Path, tmp_path: Path) -> None:
    def uncounted(came: httpx.Response) -> httpx.Response:
        answer = json.loads(came.content)
        if answer["data"]:
            answer["data"] |= {"credits_remaining": 0, "credits_used": 0}
        return httpx.Response(came.status_code, json=answer)

    assert not read(engine_of(data=data), tmp_path / "w", uncounted)
    assert set(stored(tmp_path / "w")) == expected(JOBS)
