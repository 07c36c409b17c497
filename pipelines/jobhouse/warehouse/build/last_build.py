"""What the last build saw and made, noted in the warehouse file, so that the next one builds only what is new.

The note is written in the transaction of the build, after everything else: a kill leaves both or neither. It holds the
code, what each raw table held, SQLMesh's state, and the tables and views of the models. Whatever differs is built;
where there is no note, as an earlier jobhouse left it, or none that can be read, everything is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb
import msgspec

from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import FINISHED_LOADS, LOADS, RAW_TABLES

STATE_SCHEMA: Final = "sqlmesh"
"""SQLMesh's own default; a full build drops it, and the note with it."""
OWN_STATE_SCHEMA: Final = "sqlmesh_own"
"""SQLMesh's state about the user's models."""
_NOTE: Final = f"{STATE_SCHEMA}.last_build"
_STATE_TABLES: Final = ("_environments", "_snapshots", "_intervals", "_versions")
_COMPARED: Final = {"job_versions": "rows.version_id, rows._dlt_load_id"}
"""The columns to compare where comparing the whole row would read gigabytes. A version never changes once it is stored,
and the models take in whole loads."""
_FINISHED: Final = f"rows._dlt_load_id in ({FINISHED_LOADS})"
_OBJECTS: Final = """
select schema_name || '.' || table_name from duckdb_tables() where database_name = current_database()
union all
select schema_name || '.' || view_name from duckdb_views() where database_name = current_database()
"""
_OWN_WERE_BUILT: Final = f"select 1 from duckdb_schemas() where schema_name = '{OWN_STATE_SCHEMA}'"
_OWN_REBUILD: Final = "own_models_rebuild"
_IS_OWN_REBUILD_NOTED: Final = (
    f"select 1 from duckdb_tables() where schema_name = '{STATE_SCHEMA}' and table_name = '{_OWN_REBUILD}'"
)


@dataclass(frozen=True)
class Models:
    """Where the models are: the schemas that they are in and read, and the tables and views that they may have."""

    schemas: frozenset[str]
    objects: frozenset[str]


class LastBuild(msgspec.Struct, frozen=True):
    """The note."""

    code: str
    """Fingerprint of the models and of what runs them."""
    raw_tables: dict[str, str]
    """Digest of the rows of each raw table."""
    state: str
    """Digest of SQLMesh's state, which its own command changes too."""
    schemas: list[str]
    """The schemas that the models are in, and read."""
    objects: list[str]
    """The tables and views of the models, each with its schema."""
    warnings: dict[str, dict[str, str]]
    """What audits warned of, by model and audit: a model that is not built again keeps its warnings."""


@dataclass(frozen=True)
class News:
    """What differs from the last build."""

    last: LastBuild | None
    rebuilds: bool = False
    """Whether all is to be built from nothing: as the user asks, or since a table of the last build is gone."""
    code_differs: bool = False
    raw_tables: frozenset[str] = frozenset()
    """The raw tables that changed."""

    @property
    def is_nothing(self) -> bool:
        return not (self.last is None or self.rebuilds or self.code_differs or self.raw_tables)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the audits of the last build warned of."""
        return warnings_in(self.last.warnings if self.last else {})


def warnings_in(found: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """One sentence for each audit that found rows and did not stop the build."""
    return tuple(sentence for of_model in found.values() for sentence in of_model.values())


def news_since_last_build(fetch: Fetch, code: str, raw_tables: Mapping[str, str], *, full: bool) -> News:
    """Compare the warehouse and the code with the note.

    Args:
        fetch: runs a query.
        code: the fingerprint of the models.
        raw_tables: a digest of the rows of each raw table.
        full: the user wants all to be built.
    """
    last = _read(fetch)
    if last is None:
        return News(None, rebuilds=full)
    return News(
        last,
        rebuilds=full or not set(last.objects) <= _objects(fetch),
        code_differs=last.code != code or last.state != _state_digest(fetch),
        raw_tables=frozenset(name for name, digest in raw_tables.items() if last.raw_tables.get(name) != digest),
    )


def note_build(
    execute: Callable[[str], object],
    fetch: Fetch,
    code: str,
    raw_tables: Mapping[str, str],
    models: Models,
    warnings: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the note, as the last statement of the transaction in which the models were built.

    Args:
        execute: runs a statement in that transaction.
        fetch: runs a query in it.
        code: the fingerprint of the models.
        raw_tables: a digest of the rows of each raw table that they were built from.
        models: where the models are.
        warnings: what audits warned of.
    """
    note = LastBuild(
        code,
        dict(raw_tables),
        _state_digest(fetch),
        sorted(models.schemas),
        sorted(models.objects & _objects(fetch)),
        {model: dict(found) for model, found in warnings.items()},
    )
    text = literal(msgspec.json.encode(note).decode())
    execute(f"create or replace table {_NOTE} as select {text} as note")


def note_own_rebuild(execute: Callable[[str], object]) -> None:
    """Note, in the transaction in which ours were built from nothing, that the user's models must be built so too.

    Theirs is a transaction of its own, which may fail; the build after that must not leave rows in them that are gone.
    """
    execute(f"create or replace table {STATE_SCHEMA}.{_OWN_REBUILD} as select 1 as n")


def is_own_rebuild_noted(fetch: Fetch) -> bool:
    return bool(fetch(_IS_OWN_REBUILD_NOTED))


def forget_own_rebuild(execute: Callable[[str], object]) -> None:
    """Remove that note, in the transaction in which the user's models were built."""
    execute(f"drop table if exists {STATE_SCHEMA}.{_OWN_REBUILD}")


def has_own_models(warehouse: Warehouse, fetch: Fetch) -> bool:
    """Whether the user has models, or had some. They are built each time, since they may read what is not ours."""
    return any((warehouse.folder / "models").glob("**/*.sql")) or bool(fetch(_OWN_WERE_BUILT))


def raw_table_digests(fetch: Fetch) -> dict[str, str]:
    """The number of rows and a sum of their hashes for each raw table: of all, and of those of finished loads.

    A load that is recorded as finished adds rows to what models read without adding any to the table.
    """
    there = {name for (name,) in fetch(f"select table_name from duckdb_tables() where schema_name = '{DATASET}'")}
    return {
        table.name: _rows_digest(fetch, table.name, has_loads="_dlt_load_id" in table.names)
        for table in RAW_TABLES
        if table.name in there and table is not LOADS
    }


def _rows_digest(fetch: Fetch, table: str, *, has_loads: bool) -> str:
    compared = _COMPARED.get(table, "rows")
    finished = _FINISHED if has_loads else "true"
    return _digest(
        fetch,
        "count(*), sum(hash), count(*) filter (is_finished), sum(hash) filter (is_finished)",
        f"(select hash({compared}) as hash, {finished} as is_finished from {DATASET}.{table} as rows)",
    )


def _state_digest(fetch: Fetch) -> str:
    return " ".join(
        _digest(fetch, "count(*), sum(hash(rows))", f"{STATE_SCHEMA}.{name} as rows") for name in _STATE_TABLES
    )


def _digest(fetch: Fetch, figures: str, relation: str) -> str:
    """The figures as one text, empty where there is no such table or it lacks a column."""
    try:
        return ":".join(str(figure) for figure in fetch(f"select {figures} from {relation}")[0])
    except (duckdb.CatalogException, duckdb.BinderException):
        return ""


def _objects(fetch: Fetch) -> set[str]:
    return {name for (name,) in fetch(_OBJECTS)}


def text_of_note(fetch: Fetch) -> str | None:
    """The note as it is stored, which tells one build from another; None where there is none."""
    try:
        [(text,)] = fetch(f"select note from {_NOTE}")
    except (duckdb.Error, ValueError):
        return None
    return str(text)


def state_of_build(fetch: Fetch) -> str:
    """A text that differs once models were built, by a build that notes it or by SQLMesh's own command."""
    return f"{text_of_note(fetch)} {_state_digest(fetch)}"


def _read(fetch: Fetch) -> LastBuild | None:
    text = text_of_note(fetch)
    try:
        return None if text is None else msgspec.json.decode(text, type=LastBuild)
    except msgspec.MsgspecError:
        return None
