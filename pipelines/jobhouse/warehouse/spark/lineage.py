"""Models one after the other in their lineage: which are built, which keep their tables, and what their audits find."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.build.audit_sentences import audit_sentence, rows_that_do_not_hold
from jobhouse.warehouse.build.listening import OnBuilt
from jobhouse.warehouse.spark.failures import KEPT, failures_raised
from jobhouse.warehouse.spark.manifest import ROOT, BuiltTable
from jobhouse.warehouse.spark.models import SparkAudit, SparkModel
from jobhouse.warehouse.spark.tables import TableBuilder, row_count

_SHOWN_ROWS: Final = 5


@dataclass
class Lineage:
    """A build in a session that has the views of the raw tables."""

    session: Any
    lake: Path
    run: str
    last: Mapping[str, BuiltTable]
    """What the last build left; nothing where all is to be built anew."""
    versions: dict[str, str]
    """A text per table that changes when its rows do: at first of the raw tables, and then of each model."""
    on_built: OnBuilt | None = None
    tables: dict[str, BuiltTable] = field(default_factory=dict)
    built: list[SparkModel] = field(default_factory=list)
    """The models whose tables were written."""
    _unseen: dict[str, SparkModel] = field(default_factory=dict)
    """Models without a view yet, since nobody has read them so far."""

    def build(self, models: Iterable[SparkModel]) -> int:
        """Build what is new, and audit what is new or read by audits that are; how many audits passed.

        Raises:
            DataCheckFailed: a model or an audit failed.
            Stopped: the disk is full, or a file of the lake is gone.
        """
        return sum(self._bring_up_to_date(model) for model in models)

    @property
    def _builder(self) -> TableBuilder:
        return TableBuilder(self.session, self.lake / ROOT / self.run)

    def _bring_up_to_date(self, model: SparkModel) -> int:
        """Build and audit a model, unless its table is as it would be; how many audits passed."""
        started = time.monotonic()
        inputs = {name: self.versions[name] for name in sorted(model.reads) if name in self.versions}
        if model.is_embedded:
            self.versions[model.name] = _digest(model.code, inputs)
            self._unseen[model.name] = model
            return 0
        with failures_raised(model.name):
            is_written = self._write(model, inputs)
        self.versions[model.name] = self.tables[model.name].folder
        passed = self._audit(model)
        if is_written:
            self.built.append(model)
            if self.on_built:
                self.on_built(model.name, time.monotonic() - started, passed)
        return passed

    def _write(self, model: SparkModel, inputs: dict[str, str]) -> bool:
        """Write the table of a model; False where it keeps the one that it has."""
        last = self.last.get(model.name)
        if last and (last.code, last.inputs) == (model.code, inputs):
            self.tables[model.name] = last
            self._unseen[model.name] = model
            return False
        for name in model.reads:
            self._show(name)
        held = self.lake / last.folder if last and last.code == model.code and model.unique_key else None
        folder = self._builder.build(model, held)
        if folder is None and last:
            self.tables[model.name] = msgspec.structs.replace(last, inputs=inputs)
            return False
        assert folder is not None
        relative = folder.relative_to(self.lake).as_posix()
        self.tables[model.name] = BuiltTable(relative, model.code, inputs, row_count(folder))
        return True

    def _show(self, name: str) -> None:
        """Make the view of a model that is read: of a table that was kept, or an embedded model, computed once."""
        model = self._unseen.pop(name, None)
        if model is None:
            return
        if not model.is_embedded:
            self._builder.show(name, self.lake / self.tables[name].folder)
            return
        for one in model.reads:
            self._show(one)
        self._builder.embed(model)

    def _audit(self, model: SparkModel) -> int:
        """Run the audits of a model, unless they and all that they read are as before; how many passed.

        Raises:
            DataCheckFailed: one that blocks found rows.
        """
        reads = {model.name}.union(*(audit.reads for audit in model.audits))
        texts = [(audit.name, audit.query, audit.is_blocking) for audit in model.audits]
        digest = _digest(texts, {name: self.versions[name] for name in sorted(reads) if name in self.versions})
        if self.tables[model.name].audits == digest:
            return 0
        with failures_raised(f"an audit of {model.name}"):
            for name in reads if model.audits else ():
                self._show(name)
            found = self._rows_found(model.audits)
        warnings = {}
        for number, count in found.items():
            audit = model.audits[number]
            if audit.is_blocking:
                raise self._failed(model, audit, count)
            warnings[audit.name] = audit_sentence(audit.name, model.name, count)
        self.tables[model.name] = msgspec.structs.replace(self.tables[model.name], warnings=warnings, audits=digest)
        return len(model.audits) - len(found)

    def _rows_found(self, audits: Iterable[SparkAudit]) -> Counter[int]:
        """How many rows each audit finds, by its place; those that find none are left out."""
        counts = [
            f"select {number} as number, count(*) as found from ({audit.query}) as found_{number}"
            for number, audit in enumerate(audits)
        ]
        rows = self.session.sql(" union all ".join(counts)).collect() if counts else []
        return Counter({row["number"]: row["found"] for row in rows if row["found"]})

    def _failed(self, model: SparkModel, audit: SparkAudit, count: int) -> DataCheckFailed:
        with failures_raised(f"an audit of {model.name}"):
            rows = self.session.sql(f"select * from ({audit.query}) as found limit {_SHOWN_ROWS}").toPandas()
        return DataCheckFailed(
            f"The models were not built and {KEPT}: the audit {audit.name} of {model.name} found "
            f"{rows_that_do_not_hold(count)}:\n{rows.to_string(index=False)}"
        )


def _digest(text: object, versions: Mapping[str, str]) -> str:
    return hashlib.sha256(f"{text} {versions}".encode()).hexdigest()[:32]
