"""Cursors as JSON: an order key of the catalogue, in the form that the switch `cursor` names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from jobhouse.sandbox.api.request import Refusal, bad_request
from jobhouse.sandbox.api.switches import Switches

Cursor = list[object]

_LOW = (1 << 64) - 1
_NANO = 1_000_000
_BIG = 1 << 60
_REMEMBERED = 200_000
_REFUSALS = {
    "400": (400, "bad_request"),
    "404": (404, "not_found"),
    "410": (410, "gone"),
    "500": (500, "server_error"),
    "success_false": (200, "cursor_expired"),
}
"""Status and error code by the switch `cursor_refusal`."""


def to_cursor(key: int, switches: Switches) -> Cursor:
    """An order key as `[timestamp, id]`, in the form of the switch."""
    rank, low = key >> 64, key & _LOW
    if switches.cursor == "big_integers":
        return [rank * _NANO + 1, low + _BIG]
    if switches.cursor == "strings":
        return [str(rank), f"job_{low:x}"]
    if switches.cursor == "with_null":
        return [None, low]
    return [rank, low]


def from_cursor(cursor: Cursor, switches: Switches, rank_of: Callable[[int], int]) -> int:
    """The order key of a cursor.

    `rank_of` a posting's id serves cursors without a time. Raises Refusal (400).
    """
    try:
        rank, low = _parts(cursor, switches, rank_of)
    except (TypeError, ValueError, KeyError):
        raise bad_request("search_after is not a cursor of this search.") from None
    return rank << 64 | low


def _parts(cursor: Cursor, switches: Switches, rank_of: Callable[[int], int]) -> tuple[int, int]:
    first, second = cursor
    if switches.cursor == "strings":
        if not (isinstance(first, str) and isinstance(second, str) and second.startswith("job_")):
            raise TypeError(cursor)
        return int(first), int(second[4:], 16)
    if type(second) is not int:
        raise TypeError(cursor)
    if switches.cursor == "with_null":
        if first is not None:
            raise TypeError(cursor)
        # odd keys are next to a posting's
        return rank_of((second + 1) // 4), second
    if type(first) is not int:
        raise TypeError(cursor)
    if switches.cursor == "big_integers":
        # a client that took the numbers for floats has lost the last digits
        if first % _NANO != 1:
            raise ValueError(cursor)
        return first // _NANO, second - _BIG
    return first, second


class Issued(NamedTuple):
    """When a cursor was issued, and for which filters."""

    filters_hash: str
    at: float
    pages: int


class CursorBook:
    """Stores the issued cursors, for the switches that tie them to filters or let them expire."""

    def __init__(self, switches: Switches) -> None:
        self.switches = switches
        self.expire = bool(switches.cursor_max_pages or switches.cursor_max_seconds)
        self.active = self.expire or switches.cursor_filters == "tied"
        self._issued: OrderedDict[tuple[str, bytes], Issued] = OrderedDict()

    def note(self, key: str, cursor: object, issued: Issued) -> None:
        """Store a cursor that was issued to an API key."""
        if self.active and isinstance(cursor, list) and cursor:
            self._issued[key, msgspec.json.encode(cursor)] = issued
            if len(self._issued) > _REMEMBERED:
                self._issued.popitem(last=False)

    def check(self, key: str, cursor: Cursor, now: Issued) -> None:
        """Refuse a cursor that was issued for other filters, or too many pages or seconds ago."""
        issued = self._issued.get((key, msgspec.json.encode(cursor)))
        if issued is None:
            if self.expire:
                raise self._refused("search_after has expired.")
            return
        if self.switches.cursor_filters == "tied" and issued.filters_hash != now.filters_hash:
            raise self._refused("search_after belongs to a search with other filters.")
        pages, seconds = self.switches.cursor_max_pages, self.switches.cursor_max_seconds
        if (pages and now.pages - issued.pages > pages) or (seconds and now.at - issued.at > seconds):
            raise self._refused("search_after has expired.")

    def _refused(self, message: str) -> Refusal:
        status, code = _REFUSALS[self.switches.cursor_refusal]
        return Refusal(status, code, message)
