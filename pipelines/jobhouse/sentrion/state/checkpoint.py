"""How far a search has been read: the checkpoint, which is committed in one load package with the rows.

Complete days are merged into intervals and only begun windows are kept one by one, so the checkpoint stays small
however long the history is. What is missing is computed from it and never stored.
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
from jobhouse.sentrion.plan.windows import Bounds, Window, as_date, merge, missing_months, subtract, today_utc
from jobhouse.sentrion.state.read_days import ReadDays
from jobhouse.sentrion.state.window_state import WindowState

STATE_VERSION: Final = 1
"""A saved state has the keys of earlier versions: `done` for `complete`, `unsettled` for `provisional`, `again` for
`rereads`, and `seams` for `boundary_days`."""


@dataclass
class Checkpoint:
    """The progress of one search under one set of filters.

    `provisional`: days that had not ended when they were read, with the day of reading. They count as complete on
    that day and are read again on a later one. `rereads`: complete days that are being reread, in the order in which a
    nightly run takes them; no other run does. `boundary_days`: where two windows meet that were requested as tightly as
    the finding on the bounds allows; if the finding is wrong, jobs beside these days may be missing. `read_days`: when
    complete days were read.
    """

    complete: list[Window] = field(default_factory=list)
    provisional: list[tuple[Window, Date]] = field(default_factory=list)
    begun: dict[str, WindowState] = field(default_factory=dict)
    rereads: dict[str, WindowState] = field(default_factory=dict)
    boundary_days: set[Date] = field(default_factory=set)
    read_days: ReadDays = field(default_factory=ReadDays)

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
            ReadDays.from_state(saved.get("read", [])),
        )

    def to_state(self) -> dict[str, Any]:
        return {
            "version": STATE_VERSION,
            "done": [[w.since.isoformat(), w.until.isoformat()] for w in self.complete],
            "unsettled": [[w.since.isoformat(), w.until.isoformat(), on.isoformat()] for w, on in self.provisional],
            "begun": {key: state.to_state() for key, state in self.begun.items()},
            "again": {key: state.to_state() for key, state in self.rereads.items()},
            "seams": sorted(boundary_day.isoformat() for boundary_day in self.boundary_days),
            "read": self.read_days.to_state(),
        }

    def complete_on(self, today: Date) -> list[Window]:
        """The complete days that need not be read again today, because they had ended when they were read.

        Days with a date of reading after today were read by a clock that was ahead, and may not have ended.
        """
        now = max(today, today_utc())  # a batch that is read over midnight goes on with the day of its begin
        provisional = [window for window, read_on in self.provisional if read_on < today]
        return subtract(self.complete, [*provisional, *self.read_days.doubtful(now)])

    def missing(self, wanted: Window, today: Date, oldest: Date, bounds: Bounds | None = None) -> list[WindowState]:
        """What is still to be read of `wanted`: the windows already begun, and calendar months for the rest.

        A begun window with days outside of `wanted` keeps its cursor for a run that asks for all of it: to read on
        would be to pay for those days. The days that it shares with `wanted` are read by themselves: what it has
        brought of them is free in the same billing cycle.
        """
        served = Window(oldest, today.add(days=1))
        begun = [
            state.unmoved(oldest)
            for state in self.begun.values()
            if (days := state.window.overlap(served)) and wanted.contains(days)
        ]
        taken = self.complete_on(today) + [state.window for state in begun]
        fresh = [WindowState.of(window, oldest, bounds) for window in missing_months(wanted, taken, oldest)]
        return begun + fresh

    def expired(self, oldest: Date) -> list[WindowState]:
        """Windows that were begun and that the API no longer serves, since they are older than six years."""
        return [state for state in self.begun.values() if state.window.until <= oldest]

    def record(self, state: WindowState) -> None:
        """Store the new state of a window."""
        self._drop_doubtful(today_utc())
        key = str(state.window)
        under_way = self.rereads if state.rereading else self.begun
        if state.split_into:
            under_way.pop(key, None)
            under_way.update({str(half.window): half for half in state.halves()})
        elif state.status == "complete":
            under_way.pop(key, None)
            self._complete(state)
        else:
            under_way[key] = state

    def forget(self, state: WindowState) -> None:
        self.begun.pop(str(state.window), None)

    def reopen(self, window: Window, oldest: Date) -> None:
        """Count the window as unread, because its rows are not as they should be."""
        self.complete = subtract(self.complete, [window])
        self.begun[str(window)] = WindowState.of(window, oldest)

    def queue_rereads(self, window_states: Iterable[WindowState]) -> None:
        """Queue rereads of complete days. One that has begun goes on; queued rereads that are not named are dropped."""
        self.rereads = {str(state.window): self.rereads.get(str(state.window), state) for state in window_states}

    def invalidate_bounds(self) -> None:
        """The finding on the bounds was wrong: read boundary days again, and what was begun from its first page."""
        doubtful = [
            Window(boundary_day.subtract(days=1), boundary_day.add(days=1)) for boundary_day in self.boundary_days
        ]
        self.complete = subtract(self.complete, doubtful)
        self.begun = {key: state for key, state in self.begun.items() if state.bounds is None}
        self.rereads = {
            key: state if state.bounds is None else state.from_first_page() for key, state in self.rereads.items()
        }
        self.boundary_days = set()

    def _drop_doubtful(self, today: Date) -> None:
        """Count days as unread whose reading is dated after today: they would be complete once that date has come."""
        doubtful = self.read_days.doubtful(today)
        if not doubtful:
            return
        self.complete = subtract(self.complete, doubtful)
        self.provisional = [(rest, on) for window, on in self.provisional for rest in subtract([window], doubtful)]
        self.read_days.forget(doubtful)

    def _complete(self, state: WindowState) -> None:
        if state.bounds:
            self.boundary_days |= {state.window.since, state.window.until}
        self.complete = merge([*self.complete, state.window])
        read_on = pendulum.instance(datetime.fromisoformat(state.started_at or now_text())).date()
        self.read_days.add(state.window, read_on)
        self.provisional = [
            (rest, on) for window, on in self.provisional for rest in subtract([window], [state.window])
        ]
        # a day ends at different times around the world, so the day before the reading may not have ended either
        if fresh := state.window.overlap(Window(read_on.subtract(days=1), read_on.add(years=1))):
            self.provisional.append((fresh, read_on))
        settled = subtract(self.complete, [window for window, _ in self.provisional])
        self.begun = {key: begun for key, begun in self.begun.items() if subtract([begun.window], settled)}
