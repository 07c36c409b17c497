"""Runs SQLMesh in this process: without output, on the warehouse, in one transaction, with its errors translated."""

from __future__ import annotations

import gc
import glob
import logging
import os
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
from sqlmesh import Context
from sqlmesh.core import constants
from sqlmesh.core.analytics.collector import AnalyticsCollector
from sqlmesh.core.config import Config
from sqlmesh.core.console import set_console
from sqlmesh.core.engine_adapter.base import EngineAdapter
from sqlmesh.core.loader import SqlMeshLoader
from sqlmesh.core.snapshot import SnapshotChangeCategory
from sqlmesh.utils.errors import NodeAuditsErrors, SQLMeshError

from jobhouse.errors import DataCheckFailed
from jobhouse.warehouse.build.audit_sentences import rows_that_do_not_hold
from jobhouse.warehouse.build.foreign_models import Name, name_of
from jobhouse.warehouse.build.sqlmesh_console import AuditWarnings, Listener
from jobhouse.warehouse.connection import drop_interrupted_query, roll_back
from jobhouse.warehouse.folder import CACHE, Warehouse
from jobhouse.warehouse.memory import MemoryLimit, limit_memory
from jobhouse.warehouse.storage_errors import one_line, storage_error

# Its variable is read on import. A fork would share the open database, and wait for ever once this process is killed.
constants.MAX_FORK_WORKERS = 1
# Also where its analytics are off, it would keep the id of a user in the home folder, which a service may not have.
AnalyticsCollector._add_event = lambda *_: None  # type: ignore[method-assign]

# It logs each file of its cache that it could not write, with a traceback; what a build needs it raises.
logging.getLogger("sqlmesh").setLevel(logging.CRITICAL)

FOLDER_VARIABLE: Final = "JOBHOUSE_WAREHOUSE"
"""Names the warehouse to SQLMesh's configuration."""
CACHE_VARIABLE: Final = "SQLMESH__CACHE_DIR"
"""Names the cache to SQLMesh, in place of the one in the warehouse."""
SHOWN_ROWS: Final = 5
_INVALIDATION: Final = "select 1 from duckdb_settings() where name = 'default_transaction_invalidation_policy'"
"""Whether a statement that fails ends its transaction unless a setting says otherwise."""


@dataclass(frozen=True)
class Subject:
    """What is built, as the subject of a sentence, and what stays unchanged where that fails, as a clause."""

    models: str
    kept: str

    def failed(self, what: str) -> DataCheckFailed:
        return DataCheckFailed(f"{self.models} were not built and {self.kept}: {what}")


class ModelsAlone(SqlMeshLoader):
    """Does not read the models' unit tests: a build does not run them, and parsing them takes half a second."""

    def load_model_tests(self) -> list[Any]:
        return []


class ProjectConfig(Config):
    """Our models' configuration. Its fingerprint leaves out where the warehouse is.

    SQLMesh caches parsed models by it: a warehouse that was moved or copied keeps its cache, and several can share one
    (`SQLMESH__CACHE_DIR`).
    """

    @property
    def fingerprint(self) -> str:
        return super(ProjectConfig, self.copy(update={"gateways": {}, "cache_dir": None})).fingerprint


class ProjectContext(Context):
    """Our models."""

    CONFIG_TYPE = ProjectConfig


@contextmanager
def context_of(
    warehouse: Warehouse, console: Listener, project: Path, memory: MemoryLimit, config: Config | None = None
) -> Iterator[Context]:
    """A SQLMesh project over the warehouse, which its configuration finds through a variable."""
    with folder_named_to_sqlmesh(warehouse), _no_collections():
        set_console(console)
        paths = glob.escape(str(project))
        kind = Context if config else ProjectContext
        with closing(kind(paths=paths, config=config, loader=ModelsAlone)) as context:
            context.notification_target_manager = AuditWarnings(console)
            try:
                limit_memory(context.engine_adapter, memory)
                yield context
            except BaseException:
                drop_interrupted_query(context.engine_adapter.cursor)
                raise
            finally:
                context.engine_adapter.close()  # which the context itself only does once it has planned


@contextmanager
def folder_named_to_sqlmesh(warehouse: Warehouse) -> Iterator[None]:
    """Within the block, the variable that SQLMesh's configuration reads names the warehouse.

    And another one the cache, where the folder's is another user's: SQLMesh lets nobody else read what it keeps there.
    """
    named, cache = {FOLDER_VARIABLE: str(warehouse.folder.resolve())}, warehouse.cache
    if CACHE_VARIABLE not in os.environ and cache.name != CACHE:
        named[CACHE_VARIABLE] = str(cache.resolve())
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextmanager
def _no_collections() -> Iterator[None]:
    """Turn garbage collection off: SQLMesh keeps trees of millions of objects, and a pass over them takes seconds."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def transaction(adapter: EngineAdapter) -> Iterator[EngineAdapter]:
    """One transaction: a block that raises changes nothing in the file."""
    if adapter.fetchall(_INVALIDATION):  # DuckDB 2.0: SQLMesh looks whether a table is there by describing it
        adapter.execute("set default_transaction_invalidation_policy = 'SYNTACTIC_ERRORS_DO_NOT_INVALIDATE'")
    adapter.execute("begin")
    try:
        yield adapter
    except BaseException:
        roll_back(adapter.cursor)
        raise
    adapter.execute("commit")


def build_models(context: Context, console: Listener, subject: Subject) -> None:
    """Build all models once: those that are as they were (run), then those that changed, and their readers (plan).

    A plan builds the changed models alone, so what they read has to hold the new rows before.

    Raises:
        DataCheckFailed: a model or an audit failed.
        Stopped: the disk is full.
    """
    with _failures_raised(context, console, subject):
        changed = _changed(context)
        _run(context, context.models.keys() - changed)
        if not console.failures:
            _apply_changes(context)  # also where nothing changed but a model is gone, whose view it drops
        if not console.failures:
            left = _left_by_plan(context, changed, console.models)
            _run(context, left.union(*map(context.dag.downstream, left)))


def remove_replaced(context: Context, console: Listener, subject: Subject) -> None:
    """Drop the tables of models as they were before, which no environment of SQLMesh has any more.

    Call it with the user's own models in the environment.

    Raises:
        DataCheckFailed: SQLMesh failed.
        Stopped: the disk is full.
    """
    with _failures_raised(context, console, subject):
        context.run_janitor(ignore_ttl=True)


def _changed(context: Context) -> set[str]:
    """The models whose rows are not made as in the last build, and all that read them.

    Not those of which an audit or a description alone differs: a plan audits them, but takes no new rows into them.
    """
    difference = context.plan_builder(skip_tests=True).build().context_diff
    made_otherwise = {name for name in difference.modified_snapshots if difference.directly_modified(name)}
    changed = {one.name for one in difference.added} | made_otherwise
    return {name for one in changed & context.models.keys() for name in (one, *context.dag.downstream(one))}


def _left_by_plan(context: Context, changed: set[str], built: set[str]) -> set[str]:
    """Changed models that are as they were once before: they have tables, with the rows of then."""
    models = {name: context.models[name] for name in changed}
    return {name for name, model in models.items() if not model.kind.is_symbolic and model.name not in built}


def _run(context: Context, models: Collection[str]) -> None:
    """Take new rows into these models, and into no other."""
    names = built_of(context, models)
    if names:
        context.run(ignore_cron=True, skip_janitor=True, select_models=names, no_auto_upstream=True)


def built_of(context: Context, models: Collection[str]) -> set[str]:
    """The names of those that have a table or a view."""
    return {model.name for name in models if not (model := context.models[name]).kind.is_symbolic}


def build_readers(context: Context, tables: set[Name], console: Listener, subject: Subject) -> None:
    """Build the models that read these tables, and all that read those; the models must be those of the last build.

    Raises:
        DataCheckFailed: a model or an audit failed.
        Stopped: the disk is full.
    """
    read = [name for name, model in context.models.items() if name_of(model) in tables]
    readers = {reader for name in read for reader in context.dag.downstream(name)}
    console.listening.plan(len(built_of(context, readers)))
    with _failures_raised(context, console, subject):
        _run(context, readers)


@contextmanager
def _failures_raised(context: Context, console: Listener, subject: Subject) -> Iterator[None]:
    """Raise our error where SQLMesh fails within the block, or says that a model failed."""
    try:
        yield
    except (SQLMeshError, duckdb.Error) as error:
        if not console.failures:
            raise storage_error(error, subject.models, subject.kept) or subject.failed(one_line(error)) from error
    for failure in console.failures:
        stopped = storage_error(failure, subject.models, subject.kept)
        raise (stopped or subject.failed(_said_of(failure, context))) from failure


def _apply_changes(context: Context) -> None:
    """Build the models that changed, and all that read them.

    SQLMesh would not build what reads a model whose change it takes for harmless (another text of a macro, one more
    column). But that model is built with the rows of today, and what reads it would lack them: an id without its
    dimension.
    """
    builder = context.plan_builder(skip_tests=True)
    changes = builder.build()
    for snapshot in changes.new_snapshots:  # a model that is as it was once before has its tables already
        if snapshot.snapshot_id in changes.directly_modified:
            builder.set_choice(snapshot, SnapshotChangeCategory.BREAKING)
    builder.apply()


def _said_of(failure: BaseException, context: Context) -> str:
    """The model that failed and why; of an audit, the first of the rows that do not hold."""
    cause = failure.__cause__
    if not isinstance(cause, NodeAuditsErrors):
        name = _node_name(failure)
        model = context.get_model(name)
        file = f" in {model._path}" if model and model._path else ""
        return f"{name}{file} failed ({one_line(cause or failure)})."
    audit = cause.errors[0]
    sentence = f"the audit {audit.audit_name} of {audit.model_name} found {rows_that_do_not_hold(audit.count)}"
    return f"{sentence}:\n{_rows(context.engine_adapter, audit.query)}"


def _node_name(failure: BaseException) -> str:
    node = getattr(failure, "node", None)
    name = getattr(node, "snapshot_name", None) or str(node)
    return str(name).replace('"', "").removeprefix("jobs.")


def _rows(adapter: EngineAdapter, query: Any) -> str:
    try:
        return str(adapter.fetchdf(query.limit(SHOWN_ROWS)).to_string(index=False))
    except duckdb.Error as error:
        return f"(the rows cannot be shown: {one_line(error)})"
