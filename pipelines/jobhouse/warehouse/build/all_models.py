"""Jobhouse's models built in one transaction, with the note of what was built; and then the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlmesh import Context
from sqlmesh.core import constants

from jobhouse.interrupts import interruption_kept
from jobhouse.warehouse.build.foreign_models import (
    Name,
    drop_built,
    foreign_kept,
    foreign_names,
    name_of,
    names_of,
    schemas_of,
)
from jobhouse.warehouse.build.last_build import Models, News, has_own_models, note_build, note_own_rebuild
from jobhouse.warehouse.build.listening import Listening
from jobhouse.warehouse.build.own_models import build_own_models
from jobhouse.warehouse.build.raw_rows import RawRows
from jobhouse.warehouse.build.recording import ModelStep, Recorder, Recording, forget, read, recorded_settings, save
from jobhouse.warehouse.build.sqlmesh_console import Listener
from jobhouse.warehouse.build.sqlmesh_run import (
    Subject,
    build_models,
    build_readers,
    built_of,
    context_of,
    remove_replaced,
    transaction,
)
from jobhouse.warehouse.connect import Fetch
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.memory import MemoryLimit

_MODELS: Final = Subject("The models", "the marts are as they were")


def build_all(
    warehouse: Warehouse,
    fetch: Fetch,
    project: Path,
    raw: RawRows,
    news: News,
    code: str,
    memory: MemoryLimit,
    listening: Listening,
) -> tuple[Listener, Listener]:
    """Build our models as far as something is new, and then the user's; one listener for each says what was built.

    Args:
        warehouse: the folder.
        fetch: runs a query in its file, which is held open.
        project: our models.
        raw: where the raw rows are.
        news: what differs from the last build.
        code: the fingerprint of our models.
        memory: what DuckDB may hold.
        listening: who hears what is built.

    Raises:
        DataCheckFailed: a model or an audit failed.
        Stopped: the disk is full.
    """
    ours, own = Listener(listening), Listener(listening)
    if news.last:
        ours.warnings_of_last_build = news.last.warnings
    if news.last and news.is_nothing:
        schemas = frozenset(news.last.schemas)
    else:
        schemas = _build_ours(warehouse, project, raw, news, code, ours, memory)
    return ours, build_own_models(warehouse, fetch, project, schemas, own, memory, full=news.rebuilds)


def _build_ours(
    warehouse: Warehouse, project: Path, raw: RawRows, news: News, code: str, console: Listener, memory: MemoryLimit
) -> frozenset[str]:
    """Build our models, and return the schemas that they are in and read."""
    with context_of(warehouse, console, project, memory) as context, transaction(context.engine_adapter) as adapter:
        names = names_of(context)
        raw.complete(adapter.execute, adapter.fetchall)
        if news.rebuilds:
            drop_built(context, schemas_of(names), kept=foreign_names(context, names))
        is_changed = news.last is None or news.rebuilds or news.code_differs
        with interruption_kept() as console.raise_if_interrupted:
            with foreign_kept(context, names):
                if is_changed:
                    forget(adapter.execute)
                    console.listening.plan(_count_to_build(context, is_first=news.last is None or news.rebuilds))
                    build_models(context, console, _MODELS)
                else:
                    _build_readers(context, news, code, console)
            if is_changed:
                remove_replaced(context, console, _MODELS)
        digests = raw.digests(adapter.fetchall)
        note_build(adapter.execute, adapter.fetchall, code, digests, _models(context, names), console.warnings_by_model)
        if news.rebuilds and has_own_models(warehouse, adapter.fetchall):
            note_own_rebuild(adapter.execute)
    return schemas_of(names)


def _count_to_build(context: Context, *, is_first: bool) -> int:
    """All models that have rows; seeds only in a first build, since they seldom change."""
    return len(
        built_of(context, [name for name, model in context.models.items() if is_first or not model.kind.is_seed])
    )


def _build_readers(context: Context, news: News, code: str, console: Listener) -> None:
    """Build what reads the changed raw tables, and record how."""
    adapter = context.engine_adapter
    console.recorder = recorder = Recorder(adapter.execute, adapter.fetchall)
    with recorder.logging():
        build_readers(context, {(DATASET, table) for table in news.raw_tables}, console, _MODELS)
    console.recorder = None
    before = read(adapter.fetchall)
    known = {step.model: step for step in before.steps} if before and before.code == code else {}
    planned = [known.get(step.model, step) for step in _steps(context)]
    settings = recorded_settings(adapter.fetchall)
    save(adapter.execute, Recording(code, settings, recorder.steps(planned, console.warnings_by_model)))


def _steps(context: Context) -> list[ModelStep]:
    """A step without statements for each model that has a table or a view."""
    steps = []
    for position, name in enumerate(context.dag.sorted):
        model = context.models.get(name)
        if model and not model.kind.is_symbolic:
            read_by_it = (context.models.get(one) for one in context.dag.upstream(name))
            raw = {table for one in read_by_it if one for schema, table in (name_of(one),) if schema == DATASET}
            steps.append(ModelStep(model.name, position, sorted(raw)))
    return steps


def _models(context: Context, names: frozenset[Name]) -> Models:
    """The views of the models, and the tables under them."""
    environment = context.state_sync.get_environment(constants.PROD)
    snapshots = environment.snapshots if environment else []
    tables = {one.table_name().replace('"', "").removeprefix("jobs.") for one in snapshots if one.is_model}
    return Models(schemas_of(names), frozenset({f"{schema}.{name}" for schema, name in names} | tables))
