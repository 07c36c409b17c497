"""What is known about a search's progress: the state that travels in one package with the rows it stands for.

Finished days are kept as merged intervals, and only windows that were begun are kept one by one, so the state stays
small however long the history. What is missing is always computed, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self
from uuid import uuid4

import msgspec
import pendulum
from pendulum import Date

from jobhouse.errors import UsageError
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.answers import NO_CURSOR
from jobhouse.sentrion.plan.windows import Bounds, Window, merge, missing_months, request_range, subtract

Status = Literal["open", "reading", "complete", "stopped", "split"]
"""`stopped`: left for a later run, with the reason in the note; `split`: its halves are read in its place."""
STATE_VERSION: Final = 1


def as_date(text: str) -> Date:
    return pendulum.Date.fromisoformat(text)


@dataclass(frozen=True)
class WindowState:
    """One window on its way from open to complete, as of its last stored page.

    `cursor` is the API's `search_after` as JSON text, verbatim. `rows_delivered` counts what this reading brought, with
    the `nulls`, the `scalars` (no objects either) and the `repeats` of rows that it brought before; `rows_distinct`
    counts over both readings of a window that is read twice. Where a process reads on that does not know what came
    before, rows count again.
    `split_into` are the halves that replace the window.
    `reading_id` ties the window to the requests whose pages it counts, and is new whenever it starts again.
    A `rereading` is of days that are done, and they stay done meanwhile; `completed_at` is then the first reading's.
    `bounds` is what the API was believed to mean by the dates when they were chosen; None: nothing, and so widely.
    """

    window: Window
    published_after: Date
    published_before: Date
    status: Status = "open"
    cursor: str | None = None
    pages: int = 0
    rows_delivered: int = 0
    rows_distinct: int = 0
    expected_total: int | None = None
    credits_used: int = 0
    restarts: int = 0
    started_at: str | None = None
    completed_at: str | None = None
    refreshed_at: str | None = None
    note: str | None = None
    reading_id: str | None = None
    rereading: bool = False
    split_into: tuple[Window, ...] = ()
    bounds: Bounds | None = None
    nulls: int = 0
    scalars: int = 0
    repeats: int = 0
    lowest_total: int | None = None
    highest_total: int | None = None
    digest: str = ""
    first_rows: int | None = None
    first_repeats: int = 0
    first_digest: str | None = None

    @property
    def is_total_capped(self) -> bool:
        """Whether the total is the largest that the API gives, so that it may stand for any larger one."""
        return self.expected_total == TOTAL_CAP

    @property
    def is_second(self) -> bool:
        """Whether the window is read once more because its first reading proved nothing; see `proof`."""
        return self.first_rows is not None

    @property
    def is_under_way(self) -> bool:
        """Whether a page of it was read from which it goes on; a second reading goes on from the first."""
        return self.cursor is not None or self.is_second

    @property
    def jobs_read(self) -> int:
        """The jobs that came; what a second reading brings is no further job."""
        return self.rows_delivered if self.first_rows is None else self.first_rows

    @property
    def jobs_left(self) -> int:
        """The announced jobs that are still to come."""
        return 0 if self.is_second else max(0, (self.expected_total or 0) - self.rows_delivered)

    @classmethod
    def of(cls, window: Window, oldest: Date, bounds: Bounds | None = None) -> Self:
        after, before = request_range(window, oldest, bounds)
        return cls(window, after, before, bounds=bounds)

    @property
    def raw_cursor(self) -> msgspec.Raw:
        return NO_CURSOR if self.cursor is None else msgspec.Raw(self.cursor.encode())

    def from_first_page(self) -> Self:
        """The same window before its first page, without what its pages brought."""
        return replace(
            self,
            status="reading",
            cursor=None,
            pages=0,
            rows_delivered=0,
            nulls=0,
            scalars=0,
            repeats=0,
            lowest_total=None,
            highest_total=None,
            digest="",
        )

    def restarted(self, why: str) -> Self:
        """From the first page again; what was stored stays stored."""
        return replace(
            self.from_first_page(),
            rows_distinct=0,
            first_rows=None,
            first_repeats=0,
            first_digest=None,
            restarts=self.restarts + 1,
            note=joined(self.note, why),
            reading_id=new_reading_id(),
        )

    def halves(self) -> list[Self]:
        """The readings that take the place of one whose window is too large."""
        return [
            replace(
                self.of(half, self.published_after, self.bounds),
                rereading=self.rereading,
                completed_at=self.completed_at,
            )
            for half in self.split_into
        ]

    def to_state(self) -> dict[str, Any]:
        return {
            "since": self.window.since.isoformat(),
            "until": self.window.until.isoformat(),
            "published_after": self.published_after.isoformat(),
            "published_before": self.published_before.isoformat(),
            **{name: getattr(self, name) for name in _PLAIN},
        }

    @classmethod
    def from_state(cls, state: MutableMapping[str, Any]) -> Self:
        return cls(
            Window(as_date(state["since"]), as_date(state["until"])),
            as_date(state["published_after"]),
            as_date(state["published_before"]),
            **{name: state[name] for name in _PLAIN if name in state},
        )


_PLAIN: Final = (
    "status",
    "cursor",
    "pages",
    "rows_delivered",
    "rows_distinct",
    "expected_total",
    "credits_used",
    "restarts",
    "started_at",
    "completed_at",
    "note",
    "reading_id",
    "rereading",
    "bounds",
    "nulls",
    "scalars",
    "repeats",
    "lowest_total",
    "highest_total",
    "digest",
    "first_rows",
    "first_repeats",
    "first_digest",
)


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
    def from_state(cls, state: MutableMapping[str, Any]) -> Self:
        """The progress that the state holds.

        Raises:
            UsageError: a newer jobhouse wrote it, in a form that this one does not know.

        """
        if (version := state.get("version", STATE_VERSION)) > STATE_VERSION:
            raise UsageError(
                f"A newer jobhouse wrote this warehouse (state version {version}, this one knows {STATE_VERSION}); "
                "install that version again, or name another folder with --warehouse."
            )
        return cls(
            [Window(as_date(since), as_date(until)) for since, until in state.get("done", [])],
            [(Window(as_date(a), as_date(b)), as_date(on)) for a, b, on in state.get("unsettled", [])],
            {key: WindowState.from_state(reading) for key, reading in state.get("begun", {}).items()},
            {key: WindowState.from_state(reading) for key, reading in state.get("again", {}).items()},
            {as_date(boundary_day) for boundary_day in state.get("seams", [])},
        )

    def to_state(self) -> dict[str, Any]:
        return {
            "version": STATE_VERSION,
            "done": [[w.since.isoformat(), w.until.isoformat()] for w in self.done],
            "unsettled": [[w.since.isoformat(), w.until.isoformat(), on.isoformat()] for w, on in self.provisional],
            "begun": {key: reading.to_state() for key, reading in self.begun.items()},
            "again": {key: reading.to_state() for key, reading in self.again.items()},
            "seams": sorted(boundary_day.isoformat() for boundary_day in self.boundary_days),
        }

    def settled(self, today: Date) -> list[Window]:
        """The days that need not be read again."""
        return subtract(self.done, [window for window, read_on in self.provisional if read_on < today])

    def missing(self, wanted: Window, today: Date, oldest: Date, bounds: Bounds | None = None) -> list[WindowState]:
        """What is still to be read of `wanted`: windows already begun, and whole months for the rest."""
        begun = [reading for reading in self.begun.values() if reading.window.overlap(wanted)]
        taken = self.settled(today) + [reading.window for reading in begun]
        fresh = [WindowState.of(window, oldest, bounds) for window in missing_months(wanted, taken)]
        return begun + fresh

    def lapsed(self, oldest: Date) -> list[WindowState]:
        """Windows that were begun and have since fallen off the 6-year edge."""
        return [reading for reading in self.begun.values() if reading.window.until <= oldest]

    def record(self, reading: WindowState) -> None:
        """Take in how far a window has come."""
        key = str(reading.window)
        under_way = self.again if reading.rereading else self.begun
        if reading.split_into:
            under_way.pop(key, None)
            under_way.update({str(half.window): half for half in reading.halves()})
        elif reading.status == "complete":
            under_way.pop(key, None)
            self._finish(reading)
        else:
            under_way[key] = reading

    def forget(self, reading: WindowState) -> None:
        self.begun.pop(str(reading.window), None)

    def reopen(self, window: Window, oldest: Date) -> None:
        """Take the window for unread, since what it brought does not hold."""
        self.done = subtract(self.done, [window])
        self.begun[str(window)] = WindowState.of(window, oldest)

    def read_again(self, readings: Iterable[WindowState]) -> None:
        """Queue another reading of done days; one that is under way goes on where it is, any other is dropped."""
        self.again = {str(reading.window): self.again.get(str(reading.window), reading) for reading in readings}

    def invalidate_bounds(self) -> None:
        """The believed bounds were wrong: read the days at the seams again, and begun windows from their start."""
        doubtful = [
            Window(boundary_day.subtract(days=1), boundary_day.add(days=1)) for boundary_day in self.boundary_days
        ]
        self.done = subtract(self.done, doubtful)
        self.begun = {key: reading for key, reading in self.begun.items() if reading.bounds is None}
        self.boundary_days = set()

    def _finish(self, reading: WindowState) -> None:
        if reading.bounds:
            self.boundary_days |= {reading.window.since, reading.window.until}
        self.done = merge([*self.done, reading.window])
        read_on = pendulum.instance(datetime.fromisoformat(reading.started_at or now_text())).date()
        self.provisional = [
            (rest, on) for window, on in self.provisional for rest in subtract([window], [reading.window])
        ]
        # a day ends at different times around the world, so the day before the reading is not over for sure either
        if fresh := reading.window.overlap(Window(read_on.subtract(days=1), read_on.add(years=1))):
            self.provisional.append((fresh, read_on))


def new_reading_id() -> str:
    return uuid4().hex[:16]


def now_text() -> str:
    return datetime.now(UTC).isoformat()


def joined(*notes: str | None) -> str | None:
    """Several notes as one, each said once."""
    parts = [part for note in notes if note for part in note.split("; ")]
    return "; ".join(dict.fromkeys(parts)) or None
