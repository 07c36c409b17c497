"""What jobs and pages have cost so far, by the ledger."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.prices import job_price, price_in_run

OLD = ("2026-03-05", "w", 900, 100)
Request = tuple[str, str, int | None, int]


def warehouse_of(folder: Path, requests: list[Request]) -> Warehouse:
    """A warehouse with requests: the day, the window or the label of a small request, the credits and the jobs."""
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sentrion")
        db.execute("create table sentrion._dlt_loads as select '1' as load_id, 0 as status")
        db.execute(
            "create table sentrion.requests (requested_at timestamptz, window_id text, credits_used bigint, "
            "rows bigint, run_id text, _dlt_load_id text)"
        )
        for day, window, credits_, jobs in requests:
            row = [f"{day} 12:00:00+00", window, credits_, jobs]
            db.execute("insert into sentrion.requests values (?, ?, ?, ?, 'r', '1')", row)
    return warehouse


@pytest.mark.parametrize(
    ("requests", "price"),
    [
        ([], 1.0),
        ([("2026-03-05", "w", 50, 100)], 1.0),
        ([OLD], 9.0),
        ([OLD, ("2026-04-05", "w", 200, 100), ("2026-04-07", "v", 100, 100)], 2.0),
        ([OLD, ("2026-04-05", "w", 0, 100)], 9.0),
        ([OLD, ("2026-04-02", "w", 100, 100)], 9.0),
        ([("2026-04-05", "plan/2026-01-01..2026-02-01", 30, 10)], 3.0),
        ([("2026-04-02", "w", 100, 100), ("2026-04-05", "w", 100, 100)], 1.0),
        ([("2026-04-05", "w", 50_000_000, 100), ("2026-04-05", "w", -100, 100), ("2026-04-05", "w", None, 100)], 1.0),
        ([("2026-04-05", "w", 5, 0)], 1.0),
    ],
    ids=[
        "nothing",
        "part was free",
        "one",
        "the latest cycle",
        "a free one says nothing",
        "the same cycle",
        "a small request",
        "two cycles of one window",
        "prices that cannot be",
        "no jobs",
    ],
)
def test_the_price_of_a_job_is_the_largest_of_the_latest_charged_cycle(
    requests: list[Request], price: float, tmp_path: Path
) -> None:
    assert job_price(warehouse_of(tmp_path, requests), billing_cycle_day=3) == price


def test_the_price_in_a_run_is_that_of_most_of_its_charged_answers(tmp_path: Path) -> None:
    requests: list[Request] = [("2026-04-05", "w", price, 100) for price in (0, 0, 0, 60, 200, 200)]
    assert price_in_run(warehouse_of(tmp_path, requests), "r") == 2.0
    assert price_in_run(Warehouse(tmp_path), "other") is None


def test_without_a_warehouse_a_job_costs_one_credit(tmp_path: Path) -> None:
    assert job_price(Warehouse(tmp_path), billing_cycle_day=1) == 1.0
    assert price_in_run(Warehouse(tmp_path), "r") is None
