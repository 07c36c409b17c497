"""What earlier runs saved for a new one to build on.

dlt's state holds the progress of each search, the findings about the API, and what the last `plan` counted. The
receipts of pages, in the table `requests`, hold which rows a window has brought before it was finished.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dlt
import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.fetch.job import KEY_DIGITS
from jobhouse.sentrion.plan.backfill_range import ResolvedBackfill
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.plan.windows import Window, as_date, subtract
from jobhouse.sentrion.read.key_set import KeySet
from jobhouse.sentrion.read.read_session import ReadSession
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.window_state import WindowState
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse

_RECEIPTS: Final = f"""
select reading_id, version_keys
from sentrion.requests
where page is not null and version_keys is not null and {LOADED} and list_contains($readings, reading_id)
"""
_KEY_BYTES: Final = KEY_DIGITS // 2
_ESTIMATES: Final = "estimates"
MOST_SPANS: Final = 40
"""Spans of days whose jobs are kept as `plan` counted them; the oldest are dropped."""


@dataclass(frozen=True)
class SavedState:
    """The state of the warehouse's source, read once."""

    state: Mapping[str, Any]

    @classmethod
    def of(cls, pipeline: dlt.Pipeline) -> SavedState:
        sources: Mapping[str, Any] = pipeline.state.get("sources", {})
        return cls(sources.get(DATASET, {}))

    @property
    def findings(self) -> Findings:
        return Findings.from_state(self.state.get("findings", {}))

    @property
    def progress_keys(self) -> Collection[str]:
        """The keys of all checkpoints: a search and a hash of its filters."""
        return self._searches().keys()

    def checkpoint(self, resolved: ResolvedBackfill) -> Checkpoint:
        """The progress of the search under its present filters."""
        return Checkpoint.from_state(self._searches().get(resolved.progress_key, {}))

    def missing(self, resolved: ResolvedBackfill) -> list[WindowState]:
        """The windows that are still to be read."""
        checkpoint, bounds = self.checkpoint(resolved), resolved.findings.bounds
        return checkpoint.missing(resolved.wanted, resolved.today, resolved.oldest, bounds)

    def check_version(self) -> None:
        """Refuse a warehouse that a newer jobhouse wrote, whichever search it wrote for."""
        for state in self._searches().values():
            Checkpoint.from_state(state)

    def jobs_planned(self, resolved: ResolvedBackfill) -> list[tuple[Window, int]]:
        """Spans of days and their jobs, as the last `plan` of this search counted them.

        Those of the present filters, or else the latest of any.
        """
        estimates: Mapping[str, Any] = self.state.get(_ESTIMATES, {})
        others = [value for key, value in estimates.items() if key.rpartition(":")[0] == resolved.search.name]
        found = estimates.get(resolved.progress_key) or max(others, key=lambda one: str(one["at"]), default=None)
        spans = found["stretches"] if found else ()
        return [(Window(as_date(since), as_date(until)), jobs) for since, until, jobs in spans]

    def readings_under_way(self, search: str) -> set[str]:
        """The ids of the readings of this search whose windows are not finished, first readings of second ones too."""
        found = set()
        for name, state in self._searches().items():
            checkpoint = Checkpoint.from_state(state) if name.rpartition(":")[0] == search else Checkpoint()
            for window in (*checkpoint.begun.values(), *checkpoint.rereads.values()):
                if window.reading_id and (window.pages or window.is_second):
                    found |= {window.reading_id, window.reading_id.removesuffix(SECOND)}
        return found

    def notes_on_filters(self, resolved: ResolvedBackfill) -> list[str]:
        """What the user should know of the filters that the search has now: what changed, and what they leave out."""
        changed = self._changed_filters(resolved)
        return [*([changed] if changed else []), *resolved.findings.left_out(resolved.search.filters)]

    def _changed_filters(self, resolved: ResolvedBackfill) -> str | None:
        """A note for the user where the search starts again, since it was read before under other filters."""
        name, searches = resolved.search.name, self._searches()
        if resolved.progress_key in searches:
            return None
        others = [Checkpoint.from_state(state) for key, state in searches.items() if key.rpartition(":")[0] == name]
        if not any(_was_read(resolved, checkpoint) for checkpoint in others):
            return None
        return (
            f"the filters of the search {name} have changed: it starts from the beginning, and the days that were "
            "read under the old ones are read again; what the old ones found stays among its jobs, so give another "
            "question a search of another name"
        )

    def _searches(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.state.get("searches", {})
        return found


def _was_read(resolved: ResolvedBackfill, checkpoint: Checkpoint) -> bool:
    """Whether any of the days that are asked for was read, or at least begun."""
    begun = [state.window for state in checkpoint.begun.values() if state.pages]
    return any(window.overlap(resolved.wanted) for window in [*checkpoint.complete, *begun])


def keep_estimate(
    state: dict[str, Any], resolved: ResolvedBackfill, at: str, counted: Sequence[tuple[str, str, int]]
) -> None:
    """Keep what `plan` counted (since, until, jobs): the latest count of each day, for the search's present filters."""
    now_counted = [Window(as_date(since), as_date(until)) for since, until, _ in counted]
    kept = [
        [str(part.since), str(part.until), round(jobs / window.days * part.days)]
        for window, jobs in SavedState(state).jobs_planned(resolved)
        for part in subtract([window], now_counted)
    ]
    estimates = state.setdefault(_ESTIMATES, {})
    for key in [key for key in estimates if key.rpartition(":")[0] == resolved.search.name]:
        del estimates[key]
    newest = sorted([*map(list, counted), *kept], reverse=True)[:MOST_SPANS]
    estimates[resolved.progress_key] = {"at": at, "stretches": newest}  # key of earlier versions: spans of days


def recall(pipeline: dlt.Pipeline, warehouse: Warehouse, read_session: ReadSession) -> None:
    """Tell the session which rows earlier runs saw of each window that is not finished, from the receipts of pages.

    So a row that comes twice, once before and once after a restart, counts as a repeat all the same.
    """
    readings = SavedState.of(pipeline).readings_under_way(read_session.run.search)
    if not readings:
        return
    try:
        with reader(warehouse) as db:
            receipts = db.execute(_RECEIPTS, {"readings": sorted(readings)}).fetchall()
    except (UsageError, duckdb.CatalogException, duckdb.BinderException):  # nothing was loaded, or before receipts
        return
    seen: dict[str, KeySet] = {}
    for reading_id, keys in receipts:
        seen.setdefault(reading_id, KeySet()).add(_numbers(bytes(keys)))
    for reading_id, rows in seen.items():
        read_session.seen_pages.recall(reading_id, rows)


def _numbers(keys: bytes) -> list[int]:
    return [int.from_bytes(keys[at : at + _KEY_BYTES]) for at in range(0, len(keys), _KEY_BYTES)]
