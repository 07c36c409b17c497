"""What is known of one window when it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from jobhouse.sentrion.state.window_state import TAKEN_AS_EMPTY

MOST_COPIES_SHARE: Final = 0.05
"""The share of a window's rows up to which exact copies are believed to be copies of adverts."""
FEW_COPIES: Final = 10
"""So many exact copies are believed whatever their share: of 9,759 real postings 3 are."""


@dataclass(frozen=True)
class WindowFacts:
    """One window: its row in the ledger, the receipts of its pages, and what of them is stored.

    `distinct` counts the receipts' versions, over all processes that read the window, and over both readings where
    it was `read_twice`; `confirmed` says that both brought the same. `stored` are those that are in `job_versions` and
    `search_hits`; `lost` are those that any reading of the window was given and that are not there. `in_twice` are
    rows that came in the same sequence before, within one reading. `total_now` is what the API answered at `asked_at`,
    since the window was read; None where it gave no total, or was not asked.
    """

    window_id: str
    since: date
    until: date
    published_after: date
    published_before: date
    status: str
    reading_id: str | None
    pages: int
    rows_delivered: int
    expected_total: int | None
    read_at: datetime | None
    note: str | None
    pages_kept: int = 0
    rows_kept: int = 0
    distinct: int = 0
    stored: int = 0
    lost: int = 0
    in_twice: int = 0
    lowest_total: int | None = None
    highest_total: int | None = None
    read_twice: bool = False
    confirmed: bool = False
    asked_at: datetime | None = None
    total_now: int | None = None
    started_at: datetime | None = None

    def whole_until(self, today: date) -> date:
        """The end of its days that had ended when it was read, as a backfill of today sees it.

        A day ends at different times around the world, so the day before the reading may not have ended either.
        """
        if self.status != "complete" or self.started_at is None:
            return self.until
        read_on = self.started_at.astimezone(UTC).date()
        return self.until if read_on >= today else max(self.since, min(self.until, read_on - timedelta(days=1)))

    @property
    def is_begun(self) -> bool:
        """Whether reading has begun; a window that is stopped may have no page, to be read again from its start."""
        return self.pages > 0 or self.status != "open"

    @property
    def is_taken_as_empty(self) -> bool:
        """Whether the API kept failing where a first page was due, so that no page announced anything."""
        return TAKEN_AS_EMPTY in (self.note or "") and not self.expected_total and not self.distinct

    @property
    def deleted(self) -> int:
        """Job versions of its present reading that were deleted on request."""
        return 0 if self.lost else self.distinct - self.stored

    @property
    def copies(self) -> int:
        """Jobs that came more often than once."""
        return max(0, self.rows_kept - self.distinct)

    @property
    def is_proved(self) -> bool:
        """Whether a total that agrees with the count says that nothing is missing."""
        if self.confirmed:
            return self.copies <= max(FEW_COPIES, int(self.rows_kept * MOST_COPIES_SHARE))
        return not self.spread and not self.copies

    @property
    def spread(self) -> int:
        """By how much the total changed while the window was read."""
        return (self.highest_total or 0) - (self.lowest_total or 0)
