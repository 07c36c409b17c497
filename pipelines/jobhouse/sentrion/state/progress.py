"""How far a run has come: the days that are complete or being read, and the jobs of its windows.

The crawl writes here after each page, and the display reads at any time from another thread. So collections that the
display walks through are replaced whole, or copied in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jobhouse.sentrion.plan.windows import Window, merge
from jobhouse.sentrion.state.window_state import WindowState


@dataclass(frozen=True)
class Jobs:
    """The jobs of one window: those that were read, and those that the API announced (None: no page came yet).

    `second_reading`: the jobs that a second reading still has to bring; None: the first one goes on.
    """

    read: int = 0
    announced: int | None = None
    second_reading: int | None = None

    @property
    def in_all(self) -> int | None:
        """All jobs of the window, by its total; None before the first one."""
        return None if self.announced is None else max(self.read, self.announced)


@dataclass(frozen=True)
class Outlook:
    """Jobs that were read, and all jobs of each window that is not complete; None where one cannot be estimated."""

    read: int
    finished: int
    """Jobs of the complete windows."""
    ahead: Mapping[Window, int] | None

    @property
    def expected(self) -> int | None:
        """Jobs of all windows."""
        return None if self.ahead is None else self.finished + sum(self.ahead.values())

    @property
    def left(self) -> int | None:
        """Jobs that are still to be read: what is expected without what was read."""
        return None if self.expected is None else self.expected - self.read


@dataclass
class WindowProgress:
    """The windows of one run, over all its batches; a window that is halved is replaced by its halves."""

    history: Window | None = None
    """All days that the API serves; None until the first batch is planned."""
    complete: tuple[Window, ...] = ()
    """Days that are complete, whichever run read them."""
    under_way: frozenset[Window] = frozenset()
    ahead: dict[Window, Jobs] = field(default_factory=dict)
    complete_windows: dict[Window, Jobs] = field(default_factory=dict)
    planned: Sequence[tuple[Window, int]] = ()
    """Spans of days and their jobs, as `plan` counted them."""
    read_before: int | None = None
    """The jobs of this run's windows that earlier runs read; None until the first batch is planned."""
    completions: int = 0
    """How often this run read a window to its end; `second_readings` of them needed a second reading."""
    second_readings: int = 0

    def begin_batch(self, history: Window, complete: Iterable[Window], window_states: Sequence[WindowState]) -> None:
        """Add what a batch is to read; complete windows that it reads again count as unread."""
        planned = {state.window for state in window_states}
        if self.read_before is None:
            self.read_before = sum(state.jobs_read for state in window_states)
        self.history, self.complete = history, tuple(complete)
        self.complete_windows = {w: jobs for w, jobs in self.complete_windows.items() if w not in planned}
        self.ahead = {state.window: self._jobs(state) for state in window_states}
        self.under_way = frozenset(state.window for state in window_states if state.pages)

    def move(self, state: WindowState) -> None:
        """Take in how far a window has come."""
        if state.status == "complete":
            self._complete(state)
        elif state.split_into:
            self._halve(state)
        else:
            self.ahead[state.window] = self._jobs(state)
            if state.status == "reading":
                self.under_way |= {state.window}
            else:
                self.stop_reading(state.window)

    def stop_reading(self, window: Window) -> None:
        """Note that no task reads the window now."""
        self.under_way -= {window}

    @property
    def read_by_run(self) -> int:
        """The jobs that this run read; second readings bring none, and windows that start again take theirs away."""
        finished, ahead = self.windows()
        return sum(jobs.read for jobs in (*finished.values(), *ahead.values())) - (self.read_before or 0)

    @property
    def share_read_twice(self) -> float:
        """How likely it is that a window needs a second reading, by those that this run has completed."""
        return self.second_readings / self.completions if self.completions else 0.0

    def windows(self) -> tuple[dict[Window, Jobs], dict[Window, Jobs]]:
        """The windows that are complete and those that are not, no window in both."""
        ahead, complete_windows = dict(self.ahead), dict(self.complete_windows)
        return complete_windows, {window: jobs for window, jobs in ahead.items() if window not in complete_windows}

    def outlook(self) -> Outlook:
        """The jobs of this run's windows, with those that earlier runs read of them; without second readings."""
        finished, ahead = self.windows()
        totals = {window: jobs.in_all for window, jobs in [*finished.items(), *ahead.items()]}
        known = {window: jobs for window, jobs in totals.items() if jobs is not None}
        per_day = sum(known.values()) / sum(window.days for window in known) if known else None
        expected = {window: self._expected(window, jobs, per_day) for window, jobs in ahead.items()}
        estimated = {window: jobs for window, jobs in expected.items() if jobs is not None}
        is_known = bool(known or estimated) and len(estimated) == len(expected)
        return Outlook(
            read=sum(jobs.read for jobs in (*finished.values(), *ahead.values())),
            finished=sum(jobs.read for jobs in finished.values()),
            ahead=estimated if is_known else None,
        )

    def _expected(self, window: Window, jobs: Jobs, per_day: float | None) -> int | None:
        """The jobs of a window by its total; before one came, as `plan` counted them, or as many a day as in others."""
        if jobs.in_all is not None:
            return jobs.in_all
        parts = [(common.days, count / span.days) for span, count in self.planned if (common := span.overlap(window))]
        if sum(days for days, _ in parts) == window.days:
            return max(jobs.read, round(sum(days * density for days, density in parts)))
        return None if per_day is None else max(jobs.read, round(window.days * per_day))

    def _jobs(self, state: WindowState) -> Jobs:
        """The jobs of a window by its own answers; before the first one, by its share of the window that was halved."""
        if state.expected_total is not None:
            second_reading = max(0, state.jobs_read - state.rows_delivered) if state.is_second else None
            return Jobs(state.jobs_read, state.expected_total, second_reading)
        return Jobs(state.jobs_read, self.ahead.get(state.window, Jobs()).announced)

    def _complete(self, state: WindowState) -> None:
        self.completions += 1
        self.second_readings += state.is_second
        # nothing more comes, whatever was announced
        self.complete_windows[state.window] = Jobs(state.jobs_read, state.jobs_read)
        self.ahead.pop(state.window, None)
        self.stop_reading(state.window)
        self.complete = tuple(merge([*self.complete, state.window]))

    def _halve(self, state: WindowState) -> None:
        """Until the halves are asked about, each is taken to hold its share of the jobs by its days."""
        self.ahead.pop(state.window, None)
        self.stop_reading(state.window)
        total = state.expected_total
        for half in state.split_into:
            share = None if total is None else round(total * half.days / state.window.days)
            self.ahead[half] = Jobs(0, share)
