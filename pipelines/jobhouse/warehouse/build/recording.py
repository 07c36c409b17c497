"""The statements of a build, kept in the warehouse file: with the same models, the next build executes them again.

SQLMesh takes some eight seconds to render the models and to look after its state, whatever the size of the warehouse.
DuckDB's own log of queries says what it had DuckDB do, so this module knows nothing of how SQLMesh does it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

import duckdb
import msgspec

from jobhouse.warehouse.build.last_build import STATE_SCHEMA
from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.file_format import literal

RECORDED: Final = f"{STATE_SCHEMA}.last_statements"
"""One row for each model: a step as JSON."""
RECORDED_SETTINGS: Final = frozenset({"threads", "preserve_insertion_order", "timezone", "disabled_optimizers"})
"""Settings of DuckDB that are set again: those of the models' configuration but for what follows from the machine."""
_LOGGED: Final = "select message, timestamp from duckdb_logs where type = 'QueryLog' order by timestamp"
_MARK: Final = "select 'jobhouse {at} {model}'"
_MARKED: Final = re.compile(r"select 'jobhouse (?P<at>from|to) (?P<model>[^']+)'")
_COMMENT: Final = re.compile(r"^(\s*/\*.*?\*/)*\s*", re.DOTALL)
_READS: Final = re.compile(r"(select|describe|pragma|show)\b", re.IGNORECASE)
_AUDIT: Final = re.compile(r'select count\(\*\) from \(.*\) as "audit"', re.IGNORECASE | re.DOTALL)
_OF_STATE: Final = re.compile(rf'"?{STATE_SCHEMA}"?\."')
_SETTINGS: Final = "select lower(name), value from duckdb_settings() where lower(name) in ({names})"
_HELD: Final = f"select recording from {RECORDED}"


class Audit(msgspec.Struct, frozen=True):
    """A query that counts rows that do not hold."""

    query: str
    warns_as: str | None = None
    """The audit's name where it found rows, and only warns of them."""


class ModelStep(msgspec.Struct, frozen=True):
    """How one model is brought up to date."""

    model: str
    position: int
    """Its place in the order of building."""
    raw_tables: list[str]
    """Those that it reads, or that what it reads has been made of."""
    statements: list[str] = []
    """Empty as long as the model was not built by itself, or where what it did is not understood."""
    audits: list[Audit] = []


class Recording(msgspec.Struct, frozen=True):
    """The steps of all models, and the settings of DuckDB under which they were built."""

    code: str
    settings: dict[str, str]
    steps: list[ModelStep]


class Recorder:
    """Notes in DuckDB's log where the statements of each model begin and end, and how many audits it has."""

    def __init__(self, execute: Callable[[str], object], fetch: Fetch) -> None:
        self._execute = execute
        self._fetch = fetch
        self._audits: dict[str, int] = {}

    def begin(self, model: str) -> None:
        self._execute(_MARK.format(at="from", model=model))

    def end(self, model: str, audits: int) -> None:
        self._audits[model] = audits
        self._execute(_MARK.format(at="to", model=model))

    @contextmanager
    def logging(self) -> Iterator[None]:
        """Have DuckDB log the queries of the block."""
        self._execute("call truncate_duckdb_logs()")
        self._execute("call enable_logging('QueryLog')")
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # a statement that failed has ended the transaction
                self._execute("call disable_logging()")

    def steps(self, planned: Iterable[ModelStep], warnings: Mapping[str, Mapping[str, str]]) -> list[ModelStep]:
        """The steps with what was logged for them; those of other models as they are.

        Args:
            planned: all models, as far as they are known.
            warnings: by model and audit, what audits warned of.
        """
        entries = self._fetch(_LOGGED)
        is_in_order = len({at for _, at in entries}) == len(entries)
        logged = _by_model(text for text, _ in entries) if is_in_order else {}
        return [
            self._step(step, logged[step.model], list(warnings.get(step.model, ()))) if step.model in logged else step
            for step in planned
        ]

    def _step(self, planned: ModelStep, logged: list[str], warned: list[str]) -> ModelStep:
        statements = [text for text in logged if _writes(text)]
        audits = [Audit(text) for text in logged if _AUDIT.match(text)]
        if warned:
            audits = self._named(audits, warned)
        if len(audits) != self._audits.get(planned.model):
            statements = []  # what was logged is not understood
        return msgspec.structs.replace(planned, statements=statements, audits=audits)

    def _named(self, audits: list[Audit], warned: list[str]) -> list[Audit]:
        """The audits, those that find rows with their names; none where it is not clear which name is whose."""
        finding = [audit for audit in audits if self._fetch(audit.query)[0][0]]
        if len(finding) != len(warned):
            return []
        names = dict(zip((audit.query for audit in finding), warned, strict=True))
        return [Audit(audit.query, names.get(audit.query)) for audit in audits]


def save(execute: Callable[[str], object], recording: Recording) -> None:
    """Keep a recording in place of the one before."""
    text = literal(msgspec.json.encode(recording).decode())
    execute(f"create or replace table {RECORDED} as select {text} as recording")


def forget(execute: Callable[[str], object]) -> None:
    """Drop the recording: the models, or the tables that they are in, are others."""
    execute(f"drop table if exists {RECORDED}")


def read(fetch: Fetch) -> Recording | None:
    """The recording, or None where there is none that can be read."""
    try:
        [(text,)] = fetch(_HELD)
        return msgspec.json.decode(text, type=Recording)
    except (duckdb.Error, msgspec.MsgspecError, ValueError):
        return None


def recorded_settings(fetch: Fetch) -> dict[str, str]:
    """The present values of `RECORDED_SETTINGS`."""
    listed = ", ".join(map(literal, sorted(RECORDED_SETTINGS)))
    return dict(fetch(_SETTINGS.format(names=listed)))


def _by_model(logged: Iterable[str]) -> dict[str, list[str]]:
    """The statements between the marks of each model."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for text in logged:
        if mark := _MARKED.match(text):
            current = found.setdefault(mark["model"], []) if mark["at"] == "from" else None
        elif current is not None:
            current.append(_COMMENT.sub("", text, count=1))
    return found


def _writes(text: str) -> bool:
    """Whether a statement changes tables other than those of SQLMesh's state."""
    return not (_READS.match(text) or _OF_STATE.search(text))
