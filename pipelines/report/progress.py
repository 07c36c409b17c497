"""Progress of a run on stderr: a live display on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pipelines.sentrion.contract import PAGE_LIMIT
from pipelines.sentrion.run import Run

LINE_SECONDS: Final = 10.0
_REFRESH_PER_SECOND: Final = 4


@dataclass(frozen=True)
class Pace:
    """What the display needs besides the run: the rate's limit and how much of it the last minute used."""

    requests_per_minute: int
    used: Callable[[], int]


@dataclass(frozen=True)
class Progress:
    """The facts shown, computed from a run at one moment."""

    windows_done: int
    windows_planned: int
    rows_read: int
    rows_expected: int
    """Jobs in all windows; those not begun are taken to be like the ones that were."""
    requests_last_minute: int
    requests_per_minute: int
    credits_used: int
    credits_remaining: int | None
    seconds_left: float | None
    warning: str | None

    @classmethod
    def of(cls, run: Run, pace: Pace) -> Progress:
        read = sum(run.rows_read.values())
        expected = max(read, _expected(run))
        return cls(
            windows_done=run.windows_done,
            windows_planned=max(run.windows_planned, run.windows_done),
            rows_read=read,
            rows_expected=expected,
            requests_last_minute=pace.used(),
            requests_per_minute=pace.requests_per_minute,
            credits_used=run.credits_used,
            credits_remaining=run.credits_remaining,
            seconds_left=_seconds_left(run, expected - read, pace.requests_per_minute),
            warning=run.last_warning,
        )

    @property
    def share(self) -> float:
        """How much of the jobs is read, 0 to 1; never 1 while windows are open."""
        share = self.rows_read / self.rows_expected if self.rows_expected else 0.0
        return share if self.windows_done == self.windows_planned else min(share, 0.99)

    def line(self) -> str:
        left = "" if self.seconds_left is None else f", about {_duration(self.seconds_left)} left"
        return f"{self.share:4.0%}  {'  '.join(self.facts())}{left}"

    def facts(self) -> list[str]:
        remaining = "" if self.credits_remaining is None else f" ({self.credits_remaining:,} left)"
        return [
            f"windows {self.windows_done} of {self.windows_planned}",
            f"jobs {self.rows_read:,} of {'about ' if self.windows_done < self.windows_planned else ''}"
            f"{self.rows_expected:,}",
            f"requests in the last minute {self.requests_last_minute} of {self.requests_per_minute:,}",
            f"credits {self.credits_used:,}{remaining}",
        ]


@contextmanager
def shown(run: Run, pace: Pace, title: str) -> Iterator[None]:
    """Show the run's progress for as long as the block runs."""
    stop = threading.Event()
    console = Console(stderr=True)
    show = _live if console.is_terminal else _lines
    thread = threading.Thread(target=show, args=(run, pace, title, console, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def _live(run: Run, pace: Pace, title: str, console: Console, stop: threading.Event) -> None:
    with Live(console=console, refresh_per_second=_REFRESH_PER_SECOND, transient=False) as live:
        while True:
            live.update(_panel(Progress.of(run, pace), title))
            if stop.wait(1 / _REFRESH_PER_SECOND):
                live.update(_panel(Progress.of(run, pace), title))
                return


def _panel(progress: Progress, title: str) -> Group:
    head = Table.grid(padding=(0, 1))
    left = "" if progress.seconds_left is None else f"about {_duration(progress.seconds_left)} left"
    head.add_row(
        Text(title, style="bold"),
        ProgressBar(total=1.0, completed=progress.share, width=40),
        f"{progress.share:4.0%}",
        left,
    )
    parts: list[RenderableType] = [head, Text("  ".join(progress.facts()), style="dim")]
    if progress.warning:
        parts.append(Text(progress.warning, style="yellow", overflow="ellipsis", no_wrap=True))
    return Group(*parts)


def _lines(run: Run, pace: Pace, title: str, console: Console, stop: threading.Event) -> None:
    next_at = time.monotonic() + 1.0
    while not stop.wait(0.2):
        if time.monotonic() >= next_at:
            _say(f"{title} {Progress.of(run, pace).line()}")
            next_at = time.monotonic() + LINE_SECONDS
    _say(f"{title} {Progress.of(run, pace).line()}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _expected(run: Run) -> int:
    """The jobs announced so far, and as many again for each window that was not asked about yet."""
    known = list(run.rows_expected.values())
    if not known:
        return 0
    unknown = max(0, run.windows_planned - len(known))
    return sum(known) + round(unknown * sum(known) / len(known))


def _seconds_left(run: Run, rows: int, per_minute: int) -> float | None:
    """At the pace of this run so far, or at the rate limit where that is slower."""
    elapsed = time.time() - run.started_at.timestamp()
    if run.finished or run.pages < 3 or elapsed < 3:
        return None
    open_windows = max(0, run.windows_planned - run.windows_done)
    pages = max(open_windows, math.ceil(rows / PAGE_LIMIT))
    pace = min(run.pages / elapsed, per_minute / 60)
    return pages / pace


def _duration(seconds: float) -> str:
    minutes, hours = seconds / 60, seconds / 3600
    if minutes < 1:
        return f"{max(1, round(seconds))} s"
    return f"{minutes:.0f} min" if hours < 2 else f"{hours:.0f} h"
