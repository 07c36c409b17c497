"""What a run says and counts of what it spends, and the folder in which that is written down."""

from __future__ import annotations

import resource
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pendulum import Date

from jobhouse.errors import Stopped
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.plan.windows import Window, today_utc
from jobhouse.sentrion.state.counters import Balance
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.connect import reader, writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.prices import job_price
from jobhouse.warehouse.ledger.spending import (
    bind_to_cycle,
    credits_since,
    in_money,
    last_balance,
    spent_in_cycle,
    unrecorded_by_run,
)
from jobhouse.warehouse.ledger.spending_journal import (
    KEPT_DAYS,
    Spent,
    journals,
    old_journals,
    remove_recorded,
    unrecorded,
)
from jobhouse.warehouse.ledger.status import read_status
from jobhouse.warehouse.runs.backfill import backfill
from jobhouse.warehouse.runs.credit_needs import Funds, JobDensity, Need, sentence
from tests.support.in_process import quick, transport
from tests.support.overcharging_api import Tricks, charging
from tests.support.sessions import session_of


def test_a_page_without_a_price_and_a_request_without_an_answer_are_told_apart() -> None:
    run = Run("backfill", limits=RunLimits(max_credits=150))
    for record in (RequestRecord("w", 1, 200, 5, rows=90), RequestRecord("w", 1, 500, 5)):
        run.counters.count_request(100)
        run.counters.count_answer(record, 100)
    said = "up to 90 more by pages whose price the API did not say, up to 100 more by requests without a good answer"
    assert said in in_money(run, 0)
    assert said in str(run.limits.reached(run.counters, 100))


def test_a_damaged_file_counts_as_a_batch_beyond_what_is_recorded() -> None:
    day, damaged = Date(2026, 11, 30), Spent(Date(2026, 11, 30), None)
    assert unrecorded({"run": damaged}, {"run": 1_200}, day, 1_000) == 1_000
    assert unrecorded({"run": damaged}, {}, day.add(days=1), 1_000) == 0


def test_a_request_that_could_not_be_written_down_is_not_counted() -> None:
    def fails(*_: int) -> None:
        raise Stopped("The disk is full.")

    run = Run("backfill")
    run.counters.reserved.journal = fails
    with pytest.raises(Stopped):
        run.counters.count_request(100)
    assert (run.counters.requests, run.counters.in_flight, run.counters.credits_reserved) == (0, 0, 0)


def test_a_disk_that_takes_no_byte_leaves_no_credits_that_were_never_spent(tmp_path: Path) -> None:
    warehouse, settings = Warehouse(tmp_path), quick()
    run = Run("backfill")
    bind_to_cycle(run, settings, warehouse)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(Stopped, match="cannot be written"):
            run.counters.count_request(100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert credits_since(warehouse, today_utc(), settings) == 0
    run.counters.count_request(100)
    assert credits_since(warehouse, today_utc(), settings) == 100


def test_a_cycle_has_what_was_spent_from_its_first_day_on_with_a_record_or_without(tmp_path: Path) -> None:
    warehouse, start = Warehouse(tmp_path), Date(2026, 11, 1)
    before = start.subtract(days=1)
    recorded = [("a", before, 1_000), ("a", start, 70), ("b", start.add(days=8), 5), ("mine", start, 300)]
    warehouse.spending.mkdir()
    for run_id, day, credits_ in (("a", start, 1_100), ("c", start, 40), ("d", before, 900), ("mine", start, 800)):
        (warehouse.spending / run_id).write_text(f"{day} {credits_:012d}\n")
    assert spent_in_cycle(recorded, warehouse, start, quick(), besides="mine") == 70 + 5 + 30 + 40
    assert spent_in_cycle(recorded, warehouse, start, quick()) == 70 + 5 + 30 + 40 + 800
    assert unrecorded_by_run(recorded, warehouse) == {"a": 30, "c": 40, "d": 900, "mine": 500}
    assert set(old_journals(warehouse, start.add(days=KEPT_DAYS))) == {"d"}
    remove_recorded(warehouse, journals(warehouse), {"a": 1_100, "c": 39})
    assert set(journals(warehouse)) == {"c", "d", "mine"}


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_place_of_the_folder_spending_is_set_aside(kind: str, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    if kind == "file":
        warehouse.spending.write_text("mine")
    else:
        warehouse.spending.symlink_to(tmp_path / "nowhere")
    run = Run("backfill")
    bind_to_cycle(run, quick(), warehouse)
    run.counters.count_request(100)
    assert (warehouse.spending / run.run_id).is_file()
    (aside,) = [path for path in tmp_path.iterdir() if path.name.startswith("spending-set-aside-")]
    assert "set aside as spending-set-aside-" in run.events.notes[0]
    assert aside.is_symlink() or aside.read_text() == "mine"


@pytest.mark.parametrize(("command", "how"), [("backfill", " with --order newest"), ("nightly", "")])
def test_the_newest_days_that_credits_pay_for_need_the_order_that_reads_them_first(command: str, how: str) -> None:
    need = Need(command, (JobDensity(Window(Date(2026, 1, 1), Date(2026, 1, 11)), 10.0),))
    assert sentence(need, Funds(account=40)).endswith(f"enough for the newest 4 of 10 days{how}")


def test_a_mispriced_page_stops_limited_runs_for_its_billing_cycle_and_no_longer(tmp_path: Path) -> None:
    engine, warehouse = charging(Tricks(says=25_000), jobs=2_000), Warehouse(tmp_path)
    read(warehouse, Run("backfill", limits=RunLimits(max_requests=1), transport=transport(engine)))
    engine.tricks = Tricks()
    limited = Run("backfill", limits=RunLimits(max_credits=20_000), transport=transport(engine))
    today = today_utc()
    assert read(warehouse, limited) == (
        f"Stopped at --max-credits 20000: 0 used, and a page may cost 25000, since one asked for on {today} had so "
        "many jobs or credits; give at least 25000, or go on in the next billing cycle, in which that page does not "
        "count. "
    )
    assert limited.counters.requests == 0
    with writer(warehouse) as db:
        db.execute("update sentrion.requests set requested_at = requested_at - interval 32 days")
    later = Run("backfill", limits=RunLimits(max_credits=500), transport=transport(engine))
    assert read(warehouse, later).startswith("Stopped at --max-credits 500: ")
    assert later.counters.credits_used > 300


def read(warehouse: Warehouse, run: Run) -> str:
    """How a backfill was stopped by a limit, without what is left."""
    with RateLimiter(10**6) as rate_limiter, pytest.raises(Stopped) as stop:
        backfill(session_of(warehouse, quick(), run), rate_limiter, probes=False)
    return str(stop.value).partition("Left to read")[0]


@pytest.mark.parametrize("says", [10**12, -100])
def test_an_impossible_price_is_in_no_window_and_in_no_price_of_a_job(says: int, tmp_path: Path) -> None:
    engine, warehouse = charging(Tricks(says=says), jobs=2_000), Warehouse(tmp_path)
    read(warehouse, Run("backfill", limits=RunLimits(max_requests=5), transport=transport(engine)))
    with reader(warehouse) as db:
        assert db.execute("select sum(rows_delivered) > 0, sum(credits_used) from sentrion.windows").fetchall() == [
            (True, 0)
        ]
    assert job_price(warehouse, billing_cycle_day=1) == 1.0


@pytest.mark.parametrize(
    ("requests", "balance"),
    [
        ([(10_000, 300, 100), (9_800, 50, 200)], 100),
        ([(10_000, 150, 100), (9_800, 50, 200)], 200),
        ([(10_000, 300, 100), (9_000, 50, None)], 100),
        ([(10_000, 300, None)], None),
    ],
    ids=["under way together", "one after the other", "one without a balance", "none"],
)
def test_the_last_balance_is_the_lowest_of_requests_that_were_under_way_together(
    requests: list[tuple[int, int, int | None]], balance: int | None, tmp_path: Path
) -> None:
    warehouse = Warehouse(tmp_path)
    with writer(warehouse) as db:
        db.execute("create schema sentrion")
        columns = "requested_at timestamptz, latency_ms bigint, credits_remaining bigint"
        db.execute(f"create table sentrion.requests ({columns})")
        for ago, latency, left in requests:
            row = [ago, latency, left]
            db.execute("insert into sentrion.requests values (now() - to_milliseconds(?::bigint), ?, ?)", row)
    assert last_balance(warehouse, today_utc().subtract(days=1)) == balance
    counted = Balance()
    for ago, latency, left in sorted(requests, key=lambda one: one[1] - one[0]):
        sent = datetime.now(UTC) - timedelta(milliseconds=ago)
        counted.take(left, sent, sent + timedelta(milliseconds=latency))
    assert counted.left == balance


def test_status_shows_the_lowest_balance_of_requests_that_were_under_way_together(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    read(warehouse, Run("backfill", limits=RunLimits(max_requests=5), transport=transport(charging(Tricks()))))
    with writer(warehouse) as db:
        db.execute("update sentrion.requests set latency_ms = 60_000, credits_remaining = epoch_us(requested_at)")
        ((lowest, highest),) = db.execute(
            "select min(credits_remaining), max(credits_remaining) from sentrion.requests"
        ).fetchall()
    assert read_status(warehouse, quick()).credits_remaining == lowest < highest


def test_a_balance_from_the_future_is_not_the_last_one(tmp_path: Path) -> None:
    warehouse, today = Warehouse(tmp_path), today_utc()
    with writer(warehouse) as db:
        db.execute("create schema sentrion")
        db.execute(
            "create table sentrion.requests as "
            "select now() - interval 1 minute as requested_at, 5_000 as credits_remaining, 90 as latency_ms "
            "union all select now() - interval 2 minute, 5_100, 90 union all select now() + interval 9 day, 9_000, 90"
        )
    assert last_balance(warehouse, today.subtract(days=1)) == 5_000
