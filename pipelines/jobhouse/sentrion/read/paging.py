"""What a page, a refusal or a failure means for the window it was asked for.

The API's word alone ends a window: a null cursor. Everything else either leads on, starts the window again, or leaves
it for a later run with the reason in its note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pendulum import Date

from jobhouse.clock import now_text
from jobhouse.counting import counted
from jobhouse.errors import Refused, Unreachable
from jobhouse.sentrion.config.contract import TOTAL_CAP
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.sentrion.read import second_reading
from jobhouse.sentrion.read.seen_pages import Seen, SeenPages
from jobhouse.sentrion.state.window_state import WindowState, join_notes

MOST_RESTARTS: Final = 3
MOST_REPEATS: Final = 3
"""How often a cursor that came before is asked past again before the window is given up."""
EDGE_DAYS: Final = 3
"""How far from the 6-year edge a refusal may still be about the edge: 6 x 365 days, and time zones."""
SUSPICIOUS_TOTAL: Final = 1_000
"""A total from here on that two windows share is taken for a cap; smaller ones meet by chance."""
MOST_EMPTY_PAGES: Final = 50
"""Empty pages, each with a new cursor and no new job in between, before the window is given up."""
MOST_STALE_PAGES: Final = 10
"""Pages that bring only what the window brought before, with no new job in between, before it is given up."""
MOST_TIMES_ANNOUNCED: Final = 3
MOST_TIMES_PAGES: Final = 10
"""A window may bring so many times the jobs that it announced, and take so many times the pages that they fill."""
SPARE_PAGES: Final = 50
"""Pages that any window may take beyond that."""


@dataclass(frozen=True)
class Rules:
    """What decides over a window besides its pages."""

    largest: int
    """Jobs from which a window is halved."""
    rereads_are_free: bool = True
    """Whether a window may be read twice; where that is known to cost, it is left to `verify`."""


def after_page(
    reading: WindowState, page: Page, ids: Sequence[str], memory: SeenPages, rules: Rules
) -> tuple[WindowState, WindowState | None]:
    """The window's checkpoint once this page is stored, and the reading with the page counted; None: it is not."""
    seen = memory.of(reading)
    if page.cursor is not None and _comes_again(reading, page, seen):
        return _after_repeat(reading, seen, memory, rules), None
    counted = _counted(reading, page, ids, memory)
    if reading.cursor is None and page.total is not None and not reading.is_second:
        memory.totals[page.total] += 1
    return _led_to(counted, page, memory, rules, first=reading.cursor is None), counted


def _led_to(reading: WindowState, page: Page, memory: SeenPages, rules: Rules, *, first: bool) -> WindowState:
    if page.cursor is None:
        return _concluded(reading, memory, rules)
    if first and not reading.is_second and _too_large(reading, memory, rules.largest):
        memory.forget(reading)
        return _split(reading)
    if why := endless(reading, memory.of(reading), total=_usable_total(reading, memory)):
        memory.forget(reading)
        return stopped(reading, why)
    return replace(reading, cursor=bytes(page.cursor).decode())


def ran_short(reading: WindowState, page: Page, page_size: int) -> bool:
    """Whether the page holds fewer jobs than it should because the last credit went with it.

    A negative balance is one that may be overdrawn, and so says nothing.
    """
    if page.credits_remaining != 0 or page.delivered >= page_size:
        return False
    delivered = reading.rows_delivered + page.delivered
    return page.cursor is not None or (page.total is not None and delivered < page.total)


def after_refusal(reading: WindowState, refusal: Refused, oldest: Date, memory: SeenPages) -> WindowState:
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
    return replace(
        reading, published_after=later, note=join_notes(reading.note, f"the API refuses days before {later}")
    )


def stopped(reading: WindowState, why: str) -> WindowState:
    """Left for a later run, which reads the window from its start."""
    return replace(reading.restarted(why), status="stopped", restarts=0)


def failure_of(reading: WindowState) -> Unreachable:
    return Unreachable(
        f"The window {reading.window} could not be finished: {reading.note}; the next run reads it again."
    )


def _counted(reading: WindowState, page: Page, ids: Sequence[str], memory: SeenPages) -> WindowState:
    seen, first = memory.of(reading), memory.rows_of_first(reading)
    memory.pages += 1
    keys = [int(row_id[:KEY_DIGITS], 16) for row_id in ids]
    new = set(keys) - seen.rows
    seen.rows |= new
    seen.note_progress(page, len(new))
    return replace(
        reading,
        pages=reading.pages + 1,
        rows_delivered=reading.rows_delivered + page.delivered,
        rows_distinct=reading.rows_distinct + len(new - first),
        nulls=reading.nulls + page.nulls,
        scalars=reading.scalars + page.scalars,
        repeats=reading.repeats + len(keys) - len(new),
        digest=second_reading.digest(reading.digest, keys),
        expected_total=reading.expected_total if page.total is None else page.total,
        lowest_total=_either(min, reading.lowest_total, page.total),
        highest_total=_either(max, reading.highest_total, page.total),
        credits_used=reading.credits_used + (page.credits_used or 0),
        note=join_notes(reading.note, page.note),
    )


def _either(choose: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    return choose(one, other) if one is not None and other is not None else one if other is None else other


def _comes_again(reading: WindowState, page: Page, seen: Seen) -> bool:
    given = bytes(page.cursor or b"").decode()
    if given == reading.cursor or given in seen.cursors:
        return True
    seen.cursors.add(given)
    return False


def _after_repeat(reading: WindowState, seen: Seen, memory: SeenPages, rules: Rules) -> WindowState:
    """Ask anew; when the cursor keeps coming, the count proves that this is the end, or the window is given up."""
    seen.repeats += 1
    if seen.repeats < MOST_REPEATS:
        return reading
    if reading.expected_total != TOTAL_CAP and reading.expected_total in (
        reading.rows_distinct,
        reading.rows_delivered,
    ):
        ended = replace(reading, note=join_notes(reading.note, "the API repeats its last cursor at the end"))
        return _concluded(ended, memory, rules)
    memory.forget(reading)
    return stopped(reading, "the API repeats a cursor")


def _concluded(reading: WindowState, memory: SeenPages, rules: Rules) -> WindowState:
    """After the last page: complete, or read once more where that proves nothing, or left where both disagree."""
    doubt = second_reading.doubt_of(reading, totals_drift=memory.totals_drift())
    if doubt and not reading.is_second and rules.rereads_are_free and memory.may_read_twice(reading):
        return second_reading.read_again(reading, doubt)
    memory.forget(reading)
    if why := doubt and second_reading.why_unfinished(reading):
        return stopped(reading, why)
    if reading.is_second and not reading.first_repeats and second_reading.brought_the_same(reading):
        memory.idle_changes += 1
    return _completed(reading)


def _completed(reading: WindowState) -> WindowState:
    note, now = join_notes(reading.note, _no_objects(reading), _difference(reading)), now_text()
    if reading.rereading:
        first = reading.completed_at or now
        return replace(reading, status="complete", cursor=None, completed_at=first, refreshed_at=now, note=note)
    return replace(reading, status="complete", cursor=None, completed_at=now, note=note)


def _no_objects(reading: WindowState) -> str | None:
    if not reading.scalars:
        return None
    return f"{reading.scalars:,} of its {reading.rows_delivered:,} jobs are no objects: kept in extra as delivered"


def _difference(reading: WindowState) -> str | None:
    """Why the count may differ from the API's total, where it does."""
    total, delivered = reading.expected_total, reading.rows_delivered
    if total is None:
        return "the API gave no total to compare with"
    if total == delivered:
        return None
    if total == TOTAL_CAP and delivered > total:
        return f"the total of {total} looks capped"
    return f"the API announced {counted(total, 'job')} and delivered {delivered}"


def _too_large(reading: WindowState, memory: SeenPages, largest: int) -> bool:
    total = reading.expected_total
    if total is None or reading.window.days < 2:
        return False
    return total > largest or reading.is_total_capped or _is_shared(total, memory)


def _usable_total(reading: WindowState, memory: SeenPages) -> int | None:
    """The most that the window announced; a total that looks capped says nothing."""
    total = reading.highest_total
    return None if total is None or total == TOTAL_CAP or _is_shared(total, memory) else total


def _is_shared(total: int, memory: SeenPages) -> bool:
    return total >= SUSPICIOUS_TOTAL and memory.totals[total] > 1


def _split(reading: WindowState) -> WindowState:
    halves = reading.window.halves()
    note = join_notes(reading.note, f"split into {' and '.join(map(str, halves))}")
    return replace(reading, status="split", split_into=halves, note=note)


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
