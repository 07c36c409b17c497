"""What one run has seen of the windows it reads: rows, cursors and totals. Kept in memory, from batch to batch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.read import second_reading
from jobhouse.sentrion.state.window_state import WindowState


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


@dataclass
class SeenPages:
    """What one run remembers between batches: of each reading, by its id, and of all totals."""

    windows: dict[str, Seen] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)
    page_sizes: dict[str, int] = field(default_factory=dict)
    """How many jobs to ask for where a full page was too large an answer, by window."""
    pages: int = 0
    pages_read_twice: int = 0
    idle_changes: int = 0
    """Windows whose total changed while they were read, and whose second reading brought the same rows."""

    def page_size(self, reading: WindowState, usual: int) -> int:
        return second_reading.page_size(reading, self.page_sizes.get(str(reading.window), usual))

    def ask_for_less(self, reading: WindowState, usual: int) -> bool:
        """Halve the window's pages; False where they are as small as the API allows."""
        size = self.page_sizes.get(str(reading.window), usual)
        self.page_sizes[str(reading.window)] = max(SMALLEST_PAGE, size // 2)
        return size > SMALLEST_PAGE

    def of(self, reading: WindowState) -> Seen:
        return self.windows.setdefault(reading.reading_id or str(reading.window), Seen())

    def rows_of_first(self, reading: WindowState) -> set[int]:
        """What the first of a window's two readings brought."""
        if not reading.is_second or reading.reading_id is None:
            return set()
        return self.windows.get(reading.reading_id.removesuffix(second_reading.SECOND), Seen()).rows

    def forget(self, reading: WindowState) -> None:
        name = reading.reading_id or str(reading.window)
        for one in (name, name.removesuffix(second_reading.SECOND)):
            self.windows.pop(one, None)

    def may_read_twice(self, reading: WindowState) -> bool:
        """Whether a second reading of the window leaves most of the run's time to what is new; it is counted if so."""
        if self.pages_read_twice + reading.pages > second_reading.most_read_twice(self.pages):
            return False
        self.pages_read_twice += reading.pages
        return True

    def recall(self, reading_id: str, keys: set[int]) -> None:
        """Take in what an earlier run saw of a window that it did not finish."""
        self.windows[reading_id] = Seen(rows=keys)

    def totals_drift(self) -> bool:
        """Whether the API's totals change by themselves."""
        return self.idle_changes >= second_reading.IDLE_CHANGES
