"""When a window's paging is taken to have no end: whatever the API sends, a window asks for so many pages at most."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from jobhouse.counting import counted
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.state.checkpoint import WindowState

MOST_EMPTY_PAGES: Final = 50
"""Empty pages, each with a new cursor and no new job in between, before the window is given up."""
MOST_STALE_PAGES: Final = 10
"""Pages that bring only what the window brought before, with no new job in between, before it is given up."""
MOST_TIMES_ANNOUNCED: Final = 3
MOST_TIMES_PAGES: Final = 10
"""A window may bring so many times the jobs that it announced, and take so many times the pages that they fill."""
SPARE_PAGES: Final = 50
"""Pages that any window may take beyond that."""


@dataclass
class Seen:
    """What one process has seen of one window, to tell distinct rows and to notice a cursor that comes again."""

    rows: set[int] = field(default_factory=set)
    cursors: set[str] = field(default_factory=set)
    repeats: int = 0
    empty_pages: int = 0
    stale_pages: int = 0
    largest_page: int = 0

    def note_progress(self, page: Page, new: int) -> None:
        """Count a page by whether it brought a new row."""
        self.repeats = 0
        self.largest_page = max(self.largest_page, page.delivered)
        if new:
            self.empty_pages = self.stale_pages = 0
        elif page.delivered:
            self.stale_pages += 1
        else:
            self.empty_pages += 1


def endless(reading: WindowState, seen: Seen, *, total: int | None) -> str | None:
    """Why the window's pages seem to have no end; `total` is what was announced, where that can be used."""
    if seen.empty_pages > MOST_EMPTY_PAGES:
        return f"gave up after {MOST_EMPTY_PAGES} empty pages in a row"
    if seen.stale_pages >= MOST_STALE_PAGES:
        return f"gave up after {MOST_STALE_PAGES} pages, each with a new cursor, that brought nothing new"
    if total is None:
        return None
    spare = SPARE_PAGES * max(seen.largest_page, 1)
    if reading.rows_delivered > MOST_TIMES_ANNOUNCED * total + spare:
        return f"gave up after {counted(reading.rows_delivered, 'job')} where the API announced {total:,}"
    if reading.pages > MOST_TIMES_PAGES * -(-total // max(seen.largest_page, 1)) + SPARE_PAGES:
        return f"gave up after {counted(reading.pages, 'page')} for the {counted(total, 'job')} that the API announced"
    return None
