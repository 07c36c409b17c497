"""Builds the models with DuckDB over the files of a lake, into a warehouse folder that holds no raw rows."""

from __future__ import annotations

import time
from collections.abc import Callable

import duckdb

from jobhouse.errors import UsageError
from jobhouse.interrupts import interruption_kept
from jobhouse.warehouse.build.listening import Listening, OnBuilt
from jobhouse.warehouse.build.portable_views import make_views_portable
from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import Subject, build_models, context_of, remove_replaced, transaction
from jobhouse.warehouse.build.transform import Built, project
from jobhouse.warehouse.connect import held_open
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import with_enough_memory
from jobhouse.warehouse.storage_errors import storage_errors_translated

_MODELS = Subject("The models", "the marts are as they were")
_OWN_ROWS = f"select 1 from duckdb_tables() where schema_name = '{DATASET}'"


def transform_over_lake(
    warehouse: Warehouse,
    views: str,
    on_built: OnBuilt | None = None,
    keep_waiting: Callable[[], bool] = lambda: True,
) -> Built:
    """Bring all models up to date with the files of a lake, in one transaction.

    Args:
        warehouse: the folder of the marts.
        views: the statements that make the raw tables views over the files of a lake.
        on_built: called for each model that was built.
        keep_waiting: called before each further try while another program holds the file.

    Raises:
        UsageError: the warehouse has raw rows of its own.
        Stopped: another program holds the file, or the disk is full; nothing has changed.
        DataCheckFailed: a model or an audit failed; nothing has changed.
    """
    started = time.monotonic()
    with storage_errors_translated(_MODELS.models, _MODELS.kept), held_open(warehouse, keep_waiting) as db:
        _refuse_own_rows(db, warehouse)
        listener = with_enough_memory(lambda memory_mb: _build(warehouse, views, memory_mb, on_built))
        make_views_portable(db)
    return Built(len(listener.models), listener.audits, time.monotonic() - started, listener.warnings)


def _refuse_own_rows(db: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    if db.execute(_OWN_ROWS).fetchone():
        raise UsageError(
            f"The warehouse {warehouse.folder} has raw rows of its own, which its marts are built from; "
            "name another folder with --warehouse for those over a lake."
        )


def _build(warehouse: Warehouse, views: str, memory_mb: int, on_built: OnBuilt | None) -> Listener:
    console = Listener(Listening(on_built))
    with (
        context_of(warehouse, console, project(), memory_mb) as context,
        transaction(context.engine_adapter) as adapter,
    ):
        adapter.execute(views)
        with interruption_kept():  # SQLMesh would swallow it
            build_models(context, console, _MODELS)
            remove_replaced(context, console, _MODELS)
    return console
