"""What a run says and counts of what it spends, and the folder in which that is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from pendulum import Date

from jobhouse.errors import Stopped
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.spending import bind_to_cycle, in_money
from jobhouse.warehouse.runs.credit_needs import DayPrice, Funds, Need, sentence
from tests.support.in_process import quick


def test_a_page_without_a_price_and_a_request_without_an_answer_are_told_apart() -> None:
    run = Run("backfill", limits=RunLimits(max_credits=150))
    for record in (RequestRecord("w", 1, 200, 5, rows=90), RequestRecord("w", 1, 500, 5)):
        run.counters.count_request(100)
        run.counters.count_answer(record, 100)
    said = "up to 90 more by pages whose price the API did not say, up to 100 more by requests without a good answer"
    assert said in in_money(run, 0)
    assert said in str(run.limits.reached(run.counters, 100))


def test_a_request_that_could_not_be_written_down_is_not_counted() -> None:
    def fails(*_: int) -> None:
        raise Stopped("The disk is full.")

    run = Run("backfill")
    run.counters.reserved.journal = fails
    with pytest.raises(Stopped):
        run.counters.count_request(100)
    assert (run.counters.requests, run.counters.in_flight, run.counters.credits_reserved) == (0, 0, 0)


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
    need = Need(command, (DayPrice(Window(Date(2026, 1, 1), Date(2026, 1, 11)), 10.0),))
    assert sentence(need, Funds(account=40)).endswith(f"enough for the newest 4 of 10 days{how}")
