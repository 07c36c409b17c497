"""However windows are read, halved, begun again and spread over batches, the share stays true and does not leap."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date

from jobhouse.sentrion.plan.windows import Window, merge, months
from jobhouse.sentrion.state.events import RunEvents
from jobhouse.sentrion.state.progress import WindowProgress as Shown
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.terminal.progress.calendar import month_states
from jobhouse.terminal.progress.pace import Speed
from jobhouse.terminal.progress.run_progress import RunProgress

HISTORY = Window(Date(2023, 11, 24), Date(2024, 11, 25))
PAGE = 100


class WindowProgress:
    """A reading of windows with known jobs, in the crawl's steps."""

    def __init__(self, jobs: dict[Window, int], largest: int) -> None:
        self.jobs, self.largest = dict(jobs), largest
        self.run = Run("backfill", events=RunEvents(stage="reading"))
        self.open = {window: WindowState.of(window, HISTORY.since) for window in jobs}
        self.done: list[Window] = []
        self.batch()

    def batch(self) -> None:
        self.run.events.progress.begin_batch(HISTORY, merge(self.done), list(self.open.values()))

    def page(self, window: Window) -> WindowState:
        """One more page of a window, as `after_page` has it."""
        before = self.open[window]
        read = min(before.rows_delivered + PAGE, self.jobs[window])
        after = replace(
            before, status="reading", pages=before.pages + 1, rows_delivered=read, expected_total=self.jobs[window]
        )
        if read == self.jobs[window]:
            after = replace(after, status="complete")
            self.done.append(window)
            del self.open[window]
        elif not before.pages and self.jobs[window] > self.largest and window.days > 1:
            after = self._halved(after)
        else:
            self.open[window] = after
        self.run.events.progress.move(after)
        return after

    def _halved(self, after: WindowState) -> WindowState:
        del self.open[after.window]
        first, second = after.window.halves()
        jobs = self.jobs.pop(after.window)
        self.jobs |= {first: jobs // 3, second: jobs - jobs // 3}
        self.open |= {half: WindowState.of(half, HISTORY.since) for half in (first, second)}
        return replace(after, status="stopped", split_into=(first, second))

    def shown(self) -> RunProgress:
        return RunProgress.of(self.run, Speed(100, pages_per_minute=50))


counts = st.lists(st.integers(0, 3_000), min_size=13, max_size=13)
steps = st.lists(st.one_of(st.integers(0, 40), st.just("batch")), max_size=120)


def of(jobs: list[int], largest: int) -> WindowProgress:
    return WindowProgress(dict(zip(months(HISTORY), jobs, strict=True)), largest)


@given(counts, st.sampled_from([500, 2_000, 10_000]), steps)
def test_the_share_is_never_beyond_its_bounds(jobs: list[int], largest: int, steps: list[int | str]) -> None:
    progress = of(jobs, largest)
    for step in steps:
        if not progress.open:
            break
        if step == "batch":
            before = progress.shown()
            progress.batch()
            assert progress.shown().share == before.share
        else:
            progress.page(list(progress.open)[int(step) % len(progress.open)])
        shown = progress.shown()
        assert 0 <= shown.share <= 0.99
        assert shown.windows_done == len(progress.done)
        assert shown.windows_planned == len(progress.done) + len(progress.open)
        assert shown.jobs_expected is None or shown.jobs_read <= shown.jobs_expected
        assert shown.days_complete == sum(window.days for window in progress.done)
        assert (shown.seconds_left or 0) >= 60 * len(progress.open) / 50


@pytest.mark.long
@given(counts, st.sampled_from([500, 2_000]), st.randoms(use_true_random=False))
def test_once_all_windows_are_known_the_share_only_grows(jobs: list[int], largest: int, draw: object) -> None:
    progress = of(jobs, largest)
    for window in list(progress.open):
        progress.page(window)
    while any(not reading.pages for reading in progress.open.values()):
        for window in [window for window, reading in progress.open.items() if not reading.pages]:
            progress.page(window)
    last, queue = progress.shown(), deque(progress.open)
    assert last.jobs_expected == sum(jobs)
    while progress.open:
        queue.rotate(draw.randint(0, 5))  # type: ignore[attr-defined]
        progress.page(queue[0])
        if queue[0] not in progress.open:
            queue.popleft()
        now = progress.shown()
        assert now.share >= last.share
        assert now.jobs_expected == sum(jobs)
        last = now
    assert (last.share, last.jobs_read) == (0.99, sum(jobs))


@given(counts, st.integers(0, 12))
def test_halving_a_window_takes_back_no_more_than_its_first_page(jobs: list[int], place: int) -> None:
    progress = of([max(1, count) for count in jobs], largest=10_000)
    for window in list(progress.open):
        progress.page(window)
    window = list(months(HISTORY))[place]
    if window not in progress.open:
        return
    before, held = progress.shown(), progress.open[window]
    halved = replace(held, status="stopped", split_into=window.halves())
    progress.run.events.progress.move(halved)
    after = progress.shown()
    assert after.jobs_expected is not None
    assert before.jobs_expected is not None
    assert abs(after.jobs_expected - before.jobs_expected) <= 1
    assert before.share - after.share <= PAGE / before.jobs_expected + 0.01


days = st.integers(0, HISTORY.days - 1)


@given(st.lists(st.tuples(days, days), max_size=12))
def test_a_month_is_complete_exactly_when_all_its_days_are(pairs: list[tuple[int, int]]) -> None:
    done = merge(
        Window(HISTORY.since.add(days=min(pair)), HISTORY.since.add(days=max(pair) + 1)) for pair in pairs
    )  # fmt: skip
    states = month_states(HISTORY, tuple(done))
    for month in months(HISTORY):
        there = sum(inside.days for window in done if (inside := window.overlap(month)))
        expected = "complete" if there == month.days else "partly" if there else "missing"
        assert states[month.since.replace(day=1)] == expected


MAY = Window(Date(2024, 5, 1), Date(2024, 6, 1))


def test_what_earlier_runs_read_is_none_of_this_run() -> None:
    progress, begun = Shown(), replace(WindowState.of(MAY, HISTORY.since), status="reading", pages=1)
    for read in (100, 300):
        progress.begin_batch(HISTORY, [], [replace(begun, rows_delivered=read)])
        assert progress.under_way == {MAY}
        progress.move(replace(begun, rows_delivered=read + 50))
        assert progress.read_by_run == read - 100 + 50


def test_a_window_is_under_way_from_its_first_page_until_it_is_left() -> None:
    for left in ("complete", "stopped"):
        progress, state = Shown(), WindowState.of(MAY, HISTORY.since)
        progress.begin_batch(HISTORY, [], [state])
        assert progress.under_way == frozenset()
        progress.move(replace(state, status="reading"))
        assert progress.under_way == {MAY}
        progress.move(replace(state, status=left))
        assert progress.under_way == frozenset()


def test_before_an_answer_a_window_has_its_share_of_the_jobs_that_plan_counted() -> None:
    june = Window(MAY.until, Date(2024, 7, 1))
    progress = Shown(planned=[(Window(MAY.since, june.until), 610)])
    progress.begin_batch(HISTORY, [], [WindowState.of(window, HISTORY.since) for window in (MAY, june)])
    assert progress.outlook().ahead == {MAY: 310, june: 300}
    progress.move(replace(WindowState.of(MAY, HISTORY.since), status="reading", expected_total=400))
    assert progress.outlook().ahead == {MAY: 400, june: 300}
