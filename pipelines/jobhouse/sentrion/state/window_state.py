"""How far one window has come: what the checkpoint keeps of it, and what the ledger shows."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal, Self
from uuid import uuid4

import msgspec
from pendulum import Date

from jobhouse.sentrion.config.contract import NO_CURSOR, TOTAL_CAP
from jobhouse.sentrion.plan.windows import Bounds, Window, as_date, request_range

Status = Literal["open", "reading", "complete", "stopped", "split"]
"""`stopped`: left for a later run, with the reason in the note; `split`: its halves are read in its place."""
TAKEN_AS_EMPTY: Final = "taken as empty"
"""How the note begins of a window without jobs for which the API gave no page."""


@dataclass(frozen=True)
class WindowState:
    """One window between open and complete, as of its last stored page.

    - `cursor`: the API's `search_after` as JSON text, verbatim.
    - `rows_delivered`: the jobs of this reading, with those that are null (`nulls`) or no object (`scalars`), and with
      the `repeats` of jobs that it brought before. A process that goes on with a window it knows nothing of counts
      repeated jobs as new.
    - `rows_distinct`: different jobs, over both readings where the window is read twice.
    - `split_into`: the halves that replace the window.
    - `reading_id`: is also on the requests whose pages count for the window; new whenever the window starts again.
    - `rereading`: the days are complete and are read once more; `completed_at` is then that of the first reading.
    - `bounds`: what the API was found to mean by the dates when they were chosen; None: unknown, so they are wide.
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
        """Whether this is the second reading of a window whose first one left a doubt; see `read.second_reading`."""
        return self.first_rows is not None

    @property
    def is_under_way(self) -> bool:
        """Whether the next run goes on with it, rather than with its first page."""
        return self.cursor is not None or self.is_second

    @property
    def jobs_read(self) -> int:
        """The jobs that came; a second reading brings no further ones."""
        return self.rows_delivered if self.first_rows is None else self.first_rows

    @property
    def jobs_left(self) -> int:
        """The announced jobs that are still to come."""
        return 0 if self.is_second else max(0, (self.expected_total or 0) - self.rows_delivered)

    def jobs_to_pay(self, charged_before: Date) -> int:
        """The announced jobs still to come; those of a second reading too where it was begun before a day."""
        if self.is_second and self._is_begun_before(charged_before):
            return max(0, self.jobs_read - self.rows_delivered)
        return self.jobs_left

    def jobs_again(self, charged_before: Date) -> int:
        """The further jobs that are charged if its cursor is refused, where it was begun before a day."""
        if not (self.is_under_way and self._is_begun_before(charged_before)):
            return 0
        return max(self.expected_total or 0, self.jobs_read) - self.jobs_to_pay(charged_before)

    def _is_begun_before(self, day: Date) -> bool:
        return self.started_at is not None and datetime.fromisoformat(self.started_at).astimezone(UTC).date() < day

    @classmethod
    def of(cls, window: Window, oldest: Date, bounds: Bounds | None = None) -> Self:
        after, before = request_range(window, oldest, bounds)
        return cls(window, after, before, bounds=bounds)

    @property
    def raw_cursor(self) -> msgspec.Raw:
        return NO_CURSOR if self.cursor is None else msgspec.Raw(self.cursor.encode())

    def from_first_page(self) -> Self:
        """The same window before its first page, with the counts of its pages reset."""
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
        """The same window, to be read from its first page again; rows that are stored stay stored."""
        return replace(
            self.from_first_page(),
            rows_distinct=0,
            first_rows=None,
            first_repeats=0,
            first_digest=None,
            restarts=self.restarts + 1,
            note=join_notes(self.note, why),
            reading_id=new_reading_id(),
        )

    def unmoved(self, oldest: Date) -> Self:
        """The window with the range that it was begun with, if no page was served: what was refused is asked for again.

        A refusal moves the start of its range (see `read.paging`), and may have had another reason than the days.
        """
        if self.pages:
            return self
        return replace(self, published_after=request_range(self.window, oldest, self.bounds)[0])

    def halves(self) -> list[Self]:
        """The states of the two halves that replace a window that is too large."""
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
    def from_state(cls, saved: MutableMapping[str, Any]) -> Self:
        return cls(
            Window(as_date(saved["since"]), as_date(saved["until"])),
            as_date(saved["published_after"]),
            as_date(saved["published_before"]),
            **{name: saved[name] for name in _PLAIN if name in saved},
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


def new_reading_id() -> str:
    return uuid4().hex[:16]


def join_notes(*notes: str | None) -> str | None:
    """Several notes as one text, each once."""
    parts = [part for note in notes if note for part in note.split("; ")]
    return "; ".join(dict.fromkeys(parts)) or None
