"""What one run reports: its stage, its progress, notes and warnings, and how it ends.

The crawl writes here; the progress display and the load loop read, the display from another thread.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from jobhouse.errors import DataCheckFailed, JobhouseError, Refused, Stopped, Unreachable
from jobhouse.sentrion.state.progress import WindowProgress

Outcome = Literal["running", "done", "stopped", "refused", "unreachable", "check_failed", "failed", "killed"]
"""How a run ended. `failed`: by a wrong setting or a bug; `killed`: its process is gone and has recorded nothing."""
Stage = Literal["starting", "probing", "reading", "loading", "checking", "building", "reporting"]
"""What a run is busy with; the last three come after the reading."""


@dataclass
class RunEvents:
    """What one run reports."""

    stage: Stage = "starting"
    working_on: str | None = None
    """The part of the stage that is being worked on, where it has a name: the model that was built last."""
    models_built: int = 0
    models_planned: int = 0
    """How many models the build has to build; 0: not known yet."""
    paused_until: float = 0.0
    """Until when nothing is requested, by the monotonic clock, since the API wants a pause."""
    progress: WindowProgress = field(default_factory=WindowProgress)
    last_warning: str | None = None
    notes: list[str] = field(default_factory=list)
    """What the user should know about this run, each note once."""
    finished: bool = False
    interrupted: bool = False
    error: JobhouseError | None = None
    """What ended the run early."""
    recorded_outcome: Outcome | None = None
    """The outcome in the run's latest row; None: it has no row yet."""
    recorded_notes: int = 0
    """How many of the notes that row holds."""

    @property
    def ended(self) -> bool:
        return self.finished or self.interrupted or self.error is not None

    @property
    def outcome(self) -> Outcome:
        if self.error:
            return outcome_of(self.error)
        if self.interrupted:
            return "stopped"
        return "done" if self.finished else "running"

    @property
    def note(self) -> str | None:
        """All notes and what ended the run, as one text."""
        ended = str(self.error) if self.error else self.last_warning
        return "; ".join(dict.fromkeys([*self.notes, *([ended] if ended else [])])) or None

    def enter(self, stage: Stage, working_on: str | None = None) -> None:
        """Set what the run is busy with now; of the models, the one that is built."""
        self.stage, self.working_on = stage, working_on
        self.models_built += stage == "building" and working_on is not None

    def plan_models(self, count: int) -> None:
        """A build begins, maybe once more with more memory, which has so many models to build."""
        self.models_planned, self.models_built = count, 0

    def pause(self, seconds: float, warning: str) -> None:
        """Show that nothing is requested for so long, and why."""
        self.last_warning, self.paused_until = warning, time.monotonic() + seconds

    def add_note(self, note: str) -> None:
        """Show a note to the user, at once as a warning and again after the run."""
        self.last_warning = note
        if note not in self.notes:
            self.notes.append(note)

    def end(self, error: JobhouseError) -> None:
        """End the run early; only the first error is kept."""
        self.error = self.error or error

    def interrupt(self) -> None:
        """Let the run finish the pages in flight, load the current batch, and stop."""
        self.interrupted = True

    def finish(self, failed: Collection[Unreachable] = ()) -> None:
        """Mark that everything that could be read was read; `failed` holds the errors of windows that could not."""
        self.finished = True
        if failed:
            first = next(iter(failed))
            others = f" ({len(failed)} windows in all)" if len(failed) > 1 else ""
            self.end(Unreachable(f"{first}{others}"))


def outcome_of(error: BaseException) -> Outcome:
    """The outcome of a run that this error ended."""
    match error:
        case Stopped() | KeyboardInterrupt():
            return "stopped"
        case Refused():
            return "refused"
        case Unreachable():
            return "unreachable"
        case DataCheckFailed():
            return "check_failed"
        case _:
            return "failed"
