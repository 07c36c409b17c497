"""Never more than the limit in any 60 seconds, whoever asks."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jobhouse.sentrion.fetch.rate_limiter import RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(0, 40), max_size=120), st.integers(1, 15))
def test_no_minute_holds_more_than_the_limit(pauses: list[float], limit: int) -> None:
    clock, sent = Clock(), []
    with RateLimiter(limit, clock=clock) as rate_limiter:
        for pause in pauses:
            clock.now += pause
            if rate_limiter.try_take() == 0:
                sent.append(clock.now)
    assert all(sum(start <= at <= start + 60 for at in sent) <= limit for start in sent)


def test_the_whole_limit_can_go_in_a_burst_and_the_wait_is_told() -> None:
    clock = Clock()
    with RateLimiter(100, clock=clock) as rate_limiter:
        assert [rate_limiter.try_take() for _ in range(100)] == [0.0] * 100
        wait = rate_limiter.try_take()
        assert 60 <= wait <= 61
        clock.now += wait
        assert rate_limiter.try_take() == 0


def test_a_request_counts_from_when_it_was_written() -> None:
    clock = Clock()
    with RateLimiter(2, clock=clock) as rate_limiter:
        assert rate_limiter.try_take() == 0
        held_up = rate_limiter.latest
        assert rate_limiter.try_take() == 0
        clock.now += 5  # a new connection, or a busy machine
        rate_limiter.note_written(held_up)
        clock.now += 56
        assert rate_limiter.try_take() == 0  # in place of the other one
        assert 4 <= rate_limiter.try_take() <= 5
        rate_limiter.note_written(held_up + 1_000)  # one that is not counted any more


def test_two_processes_and_a_restart_share_the_count(tmp_path: Path) -> None:
    clock = Clock()
    with RateLimiter(3, tmp_path / "r", clock) as first, RateLimiter(3, tmp_path / "r", clock) as second:
        assert [first.try_take(), second.try_take(), first.try_take()] == [0, 0, 0]
        assert second.try_take() > 0
    with RateLimiter(3, tmp_path / "r", clock) as third:
        assert third.try_take() > 0


def test_a_429_pauses_and_then_slows_down_once_for_a_burst() -> None:
    clock = Clock()
    with RateLimiter(10, clock=clock) as rate_limiter:
        for _ in range(4):
            rate_limiter.slow_down(20)
        assert 19 < rate_limiter.try_take() <= 20
        clock.now += 21
        assert [rate_limiter.try_take() for _ in range(10)].count(0.0) == 9


def test_a_clock_set_back_makes_the_budget_careful() -> None:
    clock = Clock()
    with RateLimiter(2, clock=clock) as rate_limiter:
        assert [rate_limiter.try_take(), rate_limiter.try_take()] == [0, 0]
        clock.now -= 3600
        assert 0 < rate_limiter.try_take() <= 61
        clock.now += 61
        assert rate_limiter.try_take() == 0


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(0, 7200) | st.just(0)), max_size=80), st.integers(1, 15))
def test_no_minute_holds_more_than_the_limit_however_often_the_clock_is_set_back(
    pauses: list[tuple[float, float]], limit: int
) -> None:
    clock, real, sent = Clock(), 0.0, []
    with RateLimiter(limit, clock=clock) as rate_limiter:
        for pause, set_back in pauses:
            real += pause
            clock.now += pause - set_back
            if rate_limiter.try_take() == 0:
                sent.append(real)
    assert all(sum(start <= at <= start + 60 for at in sent) <= limit for start in sent)


def test_a_pause_told_before_the_clock_was_set_back_holds_nobody_for_long() -> None:
    clock = Clock()
    with RateLimiter(2, clock=clock) as rate_limiter:
        rate_limiter.slow_down(30)
        clock.now -= 7200
        assert rate_limiter.try_take() == 0


def test_after_an_hour_asleep_the_whole_limit_is_there_and_no_more() -> None:
    clock = Clock()
    with RateLimiter(5, clock=clock) as rate_limiter:
        assert [rate_limiter.try_take() for _ in range(6)].count(0.0) == 5
        clock.now += 3600
        assert [rate_limiter.try_take() for _ in range(6)].count(0.0) == 5
