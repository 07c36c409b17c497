"""Shows the progress of a run on stderr while it goes on: a live drawing on a terminal, lines or JSON elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from rich.console import Console
from rich.live import Live

from jobhouse.sanitize import json_text
from jobhouse.sentrion.state.run import Run
from jobhouse.terminal.console import Terminal
from jobhouse.terminal.progress.drawing import draw
from jobhouse.terminal.progress.pace import Pace
from jobhouse.terminal.progress.resizing import erased, line_lengths
from jobhouse.terminal.progress.run_progress import Ended, RunProgress
from jobhouse.terminal.progress.words import log_line

ProgressFormat = Literal["auto", "plain", "json", "none"]

LINE_SECONDS: Final = 10.0
_FIRST_LINE_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.25
"""Between two looks at the run, and so between two drawings."""

Now = Callable[[], RunProgress]
WriteProgress = Callable[[RunProgress], None]


@contextmanager
def progress_shown(run: Run, pace: Pace, form: ProgressFormat) -> Iterator[None]:
    """Show the run's progress for as long as the block runs."""
    if form == "none":
        yield
        return
    stop, ending = threading.Event(), _Ending()
    watcher = threading.Thread(target=lambda: _watch(run, pace, form, stop, ending), daemon=True)
    watcher.start()
    try:
        yield
        ending.how = "done" if run.events.outcome == "done" else "ended"
    finally:
        ending.how = ending.how or "ended"
        stop.set()
        watcher.join(timeout=5)


@dataclass
class _Ending:
    """How the run ended; None while it goes on."""

    how: Ended | None = None


def _watch(run: Run, pace: Pace, form: ProgressFormat, stop: threading.Event, ending: _Ending) -> None:
    def now() -> RunProgress:
        return RunProgress.of(run, pace.of(run), ending.how)

    console = Terminal(stderr=True)
    try:
        if form == "auto" and is_live(console):
            _draw_live(now, console, stop)
        else:
            _write_lines(now, stop, _write_record if form == "json" else _write_line)
    except Exception as error:  # noqa: BLE001 - a display that fails must neither end the run nor spill a traceback
        run.events.add_note(f"progress is not shown any more ({type(error).__name__}); the run goes on")


def is_live(console: Console) -> bool:
    """Whether stderr is a terminal that can be drawn on; colour that is forced into a pipe makes it no terminal."""
    return sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal


def _draw_live(now: Now, console: Console, stop: threading.Event) -> None:
    # results go to stdout as they are: rich would send them to stderr
    with Live(console=console, auto_refresh=False, redirect_stdout=False) as live:
        lengths, width = [0], console.width
        while True:
            is_over = stop.wait(_LOOK_SECONDS)
            if console.width < width:
                console.file.write(erased(lengths, console.width))
            drawing, width = draw(now(), console), console.width
            lengths = line_lengths(drawing, console)
            live.update(drawing, refresh=True)
            if is_over:
                return


def _write_lines(now: Now, stop: threading.Event, write: WriteProgress) -> None:
    """A line a second after the start, every ten seconds, at each new stage, and at the end."""
    next_at, stage = time.monotonic() + _FIRST_LINE_SECONDS, "starting"
    while not stop.wait(_LOOK_SECONDS):
        progress = now()
        if time.monotonic() >= next_at or _is_new_stage(progress.stage, stage):
            write(progress)
            next_at = time.monotonic() + LINE_SECONDS
        stage = progress.stage
    write(now())


def _is_new_stage(stage: str, before: str) -> bool:
    """Reading and loading alternate batch by batch, so that a change between them is not worth a line."""
    return stage != before and not {stage, before} <= {"starting", "reading", "loading"}


def _write_line(progress: RunProgress) -> None:
    _write(log_line(progress))


def _write_record(progress: RunProgress) -> None:
    _write(json_text({"at": datetime.now(UTC).isoformat(timespec="seconds"), **progress.as_record()}))


def _write(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
