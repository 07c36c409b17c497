"""What happens before and after each request: the run's limits, the rate, and the counting of the answer."""

from __future__ import annotations

from jobhouse.sentrion.state.request_record import RequestRecord
from jobhouse.sentrion.state.run import Run


def answered(run: Run, record: RequestRecord, page_size: int) -> RequestRecord:
    """Count a request that has ended, and return its record as the ledger keeps it."""
    kept = run.counters.count_answer(record, page_size)
    if kept.credits_used is None and record.credits_used is not None:
        run.events.add_note(
            f"the API says that a page cost {record.credits_used} credits, which cannot be; "
            f"it counts as {kept.credits_reserved}"
        )
    if charged := run.limits.charged_without_permission(run.counters):
        run.events.end(charged)
    return kept
