"""The table `sentrion.window_verdicts`: written after each reading, before each build, and by `verify`."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import duckdb

from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.connect import MEMORY_MB, tables_of_dataset, writer
from jobhouse.warehouse.connection import transaction
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import MemoryLimit, with_enough_memory
from jobhouse.warehouse.raw_tables import WINDOW_VERDICTS, make_table
from jobhouse.warehouse.verify.judging import JudgedSearch, KnownSearch, judged_searches
from jobhouse.warehouse.verify.verdicts import Judged
from jobhouse.warehouse.waiting import until_interrupted

EVERY_SECONDS: Final = 600.0
"""How often a run judges what it has read, so that `status` need not judge much by itself meanwhile."""
_TABLE: Final = f"sentrion.{WINDOW_VERDICTS.name}"
_NEEDED: Final = {"windows", "requests", "job_versions", "search_hits", "_dlt_loads"}


@dataclass
class PeriodicVerdicts:
    """Judges the windows of a run: those that a killed run left, those read so far now and then, and all at its end."""

    warehouse: Warehouse
    run: Run
    known: KnownSearch
    _judged_at: float | None = None

    def store_if_due(self) -> None:
        if self._judged_at is None or time.monotonic() - self._judged_at >= EVERY_SECONDS:
            self.store()

    def store(self) -> None:
        """Judge in the memory that a load takes; with more where that runs out."""
        with_enough_memory(self._store, MEMORY_MB)
        self._judged_at = time.monotonic()

    def _store(self, limit: MemoryLimit) -> None:
        with writer(self.warehouse, limit.megabytes, until_interrupted(self.run)) as db:
            store_missing_verdicts(db, self.known)


def store_missing_verdicts(db: duckdb.DuckDBPyConnection, known: KnownSearch) -> None:
    """Judge the windows that were read since they were judged; one that misses job versions is looked at again."""
    if tables_of_dataset(db) >= _NEEDED:
        store_verdicts(db, judged_searches(db, known, looks_again=lambda facts: facts.lost > 0))


def store_verdicts(db: duckdb.DuckDBPyConnection, searches: Iterable[JudgedSearch]) -> None:
    """Make the table hold these verdicts in place of all others on the same searches."""
    make_table(db.execute, WINDOW_VERDICTS)
    for search in searches:
        if not search.is_stored:
            _replace(db, search)


def _replace(db: duckdb.DuckDBPyConnection, search: JudgedSearch) -> None:
    import pyarrow as pa

    from jobhouse.sentrion.read.arrow import schema_of

    at = datetime.now(UTC)
    rows = [_row(search, one, at, is_superseded=False) for one in search.current]
    rows += [_row(search, one, at, is_superseded=True) for one in search.superseded]
    with transaction(db):
        db.execute(f"delete from {_TABLE} where search = ?", [search.search])
        db.register("judged", pa.Table.from_pylist(rows, schema=schema_of(WINDOW_VERDICTS)))
        db.execute(f"insert into {_TABLE} by name select * from judged")
        db.unregister("judged")


def _row(search: JudgedSearch, judged: Judged, at: datetime, *, is_superseded: bool) -> dict[str, Any]:
    facts = judged.facts
    return {
        "window_id": facts.window_id,
        "search": search.search,
        "filters_hash": search.filters_hash,
        "reading_id": facts.reading_id,
        "read_at": facts.read_at,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "judged_at": at,
        "is_superseded": is_superseded,
        "pages_kept": facts.pages_kept,
        "rows_kept": facts.rows_kept,
        "versions_delivered": facts.distinct,
        "versions_stored": facts.stored,
        "versions_lost": facts.lost,
        "rows_repeated": facts.in_twice,
        "lowest_total": facts.lowest_total,
        "highest_total": facts.highest_total,
        "is_read_twice": facts.read_twice,
        "is_confirmed": facts.confirmed,
        "excludes_duplicates": search.excludes_duplicates,
        "asked_at": facts.asked_at,
        "total_now": facts.total_now,
    }
