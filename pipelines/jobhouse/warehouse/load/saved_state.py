"""What earlier runs left in dlt's state for a new one to build on: progress and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import dlt

from jobhouse.sentrion.config.settings import Settings
from jobhouse.sentrion.probe.findings import Findings
from jobhouse.sentrion.read.batch import ResolvedBackfill, resolve_backfill
from jobhouse.sentrion.state.checkpoint import Checkpoint
from jobhouse.sentrion.state.run import Run
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.load.pipeline import BackfillRange


@dataclass(frozen=True)
class SavedState:
    """The state of the warehouse's source, read once."""

    state: Mapping[str, Any]

    @classmethod
    def of(cls, pipeline: dlt.Pipeline) -> SavedState:
        sources: Mapping[str, Any] = pipeline.state.get("sources", {})
        return cls(sources.get(DATASET, {}))

    @property
    def findings(self) -> Findings:
        return Findings.from_state(self.state.get("findings", {}))

    def scope(self, settings: Settings, run: Run, wanted: BackfillRange) -> ResolvedBackfill:
        """What is wanted, with what was found out."""
        return resolve_backfill(settings, run.search, wanted.since, wanted.until, wanted.order).knowing(self.findings)

    def checkpoint(self, scope: ResolvedBackfill) -> Checkpoint:
        return Checkpoint.from_state(self._searches().get(scope.ledger_key, {}))

    def check_version(self) -> None:
        """Refuse a warehouse that a newer jobhouse wrote, whichever search it wrote for."""
        for state in self._searches().values():
            Checkpoint.from_state(state)

    def changed_filters(self, scope: ResolvedBackfill) -> str | None:
        """What to say where the search was read before under other filters and begins anew."""
        name, searches = scope.search.name, self._searches()
        if scope.ledger_key in searches:
            return None
        others = [Checkpoint.from_state(state) for key, state in searches.items() if key.rpartition(":")[0] == name]
        if not any(_was_read(scope, checkpoint) for checkpoint in others):
            return None
        return (
            f"the filters of the search {name} have changed: it starts a ledger of its own, and the days that were "
            "read under the old ones are read again"
        )

    def _searches(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.state.get("searches", {})
        return found


def _was_read(scope: ResolvedBackfill, checkpoint: Checkpoint) -> bool:
    """Whether any of the days that are wanted were read, or at least begun."""
    begun = [reading.window for reading in checkpoint.begun.values() if reading.pages]
    return any(window.overlap(scope.wanted) for window in [*checkpoint.done, *begun])
