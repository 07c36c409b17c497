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

    def plan(self, history: Window, complete: Iterable[Window], readings: Sequence[WindowState]) -> None:
        """Take in what a batch is to read; windows that the run has finished and is to read anew are ahead again."""
        planned = {reading.window for reading in readings}
        self.history, self.complete = history, tuple(complete)
        self.finished = {window: jobs for window, jobs in self.finished.items() if window not in planned}
        self.ahead = {reading.window: self._jobs(reading) for reading in readings}
        self.under_way = frozenset(reading.window for reading in readings if reading.pages)

    def move(self, reading: WindowState) -> None:
        """Take in how far a window has come."""
        if reading.status == "complete":
            self._finish(reading)
        elif reading.split_into:
            self._halve(reading)
        else:
            self.ahead[reading.window] = self._jobs(reading)
            if reading.status != "reading":
                self.leave(reading.window)
            elif reading.window not in self.under_way:
                self.under_way |= {reading.window}

    def leave(self, window: Window) -> None:
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

    def _jobs(self, reading: WindowState) -> Jobs:
        """What the window's own answers say, or what was made of the total of the one that it is half of."""
        if reading.expected_total is not None:
            again = reading.jobs_read - reading.rows_delivered if reading.is_second else 0
            return Jobs(reading.jobs_read, reading.expected_total, max(0, again))
        return Jobs(reading.jobs_read, self.ahead.get(reading.window, Jobs()).announced)

    def _finish(self, reading: WindowState) -> None:
        # what was announced beyond that will not come any more
        self.finished[reading.window] = Jobs(reading.jobs_read, reading.jobs_read)
        self.ahead.pop(reading.window, None)
        self.leave(reading.window)
        self.complete = tuple(merge([*self.complete, reading.window]))

    def _halve(self, reading: WindowState) -> None:
        """Until the halves are asked about, each is taken to hold its share of the jobs by its days."""
        self.ahead.pop(reading.window, None)
        self.leave(reading.window)
        total = reading.expected_total
        for half in reading.split_into:
            share = None if total is None else round(total * half.days / reading.window.days)
            self.ahead[half] = Jobs(0, share)
