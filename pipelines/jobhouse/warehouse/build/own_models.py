"""Models of the user's own: `<warehouse>/models/*.sql`, built on top of ours, after ours are committed.

SQLMesh keeps their state in a separate schema, so that a build of ours never takes them for removed, nor the reverse.
"""

from __future__ import annotations

from pathlib import Path

from sqlmesh import Context
from sqlmesh.core.config import Config
from sqlmesh.core.config.loader import load_config_from_paths
from sqlmesh.utils.errors import SQLMeshError

from jobhouse.warehouse.build.foreign_models import drop_built, names_of, schemas_of
from jobhouse.warehouse.build.last_build import (
    OWN_STATE_SCHEMA,
    forget_own_rebuild,
    has_own_models,
    is_own_rebuild_noted,
)
from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import (
    Subject,
    build_models,
    context_of,
    folder_named_to_sqlmesh,
    remove_replaced,
    transaction,
)
from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import FIRST_TRY, MemoryLimit
from jobhouse.warehouse.storage_errors import one_line, storage_error


def build_own_models(
    warehouse: Warehouse,
    fetch: Fetch,
    project: Path,
    schemas: frozenset[str],
    console: Listener,
    memory: MemoryLimit = FIRST_TRY,
    *,
    full: bool,
) -> Listener:
    """Build the user's models, where there are any, and drop the tables of models whose file is gone.

    Args:
        warehouse: the folder.
        fetch: runs a query in its file, which is held open.
        project: our models, whose configuration holds for the user's too.
        schemas: those of our models, which the user's must not use.
        console: collects what was built.
        memory: what DuckDB may hold.
        full: build from nothing, as is also done where they were not after our models last were.

    Raises:
        DataCheckFailed: a model cannot be read, has a name of ours, or failed; all of them are as they were.
        Stopped: the disk is full; all of them are as they were.
    """
    models = warehouse.folder / "models"
    subject = Subject(f"Jobhouse's models were built. Yours in {models}", "they are as they were")
    if not has_own_models(warehouse, fetch):
        return console
    try:
        with (
            context_of(warehouse, console, warehouse.folder, memory, _config(warehouse, project)) as context,
            transaction(context.engine_adapter) as adapter,
        ):
            own = names_of(context)
            _refuse_schemas_of_ours(context, schemas, subject)
            if full or is_own_rebuild_noted(fetch):
                drop_built(context, schemas_of(own))
            build_models(context, console, subject)
            remove_replaced(context, console, subject)
            forget_own_rebuild(adapter.execute)
    except SQLMeshError as error:
        raise storage_error(error, subject.models, subject.kept) or subject.failed(one_line(error)) from error
    return console


def _config(warehouse: Warehouse, project: Path) -> Config:
    """The configuration of our models with another schema for the state, and without the linter's demands."""
    with folder_named_to_sqlmesh(warehouse):
        config = load_config_from_paths(Config, project_paths=[project / "config.yaml"])
    config.get_gateway(None).state_schema = OWN_STATE_SCHEMA
    config.linter.enabled = False
    return config


def _refuse_schemas_of_ours(context: Context, schemas: frozenset[str], subject: Subject) -> None:
    for model in context.models.values():
        if model.fully_qualified_table.db in schemas:
            file = model._path
            raise subject.failed(
                f"{model.name} in {file} has a schema of jobhouse's; give it one of your own, such as my."
            )
