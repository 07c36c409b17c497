"""What is known about a search's progress: the state that travels in one package with the rows it stands for.

Finished days are kept as merged intervals, and only windows that were begun are kept one by one, so the state stays
small however long the history. What is missing is always computed, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

import pendulum
from pendulum import Date

from jobhouse.clock import now_text
from jobhouse.errors import UsageError
from jobhouse.sentrion.plan.windows import Bounds, Window, as_date, merge, missing_months, subtract
from jobhouse.sentrion.state.window_state import WindowState

STATE_VERSION: Final = 1


@dataclass
class Checkpoint:
    """The progress of one search under one set of filters.

    `provisional` are days that were not over when they were read, with the day of reading: they count as read on that
    day and are read again on a later one. `again` are done days on their way through another reading, in the order in
    which a nightly run takes them; no other run does. `boundary_days` are the days where windows meet that were read
    no wider than the believed meaning of the bounds: the days beside them are in doubt if it turns out wrong.
    """

    done: list[Window] = field(default_factory=list)
    provisional: list[tuple[Window, Date]] = field(default_factory=list)
    begun: dict[str, WindowState] = field(default_factory=dict)
    again: dict[str, WindowState] = field(default_factory=dict)
    boundary_days: set[Date] = field(default_factory=set)

    @classmethod
    def from_state(cls, saved: MutableMapping[str, Any]) -> Self:
        """The progress that the state holds.

        Raises:
            UsageError: a newer jobhouse wrote it, in a form that this one does not know.

        """
        if (version := saved.get("version", STATE_VERSION)) > STATE_VERSION:
            raise UsageError(
                f"A newer jobhouse wrote this warehouse (state version {version}, this one knows {STATE_VERSION}); "
                "install that version again, or name another folder with --warehouse."
            )
        return cls(
            [Window(as_date(since), as_date(until)) for since, until in saved.get("done", [])],
            [(Window(as_date(a), as_date(b)), as_date(on)) for a, b, on in saved.get("unsettled", [])],
            {key: WindowState.from_state(state) for key, state in saved.get("begun", {}).items()},
            {key: WindowState.from_state(state) for key, state in saved.get("again", {}).items()},
            {as_date(boundary_day) for boundary_day in saved.get("seams", [])},
        )

    def to_state(self) -> dict[str, Any]:
        return {
            "version": STATE_VERSION,
            "done": [[w.since.isoformat(), w.until.isoformat()] for w in self.done],
            "unsettled": [[w.since.isoformat(), w.until.isoformat(), on.isoformat()] for w, on in self.provisional],
            "begun": {key: state.to_state() for key, state in self.begun.items()},
            "again": {key: state.to_state() for key, state in self.again.items()},
            "seams": sorted(boundary_day.isoformat() for boundary_day in self.boundary_days),
        }

    def settled(self, today: Date) -> list[Window]:
        """The days that need not be read again."""
        return subtract(self.done, [window for window, read_on in self.provisional if read_on < today])

    def missing(self, wanted: Window, today: Date, oldest: Date, bounds: Bounds | None = None) -> list[WindowState]:
        """What is still to be read of `wanted`: windows already begun, and whole months for the rest."""
        begun = [state for state in self.begun.values() if state.window.overlap(wanted)]
        taken = self.settled(today) + [state.window for state in begun]
        fresh = [WindowState.of(window, oldest, bounds) for window in missing_months(wanted, taken)]
        return begun + fresh

    def expired(self, oldest: Date) -> list[WindowState]:
        """Windows that were begun and have since fallen off the 6-year edge."""
        return [state for state in self.begun.values() if state.window.until <= oldest]

    def record(self, state: WindowState) -> None:
        """Take in how far a window has come."""
        key = str(state.window)
        under_way = self.again if state.rereading else self.begun
        if state.split_into:
            under_way.pop(key, None)
            under_way.update({str(half.window): half for half in state.halves()})
        elif state.status == "complete":
            under_way.pop(key, None)
            self._finish(state)
        else:
            under_way[key] = state

    def forget(self, state: WindowState) -> None:
        self.begun.pop(str(state.window), None)

    def reopen(self, window: Window, oldest: Date) -> None:
        """Take the window for unread, since what it brought does not hold."""
        self.done = subtract(self.done, [window])
        self.begun[str(window)] = WindowState.of(window, oldest)

    def read_again(self, window_states: Iterable[WindowState]) -> None:
        """Queue another reading of done days; one that is under way goes on where it is, any other is dropped."""
        self.again = {str(state.window): self.again.get(str(state.window), state) for state in window_states}

    def invalidate_bounds(self) -> None:
        """The believed bounds were wrong: read the days at the seams again, and begun windows from their start."""
        doubtful = [
            Window(boundary_day.subtract(days=1), boundary_day.add(days=1)) for boundary_day in self.boundary_days
        ]
        self.done = subtract(self.done, doubtful)
        self.begun = {key: state for key, state in self.begun.items() if state.bounds is None}
        self.boundary_days = set()

    def _finish(self, state: WindowState) -> None:
        if state.bounds:
            self.boundary_days |= {state.window.since, state.window.until}
        self.done = merge([*self.done, state.window])
        read_on = pendulum.instance(datetime.fromisoformat(state.started_at or now_text())).date()
        self.provisional = [
            (rest, on) for window, on in self.provisional for rest in subtract([window], [state.window])
        ]
        # a day ends at different times around the world, so the day before the reading is not over for sure either
        if fresh := state.window.overlap(Window(read_on.subtract(days=1), read_on.add(years=1))):
            self.provisional.append((fresh, read_on))
