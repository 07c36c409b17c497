"""Building the SQL models into the warehouse file: all of them or, where one fails, none.

SQLMesh knows the models, their order and their audits; this module knows none of their names. The whole build is one
transaction, so that an audit that fails leaves every table, and SQLMesh's own state, as it was.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import yaml
from sqlmesh import Context
from sqlmesh.core import constants
from sqlmesh.core.console import set_console
from sqlmesh.core.engine_adapter.base import EngineAdapter
from sqlmesh.core.loader import SqlMeshLoader
from sqlmesh.utils.errors import NodeAuditsErrors, SQLMeshError

from pipelines.errors import DataCheckFailed, UsageError
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.killed_loads import remove_doubles
from pipelines.warehouse.sqlmesh_console import AuditWarnings, Listener
from pipelines.warehouse.storage_errors import one_line, storage_error, storage_errors_translated
from pipelines.warehouse.write import held_open

FOLDER_VARIABLE: Final = "JOBHOUSE_WAREHOUSE"
"""Names the warehouse to SQLMesh's configuration."""
SHOWN_ROWS: Final = 5
_MODELS: Final = "The models"
_UNCHANGED: Final = "the marts are as they were"
_SCHEMAS_OF_SQLMESH: Final = (
    "select schema_name from duckdb_schemas() where schema_name like 'sqlmesh%' and not internal"
)
_HAS_POSTINGS: Final = "select 1 from duckdb_tables() where schema_name = 'sentrion' and table_name = 'job_versions'"

Told = Callable[[str, float, int], None]
"""Is told a model's name, the seconds it took and the audits that it passed."""


@dataclass(frozen=True)
class Built:
    """What a build did: models evaluated, audits passed, seconds, and what the audits warn of, a sentence each."""

    models: int
    audits: int
    seconds: float
    warnings: tuple[str, ...] = ()


class ModelsAlone(SqlMeshLoader):
    """Leaves the unit tests unread: a build does not run them, and parsing them takes half a second."""

    def load_model_tests(self) -> list[Any]:
        return []


def project() -> Path:
    """The folder of the SQLMesh project: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_sql"
    return installed if installed.is_dir() else package.parent / "sql"


def transform(
    warehouse: Warehouse,
    *,
    full: bool = False,
    tell: Told | None = None,
    keep_waiting: Callable[[], bool] = lambda: True,
) -> Built:
    """Bring all models up to date with what is loaded.

    The file is held from the first look to the commit: a reader that came in between would keep SQLMesh out.

    Args:
        warehouse: the folder.
        full: build the models from nothing.
        tell: is told each model that was built.
        keep_waiting: asked before each further try while another program holds the file.

    Raises:
        UsageError: nothing was read into the warehouse yet, or its folder must not be written.
        Stopped: another program holds the file, or the disk is full; nothing has changed.
        DataCheckFailed: a model or an audit failed; nothing has changed.
    """
    started = time.monotonic()
    console = Listener(tell)
    with (
        storage_errors_translated(_MODELS, _UNCHANGED),
        _ready(warehouse, keep_waiting),
        _context(warehouse, console) as context,
        _transaction(context.engine_adapter) as adapter,
    ):
        if full:
            _forget_everything(adapter)
        _complete_raw_tables(adapter)
        _build(context, console)
    return Built(len(console.models), console.audits, time.monotonic() - started, console.warnings)


@contextmanager
def _transaction(adapter: EngineAdapter) -> Iterator[EngineAdapter]:
    """All that is done to the file, or nothing."""
    adapter.execute("begin")
    try:
        yield adapter
    except BaseException:
        with suppress(duckdb.Error):  # a write that failed has ended the transaction, or the use of the whole file
            adapter.execute("rollback")
        raise
    adapter.execute("commit")


def _build(context: Context, console: Listener) -> None:
    """Take in changed models (plan), then new rows (run), which a plan that built everything has taken in already."""
    try:
        context.plan(auto_apply=True, no_prompts=True, skip_tests=True)
        if not console.failures and len(console.models) < _model_count(context):
            context.run(ignore_cron=True, skip_janitor=True)
    except (SQLMeshError, duckdb.Error) as error:
        if not console.failures:
            raise storage_error(error, _MODELS, _UNCHANGED) or _failed(one_line(error)) from error
    for failure in console.failures:
        raise storage_error(failure, _MODELS, _UNCHANGED) or _failed(_said_of(failure, context.engine_adapter))


def _complete_raw_tables(adapter: EngineAdapter) -> None:
    """Make the raw tables that nothing was loaded into yet, such as the findings of a probe that was never run."""
    for table in yaml.safe_load((project() / "external_models.yaml").read_text(encoding="utf-8")):
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table["columns"].items())
        adapter.execute(f"create table if not exists {table['name']} ({columns})")


def _model_count(context: Context) -> int:
    return sum(not model.kind.is_symbolic for model in context.models.values())


def _failed(what: str) -> DataCheckFailed:
    return DataCheckFailed(f"The models were not built and {_UNCHANGED}: {what}")


def _said_of(failure: BaseException, adapter: EngineAdapter) -> str:
    """The model that failed and why; of an audit, the first of the rows that do not hold."""
    cause = failure.__cause__
    if not isinstance(cause, NodeAuditsErrors):
        return f"{_node_name(failure)} failed ({one_line(cause or failure)})."
    audit = cause.errors[0]
    sentence = f"the audit {audit.audit_name} of {audit.model_name} found {audit.count:,} rows that do not hold"
    return f"{sentence}:\n{_rows(adapter, audit.query)}"


def _node_name(failure: BaseException) -> str:
    node = getattr(failure, "node", None)
    name = getattr(node, "snapshot_name", None) or str(node)
    return str(name).replace('"', "").removeprefix("jobs.")


def _rows(adapter: EngineAdapter, query: Any) -> str:
    try:
        return str(adapter.fetchdf(query.limit(SHOWN_ROWS)).to_string(index=False))
    except duckdb.Error as error:
        return f"(the rows cannot be shown: {one_line(error)})"


def _forget_everything(adapter: EngineAdapter) -> None:
    """Drop all that SQLMesh has built; the views over it are replaced by the build that follows."""
    for (schema,) in adapter.fetchall(_SCHEMAS_OF_SQLMESH):
        adapter.execute(f'drop schema "{schema}" cascade')


@contextmanager
def _ready(warehouse: Warehouse, keep_waiting: Callable[[], bool]) -> Iterator[None]:
    """Hold the file, with something in it to build from, and nothing of that twice."""
    if not warehouse.database.exists():
        raise _nothing_to_build_from(warehouse)
    with held_open(warehouse, keep_waiting) as db:
        if not db.execute(_HAS_POSTINGS).fetchone():
            raise _nothing_to_build_from(warehouse)
        if warehouse.unclean.exists():
            # SQLMesh sets the same folder, which DuckDB refuses to change once it has spilled
            db.execute("set temp_directory = ?", [str(warehouse.folder.resolve() / "spill")])
            remove_doubles(db)
        yield


def _nothing_to_build_from(warehouse: Warehouse) -> UsageError:
    return UsageError(
        f"There is nothing in the warehouse {warehouse.folder} to build from; fill it with jobhouse backfill."
    )


@contextmanager
def _context(warehouse: Warehouse, console: Listener) -> Iterator[Context]:
    """SQLMesh made quiet and pointed at the warehouse, through the variable that its configuration reads."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(warehouse.folder.resolve())
    constants.MAX_FORK_WORKERS = 1  # its variable is read on import; a fork would share the open database
    set_console(console)
    try:
        with _no_collections(), closing(Context(paths=str(project()), loader=ModelsAlone)) as context:
            context.notification_target_manager = AuditWarnings(console)
            yield context
    finally:
        os.environ.pop(FOLDER_VARIABLE)
        if before is not None:
            os.environ[FOLDER_VARIABLE] = before


@contextmanager
def _no_collections() -> Iterator[None]:
    """Look for no garbage: SQLMesh keeps trees of millions of objects, and a walk over them costs seconds."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def say_progress(model: str, seconds: float, audits: int) -> None:
    """One line on stderr for each model built."""
    sys.stderr.write(f"  {model}  {seconds:.1f} s, {audits} audits passed\n")
    sys.stderr.flush()
