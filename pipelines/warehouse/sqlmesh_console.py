"""What SQLMesh reports while it builds, collected instead of printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmesh.core.console import NoopConsole
from sqlmesh.core.snapshot import Snapshot


class Listener(NoopConsole):
    """Keeps the models that were built, the failures, and the number of audits that passed."""

    def __init__(self, tell: Callable[[str, float, int], None] | None = None) -> None:
        super().__init__()
        self.models: set[str] = set()
        self.audits = 0
        self.failures: list[BaseException] = []
        self._tell = tell

    def update_snapshot_evaluation_progress(  # the signature is SQLMesh's
        self,
        snapshot: Snapshot,
        interval: Any,
        batch_idx: int,
        duration_ms: int | None,
        num_audits_passed: int,
        num_audits_failed: int,
        *_: Any,
        **__: Any,
    ) -> None:
        if not snapshot.is_model or snapshot.is_symbolic:
            return
        self.models.add(snapshot.model.name)
        self.audits += num_audits_passed
        if self._tell and not num_audits_failed:
            self._tell(snapshot.model.name, (duration_ms or 0) / 1000, num_audits_passed)

    def log_failed_models(self, errors: list[Any]) -> None:
        self.failures.extend(errors)
