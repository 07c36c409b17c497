"""`status`, `verify`, `ops.coverage_daily` and the report use the same word for each day, whatever the verdict."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import duckdb
import pendulum
import pytest
from rich.console import Console

from jobhouse.errors import JobhouseError
from jobhouse.report.formats import day as in_report
from jobhouse.report.page import report
from jobhouse.sandbox.api.catalogue import Matches
from jobhouse.sandbox.api.engine import Engine
from jobhouse.sandbox.api.request import SearchRequest
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.backfill_range import BackfillRange
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.terminal import status, verification
from jobhouse.warehouse.build.transform import transform
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.verify.verdicts import Verdict
from jobhouse.warehouse.verify.verify import verify
from tests.support.faulty_api import Lossy
from tests.support.history import job, query, write
from tests.support.html_page import Page
from tests.support.in_process import quick, transport
from tests.support.sessions import session_of
from tests.support.shared_warehouses import made_once

pytestmark = pytest.mark.long

SEARCHES = {"deduplicated": {"exclude_duplicates": True}}
SETTINGS = quick(page_size=10, max_window_jobs=100, max_concurrency=1, searches=SEARCHES)
TODAY = pendulum.now("UTC").date()
FIRST = TODAY.start_of("month").subtract(months=8)
Days = dict[tuple[str, str], str]
"""The word for each day of each search."""


class Announcing(Engine):
    """Announces other totals than it counts: `more` than there are, `total`, none, or two more after the first page."""

    more, total, grows, is_silent = 0, 0, False, False

    def _data(self, key: str, search: SearchRequest, matches: Matches, shown: list[int]) -> dict[str, object]:
        data = super()._data(key, search, matches, shown)
        known = data["total_jobs_found"]
        assert isinstance(known, int)
        more = 2 if self.grows and search.search_after else self.more
        return data | {"total_jobs_found": None if self.is_silent else self.total or known + more}


def month(number: int) -> tuple[str, str]:
    return FIRST.add(months=number).isoformat(), FIRST.add(months=number + 1).isoformat()


def backfill(folder: Path, engine: Engine, since: str, until: str, **options: Any) -> None:
    """A backfill of some days; the errors that end it are those that a test is about."""
    limits = RunLimits(max_requests=options.pop("max_requests", None))
    run = Run("backfill", options.pop("search", "default"), limits, transport=transport(engine))
    with suppress(JobhouseError), Warehouse(folder).held(), RateLimiter(10**6) as rate_limiter:
        read_history(session_of(Warehouse(folder), SETTINGS, run, BackfillRange(since, until)), rate_limiter)


@pytest.fixture(scope="module")
def every_verdict(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a month for each verdict, and the marts built."""
    return made_once(tmp_path_factory, "every_verdict", _read_and_build) / "w"


def _read_and_build(folder: Path) -> None:
    folder.mkdir()
    days = [FIRST.add(months=number, days=n % 28) for number in range(9) for n in range(130 if number == 1 else 40)]
    data = write([job(n, day.isoformat()) for n, day in enumerate(days)], folder / "jobs.jsonl")

    def api(kind: type[Engine] = Announcing, **announces: Any) -> Engine:
        engine = kind(SandboxOptions(data=data, rate=0))
        for name, value in announces.items():
            setattr(engine, name, value)
        return engine

    warehouse = folder / "w"
    backfill(warehouse, api(), *month(0))
    backfill(warehouse, api(), *month(1))  # it is split
    backfill(warehouse, api(more=30), *month(2))
    backfill(warehouse, api(more=-30), *month(3))
    backfill(warehouse, api(grows=True), *month(4))
    backfill(warehouse, api(is_silent=True), *month(5))
    backfill(warehouse, api(), *month(6), max_requests=1)
    last = FIRST.add(months=7)
    backfill(warehouse, api(total=10_000), last.isoformat(), last.add(days=1).isoformat())
    backfill(warehouse, api(Lossy), *month(0), search="deduplicated")
    transform(Warehouse(warehouse))


@pytest.fixture
def copy(every_verdict: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(every_verdict, tmp_path / "w"))


def days_between(since: str, until: str) -> list[str]:
    first, count = date.fromisoformat(since), (date.fromisoformat(until) - date.fromisoformat(since)).days
    return [(first + timedelta(days=n)).isoformat() for n in range(count)]


def of_status(folder: Path) -> Days:
    facts = json.loads(status.as_json(read_status(Warehouse(folder), SETTINGS)))
    spans = [(one["search"], one["since"], one["until"], one["state"]) for one in facts["spans"]]
    return {(search, day): state for search, since, until, state in spans for day in days_between(since, until)}


def of_marts(folder: Path) -> Days:
    rows = query(folder, "select search, date_day::text, status from ops.coverage_daily")
    return {(search, day): word for search, day, word in rows}


def of_verify(folder: Path) -> Days:
    """Windows do not overlap here, so that each speaks for its days; of open ones, those that were begun are open."""
    found: Days = {}
    for search in ("default", "deduplicated"):
        facts = json.loads(verification.as_json(verify(Warehouse(folder), search, known=SETTINGS.known_search)))
        for one in facts["windows"]:
            word = "missing" if one["verdict"] == "open" and not one["pages"] else one["verdict"]
            found |= {(search, day): word for day in days_between(one["since"], one["until"])}
    return found


def of_report(folder: Path) -> list[str]:
    """What the squares of the calendar say: a day and its word."""
    titles = Page(report(Warehouse(folder), TODAY)).figures["calendar"].titles
    return [match[0] for title in titles if (match := re.match(r"[^:]+: \w+", title))]


def test_every_reader_has_the_same_word_for_each_day(copy: Path) -> None:
    words = of_marts(copy)
    begun = {key: word for key, word in words.items() if word != "missing"}
    assert set(begun.values()) == set(get_args(Verdict))
    stated = {key: word for key, word in of_status(copy).items() if word != "missing"}
    assert stated == begun
    assert sorted(of_report(copy)) == sorted(
        f"{in_report(date.fromisoformat(day))}: {word}" for (_, day), word in words.items()
    )
    assert {key: word for key, word in of_verify(copy).items() if word != "missing"} == begun


def test_each_kind_of_difference_has_its_word(every_verdict: Path) -> None:
    words = of_marts(every_verdict)
    firsts = [words["default", FIRST.add(months=number).isoformat()] for number in range(8)]
    assert firsts == ["verified", "verified", "short", "over", "drifted", "unknown", "open", "short"]
    assert words["deduplicated", FIRST.isoformat()] == "unknown"
    statuses = query(every_verdict, "select status, count(*) from sentrion.windows group by all order by all")
    assert ("split", 1) in statuses
    capped = query(every_verdict, "select since::text from sentrion.windows where is_total_capped")
    assert capped == [(FIRST.add(months=7).isoformat(),)]


def test_the_terminal_counts_the_same_days(every_verdict: Path) -> None:
    screen = Console(file=StringIO(), width=200)
    status.show(read_status(Warehouse(every_verdict), SETTINGS), screen)
    words = list(of_marts(every_verdict).values())
    assert isinstance(screen.file, StringIO)
    counted = ", ".join(f"{words.count(word):,} {word}" for word in get_args(Verdict))
    assert f"days by verdict: {counted}" in screen.file.getvalue()


def test_rows_lost_after_they_were_stored_are_everybodys_knowledge_once_verify_has_looked(copy: Path) -> None:
    day = FIRST.add(days=10).isoformat()
    with duckdb.connect(str(Warehouse(copy).database)) as db:
        db.execute("delete from sentrion.job_versions where post_date = ?", [day])
    assert of_status(copy)["default", day] == "verified"  # nobody has looked
    assert of_verify(copy)["default", day] == "short"
    assert of_status(copy)["default", day] == "short"
    transform(Warehouse(copy))
    assert of_marts(copy)["default", day] == "short"
    assert verdicts_of(copy, FIRST) == [("short", 2)]


def test_a_verdict_on_an_earlier_reading_is_nobodys_word(copy: Path) -> None:
    """As after a kill: the window was read again, and nothing has judged it since."""
    day = FIRST.isoformat()
    with duckdb.connect(str(Warehouse(copy).database)) as db:
        db.execute("update sentrion.window_verdicts set verdict = 'over', reading_id = 'earlier'")
    assert of_status(copy)["default", day] == "verified"
    transform(Warehouse(copy))
    assert of_marts(copy)["default", day] == "verified"
    assert query(copy, "select count(*) from sentrion.window_verdicts where reading_id = 'earlier'") == [(0,)]


def verdicts_of(folder: Path, since: date) -> list[tuple[str, int]]:
    return query(
        folder,
        "select verdict, versions_lost from sentrion.window_verdicts inner join sentrion.windows using (window_id) "
        f"where since = date '{since}' and windows.search = 'default' and status != 'split'",
    )
