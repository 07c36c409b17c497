"""How far a run has come: the days that are complete or being read, and the jobs of its windows.

The crawl writes here after each page, and a display reads at any time from another thread. So what it looks through is
replaced whole, or copied in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jobhouse.sentrion.plan.windows import Window, merge
from jobhouse.sentrion.state.window_state import WindowState


@dataclass(frozen=True)
class Jobs:
    """The jobs of one window: those read, and those that the API announced (None: it was not asked yet).

    `again` are those that its second reading is still to bring once more.
    """

    read: int = 0
    announced: int | None = None
    again: int = 0


@dataclass
class WindowProgress:
    """The windows of one run, over all its batches; a window that is halved is replaced by its halves."""

    history: Window | None = None
    """All days that the API serves; None until the first batch is planned."""
    complete: tuple[Window, ...] = ()
    """Days that are complete, whichever run read them."""
    under_way: frozenset[Window] = frozenset()
    ahead: dict[Window, Jobs] = field(default_factory=dict)
    finished: dict[Window, Jobs] = field(default_factory=dict)

    def plan(self, history: Window, complete: Iterable[Window], window_states: Sequence[WindowState]) -> None:
        """Take in what a batch is to read; windows that the run has finished and is to read anew are ahead again."""
        planned = {state.window for state in window_states}
        self.history, self.complete = history, tuple(complete)
        self.finished = {window: jobs for window, jobs in self.finished.items() if window not in planned}
        self.ahead = {state.window: self._jobs(state) for state in window_states}
        self.under_way = frozenset(state.window for state in window_states if state.pages)

    def move(self, state: WindowState) -> None:
        """Take in how far a window has come."""
        if state.status == "complete":
            self._finish(state)
        elif state.split_into:
            self._halve(state)
        else:
            self.ahead[state.window] = self._jobs(state)
            if state.status != "reading":
                self.stop_reading(state.window)
            elif state.window not in self.under_way:
                self.under_way |= {state.window}

    def stop_reading(self, window: Window) -> None:
        """The window is not being read any more."""
        self.under_way -= {window}

    def windows(self) -> tuple[dict[Window, Jobs], dict[Window, Jobs]]:
        """The windows that are finished and those that are not, no window in both."""
        ahead, finished = dict(self.ahead), dict(self.finished)
        return finished, {window: jobs for window, jobs in ahead.items() if window not in finished}

    @property
    def jobs_read(self) -> int:
        """The jobs of this run's windows, by it or by earlier runs that began them; second readings bring none."""
        finished, ahead = self.windows()
        return sum(jobs.read for jobs in (*finished.values(), *ahead.values()))

    def _jobs(self, state: WindowState) -> Jobs:
        """What the window's own answers say, or what was made of the total of the one that it is half of."""
        if state.expected_total is not None:
            again = state.jobs_read - state.rows_delivered if state.is_second else 0
            return Jobs(state.jobs_read, state.expected_total, max(0, again))
        return Jobs(state.jobs_read, self.ahead.get(state.window, Jobs()).announced)

    def _finish(self, state: WindowState) -> None:
        # what was announced beyond that will not come any more
        self.finished[state.window] = Jobs(state.jobs_read, state.jobs_read)
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
