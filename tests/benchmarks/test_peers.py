"""The pieces of the benchmark of peers that need no peer: the stand-in's counts, and the table."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.benchmarks.peers.measure import Failed, Kill, RateUsed, Whole, attempted
from tests.benchmarks.peers.peer import PEERS
from tests.benchmarks.peers.stand_in import DAYS, StandIn, World
from tests.benchmarks.peers.table import Column, as_markdown

WORLD = World(jobs=2_500)


def addresses(stand_in: StandIn, since: int, until: int) -> list[str]:
    """The addresses that the pages of a window of days give, in the order of its cursors."""
    first, found, cursor = WORLD.first_day, [], None
    while True:
        search: dict[str, Any] = {
            "published_after": (first + timedelta(days=since)).isoformat(),
            "published_before": (first + timedelta(days=until)).isoformat(),
            "search_after": cursor,
        }
        data = json.loads(stand_in.page(search))["data"]
        found += [job["Job URL"] for job in data["jobs"]]
        cursor = data["search_after"]
        if cursor is None:
            assert len(found) == data["total_jobs_found"]
            return found


def test_adjoining_windows_deliver_each_job_once() -> None:
    stand_in = StandIn(WORLD)
    windows = [addresses(stand_in, since, since + 109) for since in range(0, DAYS, 109)]
    found = [address for window in windows for address in window]
    assert len(found) == len(set(found)) == WORLD.jobs
    assert json.loads(stand_in.counts())["delivered"] == WORLD.jobs


def test_a_job_that_comes_again_is_delivered_twice_and_charged_once() -> None:
    stand_in = StandIn(WORLD)
    first, again = addresses(stand_in, 0, 200), addresses(stand_in, 100, 200)
    counts = json.loads(stand_in.counts())
    assert counts["delivered"] == len(first) + len(again)
    assert counts["credits"] == len(first)


def test_the_days_of_the_jobs_lie_in_their_window() -> None:
    day = (WORLD.first_day + timedelta(days=700)).isoformat()
    window = {"published_after": day, "published_before": (WORLD.first_day + timedelta(days=701)).isoformat()}
    jobs = json.loads(StandIn(WORLD).page(window))["data"]["jobs"]
    assert {job["Post Date"] for job in jobs} == {day}


def test_a_request_over_the_rate_is_refused_and_counted() -> None:
    stand_in = StandIn(World(jobs=100, rate=3))
    assert [stand_in.refuses() for _ in range(5)] == [False, False, False, True, True]
    counts = json.loads(stand_in.counts())
    assert (counts["requests"], counts["answered_429"]) == (5, 2)


def test_a_search_that_is_none_is_refused() -> None:
    status, _ = StandIn(WORLD).answer(b'{"published_after": "soon"}')
    assert status.startswith(b"422")


def test_the_table_has_a_cell_for_each_peer_and_says_why_a_figure_is_missing() -> None:
    measured = Column(PEERS[0], "jobhouse 1.0")
    measured.whole = Whole(7_000, 400, 50, 1.04, 1.02, 1.0, 3.2, 0)
    measured.kill = Kill(0, 0, 1_234)
    measured.rates[3.0] = RateUsed(0.987, 2)
    missing = Column(PEERS[1], whole=Failed("a long story\nno | wheel\n"), kill=Failed(""))
    text = as_markdown([measured, missing], jobs=1_000, kill_jobs=250, minutes=2)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    cells = {name: rest for name, *rest in rows}
    assert cells["jobs a second, without a limit"] == ["7,000", "none: no / wheel"]
    assert cells["after kill -9: jobs asked for again"] == ["1,234", "none: it ended without a word"]
    assert cells["share of the rate at 3 s latency"] == ["98.7% (2)", "not measured"]
    assert {len(row) for row in rows} == {3}
    assert "- jobhouse (jobhouse 1.0): " in text


def test_a_failed_measurement_is_a_result() -> None:
    def fails() -> int:
        raise Failed("why")

    assert str(attempted(fails)) == "why"
    assert attempted(lambda: 3) == 3
