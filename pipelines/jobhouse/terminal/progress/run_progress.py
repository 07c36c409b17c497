"""How far a run is at one moment: facts computed from the run, without a word of how they are shown."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.state.events import Stage
from jobhouse.sentrion.state.progress import Jobs, Outlook, WindowProgress
from jobhouse.sentrion.state.run import Run
from jobhouse.terminal.progress.calendar import CalendarState, month_states
from jobhouse.terminal.progress.pace import Speed

ALMOST: Final = 0.99
"""The largest share while anything is still to do."""

Ended = Literal["done", "ended"]
"""How a run ended: `ended` means early."""
ShownStage = Stage | Ended | Literal["stopping"]


@dataclass(frozen=True)
class RunProgress:
    """The facts of a run at one moment."""

    command: str
    search: str
    stage: ShownStage
    working_on: str | None
    share: float
    """Part of the run's jobs that is read, 0 to 1; 1 only when nothing is left to do or nothing was to be read."""
    jobs_read: int
    """In the windows of this run, by it or by the earlier runs that began them; without second readings."""
    jobs_read_before: int
    """Those of them that earlier runs read."""
    jobs_delivered: int
    """By all pages of this run, second readings included: what the ledger has of it."""
    jobs_expected: int | None
    """Jobs that the API announced; a window without a total counts by its days, as the other windows do."""
    is_estimate: bool
    jobs_per_minute: float | None
    seconds_left: float | None
    """Until all is read; building and reporting come on top."""
    windows_done: int
    windows_planned: int
    months: Mapping[date, CalendarState]
    days_complete: int
    days: int
    requests: int
    requests_last_minute: int
    requests_per_minute: int
    credits_used: int
    credits_remaining: int | None
    seconds: float
    outcome: str
    warning: str | None
    pause_seconds: float
    """How long the API is not asked any more, since it wants a pause; 0 where it is asked."""
    models_built: int
    models_planned: int

    @classmethod
    def of(cls, run: Run, speed: Speed, ended: Ended | None = None) -> RunProgress:
        """The facts of a run now; `ended` is how it ended, None while it goes on."""
        finished, ahead = run.events.progress.windows()
        outlook = run.events.progress.outlook()
        share_read_twice = run.events.progress.share_read_twice
        work = _Work(outlook.read, outlook.expected, _pages(outlook, ahead, speed.page_size, share_read_twice))
        return cls(
            command=run.command,
            search=run.search,
            stage=ended or _stage(run),
            working_on=run.events.working_on,
            share=1.0 if ended == "done" or has_nothing_to_read(run) else _part(work, len(finished), len(ahead)),
            jobs_read=work.read,
            jobs_read_before=min(work.read, run.events.progress.read_before or 0),
            jobs_delivered=run.counters.rows_delivered,
            jobs_expected=work.expected,
            is_estimate=bool(ahead),
            jobs_per_minute=speed.jobs_per_minute if run.events.stage in ("reading", "loading") and not ended else None,
            seconds_left=None if ended else _seconds_left(run, work, speed),
            windows_done=len(finished),
            windows_planned=len(finished) + len(ahead),
            months=_months(run.events.progress),
            days_complete=_days_complete(run.events.progress),
            days=run.events.progress.history.days if run.events.progress.history else 0,
            requests=run.counters.requests,
            requests_last_minute=speed.requests_last_minute,
            requests_per_minute=speed.requests_per_minute,
            credits_used=run.counters.credits_used,
            credits_remaining=run.counters.credits_remaining,
            seconds=(datetime.now(UTC) - run.started_at).total_seconds(),
            outcome=run.events.outcome,
            warning=run.events.last_warning,
            pause_seconds=0 if ended else max(0.0, run.events.paused_until - time.monotonic()),
            models_built=run.events.models_built,
            models_planned=run.events.models_planned,
        )

    def months_by_state(self) -> Counter[CalendarState]:
        """How many months are in each state."""
        return Counter(self.months.values())

    def as_record(self) -> dict[str, Any]:
        """The facts under stable names, for machines."""
        return {
            "command": self.command,
            "search": self.search,
            "stage": self.stage,
            "working_on": self.working_on,
            "outcome": self.outcome,
            "share": round(self.share, 4),
            "jobs_read": self.jobs_read,
            "jobs_read_before": self.jobs_read_before,
            "jobs_expected": self.jobs_expected,
            "jobs_delivered": self.jobs_delivered,
            "jobs_per_minute": None if self.jobs_per_minute is None else round(self.jobs_per_minute),
            "seconds": round(self.seconds, 1),
            "seconds_left": None if self.seconds_left is None else round(self.seconds_left),
            "windows_done": self.windows_done,
            "windows_planned": self.windows_planned,
            "days_complete": self.days_complete,
            "days": self.days,
            "months": {f"{first:%Y-%m}": state for first, state in self.months.items()},
            "requests": self.requests,
            "requests_last_minute": self.requests_last_minute,
            "requests_per_minute": self.requests_per_minute,
            "credits_used": self.credits_used,
            "credits_remaining": self.credits_remaining,
            "warning": self.warning,
        }


@dataclass(frozen=True)
class _Work:
    """Jobs read, jobs expected (None before the first total), and pages still to be read."""

    read: int
    expected: int | None
    pages_left: float


def _pages(outlook: Outlook, ahead: Mapping[Window, Jobs], page_size: int, share_read_twice: float) -> float:
    """Pages still to be read, with those of second readings, of which as many are likely as there were so far.

    An empty window costs a page, too.
    """
    expected = outlook.ahead or {}
    pages = 0.0
    for window, jobs in ahead.items():
        in_all = expected.get(window, jobs.read)
        pages += max(1, math.ceil((in_all - jobs.read + (jobs.second_reading or 0)) / page_size))
        if jobs.second_reading is None:
            pages += share_read_twice * math.ceil(in_all / page_size)
    return pages


def has_nothing_to_read(run: Run) -> bool:
    """Whether earlier runs read all that this run was to read."""
    finished, ahead = run.events.progress.windows()
    return run.events.finished and not finished and not ahead and not run.counters.requests


def _part(work: _Work, finished: int, ahead: int) -> float:
    """Part that is done: by jobs, or by windows where no jobs are expected."""
    if work.expected:
        return min(work.read / work.expected, ALMOST)
    return min(finished / (finished + ahead), ALMOST) if work.expected == 0 else 0.0


def _stage(run: Run) -> ShownStage:
    return "stopping" if run.events.interrupted and run.events.stage in ("reading", "loading") else run.events.stage


def _seconds_left(run: Run, work: _Work, speed: Speed) -> float | None:
    """At the recent pace, which counts the pauses for loading."""
    if run.events.ended or run.events.stage not in ("reading", "loading") or not speed.pages_per_minute:
        return None
    return 60 * work.pages_left / speed.pages_per_minute


def _months(progress: WindowProgress) -> Mapping[date, CalendarState]:
    return {} if progress.history is None else month_states(progress.history, progress.complete, progress.under_way)


def _days_complete(progress: WindowProgress) -> int:
    history = progress.history
    if history is None:
        return 0
    return sum(inside.days for window in progress.complete if (inside := window.overlap(history)))
