"""How far a run has come: the days that are complete or being read, and the jobs of its windows.

The crawl writes here after each page, and the display reads at any time from another thread. So collections that the
display walks through are replaced whole, or copied in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jobhouse.sentrion.plan.windows import Window, merge
from jobhouse.sentrion.state.window_state import WindowState


@dataclass(frozen=True)
class Jobs:
    """The jobs of one window: those that were read, and those that the API announced (None: no page came yet).

    `second_reading`: the jobs that a second reading still has to bring.
    """

    read: int = 0
    announced: int | None = None
    second_reading: int = 0


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

    def begin_batch(self, history: Window, complete: Iterable[Window], window_states: Sequence[WindowState]) -> None:
        """Add what a batch is to read; complete windows that it reads again count as unread."""
        planned = {state.window for state in window_states}
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
            if state.status != "reading":
                self.stop_reading(state.window)
            elif state.window not in self.under_way:
                self.under_way |= {state.window}

    def stop_reading(self, window: Window) -> None:
        """Note that no task reads the window now."""
        self.under_way -= {window}

    def windows(self) -> tuple[dict[Window, Jobs], dict[Window, Jobs]]:
        """The windows that are complete and those that are not, no window in both."""
        ahead, complete_windows = dict(self.ahead), dict(self.complete_windows)
        return complete_windows, {window: jobs for window, jobs in ahead.items() if window not in complete_windows}

    @property
    def jobs_read(self) -> int:
        """The jobs of this run's windows, with those that earlier runs read of them; without second readings."""
        complete_windows, ahead = self.windows()
        return sum(jobs.read for jobs in (*complete_windows.values(), *ahead.values()))

    def _jobs(self, state: WindowState) -> Jobs:
        """The jobs of a window by its own answers; before the first one, by its share of the window that was halved."""
        if state.expected_total is not None:
            second_reading = state.jobs_read - state.rows_delivered if state.is_second else 0
            return Jobs(state.jobs_read, state.expected_total, max(0, second_reading))
        return Jobs(state.jobs_read, self.ahead.get(state.window, Jobs()).announced)

    def _complete(self, state: WindowState) -> None:
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
