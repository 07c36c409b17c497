"""The figures as a table in Markdown: a row for each figure, a column for each peer."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.benchmarks.peers.measure import Kill, Whole


@dataclass
class Column:
    """What was measured of one peer."""

    name: str
    versions: str = ""
    whole: Whole | None = None
    kill: Kill | None = None
    rates: dict[float, tuple[float, int]] = field(default_factory=dict)
    """Latency: share of the rate, and the answers of 429."""
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def noting(self, error: type[Exception]) -> Iterator[None]:
        """Write down why a figure could not be had, and go on."""
        try:
            yield
        except error as reason:
            self.notes.append(" ".join(str(reason).split()))


def as_markdown(columns: Sequence[Column], jobs: int, minutes: float) -> str:
    """The table, the versions and what could not be had."""
    lines = [("", *(column.name for column in columns)), ("---", *("---:" for _ in columns)), *_rows(columns)]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    versions = "\n".join(f"- {column.name}: {column.versions or 'none'}" for column in columns)
    notes = "\n".join(f"- {column.name}: {note}" for column in columns for note in column.notes)
    about = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {jobs:,} jobs of 2.7 KB, each rate for {minutes:g} minutes, "
        f"on {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}."
    )
    return "\n\n".join(part for part in (about, table, versions, notes) if part) + "\n"


def _rows(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    wholes, kills = [column.whole for column in columns], [column.kill for column in columns]
    figures = (
        ("jobs a second, without a limit", "{:,.0f}", "jobs_per_second"),
        ("requests over the least possible", "{:.2f}", "requests_share"),
        ("credits over the least possible", "{:.2f}", "credits_share"),
        ("peak memory, MB", "{:,.0f}", "peak_mb"),
        ("file, MB", "{:,.0f}", "file_mb"),
        ("second run with nothing new, seconds", "{:.1f}", "second_seconds"),
        ("second run with nothing new, requests", "{:,}", "second_requests"),
    )
    for name, form, figure in figures:
        yield name, *(form.format(getattr(one, figure)) if one else "-" for one in wholes)
    after_kill = (("lost", "lost"), ("stored twice", "doubled"), ("asked for again", "asked_again"))
    for name, figure in after_kill:
        yield f"jobs {name} after kill -9", *(f"{getattr(one, figure):,}" if one else "-" for one in kills)
    for latency in sorted({latency for column in columns for latency in column.rates}):
        yield f"share of the rate at {latency:g} s (429s)", *(_rate(column, latency) for column in columns)


def _rate(column: Column, latency: float) -> str:
    if latency not in column.rates:
        return "-"
    share, refused = column.rates[latency]
    return f"{share:.1%} ({refused})"
