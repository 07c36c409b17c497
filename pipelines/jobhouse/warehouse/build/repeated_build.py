"""A build by the recorded statements of an earlier one, which takes SQLMesh no time.

It is done where the models, SQLMesh's state and its tables are those of the last build, and only raw tables differ.
Where anything is not as it was, an audit that finds rows among them, nothing has changed, and SQLMesh builds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

import duckdb

from jobhouse.interrupts import interruption_kept
from jobhouse.warehouse.build.audit_sentences import audit_sentence
from jobhouse.warehouse.build.last_build import Models, News, note_build
from jobhouse.warehouse.build.listening import Listening, OnBuilt
from jobhouse.warehouse.build.raw_rows import RawRows
from jobhouse.warehouse.build.recording import RECORDED_SETTINGS, ModelStep, Recording, read
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.connection import roll_back
from jobhouse.warehouse.memory import MemoryLimit, limit_memory
from jobhouse.warehouse.storage_errors import storage_error

_OF_BUILDS: Final = frozenset(
    {
        duckdb.StatementType.ALTER,
        duckdb.StatementType.CREATE,
        duckdb.StatementType.DELETE,
        duckdb.StatementType.DROP,
        duckdb.StatementType.INSERT,
        duckdb.StatementType.MERGE_INTO,
        duckdb.StatementType.SELECT,
        duckdb.StatementType.UPDATE,
    }
)


class _AuditDiffersError(RuntimeError):
    """An audit that passed in the recorded build finds rows now. SQLMesh builds then, and knows whether it blocks."""


@dataclass
class RepeatedBuild:
    """What was built, and what audits warn of, by model and audit."""

    models: int = 0
    audits: int = 0
    warnings: dict[str, dict[str, str]] = field(default_factory=dict)


def repeat_build(
    db: duckdb.DuckDBPyConnection, raw: RawRows, news: News, code: str, memory: MemoryLimit, listening: Listening
) -> RepeatedBuild | None:
    """Bring the readers of the changed raw tables up to date, or return None where SQLMesh has to.

    Args:
        db: the file, held open.
        raw: where the raw rows are.
        news: what differs from the last build.
        code: the fingerprint of the models.
        memory: what DuckDB may hold.
        listening: who hears what is built.

    Raises:
        duckdb.Error: the disk or the memory is full; nothing has changed.
    """
    recording = read(fetch_from(db))
    if recording is None or news.last is None or news.rebuilds or news.code_differs or recording.code != code:
        return None
    steps = [step for step in recording.steps if news.raw_tables.intersection(step.raw_tables)]
    if not all(step.statements and _only_builds(db, step) for step in steps):
        return None
    _configure(db, recording, memory)
    listening.plan(len(steps))
    db.execute("begin")
    try:
        with interruption_kept():
            fetch = fetch_from(db)
            raw.refresh(db.execute, fetch)
            built = _build(db, sorted(steps, key=lambda step: step.position), news, listening.on_built)
            note_build(db.execute, fetch, code, raw.digests(fetch), _models(news), built.warnings)
    except BaseException as error:
        roll_back(db)
        if isinstance(error, (_AuditDiffersError, duckdb.Error)) and storage_error(error, "", "") is None:
            return None
        raise
    db.execute("commit")
    return built


def _only_builds(db: duckdb.DuckDBPyConnection, step: ModelStep) -> bool:
    """Whether the statements are of kinds that a build has: whoever made the file wrote them.

    Others set options, of which some write files, or leave the transaction.
    """
    try:
        found = [one.type for text in step.statements for one in db.extract_statements(text)]
        asked = [one.type for audit in step.audits for one in db.extract_statements(audit.query)]
    except duckdb.Error:
        return False
    return _OF_BUILDS.issuperset(found) and {duckdb.StatementType.SELECT}.issuperset(asked)


def _configure(db: duckdb.DuckDBPyConnection, recording: Recording, memory: MemoryLimit) -> None:
    for name in RECORDED_SETTINGS & recording.settings.keys():
        db.execute(f"set {name} = ?", [recording.settings[name]])
    limit_memory(db, memory)


def _build(
    db: duckdb.DuckDBPyConnection, steps: list[ModelStep], news: News, on_built: OnBuilt | None
) -> RepeatedBuild:
    built = RepeatedBuild(warnings=dict(news.last.warnings) if news.last else {})
    for step in steps:
        started = time.monotonic()
        for statement in step.statements:
            db.execute(statement)
        built.warnings.pop(step.model, None)
        if found := _audit(db, step):
            built.warnings[step.model] = found
        passed = len(step.audits) - len(found)
        built.models, built.audits = built.models + 1, built.audits + passed
        if on_built:
            on_built(step.model, time.monotonic() - started, passed)
    return built


def _audit(db: duckdb.DuckDBPyConnection, step: ModelStep) -> dict[str, str]:
    """What audits that only warn have found.

    Raises:
        _AuditDiffersError: an audit that passed before finds rows.
    """
    found: dict[str, str] = {}
    for audit in step.audits:
        [(count,)] = db.execute(audit.query).fetchall()
        if count and audit.warns_as is None:
            raise _AuditDiffersError(f"{step.model}: {audit.query}")
        if count and audit.warns_as:
            found[audit.warns_as] = audit_sentence(audit.warns_as, step.model, count)
    return found


def _models(news: News) -> Models:
    schemas, objects = (news.last.schemas, news.last.objects) if news.last else ([], [])
    return Models(frozenset(schemas), frozenset(objects))
