"""What `status` writes at each width of a terminal, and of runs that ended for the same reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from jobhouse.terminal.status import show
from jobhouse.warehouse.ledger.coverage import DateSpan, Month
from jobhouse.warehouse.ledger.last_runs import RunRow
from jobhouse.warehouse.ledger.status import Cycle, Rate, WarehouseStatus

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REFUSED = "The API refused the key."
RUNS = [
    RunRow("nightly", NOW - timedelta(days=n), NOW, "check_failed", 1_234, 1_234_567, 1_234_567, note, 9, 1_234_567)
    for n, note in enumerate([REFUSED, REFUSED, "The disk is full.", REFUSED])
]
MONTHS = [Month("default", date(2026, month, 1), date(2026, month, 1), 28, 28, 0, 0, 1_234_567) for month in (9, 10)]
STATUS = WarehouseStatus(
    is_demo=False, as_of=NOW, oldest_served=date(2020, 11, 24), versions=9,
    months=MONTHS, incomplete=[], spans=[], asked=[], open_windows=[], credits_used=0, credits_remaining=None,
    cycle=Cycle(date(2026, 11, 1), date(2026, 12, 1), 1_000, None), requests=0, requests_failed=0, rate=Rate(0, 100),
    marts="current", runs=RUNS, last_readings={}, findings=[],
)  # fmt: skip


def shown(width: int, status: WarehouseStatus = STATUS) -> str:
    out = StringIO()
    show(status, Console(file=out, width=width))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 72, 80, 200])
def test_no_cell_is_cut_from_sixty_columns_on(width: int) -> None:
    text = shown(width)
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width
    assert text.count("1,234,567") >= len(RUNS)


def test_at_forty_columns_months_days_and_runs_are_whole() -> None:
    whole = [replace(month, since=date(2026, month.month.month, 1), days=30, days_complete=29) for month in MONTHS]
    unread = [DateSpan("default", date(2026, month, 7), date(2026, month, 8), "missing") for month in (9, 10)]
    text = shown(40, replace(STATUS, months=whole, incomplete=unread))
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 40
    lines = [line.rstrip() for line in text.splitlines()]
    assert {" year  JFMAMJJASOND   versions", " 2026          ▪▪    2,469,134"} <= set(lines)
    assert f" 2026-09 {6 * '■'}·{23 * '■'}" in lines
    assert {" UTC          command  outcome", " 11-24 12:00  nightly  check_failed"} <= set(lines)


def test_a_wide_terminal_shows_what_a_narrow_one_leaves_out() -> None:
    assert "delivered" in shown(100).partition("last runs")[2]
    assert "delivered" not in shown(60).partition("last runs")[2]


def test_what_several_runs_of_a_command_say_stands_there_once() -> None:
    lines = [line.strip() for line in shown(200).splitlines()]
    assert f"2026-11-24 12:00 nightly, and 2 runs before it: {REFUSED}" in lines
    assert "2026-11-22 12:00 nightly: The disk is full." in lines
    assert sum(REFUSED in line for line in lines) == 1
