"""The last runs as `status` shows them, those included that could not record how they ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import duckdb

from jobhouse.sentrion.read.second_reading import SECOND
from jobhouse.warehouse.connect import LOADED
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.ledger.counts import new_versions
from jobhouse.warehouse.ledger.killed_runs import (
    is_process_gone,
    killed_before_loading,
    note_of_killed,
    row_of_killed,
)
from jobhouse.warehouse.ledger.spending import RecordedCredits, unrecorded_by_run
from jobhouse.warehouse.ledger.spending_journal import most_spent
from jobhouse.warehouse.locks import NIGHTLY, RUN
from jobhouse.warehouse.waiting import holders_of

LAST: Final = 5
"""How many runs are shown."""


@dataclass(frozen=True)
class RunRow:
    """How one run went."""

    command: str
    started_at: datetime
    updated_at: datetime
    outcome: str
    requests: int
    rows_delivered: int
    """Second readings included."""
    credits_used: int
    note: str | None
    jobs_read: int
    """Those of first readings."""
    versions_new: int = 0
    """Versions that it was the first to bring."""
    credits_unrecorded: int = 0
    """The most that it may have spent beyond its records: a kill took them along, they are not loaded yet, or a larger
    page came after answers that were lost."""


_RUNS: Final = f"""
select
    run_id, command, started_at, updated_at, outcome, requests, rows_delivered, credits_used, note,
    rows_delivered - coalesce(
        (
            select sum(requests.rows)
            from sentrion.requests
            where requests.run_id = runs.run_id and requests.{LOADED} and ends_with(requests.reading_id, '{SECOND}')
        ),
        0
    )::bigint
from sentrion.runs
where {LOADED}
order by started_at desc
limit {LAST}
"""
_KNOWN: Final = f"select run_id from sentrion.runs where {LOADED}"
_RECORDED: Final = f"""
select
    run_id, sum(rows)::bigint, sum(credits_used)::bigint,
    coalesce(sum(rows) filter (not ends_with(coalesce(reading_id, ''), '{SECOND}')), 0)::bigint
from sentrion.requests
where {LOADED} and list_contains($run_ids, run_id)
group by all
"""


def read_runs(
    db: duckdb.DuckDBPyConnection, warehouse: Warehouse, recorded: RecordedCredits, *, was_read: bool
) -> list[RunRow]:
    """The last runs, the latest first; `was_read`: whether there is a table of versions."""
    new = new_versions(db) if was_read else {}
    runs = {run_id: RunRow(*[*row, new.get(run_id, 0)]) for run_id, *row in _rows(db, _RUNS)}
    unrecorded = unrecorded_by_run(recorded, warehouse)
    for run_id, run in runs.items():
        beyond = unrecorded.get(run_id, 0)
        runs[run_id] = replace(run, credits_unrecorded=beyond)
        if run.outcome == "running" and is_process_gone(warehouse, run.command):  # it could not record how it ended
            runs[run_id] = replace(runs[run_id], outcome="killed", note=note_of_killed(run.note, beyond))
    if unloaded := _killed_before_loading(warehouse):
        known = {run_id for (run_id,) in _rows(db, _KNOWN)}
        runs |= {run_id: run for run_id, run in unloaded.items() if run_id not in known}
        for run_id, rows, spent, first in db.execute(_RECORDED, {"run_ids": list(runs.keys() - known)}).fetchall():
            # killed in a later load, which had replaced its row already
            beyond = unrecorded.get(run_id, 0)
            runs[run_id] = replace(
                runs[run_id],
                rows_delivered=rows or 0,
                credits_used=spent or 0,
                note=note_of_killed(None, beyond),
                jobs_read=first,
                versions_new=new.get(run_id, 0),
                credits_unrecorded=beyond,
            )
    return sorted(runs.values(), key=lambda run: run.started_at, reverse=True)[:LAST]


def _killed_before_loading(warehouse: Warehouse) -> dict[str, RunRow]:
    """How runs went that were killed before a load could record them, by id; the next run records them so."""
    spent = most_spent(warehouse)
    rows = [row_of_killed(run, spent.get(run.run_id, 0)) for run in killed_before_loading(warehouse)]
    return {
        row["run_id"]: RunRow(
            command=row["command"],
            started_at=row["started_at"],
            updated_at=row["updated_at"],
            outcome=row["outcome"],
            requests=row["requests"],
            rows_delivered=row["rows_delivered"],
            credits_used=row["credits_used"],
            note=row["note"],
            jobs_read=0,
            credits_unrecorded=spent.get(row["run_id"], 0),
        )
        for row in rows
    }


def programs_at_work(warehouse: Warehouse) -> list[str]:
    """Who holds a lock of runs; another `status` does so for an instant, to see whether it is free."""
    holders = (holder for name in (RUN, NIGHTLY) for holder in holders_of(warehouse.folder / name))
    return [holder for holder in dict.fromkeys(holders) if not holder.startswith("jobhouse status,")]


def with_builders(runs: list[RunRow], at_work: list[str]) -> list[RunRow]:
    """The runs, and those that have read all and still build the marts as running: their rows say "done" by then."""
    newest = {run.command: run for run in reversed(runs)}
    building = [
        run
        for run in newest.values()
        if run.outcome == "done" and any(holder.startswith(f"jobhouse {run.command},") for holder in at_work)
    ]
    return [replace(run, outcome="running") if run in building else run for run in runs]


def _rows(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return db.execute(query).fetchall()
