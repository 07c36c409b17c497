"""The postings in the order in which they are served, cut by window and filters, a page at a time.

A posting's order key is one whole number, `rank << 64 | 4 * id`; the rank is its time (Unix ms) or, where the
order is unspecified, stirred bits. A cursor is such a key. Odd keys lie right beside a posting's: a cursor
that is new and moves nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from jobhouse.sandbox.api.filters import needs_text, predicate
from jobhouse.sandbox.api.request import SearchRequest
from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.postings.job_objects import Job
from jobhouse.sandbox.postings.postings import DAY_MS, EPOCH
from jobhouse.sandbox.postings.seeded_random import mix
from jobhouse.sandbox.postings.source import EDITED, LATE, SECOND_COPY, Postings

LOCAL_OFFSET_MS = 5 * 3_600_000  # UTC-5
_CACHED_SEARCHES = 512


@dataclass(frozen=True, slots=True)
class Matches:
    """The positions that a search finds, oldest first; and their number before duplicates were removed."""

    positions: Sequence[int]
    with_duplicates: int


class Catalogue:
    """Postings with an index. Late postings and edits stay hidden until they are released."""

    def __init__(self, source: Postings, switches: Switches, seed: int) -> None:
        self.source, self.switches = source, switches
        self.late_released = switches.late_share == 0
        self.edits_released = False
        self._mark(seed)
        times = source.found if switches.window_time == "crawl_date" else source.times
        self._order = sorted(range(len(times)), key=times.__getitem__)
        self._sorted_times = array("q", (times[position] for position in self._order))
        self._times = times
        self._matches: OrderedDict[tuple[str, bool], Matches] = OrderedDict()
        self._position_of: dict[int, int] = {}

    def _mark(self, seed: int) -> None:
        """Decide which postings arrive late and which will be edited."""
        late, edit = (int(s * 2**32) for s in (self.switches.late_share, self.switches.edit_share))
        if not late and not edit:
            return
        flags = self.source.flags
        for position, posting_id in enumerate(self.source.ids):
            bits = mix(posting_id * 3 + seed)
            flags[position] &= ~(LATE | EDITED)
            flags[position] |= (bits & 0xFFFFFFFF < late) * LATE | (bits >> 32 < edit) * EDITED

    def release_late(self) -> None:
        """Show the late postings from now on."""
        self.late_released = True

    def release_edits(self) -> None:
        """Serve edited postings as edited from now on."""
        self.edits_released = True

    def key(self, position: int) -> int:
        """The order key of a posting."""
        posting_id = self.source.ids[position]
        rank = mix(posting_id) & (2**42 - 1) if self.switches.order == "unspecified" else self._times[position]
        return rank << 64 | posting_id * 4

    def time_of(self, posting_id: int) -> int:
        """The rank of the posting with that id; raises KeyError if there is none."""
        if not self._position_of:
            self._position_of = {posting_id: at for at, posting_id in enumerate(self.source.ids)}
        return self.key(self._position_of[posting_id]) >> 64

    def job(self, position: int) -> Job:
        """The job object as it is served now."""
        edited = self.edits_released and bool(self.source.flags[position] & EDITED)
        return self.source.job(position, edited=edited)

    def matches(self, search: SearchRequest) -> Matches:
        """All postings that a search finds, in ascending order of their keys."""
        key = (search.filters_hash, self.late_released)
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = self._find(search)
            if len(self._matches) > _CACHED_SEARCHES:
                self._matches.popitem(last=False)
        return found

    def page(self, matches: Matches, cursor: int | None, limit: int) -> tuple[list[int], bool]:
        """The positions of one page after a cursor, and whether more follow."""
        positions = matches.positions
        if self.switches.order == "newest":
            end = len(positions) if cursor is None else bisect_left(positions, cursor, key=self.key)
            start = max(end - limit, 0)
            return list(reversed(positions[start:end])), start > 0
        start = 0 if cursor is None else bisect_right(positions, cursor, key=self.key)
        return list(positions[start : start + limit]), start + limit < len(positions)

    def _window(self, search: SearchRequest) -> Sequence[int]:
        opens_before = self.switches.bounds in ("half_open", "closed")
        closes_after = self.switches.bounds in ("closed", "open_closed")
        first = _start_of(search.after) + (0 if opens_before else DAY_MS)
        end = _start_of(search.before) + (DAY_MS if closes_after else 0)
        offset = LOCAL_OFFSET_MS if self.switches.window_time == "local_time" else 0
        low = bisect_left(self._sorted_times, first + offset)
        return self._order[low : bisect_left(self._sorted_times, end + offset, lo=low)]

    def _find(self, search: SearchRequest) -> Matches:
        source, flags = self.source, self.source.flags
        forbidden = search.forbidden | (0 if self.late_released else LATE)
        mask = search.required | (forbidden & ~SECOND_COPY)
        found = [at for at in self._window(search) if flags[at] & mask == search.required]
        industries = {name.casefold() for name in cast("list[str]", search.fields.get("industry", []))}
        if industries:
            found = [at for at in found if source.industry(at).casefold() in industries]
        test = predicate(search.fields)
        if test is not None:
            text = needs_text(search.fields)
            found = [at for at in found if test(source.job(at, text=text))]
        with_duplicates = len(found)
        if forbidden & SECOND_COPY:
            found = [at for at in found if not flags[at] & SECOND_COPY]
        return Matches(array("I", sorted(found, key=self.key)), with_duplicates)


def _start_of(day: date) -> int:
    return (day.toordinal() - EPOCH) * DAY_MS
