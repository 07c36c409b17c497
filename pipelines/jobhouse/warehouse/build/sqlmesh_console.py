"""What SQLMesh reports while it builds, collected instead of printed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from sqlmesh.core.console import NoopConsole
from sqlmesh.core.notification_target import NotificationEvent, NotificationTargetManager
from sqlmesh.core.snapshot import Snapshot
from sqlmesh.utils.errors import AuditError

from jobhouse.warehouse.build.audit_sentences import audit_sentence
from jobhouse.warehouse.build.last_build import warnings_in
from jobhouse.warehouse.build.listening import Listening
from jobhouse.warehouse.build.recording import Recorder

_log: Final = logging.getLogger(__name__)


class Listener(NoopConsole):
    """Collects the models that were built, the failures, the number of audits that passed, and the warnings."""

    def __init__(self, listening: Listening | None = None) -> None:
        super().__init__()
        self.models: set[str] = set()
        self.audits = 0
        self.failures: list[BaseException] = []
        self.warnings_of_last_build: dict[str, dict[str, str]] = {}
        self._warnings: dict[str, dict[str, str]] = {}
        self.listening = listening or Listening()
        self.recorder: Recorder | None = None
        self.raise_if_interrupted: Callable[[], None] = lambda: None
        """Called before each model: SQLMesh takes an interrupted one for failed, or for built, and goes on."""

    def start_snapshot_evaluation_progress(self, snapshot: Snapshot, audit_only: bool = False) -> None:
        self.raise_if_interrupted()
        if self.recorder and snapshot.is_model:
            self.recorder.begin(snapshot.model.name)

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
        # SQLMesh reports a model that failed, or was interrupted, too: that one alone took no time
        if not snapshot.is_model or snapshot.is_symbolic or duration_ms is None:
            return
        if self.recorder:
            self.recorder.end(snapshot.model.name, num_audits_passed + num_audits_failed)
        self.models.add(snapshot.model.name)
        self.audits += num_audits_passed
        if not num_audits_failed:
            self._warnings.pop(snapshot.model.name, None)
        if self.listening.on_built:
            self.listening.on_built(snapshot.model.name, duration_ms / 1000, num_audits_passed)

    def log_failed_models(self, errors: list[Any]) -> None:
        self.failures.extend(errors)

    def log_warning(self, short_message: str, long_message: str | None = None, *_: Any, **__: Any) -> None:
        """Log it instead of printing it to stderr; what audits warn of is in `warnings`."""
        _log.info(long_message or short_message)

    def warn(self, found: AuditError) -> None:
        """Keep what an audit found; a model that is built twice has one warning."""
        self._warnings.setdefault(found.model_name or "", {})[found.audit_name] = audit_sentence(
            found.audit_name, found.model_name or "", found.count
        )

    @property
    def warnings_by_model(self) -> dict[str, dict[str, str]]:
        """What audits warned of, in this build, and in the last one of the models that are not built again."""
        kept = {model: found for model, found in self.warnings_of_last_build.items() if model not in self.models}
        return {**kept, **self._warnings}

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each audit that found rows and did not stop the build."""
        return warnings_in(self.warnings_by_model)


class AuditWarnings(NotificationTargetManager):
    """Hands what audits find to the listener: SQLMesh's console is given a text alone."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self._listener = listener

    def notify(self, event: NotificationEvent, *args: Any, **kwargs: Any) -> None:
        if event is NotificationEvent.AUDIT_FAILURE:
            self._listener.warn(args[0])
