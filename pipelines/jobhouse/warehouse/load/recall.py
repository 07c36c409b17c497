"""What earlier runs saw of the windows that they did not finish, from the receipts of their pages.

So a row that comes twice, once before and once after a restart, is a repeat all the same.
"""

from __future__ import annotations

from typing import Final

import dlt
import duckdb

from jobhouse.errors import UsageError
from jobhouse.sentrion.read.rows import KEY_DIGITS
from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.sentrion.read.session import ReadSession
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.warehouse.connect import LOADED, reader
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse

_RECEIPTS: Final = f"""
select reading_id, version_keys
from sentrion.requests
where page is not null and version_keys is not null and {LOADED} and list_contains($readings, reading_id)
"""
_KEY_BYTES: Final = KEY_DIGITS // 2


def recall(pipeline: dlt.Pipeline, warehouse: Warehouse, session: ReadSession) -> None:
    """Let the run know the rows of each reading that is under way."""
    readings = _under_way(pipeline, session.run.search)
    if not readings:
        return
    try:
        with reader(warehouse) as db:
            receipts = db.execute(_RECEIPTS, {"readings": sorted(readings)}).fetchall()
    except (UsageError, duckdb.CatalogException, duckdb.BinderException):  # nothing was loaded, or before receipts
        return
    seen: dict[str, set[int]] = {}
    for reading_id, keys in receipts:
        seen.setdefault(reading_id, set()).update(_numbers(bytes(keys)))
    for reading_id, rows in seen.items():
        session.seen_pages.recall(reading_id, rows)


def _under_way(pipeline: dlt.Pipeline, search: str) -> set[str]:
    searches = pipeline.state.get("sources", {}).get(DATASET, {}).get("searches", {})
    found = set()
    for name, state in searches.items():
        checkpoint = Checkpoint.from_state(state) if name.rpartition(":")[0] == search else Checkpoint()
        for reading in (*checkpoint.begun.values(), *checkpoint.again.values()):
            if reading.reading_id and (reading.pages or reading.is_second):
                found |= {reading.reading_id, reading.reading_id.removesuffix(SECOND)}
    return found


def _numbers(keys: bytes) -> list[int]:
    return [int.from_bytes(keys[at : at + _KEY_BYTES]) for at in range(0, len(keys), _KEY_BYTES)]
