"""The findings about the API, as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jobhouse.sanitize import json_text
from jobhouse.sentrion.plan.findings import Finding, Findings
from jobhouse.terminal.plain_table import plain_table

_QUESTIONS: Final = {
    "bounds": "published_after a and published_before b mean",
    "salary_data_available": "for all jobs, salary_data_available is",
    "is_agency": "for all jobs, is_agency is",
    "exclude_duplicates": "for all jobs, exclude_duplicates is",
    "order": "jobs come",
    "totals": "total_jobs_found is",
    "rereads": "reading a job again in a billing cycle is",
    "edge": "beyond the six years, the API",
}
_BOUNDS: Final = {"half_open": "[a, b)", "closed": "[a, b]", "open_closed": "(a, b]", "open": "(a, b)"}


def as_json(findings: Findings) -> str:
    """The findings as one JSON array."""
    return json_text([asdict(finding) for finding in findings.found.values()], indent=2)


def show(findings: Findings, console: Console) -> None:
    """One line for each question."""
    rows = [(finding, str(finding.evidence.get("means", ""))) for finding in findings.found.values()]
    console.print(findings_table(rows))


def findings_table(rows: list[tuple[Finding | Any, str]]) -> Table:
    """Each finding with its meaning; a contradicted one says why it does not hold any more."""
    table = plain_table([], title="findings")
    for finding, means in rows:
        answer = _BOUNDS.get(finding.answer, finding.answer)
        note = f"no longer believed: {finding.contradicted}" if finding.contradicted else means
        # as Text, since rich would take [a, b) for its own markup
        table.add_row(_QUESTIONS.get(finding.question, finding.question), Text(answer), Text(note))
    return table
