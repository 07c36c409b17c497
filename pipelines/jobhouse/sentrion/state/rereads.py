"""Days that a run is to read once more: done ones for what came late, or ones whose rows turned out not to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pendulum import Date

from jobhouse.sentrion.plan.windows import Bounds, Window
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class RereadQueue:
    """What a run visits again.

    `again` are done windows, in the order in which they are taken; they stay done meanwhile. `reopened` are windows
    that count as unread from now on, and then the run reads those alone. Both enter the checkpoint with the run's first
    batch, and from then on the checkpoint knows what is left of them.
    """

    again: Sequence[WindowState] = ()
    reopened: Sequence[Window] = ()
    entered: bool = False

    def enter(self, checkpoint: Checkpoint, oldest: Date) -> None:
        """Put the windows into the checkpoint, once."""
        if self.entered:
            return
        self.entered = True
        for window in self.reopened:
            checkpoint.reopen(window, oldest)
        if not self.reopened:
            checkpoint.read_again(self.again)

    def choose(self, missing: Sequence[WindowState], checkpoint: Checkpoint) -> list[WindowState]:
        """The readings of this run: what is missing and then what is read again, or the reopened windows alone."""
        if self.reopened:
            return [state for state in missing if any(_within(state.window, w) for w in self.reopened)]
        return [*missing, *checkpoint.again.values()]


def rereading(
    window: Window, oldest: Date, first_completed_at: str | None, bounds: Bounds | None = None
) -> WindowState:
    """Another reading of a window that is done; the ledger keeps the time at which it first was."""
    return replace(WindowState.of(window, oldest, bounds), completed_at=first_completed_at, rereading=True)


def _within(window: Window, other: Window) -> bool:
    return other.since <= window.since and window.until <= other.until
