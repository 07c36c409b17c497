"""What can be said of a warehouse over a lake, which has marts but no ledger of its own to read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import duckdb

from jobhouse.errors import JobhouseError
from jobhouse.warehouse.build.last_build import news_since_last_build
from jobhouse.warehouse.connect import fetch_from, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.over_lake import OverLake, over_lake_in

_COUNTS: Final = "select count(*), count(distinct opening_id) from marts.fct_job_postings"


@dataclass(frozen=True)
class LakeFacts:
    """Where the rows of a warehouse are, and what its marts hold, as of the last build."""

    warehouse: str
    lake: str
    is_demo: bool
    built_at: datetime | None
    """None before the first build, as are the counts."""
    versions: int | None
    postings: int | None
    openings: int | None
    marts: Literal["none", "behind", "current"] | None
    """Whether the lake holds what the marts do not; None where it cannot be read."""
    problem: str | None
    """Why the lake cannot be read, or not all of it, in a sentence."""
    files: int | None
    """The files of the lake, where all are there; None where that is not known."""


def facts_of(warehouse: Warehouse) -> LakeFacts | None:
    """The facts; None for a warehouse of raw rows.

    Raises:
        UsageError: there is no warehouse yet.
        Stopped: a build holds the file for longer than a reader waits.
    """
    with reader(warehouse) as db:
        over = over_lake_in(db)
        if over is None:
            return None
        marts, problem, files = _marts(warehouse, over, db)
        postings, openings = db.execute(_COUNTS).fetchall()[0] if over.built_at else (None, None)
    return LakeFacts(
        warehouse=str(warehouse.folder),
        lake=over.url,
        is_demo=warehouse.holds_demo,
        built_at=over.built_at,
        versions=over.version_count,
        postings=postings,
        openings=openings,
        marts=marts,
        problem=problem,
        files=files,
    )


def refuse_damaged_lake(warehouse: Warehouse) -> None:
    """Raise where the warehouse's models are over a lake that lacks files: some are views, and would lack their rows.

    Raises:
        DataCheckFailed: files are missing or cut.
        Stopped: some are missing, and a publish is at work or was killed.
        UsageError: the bucket's credentials are wrong.
        Unreachable: the bucket does not answer.
    """
    with reader(warehouse) as db:
        over = over_lake_in(db)
    if over is None or over.built_at is None or over.is_gone:
        return
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.damage import refuse_damaged_now  # these import Arrow

    refuse_damaged_now(LakeAddress.of(over.url), warehouse)


def _marts(
    warehouse: Warehouse, over: OverLake, db: duckdb.DuckDBPyConnection
) -> tuple[Literal["none", "behind", "current"] | None, str | None, int | None]:
    """Whether the marts show all that is in the lake, or why that cannot be said; and the files of a whole lake."""
    if over.built_at is None:
        return "none", None, None
    if over.is_gone:
        return None, str(over.gone(warehouse)), None
    from jobhouse.warehouse.serve.lake.address import LakeAddress
    from jobhouse.warehouse.serve.lake.damage import refuse_damaged  # these import Arrow
    from jobhouse.warehouse.serve.lake.rows import LakeRows

    try:
        rows = LakeRows.of(warehouse, LakeAddress.of(over.url))
        refuse_damaged(rows.address, rows.files, warehouse)
    except JobhouseError as error:
        return None, str(error), None
    fetch = fetch_from(db)
    news = news_since_last_build(fetch, "", rows.digests(fetch), full=False)
    return ("behind" if news.last is None or news.raw_tables else "current"), None, len(rows.files)
