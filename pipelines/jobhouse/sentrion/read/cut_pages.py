"""Pages that hold fewer jobs than they should because the account has no credits for more."""

from __future__ import annotations

from dataclasses import replace

from jobhouse.sentrion.fetch.answers import Page
from jobhouse.sentrion.read.paging import is_shared, is_total_believed
from jobhouse.sentrion.read.seen_pages import SeenPages
from jobhouse.sentrion.state.window_state import WindowState


def why_cut(state: WindowState, page: Page, seen_pages: SeenPages, page_size: int, *, had_credits: bool) -> str | None:
    """How the credits explain that a page of `state` holds too few jobs; None: they do not.

    `had_credits`: whether the account ever had any; one that always has 0 left does not count them. A negative balance
    may be overdrawn further, so it is no sign.
    """
    left = page.credits_remaining
    if left == 0 and page.delivered < page_size and _is_cut_by_last(state, page, had_credits=had_credits):
        return "a page was cut short by the last one"
    if had_credits and not page.delivered and left is not None and 0 < left < page_size:
        missing = _missing(state, page, seen_pages)
        return f"an empty page came while {left} are left and {missing:,} jobs are missing" if missing > left else None
    return None


def _is_cut_by_last(state: WindowState, page: Page, *, had_credits: bool) -> bool:
    """Whether a short page after the last credit is no end: only as many jobs as an earlier page announced are one.

    An account without credits may be served what it can pay for as if there were no more.
    """
    if not had_credits:
        return page.cursor is not None and not page.delivered
    announced = state.highest_total or 0
    return page.cursor is not None or not announced or state.rows_delivered + page.delivered < announced


def _missing(state: WindowState, page: Page, seen_pages: SeenPages) -> int:
    """How many jobs are missing by the least that was announced; 0 where totals say nothing.

    Only a total that can be believed counts: the run would stop at this window each time.
    """
    if state.expected_total is None:  # its first page
        state = replace(state, expected_total=page.total, lowest_total=page.total, highest_total=page.total)
    total = state.expected_total
    if total is None or is_shared(total, seen_pages) or not is_total_believed(state, seen_pages.of(state), seen_pages):
        return 0
    announced = total if page.total is None else min(total, page.total)
    return max(0, announced - state.rows_delivered)
