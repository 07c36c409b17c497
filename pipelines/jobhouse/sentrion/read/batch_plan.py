"""What a batch is to read, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pendulum import Date

from jobhouse.sentrion.config.search import Search
from jobhouse.sentrion.plan.findings import Findings
from jobhouse.sentrion.plan.windows import Window
from jobhouse.sentrion.read.paging import Rules
from jobhouse.sentrion.state.window_state import WindowState


@dataclass(frozen=True)
class BatchPlan:
    """All windows that are missing, of which a batch reads what fits into it, and how they are read."""

    search: Search
    window_states: Sequence[WindowState]
    oldest: Date
    page_size: int
    max_concurrency: int
    max_window_jobs: int
    findings: Findings = field(default_factory=Findings)
    only_free: Sequence[Window] = ()
    """Complete days that are read again only where that costs nothing."""

    @property
    def rules(self) -> Rules:
        return Rules(self.max_window_jobs, not self.findings.rereads_cost, self.page_size)

    def leaves_out(self, state: WindowState) -> bool:
        """Whether a reread is left out, or left where it is, since rereads were found to be charged."""
        may_cost = state.rereading and self.findings.rereads_cost
        return may_cost and any(window.contains(state.window) for window in self.only_free)

    def begins_at(self, state: WindowState) -> bool:
        """Whether the batch began with the window at this cursor, so that the API gave it to an earlier one."""
        return any((one.window, one.cursor) == (state.window, state.cursor) for one in self.window_states)

    def window_id(self, state: WindowState) -> str:
        return f"{self.search.name}/{self.search.filters_hash[:8]}/{state.window}"
