"""What jobs and pages have cost so far, by the ledger."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.prices import job_price

OLD = ("2026-03-05", "complete", 900, 100)
Window = tuple[str, str, int, int]


def warehouse_of(folder: Path, windows: list[Window]) -> Warehouse:
    """A warehouse with windows: when it was begun, its status, its credits and its jobs."""
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sentrion")
        db.execute("create table sentrion._dlt_loads as select '1' as load_id, 0 as status")
        db.execute(
            "create table sentrion.windows (started_at timestamptz, status text, credits_used bigint, "
            "rows_delivered bigint, rows_distinct bigint, note text, _dlt_load_id text)"
        )
        for begun, status, credits_, jobs in windows:
            row = [f"{begun} 12:00:00+00", status, credits_, jobs, jobs]
            db.execute("insert into sentrion.windows values (?, ?, ?, ?, ?, null, '1')", row)
    return warehouse


@pytest.mark.parametrize(
    ("windows", "price"),
    [
        ([], 1.0),
        ([("2026-03-05", "complete", 50, 100)], 1.0),
        ([OLD], 9.0),
        ([OLD, ("2026-04-05", "complete", 200, 100), ("2026-04-07", "reading", 100, 100)], 2.0),
        ([OLD, ("2026-04-05", "complete", 0, 100)], 9.0),
        ([OLD, ("2026-04-02", "complete", 100, 100)], 9.0),
    ],
    ids=["nothing", "part was free", "one", "the latest cycle", "a free one says nothing", "the same cycle"],
)
def test_the_price_of_a_job_is_the_largest_of_the_latest_charged_cycle(
    windows: list[Window], price: float, tmp_path: Path
) -> None:
    assert job_price(warehouse_of(tmp_path, windows), billing_cycle_day=3) == price


def test_without_a_warehouse_a_job_costs_one_credit(tmp_path: Path) -> None:
    assert job_price(Warehouse(tmp_path), billing_cycle_day=1) == 1.0
