"""Rows of the tables `windows`, `requests`, `runs` and `findings`, in Arrow, as of the end of a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from jobhouse.sentrion.config.tables import FINDINGS, REQUESTS, RUNS, WINDOWS
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.read.arrow import schema_of
from jobhouse.sentrion.read.batch_plan import BatchPlan
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class RunRecords:
    """What a run adds to the ledger: its requests, and the findings where they changed.

    `run_row` is the run's row as of then; None: as of when the records are stored.
    """

    requests: Sequence[RequestRecord] = ()
    findings: Findings | None = None
    run_row: Mapping[str, Any] | None = None


def window_table(plan: BatchPlan, window_states: Iterable[WindowState]) -> pa.Table:
    """Rows of `windows`."""
    return pa.Table.from_pylist([_window_row(plan, state) for state in window_states], schema=schema_of(WINDOWS))


def _window_row(plan: BatchPlan, state: WindowState) -> dict[str, Any]:
    """A window's row: the search's columns, and those that are attributes of the window's state."""
    given = {
        "window_id": plan.window_id(state),
        "search": plan.search.name,
        "filters_hash": plan.search.filters_hash,
        "since": state.window.since,
        "until": state.window.until,
    }
    rest = {name: getattr(state, name) for name in WINDOWS.names if name not in given}
    return given | {name: _moment(value) if name.endswith("_at") else value for name, value in rest.items()}


def request_table(run: Run, records: Iterable[RequestRecord]) -> pa.Table:
    """Rows of `requests`."""
    of_run = {"run_id": run.run_id, "search": run.search}
    names = [name for name in REQUESTS.names if name not in of_run]
    rows = [of_run | {name: getattr(record, name) for name in names} for record in records]
    return pa.Table.from_pylist(rows, schema=schema_of(REQUESTS))


def run_table(row: Mapping[str, Any]) -> pa.Table:
    """The row of `runs`."""
    return pa.Table.from_pylist([dict(row)], schema=schema_of(RUNS))


def finding_table(findings: Findings) -> pa.Table:
    """Rows of `findings`."""
    return pa.Table.from_pylist(
        [
            {
                **asdict(finding),
                "evidence": json.dumps(finding.evidence, ensure_ascii=False, sort_keys=True),
                "asked_at": datetime.fromisoformat(finding.asked_at),
            }
            for finding in findings.found.values()
        ],
        schema=schema_of(FINDINGS),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
