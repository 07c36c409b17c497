"""The ledger's tables in Arrow: windows, requests and runs, one row each as of the end of a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

import pyarrow as pa

from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.read.crawl import BatchPlan
from jobhouse.sentrion.read.rows import TIMESTAMP
from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.window_state import WindowState


@dataclass
class RunRecords:
    """What a run adds to the ledger: its requests, and the findings where they changed."""

    requests: Sequence[RequestRecord] = ()
    findings: Findings | None = None


_text, _count, _date = pa.string(), pa.int64(), pa.date32()


def _schema(key: str, **columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind, nullable=name != key) for name, kind in columns.items()])


WINDOWS: Final = _schema(
    "window_id",
    window_id=_text,
    search=_text,
    filters_hash=_text,
    since=_date,
    until=_date,
    published_after=_date,
    published_before=_date,
    status=_text,
    cursor=_text,
    pages=_count,
    rows_delivered=_count,
    rows_distinct=_count,
    expected_total=_count,
    credits_used=_count,
    started_at=TIMESTAMP,
    completed_at=TIMESTAMP,
    refreshed_at=TIMESTAMP,
    note=_text,
    reading_id=_text,
    is_total_capped=pa.bool_(),
)
REQUESTS: Final = _schema(
    "request_id",
    request_id=_text,
    run_id=_text,
    search=_text,
    requested_at=TIMESTAMP,
    window_id=_text,
    status=_count,
    latency_ms=_count,
    rows=_count,
    credits_used=_count,
    credits_remaining=_count,
    attempt=_count,
    error=_text,
    credits_reserved=_count,
    reading_id=_text,
    page=_count,
    total=_count,
    version_keys=pa.binary(),
)
RUNS: Final = _schema(
    "run_id",
    run_id=_text,
    command=_text,
    search=_text,
    started_at=TIMESTAMP,
    updated_at=TIMESTAMP,
    outcome=_text,
    note=_text,
    requests=_count,
    pages=_count,
    rows_delivered=_count,
    credits_used=_count,
)


FINDINGS: Final = pa.schema(
    [
        pa.field("question", pa.string(), nullable=False),
        pa.field("answer", pa.string()),
        pa.field("evidence", pa.string()),
        pa.field("asked_at", TIMESTAMP),
        pa.field("requests", pa.int64()),
        pa.field("credits", pa.int64()),
        pa.field("contradicted", pa.string()),
    ]
)


def window_table(plan: BatchPlan, window_states: Iterable[WindowState]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "window_id": plan.window_id(state),
                "search": plan.search.name,
                "filters_hash": plan.search.filters_hash,
                "since": state.window.since,
                "until": state.window.until,
                "published_after": state.published_after,
                "published_before": state.published_before,
                "status": state.status,
                "cursor": state.cursor,
                "pages": state.pages,
                "rows_delivered": state.rows_delivered,
                "rows_distinct": state.rows_distinct,
                "expected_total": state.expected_total,
                "credits_used": state.credits_used,
                "started_at": _moment(state.started_at),
                "completed_at": _moment(state.completed_at),
                "refreshed_at": _moment(state.refreshed_at),
                "note": state.note,
                "reading_id": state.reading_id,
                "is_total_capped": state.is_total_capped,
            }
            for state in window_states
        ],
        schema=WINDOWS,
    )


def request_table(run: Run, records: Iterable[RequestRecord]) -> pa.Table:
    names = [field.name for field in fields(RequestRecord)]
    return pa.Table.from_pylist(
        [
            {"run_id": run.run_id, "search": run.search} | {name: getattr(record, name) for name in names}
            for record in records
        ],
        schema=REQUESTS,
    )


def run_table(run: Run) -> pa.Table:
    return pa.Table.from_pylist([run.row()], schema=RUNS)


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
        schema=FINDINGS,
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
