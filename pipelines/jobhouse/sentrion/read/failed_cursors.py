"""What it means that the page of a cursor keeps failing: its window ends, the cursor has expired, or the API is down.

The documentation does not say how a cursor is refused. Status 400 and 422 say so by themselves. After any other answer
the window's own first page tells: where the API serves it, the cursor was refused and the window starts again with that
page. Where it does not, the API is down, and the window keeps its cursor for the next run.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from jobhouse.errors import Refused, Unreachable
from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.fetch.page_errors import CursorFailed
from jobhouse.sentrion.read.paging import (
    MOST_RESTARTS,
    Rules,
    concluded,
    has_all,
    is_shared,
    is_total_believed,
    without_cursor,
)
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.window_state import WindowState, join_notes

FIRST_PAGE_ATTEMPTS: Final = 2
"""How often the first page is asked for."""


async def after_failed_cursor(
    failed: CursorFailed,
    state: WindowState,
    seen_pages: SeenPages,
    rules: Rules,
    first_page_of: Callable[[WindowState], Awaitable[Page]],
    *,
    is_fresh: bool,
) -> tuple[Page | None, WindowState]:
    """The window's state after a failed cursor, with its first page where it starts again.

    `is_fresh`: the API gave the cursor a moment ago, so that it has hardly expired.

    Raises:
        Unreachable: the API is down, or one page of the window fails. The window keeps its cursor.

    """
    says_nothing = failed.says_nothing
    if ended := end_of(state, seen_pages, rules, is_fresh=is_fresh, says_nothing=says_nothing):
        return None, ended
    # a page that fails for ever would make the window be read, and perhaps paid, in each run
    if failed.is_server_error and state.restarts >= MOST_RESTARTS:
        raise failed.error
    again = without_cursor(state)
    try:
        page = await first_page_of(again)
    except (Refused, Unreachable):
        raise failed.error from None
    if not page.jobs:
        raise failed.error
    if says_nothing and is_fresh and (ended := end_in_doubt(state, seen_pages, rules)):
        return None, ended
    seen_pages.forget(state)
    return (None if again.status == "stopped" else page), again


def may_be_past_end(state: WindowState, seen_pages: SeenPages) -> bool:
    """Whether the next page may come after the last one: no announced job that can be believed in is missing."""
    return has_all(state) or not is_total_believed(state, seen_pages.of(state), seen_pages)


def end_of(
    state: WindowState, seen_pages: SeenPages, rules: Rules, *, is_fresh: bool, says_nothing: bool = False
) -> WindowState | None:
    """The window at its end, if its cursor, which leads to no page, came with its last job; None: it may go on.

    That is so where all announced jobs came, and the API gave the cursor a moment ago (`is_fresh`) or says that it
    finds nothing. A total that counts the jobs of one page would say the same after one full page: it is read twice.
    """
    total, seen = state.expected_total, seen_pages.of(state)
    is_known = is_fresh or says_nothing
    if state.cursor is None or not total or not is_known or not has_all(state):
        return None
    if not is_total_believed(state, seen, seen_pages) or is_shared(total, seen_pages):
        return None
    ended = replace(state, note=join_notes(state.note, "the API does not serve its last cursor"))
    is_one_full_page = state.pages == 1 and state.rows_delivered >= seen_pages.page_size(state, rules.page_size)
    of_end = "its total may count the jobs of its one page" if is_one_full_page else None
    return concluded(ended, seen_pages, rules, of_end)


def end_in_doubt(state: WindowState, seen_pages: SeenPages, rules: Rules) -> WindowState | None:
    """The window read twice, after a new cursor for which the API finds nothing; None: announced jobs are missing."""
    if is_total_believed(state, seen_pages.of(state), seen_pages):
        return None
    ended = replace(state, note=join_notes(state.note, "the API finds nothing at its last cursor"))
    return concluded(ended, seen_pages, rules, of_end="nothing but an answer without a page says where it ends")
