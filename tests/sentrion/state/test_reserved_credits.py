"""What a run may have spent, request by request: what limits count, and what is on disk of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jobhouse.errors import Stopped
from jobhouse.sentrion.state.counters import Balance, RunCounters
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.reserved_credits import ReservedCredits
from jobhouse.sentrion.state.run_limits import Agreement, RunLimits

PAGE = 100
Answer = tuple[int | None, int | None, int | None]
"""The jobs of an answer, its price, and what is left, as the API says it."""


def counted(*answers: Answer, counters: RunCounters | None = None, status: int = 200) -> RunCounters:
    """The counters after these answers."""
    counters = counters or RunCounters()
    for rows, price, left in answers:
        counters.count_request(PAGE)
        record = RequestRecord("w", 1, status, 5, rows=rows, credits_used=price, credits_remaining=left)
        counters.count_answer(record, PAGE)
    return counters


def test_what_is_on_disk_follows_each_answer_up_and_down() -> None:
    """A run that is killed after its last answer has spent what that cost: neither less nor a full page."""
    written: list[tuple[int, int]] = []
    reserved = ReservedCredits(journal=lambda credits_, sent: written.append((credits_, sent)))
    counted((40, 40, None), (100, 700, None), counters=RunCounters(reserved=reserved))
    assert written == [(100, 1), (40, 1), (140, 2), (740, 2)]


def test_only_the_latest_answers_that_said_nothing_are_given_back() -> None:
    written: list[tuple[int, int]] = []
    reserved = ReservedCredits(journal=lambda credits_, sent: written.append((credits_, sent)))
    counters, records = RunCounters(reserved=reserved), []
    nothing = RequestRecord("w", 1, 200, 5)
    for record in (
        nothing,
        RequestRecord("w", 1, 200, 5, credits_used=37),
        RequestRecord("w", 1, 500, 5),
        nothing,
        RequestRecord("other", 1, 200, 5),
        nothing,
    ):
        counters.count_request(PAGE)
        records.append(counters.count_answer(record, PAGE))
    assert [record.credits_reserved for record in records] == [100, 37, 100, 100, 100, 100]
    for _ in range(2):  # once more changes nothing
        reserved.give_back(records, "w", PAGE)
        assert [record.credits_reserved for record in records] == [100, 37, 100, 0, 100, 0]
        assert written[-1] == (reserved.at_most, 6) == (337, 6)
    priced, alone = records[:2], records[:1]
    reserved.give_back(priced, "w", PAGE)
    assert [record.credits_reserved for record in priced] == [100, 37]
    reserved.give_back(alone, "w", PAGE)
    assert (alone[0].credits_reserved, reserved.at_most) == (0, 237)


def test_a_price_is_known_once_a_page_confirms_it() -> None:
    reserved = ReservedCredits()
    for rows, price, learnt in (
        (100, 50, (1.0, False)),
        (100, 100, (1.0, True)),
        (10, 30, (3.0, False)),
        (10, 30, (3.0, True)),
    ):
        reserved.send(PAGE)
        reserved.settle(RequestRecord("w", 1, 200, 5, rows=rows, credits_used=price), PAGE)
        assert (reserved.job_price, reserved.is_price_known) == learnt


@pytest.mark.parametrize(
    ("answers", "beyond"),
    [
        pytest.param([(100, 0, 1_000), (100, 300, 700)], 0, id="a free page, then charged ones with their price"),
        pytest.param([(100, None, 1_000), (100, 0, 950)], 50, id="jobs for less than they count for"),
        pytest.param([(100, None, 1_000), (100, 0, 700)], 500, id="the first page cost what the second one did"),
        pytest.param([(100, 0, 1_000), (50, 0, 1_000), (100, 0, 900)], 200, id="a free page says nothing of a price"),
        pytest.param([(100, 100, 1_000), (100, 0, 700)], 300, id="the price of the first page is known"),
        pytest.param([(100, 100, 1_000), (100, 100, 5_000)], 0, id="credits were bought"),
        pytest.param([(100, 100, None), (100, 100, 1_000)], 0, id="the balance before is not known"),
    ],
)
def test_what_the_account_lost_beyond_what_is_counted(answers: list[Answer], beyond: int) -> None:
    counters = counted(*answers)
    assert counters.uncounted == beyond
    assert counters.credits_counted == counters.credits_reserved + beyond


def test_what_another_run_of_the_warehouse_spends_meanwhile_is_not_counted() -> None:
    counters = counted((100, 100, 1_000), (100, 0, 900))
    counters.after_other_run()
    counted((100, 100, 500), counters=counters)
    assert counters.uncounted == 100
    counted((100, 100, 300), counters=counters)
    assert counters.uncounted == 200


def test_where_no_price_is_said_a_page_costs_what_jobs_have_cost_the_account() -> None:
    counters = counted((100, None, 1_000), (100, None, 710))
    assert counters.uncounted == 190 + 190
    assert (counters.of_page(PAGE), counters.of_page(10)) == (300, 30)
    assert counted((100, 0, 1_000), (100, 0, 710)).of_page(PAGE) == PAGE
    counters.count_request(PAGE)  # the balance may hold its price already
    assert counters.credits_counted == 300 + 190 + 190


def test_an_account_has_used_up_only_what_it_had() -> None:
    balance, at = Balance(), datetime(2026, 11, 1, tzinfo=UTC)
    balance.take(0, at, at)
    assert not balance.is_used_up
    for minutes, left in ((1, 7), (2, 0)):
        later = at + timedelta(minutes=minutes)
        balance.take(left, later, later)
        assert balance.is_used_up == (left == 0)


def test_a_limit_lets_the_page_out_that_just_fits() -> None:
    def stops(limits: RunLimits, answers: int = 0, before_cycle: int = 0) -> bool:
        counters = counted(*[(100, 100, None)] * answers)
        counters.reserved.before_cycle = before_cycle
        return isinstance(limits.reached(counters, PAGE), Stopped)

    assert [stops(RunLimits(max_requests=2), answers) for answers in range(4)] == [False, False, True, True]
    assert [stops(RunLimits(max_credits=300), answers) for answers in range(4)] == [False, False, False, True]
    assert [stops(RunLimits(agreed=Agreement(250, 300)), answers) for answers in (2, 3)] == [False, True]
    for spent, is_over in ((0, False), (800, False), (801, True), (901, True)):
        assert stops(RunLimits(max_credits_per_cycle=1_000, spent_in_cycle=spent), answers=1) is is_over
    assert not stops(RunLimits(max_credits_per_cycle=1_000, spent_in_cycle=900), answers=1, before_cycle=100)


def test_an_agreement_that_is_used_up_asks_about_the_rest() -> None:
    limits = RunLimits(agreed=Agreement(250, 300))
    used = {answers: limits.reached(counted(*[(100, 100, None)] * answers), PAGE) for answers in (2, 3)}
    assert used[2] is None
    assert str(used[3]) == (
        "Stopped, since about 250 credits were agreed to, and no more than 300: 300 used, and a page may cost 100; "
        "run the same command again, which asks about the rest."
    )


@pytest.mark.parametrize(
    ("limits", "at_first", "afterwards"),
    [
        (RunLimits(), False, False),
        (RunLimits(max_requests=5), False, False),
        (RunLimits(max_credits=500), True, False),
        (RunLimits(max_credits_per_cycle=500), True, False),
        (RunLimits(agreed=Agreement(10, 20)), True, False),
        (RunLimits(free_only=True), True, True),
    ],
    ids=["none", "requests", "credits", "cycle", "agreed", "free"],
)
def test_one_request_at_a_time_is_sent_until_it_is_known_what_a_page_costs(
    limits: RunLimits, *, at_first: bool, afterwards: bool
) -> None:
    assert limits.must_learn_price(RunCounters(), PAGE) is at_first
    assert limits.must_learn_price(counted((99, 99, None)), PAGE) is at_first  # the next one may be larger
    assert limits.must_learn_price(counted((100, 100, None)), PAGE) is afterwards


def test_what_was_agreed_to_is_no_reason_to_read_fewer_windows() -> None:
    counters = counted((100, 100, None))
    assert RunLimits(agreed=Agreement(10, 20)).credits_left(counters) is None
    assert RunLimits(max_credits=500, agreed=Agreement(10, 20)).credits_left(counters) == 400
    assert RunLimits(max_credits=500, max_credits_per_cycle=900, spent_in_cycle=700).credits_left(counters) == 100
