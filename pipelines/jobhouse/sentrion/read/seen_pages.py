"""What one run has seen of the windows it reads: rows, cursors and totals. Kept in memory, from batch to batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from jobhouse.sentrion.config.contract import SMALLEST_PAGE
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.read import second_reading
from jobhouse.sentrion.read.key_set import KeySet
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class SeenWindow:
    """What this process saw of one reading of a window: which rows are new, and whether a cursor is repeated."""

    rows: KeySet = field(default_factory=KeySet)
    cursors: set[str] = field(default_factory=set)
    cursor_repeats: int = 0
    """How often in a row the API gave a cursor that it had given before."""
    repeats_totals: set[int] = field(default_factory=set)
    """The totals that were announced with it; none is one of 0 jobs on an empty page."""
    repeats_pages: set[tuple[str, ...]] = field(default_factory=set)
    """The jobs that came with it, page by page, by their version ids."""
    empty_pages: int = 0
    stale_pages: int = 0

    def note_progress(self, page: Page, new: int) -> None:
        """Count a page by whether it brought a new row."""
        self.cursor_repeats = 0
        self.repeats_totals.clear()
        self.repeats_pages.clear()
        if new:
            self.empty_pages = self.stale_pages = 0
        elif page.delivered:
            self.stale_pages += 1
        else:
            self.empty_pages += 1

    def note_repeat(self, page: Page, ids: Sequence[str]) -> None:
        """Count a page whose cursor came before."""
        self.repeats_pages.add(tuple(ids))
        self.cursor_repeats += 1
        if page.total:
            self.repeats_totals.add(page.total)


@dataclass
class SeenPages:
    """What one run has seen: each reading of a window, by its id, and how often each total came."""

    windows: dict[str, SeenWindow] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)
    page_sizes: dict[str, int] = field(default_factory=dict)
    """The page size of windows whose full page was too large an answer."""
    pages: int = 0
    pages_read_twice: int = 0
    idle_changes: int = 0
    """Windows whose total changed while they were read, and whose second reading brought the same rows."""

    def page_size(self, state: WindowState, usual: int) -> int:
        return second_reading.page_size(state, self.page_sizes.get(str(state.window), usual))

    def ask_for_less(self, state: WindowState, usual: int) -> bool:
        """Halve the window's pages; False where they are as small as the API allows."""
        size = self.page_sizes.get(str(state.window), usual)
        self.page_sizes[str(state.window)] = max(SMALLEST_PAGE, size // 2)
        return size > SMALLEST_PAGE

    def of(self, state: WindowState) -> SeenWindow:
        return self.windows.setdefault(state.reading_id or str(state.window), SeenWindow())

    def rows_of_first(self, state: WindowState) -> KeySet:
        """What the first of a window's two readings brought."""
        if not state.is_second or state.reading_id is None:
            return KeySet()
        return self.windows.get(state.reading_id.removesuffix(second_reading.SECOND), SeenWindow()).rows

    def forget(self, state: WindowState) -> None:
        name = state.reading_id or str(state.window)
        for one in (name, name.removesuffix(second_reading.SECOND)):
            self.windows.pop(one, None)

    def may_read_twice(self, state: WindowState) -> bool:
        """Whether the run may still read so many pages a second time; if so, they are counted."""
        if self.pages_read_twice + state.pages > second_reading.most_read_twice(self.pages):
            return False
        self.pages_read_twice += state.pages
        return True

    def recall(self, reading_id: str, keys: KeySet) -> None:
        """Add the rows that an earlier run saw in a reading that it did not finish."""
        self.windows[reading_id] = SeenWindow(rows=keys)

    def totals_drift(self) -> bool:
        """Whether the API's totals change by themselves."""
        return self.idle_changes >= second_reading.IDLE_CHANGES
