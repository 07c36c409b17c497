"""What a page, a refusal or a failure means for the window it was asked for.

Only a null cursor completes a window, or a refusal of each of its days at the six-year limit. After everything else the
window goes on, starts again from its first page, or is left for a later run with the reason in its note.
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
from jobhouse.sentrion.plan.windows import EDGE_DAYS, at_limit
from jobhouse.sentrion.read import second_reading
from jobhouse.sentrion.read.seen_pages import SeenPages, SeenWindow
from jobhouse.sentrion.state.window_state import WindowState, join_notes

MOST_RESTARTS: Final = 3
_REFUSED_DAYS: Final = "the API refuses its days"
_REPEATED_CURSOR: Final = "the API repeats a cursor"
MOST_CURSOR_REPEATS: Final = 3
"""How often in a row the API may repeat a cursor before the window ends with it, or is given up."""
SUSPICIOUS_TOTAL: Final = 1_000
"""A total at least this large that two windows share is taken for a cap; smaller totals are equal by chance."""
MOST_EMPTY_PAGES: Final = 50
"""Empty pages in a row, each with a new cursor, before the window is given up."""
MOST_STALE_PAGES: Final = 10
"""Pages in a row without a job that is new to the window, before it is given up."""


@dataclass(frozen=True)
class Rules:
    """The settings and findings that decide what happens to a window."""

    largest: int
    """A window with more jobs is halved."""
    allows_second_readings: bool = True
    """Whether a window in doubt is read twice. Where rereads cost, it is not, and `verify` reports the doubt."""
    page_size: int = 100
    """The jobs of a full page."""


def after_page(
    state: WindowState, page: Page, ids: Sequence[str], seen_pages: SeenPages, rules: Rules
) -> tuple[WindowState, WindowState | None]:
    """The window's state after this page, and its state with the page counted; None: the page does not count."""
    seen = seen_pages.of(state)
    if page.cursor is not None and _cursor_repeats(state, page, seen):
        return _after_repeat(state, page, ids, seen_pages, rules)
    counted = _counted(state, page, ids, seen_pages)
    if state.cursor is None and page.total is not None and not state.is_second:
        seen_pages.totals[page.total] += 1
    return _next_state(counted, page, seen_pages, rules, first=state.cursor is None), counted


def _next_state(state: WindowState, page: Page, seen_pages: SeenPages, rules: Rules, *, first: bool) -> WindowState:
    if page.cursor is None:
        return concluded(state, seen_pages, rules)
    if first and not state.is_second and _too_large(state, seen_pages, rules.largest):
        seen_pages.forget(state)
        return _split(state)
    going_on = replace(state, cursor=bytes(page.cursor).decode())
    if why := why_endless(seen_pages.of(state)):
        is_cursor_new = seen_pages.of(state).empty_pages > 0
        seen_pages.forget(state)
        return _paused(going_on, why) if is_cursor_new else stopped(state, why)
    return going_on


def after_refusal(state: WindowState, refusal: Refused, oldest: Date, seen_pages: SeenPages) -> WindowState:
    """The state after a refusal: a refused cursor starts the window again, a start at the six-year limit moves a day.

    Where each day of the window is at the limit, it is complete if the API has served other days of the search in this
    run; if it has not, the refusal may have another reason, and the window is left for a later run.

    Raises:
        Refused: nothing of this explains the refusal, so the request itself is wrong.

    """
    if state.cursor is not None:
        seen_pages.forget(state)
        return without_cursor(state)
    later = state.published_after.add(days=1)
    if later >= state.published_before and at_limit(state.window, oldest):
        if seen_pages.pages:
            return _completed(replace(state, note=join_notes(state.note, _REFUSED_DAYS)))
        return _paused(state, f"{_REFUSED_DAYS}, and has served no other in this run: {refusal}")
    if later > oldest.add(days=EDGE_DAYS) or later >= state.published_before:
        raise refusal
    return replace(state, published_after=later, note=join_notes(state.note, f"the API refuses days before {later}"))


def without_cursor(state: WindowState) -> WindowState:
    """The window before its first page again, after its cursor was refused; stopped where that came too often."""
    if state.restarts >= MOST_RESTARTS:
        return stopped(
            state,
            f"its cursor was refused {MOST_RESTARTS} times; if the API keeps one at a time, max_concurrency = 1 helps",
        )
    return state.restarted("cursor refused, read again from the start")


def stopped(state: WindowState, why: str) -> WindowState:
    """The window is left for a later run, which reads it from its first page."""
    return replace(state.restarted(why), status="stopped", restarts=0)


def _paused(state: WindowState, why: str) -> WindowState:
    """The window is left for a later run, which goes on at its cursor."""
    return replace(state, status="stopped", note=join_notes(state.note, why))


def failure_of(state: WindowState) -> Unreachable:
    """The error of a window that was left since its pages kept failing."""
    next_run = "reads it again" if state.cursor is None else "goes on with it"
    return Unreachable(f"The window {state.window} could not be finished: {state.note}; the next run {next_run}.")


def _counted(state: WindowState, page: Page, ids: Sequence[str], seen_pages: SeenPages) -> WindowState:
    seen, first = seen_pages.of(state), seen_pages.rows_of_first(state)
    seen_pages.pages += 1
    keys = _keys(ids)
    new = seen.rows.add(keys)
    seen.note_progress(page, len(new))
    return replace(
        state,
        pages=state.pages + 1,
        rows_delivered=state.rows_delivered + page.delivered,
        rows_distinct=state.rows_distinct + len(first.missing(new)),
        nulls=state.nulls + page.nulls,
        scalars=state.scalars + page.scalars,
        repeats=state.repeats + len(keys) - len(new),
        digest=second_reading.digest(state.digest, keys),
        expected_total=state.expected_total if page.total is None else page.total,
        lowest_total=_either(min, state.lowest_total, page.total),
        highest_total=_either(max, state.highest_total, page.total),
        credits_used=state.credits_used + (page.credits_used or 0),
        note=join_notes(state.note, page.note),
    )


def _keys(ids: Sequence[str]) -> list[int]:
    return [int(version_id[:KEY_DIGITS], 16) for version_id in ids]


def _either(choose: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    return choose(one, other) if one is not None and other is not None else one if other is None else other


def _cursor_repeats(state: WindowState, page: Page, seen: SeenWindow) -> bool:
    given = bytes(page.cursor or b"").decode()
    if given == state.cursor or given in seen.cursors:
        return True
    seen.cursors.add(given)
    return False


def _after_repeat(
    state: WindowState, page: Page, ids: Sequence[str], seen_pages: SeenPages, rules: Rules
) -> tuple[WindowState, WindowState | None]:
    """Request the page again; where its cursor keeps coming, the window is complete if that can be its end.

    It can where the jobs are as many as announced, with those of the page if it brings the same new ones each time.
    Where no announcement can be believed, such a page or an empty one can be the end too, and the window is read twice
    to see whether it ends there again. Else it is given up. Returns the same as `after_page`.
    """
    seen = seen_pages.of(state)
    seen.note_repeat(page, ids)
    if seen.cursor_repeats < MOST_CURSOR_REPEATS:
        return state, None
    is_believed = is_total_believed(state, seen, seen_pages)
    is_same_page = len(seen.repeats_pages) == 1
    is_short = page.delivered < seen_pages.page_size(state, rules.page_size)
    may_end = is_same_page and (is_short or rules.allows_second_readings)
    brings_new = is_same_page and bool(seen.rows.missing(_keys(ids)))
    counted = _counted(state, page, ids, seen_pages) if brings_new else None
    reached = counted or state
    ended = replace(reached, note=join_notes(reached.note, "the API repeats its last cursor at the end"))
    if ended.expected_total != TOTAL_CAP and has_all(ended):
        return concluded(ended, seen_pages, rules), counted
    if may_end and not is_believed:
        doubt = "nothing but a repeated cursor says where it ends"
        return concluded(ended, seen_pages, rules, of_end=doubt), counted
    seen_pages.forget(state)
    return stopped(state, _REPEATED_CURSOR), None


def has_all(state: WindowState) -> bool:
    """Whether as many jobs came as were announced, with or without those that came twice."""
    return state.expected_total in (state.rows_distinct, state.rows_delivered)


def is_total_believed(state: WindowState, seen: SeenWindow, seen_pages: SeenPages) -> bool:
    """Whether the window announced one total, which is no cap, in a run in which totals do not change by themselves.

    A total that is smaller than the different jobs that came is contradicted by them.
    """
    total = state.expected_total
    is_steady = state.lowest_total == state.highest_total and seen.repeats_totals <= {total}
    is_usable = total is not None and total != TOTAL_CAP and total >= state.rows_distinct
    return is_usable and is_steady and not seen_pages.totals_drift()


def concluded(state: WindowState, seen_pages: SeenPages, rules: Rules, of_end: str | None = None) -> WindowState:
    """After the last page: complete; read a second time where there is a doubt; or left for a later run.

    `of_end`: why it is in doubt that this was the last page. Such a window is read twice however many were; where
    rereads cost it is complete, and `verify` knows no proof of it.
    """
    of_rows = second_reading.doubt_of(state, totals_drift=seen_pages.totals_drift())
    doubt = " and ".join(filter(None, (of_end, of_rows)))
    may_be_read_twice = doubt and not state.is_second and rules.allows_second_readings
    if may_be_read_twice and (seen_pages.may_read_twice(state) or of_end):
        return second_reading.begin_second_reading(state, doubt)
    seen_pages.forget(state)
    if why := of_rows and second_reading.why_unfinished(state):
        return stopped(state, why)
    brought_the_same = state.is_second and second_reading.brought_the_same(state)
    if of_end and state.is_second and not brought_the_same:
        return stopped(state, f"{_REPEATED_CURSOR}, and two readings do not agree where it ends")
    if brought_the_same and not state.first_repeats and not of_end:
        seen_pages.idle_changes += 1
    return _completed(state)


def _completed(state: WindowState) -> WindowState:
    note, now = join_notes(state.note, _nulls(state), _no_objects(state), _difference(state)), now_text()
    if state.rereading:
        first = state.completed_at or now
        return replace(state, status="complete", cursor=None, completed_at=first, refreshed_at=now, note=note)
    return replace(state, status="complete", cursor=None, completed_at=now, note=note)


def _nulls(state: WindowState) -> str | None:
    if not state.nulls:
        return None
    return f"{state.nulls:,} of its {state.rows_delivered:,} jobs are null in both readings: the vendor has to mend it"


def _no_objects(state: WindowState) -> str | None:
    if not state.scalars:
        return None
    return f"{state.scalars:,} of its {state.rows_delivered:,} jobs are no objects: kept in extra as delivered"


def _difference(state: WindowState) -> str | None:
    """Why the number of jobs differs from the API's total; None: it does not."""
    total, delivered = state.expected_total, state.rows_delivered
    if total is None:
        return "the API gave no total to compare with"
    if total == delivered:
        return None
    if total == TOTAL_CAP and delivered > total:
        return f"the total of {total} looks capped"
    return f"the API announced {counted(total, 'job')} and delivered {delivered}"


def _too_large(state: WindowState, seen_pages: SeenPages, largest: int) -> bool:
    total = state.expected_total
    if total is None or state.window.days < 2:
        return False
    return total > largest or state.is_total_capped or is_shared(total, seen_pages)


def is_shared(total: int, seen_pages: SeenPages) -> bool:
    """Whether several windows announced this same large total, as a cap would have them do."""
    return total >= SUSPICIOUS_TOTAL and seen_pages.totals[total] > 1


def _split(state: WindowState) -> WindowState:
    halves = state.window.halves()
    note = join_notes(state.note, f"split into {' and '.join(map(str, halves))}")
    return replace(state, status="split", split_into=halves, note=note)


def why_endless(seen: SeenWindow) -> str | None:
    """Why the pages seem to have no end; None: they do not.

    Pages that bring new jobs are read on however many were announced: then the total is what is wrong.
    """
    if seen.empty_pages > MOST_EMPTY_PAGES:
        return f"gave up after {MOST_EMPTY_PAGES} empty pages in a row"
    if seen.stale_pages >= MOST_STALE_PAGES:
        return f"gave up after {MOST_STALE_PAGES} pages, each with a new cursor, that brought nothing new"
    return None
