"""Answers that break the API's promises: rows that shift, cursors without end, a limit that is ignored, jobs of null.

Each is off unless its switch asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, cast

from jobhouse.sandbox.api.switches import Switches
from jobhouse.sandbox.postings.seeded_random import unit

SHIFTS: Final = ("swapped_row", "deleted_row")
"""Violations of single pages: scheduled by position as faults are, but requesting the page again does not help."""
PAGE_OF_ITS_OWN: Final = 1_000
"""Jobs on a page where the limit is ignored."""
_EVERY: Final = 10
_LAP: Final = 2**44
"""Above all times in Unix ms."""


class Violations:
    """Applies the switches for broken promises, with the state that they need."""

    def __init__(self, switches: Switches, seed: int) -> None:
        self._switches, self._seed = switches, seed
        self._deleted: Counter[str] = Counter()

    def limit(self, asked: int) -> int:
        """The jobs on a page."""
        return PAGE_OF_ITS_OWN if self._switches.limit == "ignored" else asked

    def rows(self, ordered: Sequence[int], shown: list[int], shift: str | None, search: str) -> list[int]:
        """The positions that a page delivers in place of `shown`; `ordered` are all that the search finds."""
        rows = list(shown)
        if shift == "deleted_row":
            self._deleted[search] += 1
            rows = rows[1:]
        if shift == "swapped_row" and rows:
            rows[0] = _neighbour(ordered, rows, newest_first=self._switches.order == "newest")
        if self._switches.tenth_row == "repeated":
            rows = [rows[at - 1] if at % _EVERY == _EVERY - 1 else row for at, row in enumerate(rows)]
        return rows

    def begin(self, search: str) -> None:
        """A search is read from its first page."""
        self._deleted.pop(search, None)

    def total(self, total: int | None, search: str) -> int | None:
        """The total without the rows that were deleted while the search is read."""
        return None if total is None else total - self._deleted[search]

    def jobs(self, jobs: list[object], ids: Sequence[int]) -> list[object]:
        """The jobs of a page, some of them null or a bare number."""
        nulls, scalars = self._switches.null_jobs, self._switches.scalar_jobs
        if not nulls and not scalars:
            return jobs
        return [self._bent(job, number, nulls, scalars) for job, number in zip(jobs, ids, strict=True)]

    def _bent(self, job: object, number: int, nulls: float, scalars: float) -> object:
        if unit(self._seed, "null", number) < nulls:
            return None
        return number if unit(self._seed, "scalar", number) < scalars else job

    def without_lap(self, cursor: list[object]) -> list[object]:
        """The cursor of the first lap that leads to the same page."""
        return _moved(cursor, -self._lap(cursor))

    def in_lap(self, cursor: list[object] | None, following: list[object]) -> list[object]:
        """The cursor that follows `cursor` within its lap."""
        return _moved(following, self._lap(cursor))

    def next_lap(self, cursor: list[object] | None) -> list[object] | None:
        """A cursor that leads to the first page again; None where paging ends."""
        if self._switches.paging == "ends":
            return None
        before_all = _LAP - 1 if self._switches.order == "newest" else 0
        return _moved([before_all, 0], self._lap(cursor) + 1)

    def _lap(self, cursor: list[object] | None) -> int:
        """How often the search was read to its end; the cursor holds this number above its time."""
        if self._switches.paging == "ends" or not cursor or not isinstance(cursor[0], int):
            return 0
        return cursor[0] // _LAP


def _moved(cursor: list[object], laps: int) -> list[object]:
    return [cast("int", cursor[0]) + laps * _LAP, *cursor[1:]] if laps else cursor


def _neighbour(ordered: Sequence[int], rows: Sequence[int], *, newest_first: bool) -> int:
    """The position that comes before a page's first; `ordered` ascends."""
    at = ordered.index(rows[0]) + (1 if newest_first else -1)
    return ordered[min(max(at, 0), len(ordered) - 1)]
