"""Progress on stderr while a run goes on: a calendar that fills on a terminal, lines or JSON elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from jobhouse.sanitize import json_text
from jobhouse.sentrion.state.run import Run
from jobhouse.terminal.calendar import STATES, Pen
from jobhouse.terminal.console import Terminal
from jobhouse.terminal.progress import Pace, Progress

Form = Literal["auto", "plain", "json", "none"]
Ended = Literal["done", "ended"] | None

LINE_SECONDS: Final = 10.0
NARROW: Final = 60
"""Columns below which calendar and facts do not stand side by side."""
LOW: Final = 20
"""Rows below which the calendar is left out."""
_REFRESH_PER_SECOND: Final = 4

_SAID: Final = {
    "starting": "starting",
    "probing": "asking the API what its documentation leaves open",
    "reading": "reading",
    "loading": "loading a batch",
    "stopping": "finishing the batch in hand",
    "checking": "verifying what was read",
    "building": "building the models",
    "reporting": "writing the report",
    "done": "done",
    "ended": "ended early",
}


@contextmanager
def shown(run: Run, pace: Pace, form: Form) -> Iterator[None]:
    """Show the run's progress for as long as the block runs."""
    if form == "none":
        yield
        return
    stop, ended = threading.Event(), _Ending()
    console = Terminal(stderr=True)
    show = _live if form == "auto" and is_live(console) else _lines
    say = _say_record if form == "json" else _say_line

    def watch() -> None:
        try:
            show(lambda: Progress.of(run, pace.of(run), ended.how), console, stop, say)
        except Exception as error:  # noqa: BLE001 - a display that fails must neither end the run nor spill a traceback
            run.events.add_note(f"progress is not shown any more ({type(error).__name__}); the run goes on")

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
        ended.how = "done" if run.events.outcome == "done" else "ended"
    finally:
        ended.how = ended.how or "ended"
        stop.set()
        thread.join(timeout=5)


@dataclass
class _Ending:
    how: Ended = None


def is_live(console: Console) -> bool:
    """Whether the terminal can be drawn on: colour that is forced into a pipe makes no terminal of it."""
    return sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal


Say = Callable[[Progress], None]


def _live(now: Callable[[], Progress], console: Console, stop: threading.Event, _: Say) -> None:
    # results go to stdout as they are: rich would send them to stderr
    with Live(console=console, auto_refresh=False, redirect_stdout=False) as live:
        while not stop.wait(1 / _REFRESH_PER_SECOND):
            live.update(drawn(now(), console), refresh=True)
        live.update(drawn(now(), console), refresh=True)


def _lines(now: Callable[[], Progress], _: Console, stop: threading.Event, say: Say) -> None:
    """A line a second after the start, every ten seconds, at each new stage, and at the end."""
    next_at, stage = time.monotonic() + 1.0, "starting"
    while not stop.wait(0.25):
        progress = now()
        if time.monotonic() >= next_at or _is_news(progress.stage, stage):
            say(progress)
            next_at = time.monotonic() + LINE_SECONDS
        stage = progress.stage
    say(now())


def _is_news(stage: str, before: str) -> bool:
    """Batches are read and loaded in turn, which is none."""
    return stage != before and not {stage, before} <= {"starting", "reading", "loading"}


def drawn(progress: Progress, console: Console) -> RenderableType:
    """The display, fitted to the terminal: the calendar beside the facts, above them, or left out."""
    parts: list[RenderableType] = [_head(progress, console.width)]
    facts = _facts_table(progress)
    parts += _with_calendar(progress, facts, console) if progress.months and console.height >= LOW else [facts]
    if progress.warning:
        parts.append(_line(Text(progress.warning, style="yellow")))
    return Group(*parts)


def _with_calendar(progress: Progress, facts: Table, console: Console) -> list[RenderableType]:
    pen, there = Pen.of(console), progress.months_by_state()
    legend = _line(pen.legend(state for state in reversed(STATES) if there[state]))
    if console.width < NARROW:
        return [_calendar(progress, pen, gap=""), facts, legend]
    beside = Table.grid(padding=(0, 3))
    beside.add_row(_calendar(progress, pen, gap=" "), facts)
    return [beside, legend]


def _head(progress: Progress, width: int) -> RenderableType:
    said = Text.assemble((progress.command, "bold"), "  ", _SAID[progress.stage])
    if progress.stage == "building" and progress.working_on:
        said.append(f": {progress.working_on}", style="dim")
    bar = Table.grid(padding=(0, 1))
    bar.add_row(
        ProgressBar(
            total=1.0,
            completed=progress.share,
            width=max(10, min(40, width - 35)),
            style="bright_black",
            complete_style="green",
            finished_style="green",
        ),
        percent(progress.share),
        Text(_left(progress), style="dim", no_wrap=True, overflow="ellipsis"),
    )
    return Group(_line(said), bar)


def _calendar(progress: Progress, pen: Pen, gap: str) -> Table:
    table = Table.grid(padding=(0, 1))
    for year, months in pen.year_rows(progress.months, gap):
        table.add_row(Text(year, style="dim"), months)
    return table


def _facts_table(progress: Progress) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, value in facts(progress):
        table.add_row(Text(name, style="dim"), Text(value, no_wrap=True, overflow="ellipsis"))
    return table


def facts(progress: Progress) -> list[tuple[str, str]]:
    """What is known, name by name, in the words of the display and of the lines."""
    states = progress.months_by_state()
    known = [
        ("jobs", _jobs(progress)),
        ("pace", "" if progress.jobs_per_minute is None else f"{progress.jobs_per_minute:,.0f} jobs a minute"),
        ("windows", f"{progress.windows_done:,} of {progress.windows_planned:,}"),
        ("months", f"{states['complete']} of {len(progress.months)} complete, {states['reading']} being read"),
        ("days", f"{progress.days_complete:,} of {progress.days:,} complete"),
        ("requests", f"{progress.requests:,} ({_rate(progress)} in the last minute)"),
        ("credits", _credits(progress)),
    ]
    hidden = [] if progress.months else ["months", "days"]
    if progress.months and not progress.windows_planned:  # all of them are complete, and of this run there is nothing
        hidden += ["jobs", "windows"]
    return [(name, value) for name, value in known if value and name not in hidden]


def _jobs(progress: Progress) -> str:
    if progress.jobs_expected is None:
        return f"{progress.jobs_read:,}"
    return f"{progress.jobs_read:,} of {'about ' if progress.is_estimate else ''}{progress.jobs_expected:,}"


def _rate(progress: Progress) -> str:
    return f"{progress.requests_last_minute:,} of {progress.requests_per_minute:,}"


def _credits(progress: Progress) -> str:
    left = "" if progress.credits_remaining is None else f", {progress.credits_remaining:,} left"
    return f"{progress.credits_used:,} used{left}"


def _left(progress: Progress) -> str:
    if progress.stage in ("done", "ended"):
        return f"in {duration(progress.seconds)}"
    return "" if progress.seconds_left is None else f"about {duration(progress.seconds_left)} left to read"


def line(progress: Progress) -> str:
    """The facts as one line of a log."""
    stage = _SAID[progress.stage]
    if progress.stage == "building" and progress.working_on:
        stage = f"{stage}, last {progress.working_on}"
    told = [f"{name} {value}" for name, value in facts(progress)]
    told += [_left(progress)] if _left(progress) else []
    told += [f"note: {progress.warning}"] if progress.warning else []
    return f"{progress.command} {percent(progress.share)} {stage}: {'; '.join(told)}"


def percent(share: float) -> str:
    """Whole per cent, and 100 for nothing less than all."""
    return f"{int(100 * share):3d} %"


def duration(seconds: float) -> str:
    minutes, hours = seconds / 60, seconds / 3600
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{minutes:.0f} min" if hours < 2 else f"{hours:.0f} h"


def _line(text: Text) -> Text:
    """One row of the terminal, however long."""
    text.no_wrap, text.overflow = True, "ellipsis"
    return text


def _say_line(progress: Progress) -> None:
    _write(line(progress))


def _say_record(progress: Progress) -> None:
    _write(json_text({"at": datetime.now(UTC).isoformat(timespec="seconds"), **progress.as_record()}))


def _write(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
