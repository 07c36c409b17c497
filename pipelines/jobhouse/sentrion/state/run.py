"""One run of one command: who it is, its limits, its counters and its events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jobhouse.sentrion.state.counters import RunCounters
from jobhouse.sentrion.state.events import RunEvents
from jobhouse.sentrion.state.run_limits import RunLimits

if TYPE_CHECKING:
    import httpx


@dataclass(repr=False)
class Run:
    """One run of one command; it may span many batches."""

    command: str = "source"
    search: str = "default"
    limits: RunLimits = field(default_factory=RunLimits)
    counters: RunCounters = field(default_factory=RunCounters)
    events: RunEvents = field(default_factory=RunEvents)
    transport: httpx.AsyncBaseTransport | None = None
    """What requests are sent through; None: the network."""
    run_id: str = field(default_factory=lambda: uuid4().hex)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __repr__(self) -> str:
        used = self.counters
        return (
            f"<Run {self.run_id[:8]} of {self.command}, search {self.search}: {self.events.outcome}; {used.requests} "
            f"requests, {used.rows_delivered} jobs delivered, {used.credits_used} credits used>"
        )

    def change_limits(self, **changes: Any) -> None:
        """Replace some of the limits, such as `free_only`, by their names."""
        self.limits = replace(self.limits, **changes)

    def row(self) -> dict[str, Any]:
        """The row of this run in the `runs` table, as of now."""
        return {
            "run_id": self.run_id,
            "command": self.command,
            "search": self.search,
            "started_at": self.started_at,
            "updated_at": datetime.now(UTC),
            "outcome": self.events.outcome,
            "note": self.events.note,
            "requests": self.counters.requests,
            "pages": self.counters.pages,
            "rows_delivered": self.counters.rows_delivered,
            "credits_used": self.counters.credits_used,
        }
