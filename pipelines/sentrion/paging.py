"""What a page, a refusal or a failure means for the window it was asked for.

The API's word alone ends a window: a null cursor. Everything else either leads on, starts the window again, or leaves
it for a later run with the reason in its note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pendulum import Date

from pipelines.errors import Refused, Unreachable
from pipelines.sentrion.answers import Page
from pipelines.sentrion.checkpoint import Reading, joined, now_text
from pipelines.sentrion.contract import SMALLEST_PAGE, TOTAL_CAP

MOST_RESTARTS: Final = 3
MOST_REPEATS: Final = 3
"""How often a cursor that came before is asked past again before the window is given up."""
MOST_EMPTY_PAGES: Final = 50
"""Empty pages in a row, each with a new cursor, before the window is given up."""
EDGE_DAYS: Final = 3
"""How far from the 6-year edge a refusal may still be about the edge: 6 x 365 days, and time zones."""
SUSPICIOUS_TOTAL: Final = 1_000
"""A total from here on that two windows share is taken for a cap; smaller ones meet by chance."""


@dataclass
class Seen:
    """What one process has seen of one window, to tell distinct rows and to notice a cursor that comes again."""

    rows: set[int] = field(default_factory=set)
    cursors: set[str] = field(default_factory=set)
    repeats: int = 0
    empty_pages: int = 0


@dataclass
class Memory:
    """What one run remembers between batches; losing it costs nothing but the exactness of `rows_distinct`."""

    windows: dict[str, Seen] = field(default_factory=dict)
    totals: Counter[int] = field(default_factory=Counter)
    page_sizes: dict[str, int] = field(default_factory=dict)
    """How many jobs to ask for where a full page was too large an answer, by window."""

    def page_size(self, reading: Reading, usual: int) -> int:
        return self.page_sizes.get(str(reading.window), usual)

    def ask_for_less(self, reading: Reading, usual: int) -> bool:
        """Halve the window's pages; False where they are as small as the API allows."""
        size = self.page_size(reading, usual)
        self.page_sizes[str(reading.window)] = max(SMALLEST_PAGE, size // 2)
        return size > SMALLEST_PAGE

    def of(self, reading: Reading) -> Seen:
        """The window's memory, afresh whenever the window is read from its first page."""
        key = str(reading.window)
        if reading.cursor is None and reading.pages == 0 and not self.windows.get(key, Seen()).repeats:
            self.windows[key] = Seen()
        return self.windows.setdefault(key, Seen())

    def forget(self, reading: Reading) -> None:
        self.windows.pop(str(reading.window), None)


def after_page(reading: Reading, page: Page, ids: Sequence[str], memory: Memory, largest: int) -> Reading:
    """The window's checkpoint once this page is stored. `largest` is the number of jobs from which it is halved."""
    seen = memory.of(reading)
    if page.cursor is not None and _comes_again(reading, page, seen):
        return _after_repeat(reading, seen)
    counted = _counted(reading, page, ids, seen)
    if reading.cursor is None and page.total is not None:
        memory.totals[page.total] += 1
    if page.cursor is None:
        memory.forget(reading)
        return _completed(counted)
    if reading.cursor is None and _too_large(counted, memory, largest):
        return _split(counted)
    if seen.empty_pages > MOST_EMPTY_PAGES:
        return stopped(counted, f"gave up after {MOST_EMPTY_PAGES} empty pages in a row")
    return replace(counted, cursor=bytes(page.cursor).decode())


def ran_short(reading: Reading, page: Page, page_size: int) -> bool:
    """Whether the page holds fewer jobs than it should because the last credit went with it.

    A negative balance is one that may be overdrawn, and so says nothing.
    """
    if page.credits_remaining != 0 or len(page.jobs) >= page_size:
        return False
    delivered = reading.rows_delivered + len(page.jobs)
    return page.cursor is not None or (page.total is not None and delivered < page.total)


def after_refusal(reading: Reading, refusal: Refused, oldest: Date, memory: Memory) -> Reading:
    """A refused cursor starts its window again; a start refused at the 6-year edge moves by a day.

    Raises:
        Refused: neither explains the refusal, so it is about the request itself.

    """
    if reading.cursor is not None:
        if reading.restarts >= MOST_RESTARTS:
            return stopped(reading, f"its cursor was refused {MOST_RESTARTS} times")
        memory.forget(reading)
        return reading.restarted("cursor refused, read again from the start")
    later = reading.published_after.add(days=1)
    if later > oldest.add(days=EDGE_DAYS) or later >= reading.published_before:
        raise refusal
    return replace(reading, published_after=later, note=joined(reading.note, f"the API refuses days before {later}"))


def stopped(reading: Reading, why: str) -> Reading:
    """Left for a later run, which reads the window from its start."""
    return replace(reading.restarted(why), status="stopped", restarts=0)


def failure_of(reading: Reading) -> Unreachable:
    return Unreachable(f"The window {reading.window} could not be finished: {reading.note}; run again to retry it.")


def _counted(reading: Reading, page: Page, ids: Sequence[str], seen: Seen) -> Reading:
    before = len(seen.rows)
    seen.rows.update(map(hash, ids))
    seen.repeats = 0
    seen.empty_pages = 0 if page.jobs else seen.empty_pages + 1
    return replace(
        reading,
        pages=reading.pages + 1,
        rows_delivered=reading.rows_delivered + len(page.jobs),
        rows_distinct=reading.rows_distinct + len(seen.rows) - before,
        expected_total=reading.expected_total if page.total is None else page.total,
        credits_used=reading.credits_used + (page.credits_used or 0),
        note=joined(reading.note, page.note),
    )


def _comes_again(reading: Reading, page: Page, seen: Seen) -> bool:
    given = bytes(page.cursor or b"").decode()
    if given == reading.cursor or given in seen.cursors:
        return True
    seen.cursors.add(given)
    return False


def _after_repeat(reading: Reading, seen: Seen) -> Reading:
    """Ask anew; when the cursor keeps coming, the count proves that this is the end, or the window is given up."""
    seen.repeats += 1
    if seen.repeats < MOST_REPEATS:
        return reading
    if reading.rows_distinct == reading.expected_total != TOTAL_CAP:
        return _completed(replace(reading, note=joined(reading.note, "the API repeats its last cursor at the end")))
    return stopped(reading, "the API repeats a cursor")


def _completed(reading: Reading) -> Reading:
    note, now = joined(reading.note, _difference(reading)), now_text()
    if reading.rereading:
        return replace(
            reading, status="complete", cursor=None, completed_at=reading.completed_at or now, swept_at=now, note=note
        )
    return replace(reading, status="complete", cursor=None, completed_at=now, note=note)


def _difference(reading: Reading) -> str | None:
    """Why the count may differ from the API's total, where it does."""
    total, delivered = reading.expected_total, reading.rows_delivered
    if total is None:
        return "the API gave no total to compare with"
    if total == delivered:
        return None
    if total == TOTAL_CAP and delivered > total:
        return f"the total of {total} looks capped"
    return f"the API announced {total} jobs and delivered {delivered}"


def _too_large(reading: Reading, memory: Memory, largest: int) -> bool:
    total = reading.expected_total
    if total is None or reading.window.days < 2:
        return False
    shared = total >= SUSPICIOUS_TOTAL and memory.totals[total] > 1
    return total > largest or total == TOTAL_CAP or shared


def _split(reading: Reading) -> Reading:
    halves = reading.window.halves()
    note = joined(reading.note, f"split into {' and '.join(map(str, halves))}")
    return replace(reading, status="stopped", split_into=halves, note=note)
