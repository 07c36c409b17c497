"""Days that a run reads once more: complete ones, for late arrivals, or ones whose stored rows are not as delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pendulum import Date

from jobhouse.sentrion.plan.windows import Bounds, Window
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class RereadQueue:
    """What a run reads once more.

    `windows`: complete windows, in the order in which they are read; they stay complete meanwhile. `reopened`: windows
    that count as unread from now on; if there are any, the run reads only those. Both are put into the checkpoint with
    the first batch of the run, and the checkpoint then knows what is left of them. `only_free`: those of `windows` that
    are left to another run where rereads turn out to be charged.
    """

    windows: Sequence[WindowState] = ()
    reopened: Sequence[Window] = ()
    only_free: Sequence[Window] = ()
    entered: bool = False

    def enter(self, checkpoint: Checkpoint, oldest: Date) -> None:
        """Put the windows into the checkpoint, once."""
        if not self.entered:
            self.entered = True
            self._put(checkpoint, oldest)

    def preview(self, checkpoint: Checkpoint, oldest: Date) -> None:
        """Put the windows into a copy of the checkpoint that does not hold them yet."""
        if not self.entered:
            self._put(checkpoint, oldest)

    def _put(self, checkpoint: Checkpoint, oldest: Date) -> None:
        for window in self.reopened:
            checkpoint.reopen(window, oldest)
        if not self.reopened:
            checkpoint.queue_rereads(self.windows)

    def choose(self, missing: Sequence[WindowState], checkpoint: Checkpoint) -> list[WindowState]:
        """The windows of this run: what is missing and then what is read again, or only the reopened windows."""
        if self.reopened:
            return [state for state in missing if any(window.contains(state.window) for window in self.reopened)]
        return [*missing, *checkpoint.rereads.values()]


def rereading(
    window: Window, oldest: Date, first_completed_at: str | None, bounds: Bounds | None = None
) -> WindowState:
    """The state of a complete window that is read again; the ledger keeps the time at which it first was complete."""
    return replace(WindowState.of(window, oldest, bounds), completed_at=first_completed_at, rereading=True)
