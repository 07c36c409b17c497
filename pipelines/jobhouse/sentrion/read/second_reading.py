"""Whether the reading of a window proves that all its jobs came, and what a second reading adds.

A reading that ends with a null cursor is believed, unless there is a doubt: a job came as null, a job came twice, or
the total changed meanwhile. Then the window is read once more with a smaller page size. Jobs that the API skips or
repeats where two pages meet are then other ones, while true copies of an advert stay. Both readings are stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from jobhouse.sentrion.config.contract import SMALLEST_PAGE, TOTAL_CAP
from jobhouse.sentrion.state.window_state import WindowState, join_notes

SECOND: Final = "-2"
"""The end of the id of a second reading; the rest is the id of the first, which shows that they belong together."""
CUT_ELSEWHERE: Final = 3
"""Jobs by which the pages of a second reading are smaller; a window of one or two pages is cut in half."""
SPARE_PAGES: Final = 200
MOST_PAGES_SHARE: Final = 0.25
"""A run reads so many pages a second time, plus that share of all its pages: second readings take time."""
IDLE_CHANGES: Final = 3
"""After so many windows whose total changed and whose jobs did not, a changed total alone is no doubt any more."""
_DIGEST: Final = 2**64


def most_read_twice(pages: int) -> int:
    """How many pages a run may read a second time once it has read `pages` in all."""
    return SPARE_PAGES + int(pages * MOST_PAGES_SHARE)


def page_size(state: WindowState, usual: int) -> int:
    """The page size to ask for."""
    return usual if state.first_rows is None else second_page_size(state.first_rows, usual)


def second_page_size(jobs: int, usual: int) -> int:
    """The page size of a second reading of a window with so many jobs."""
    return max(SMALLEST_PAGE, min(usual - CUT_ELSEWHERE, jobs // 2 + 1))


def digest(before: str, keys: Iterable[int]) -> str:
    """A checksum over all rows of a reading, copies included, that does not depend on their order."""
    return f"{(int(before or '0', 16) + sum(keys)) % _DIGEST:016x}"


def doubt_of(state: WindowState, *, totals_drift: bool) -> str | None:
    """Why the reading does not prove that all jobs came; None: nothing is in doubt."""
    reasons = []
    if state.nulls:
        reasons.append(f"{state.nulls:,} of its jobs came as null")
    if state.scalars:
        reasons.append(f"{state.scalars:,} of its jobs came as something that is no object")
    if state.repeats:
        reasons.append(f"{state.repeats:,} of its jobs came more than once")
    if _total_changed(state) and not totals_drift:
        reasons.append(f"its total changed between {state.lowest_total:,} and {state.highest_total:,}")
    return " and ".join(reasons) or None


def begin_second_reading(state: WindowState, doubt: str) -> WindowState:
    """The second reading of a window, from its first page; `rows_distinct` goes on counting over both."""
    return replace(
        state.from_first_page(),
        first_rows=state.rows_delivered,
        first_repeats=state.repeats,
        first_digest=state.digest,
        note=join_notes(state.note, f"read twice: {doubt}"),
        reading_id=f"{state.reading_id}{SECOND}",
    )


def brought_the_same(state: WindowState) -> bool:
    """Whether the second reading brought the same rows as the first, each as often."""
    return (state.first_rows, state.first_digest) == (state.rows_delivered, state.digest)


def why_unfinished(state: WindowState) -> str | None:
    """Why a window in doubt is not complete after its last reading; None: it is.

    Where a job is null in two readings that brought the same rows, a third one would be paid for and bring no more: the
    window is complete, and `verify` calls it short. Where the two readings differ and rows came twice, the repeated
    rows took the place of others. Where the total changes and no row comes twice, the history grows or the total is an
    estimate: then the window is complete.
    """
    if state.is_second and brought_the_same(state):
        return None
    if state.nulls:
        return (
            f"the API delivers {state.nulls:,} of its {state.rows_delivered:,} jobs as null; verify shows it, and "
            "the vendor has to mend it"
        )
    if not state.is_second:
        return None
    if not state.rows_delivered:
        return f"its second reading brought none of the {state.first_rows:,} jobs of the first"
    if not state.repeats or state.rows_distinct == state.expected_total != TOTAL_CAP:
        return None
    return (
        f"the API delivers some of its jobs in place of others: two readings brought {state.first_rows:,} and "
        f"{state.rows_delivered:,} jobs, {state.rows_distinct:,} different ones together"
    )


def _total_changed(state: WindowState) -> bool:
    return state.lowest_total != state.highest_total
