"""The figures as a table in Markdown: a row for each figure, a column for each peer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.benchmarks.machine import machine
from tests.benchmarks.peers.measure import Failed, Kill, RateUsed, Whole
from tests.benchmarks.peers.peer import Peer

WHOLE_ROWS = (
    ("jobs a second, without a limit", "{0.jobs_per_second:,.0f}"),
    ("peak memory, MB", "{0.peak_mb:,.0f}"),
    ("file, MB", "{0.file_mb:,.0f}"),
    ("requests over the least possible", "{0.requests_share:.2f}"),
    ("jobs delivered over the least possible", "{0.delivered_share:.2f}"),
    ("credits over the least possible", "{0.credits_share:.2f}"),
    ("second run with nothing new: seconds", "{0.second_seconds:.1f}"),
    ("second run with nothing new: requests", "{0.second_requests:,}"),
)
KILL_ROWS = (
    ("after kill -9: jobs lost", "{0.lost:,}"),
    ("after kill -9: jobs stored twice", "{0.doubled:,}"),
    ("after kill -9: jobs asked for again", "{0.asked_again:,}"),
)
RATE_FORM = "{0.share:.1%} ({0.refused})"


@dataclass
class Column:
    """What was measured of one peer, or why it could not be."""

    peer: Peer
    versions: str = "none"
    whole: Whole | Failed | None = None
    kill: Kill | Failed | None = None
    rates: dict[float, RateUsed | Failed] = field(default_factory=dict)
    """By latency in seconds."""


def as_markdown(columns: Sequence[Column], jobs: int, kill_jobs: int, minutes: float) -> str:
    """The conditions, the table, and how each peer is set up."""
    heading = (("", *(column.peer.name for column in columns)), ("---", *("---:" for _ in columns)))
    lines = ["| " + " | ".join(line) + " |" for line in (*heading, *_rows(columns))]
    peers = [f"- {column.peer.name} ({column.versions}): {column.peer.remark}" for column in columns]
    return "\n".join((*_conditions(jobs, kill_jobs, minutes), "", *lines, "", *peers)) + "\n"


def _conditions(jobs: int, kill_jobs: int, minutes: float) -> tuple[str, ...]:
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} on {machine()}:",
        f"{jobs:,} jobs of 2.7 KB, {kill_jobs:,} where the peer is killed, and {minutes:g} minutes for each rate of "
        "100 requests a minute,",
        "with the answers of 429 in brackets.",
    )


def _rows(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    for name, form in WHOLE_ROWS:
        yield name, *(_cell(form, column.whole) for column in columns)
    for name, form in KILL_ROWS:
        yield name, *(_cell(form, column.kill) for column in columns)
    for latency in sorted({latency for column in columns for latency in column.rates}):
        name = f"share of the rate at {latency:g} s latency"
        yield name, *(_cell(RATE_FORM, column.rates.get(latency)) for column in columns)


def _cell(form: str, figures: Whole | Kill | RateUsed | Failed | None) -> str:
    if figures is None:
        return "not measured"
    return f"none: {figures}" if isinstance(figures, Failed) else form.format(figures)
