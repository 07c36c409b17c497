"""Models in SQLMesh's state that no project here defines: a user built them with SQLMesh's own command; they stay.

A plan removes from the environment whatever its project does not define, and drops the views. So such models are taken
out of the environment before the plan, and put back after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlmesh import Context
from sqlmesh.core import constants

RETIRED: Final[frozenset[tuple[str, str]]] = frozenset(
    ("intermediate", name)
    for name in (
        "int_countries__spelt",
        "int_place_names__spelt",
        "int_place_texts__read",
        "int_salary_texts__read",
        "int_skills__spelt",
    )
)
"""Schema and name of models that earlier versions of jobhouse built and this one does not; they are dropped."""
_BUILT: Final = """
select schema_name, table_name, 'table' from duckdb_tables() where database_name = current_database()
union all
select schema_name, view_name, 'view' from duckdb_views() where database_name = current_database()
"""
_VERSIONS: Final = """
select schema_name from duckdb_tables() where database_name = current_database() and table_name = '_versions'
"""
"""The schemas that hold SQLMesh's state; one that lacks this table is only named like one."""

Name = tuple[str, str]


def names_of(context: Context) -> frozenset[Name]:
    """Schema and name of each model of a project, including those that it only reads."""
    return frozenset(name_of(model) for model in context.models.values())


def schemas_of(names: frozenset[Name]) -> frozenset[str]:
    return frozenset(schema for schema, _ in names)


def foreign_names(context: Context, names: frozenset[Name]) -> frozenset[Name]:
    """Schema and name of the models in the environment that are not among these.

    Where SQLMesh has no state yet there are none. It is not asked then: it would make its state, which `drop_built`
    could not drop in the same transaction (DuckDB fails at the commit).
    """
    if not _has_state(context):
        return frozenset()
    return frozenset(name_of(snapshot) for snapshot in _foreign(context, names))


@contextmanager
def foreign_kept(context: Context, names: frozenset[Name]) -> Iterator[None]:
    """Take all other models out of the environment within the block, and put them back after it."""
    foreign = _foreign(context, names)
    if foreign:
        _update(context, lambda snapshots: [one for one in snapshots if one not in foreign])
    yield
    if foreign:
        _update(context, lambda snapshots: [*snapshots, *foreign])


def drop_built(context: Context, schemas: frozenset[str], kept: frozenset[Name] = frozenset()) -> None:
    """Drop SQLMesh's state of a project, and the tables built for models of these schemas except those to be kept.

    The views over them are replaced by the build that follows.
    """
    adapter = context.engine_adapter
    state = context.config.get_state_schema(context.gateway)
    adapter.execute(f'drop schema if exists "{state}" cascade')
    context.migrate()
    spared = tuple(f"{schema}__{name}__" for schema, name in kept)
    physical = {f"{constants.SQLMESH}__{schema}" for schema in schemas}
    for schema, name, kind in adapter.fetchall(_BUILT):
        if schema in physical and not name.startswith(spared):
            adapter.execute(f'drop {kind} "{schema}"."{name}"')


def _has_state(context: Context) -> bool:
    state = context.config.get_state_schema(context.gateway)
    return any(schema == state for (schema,) in context.engine_adapter.fetchall(_VERSIONS))


def _foreign(context: Context, names: frozenset[Name]) -> list[Any]:
    environment = context.state_sync.get_environment(constants.PROD)
    ours = names | RETIRED
    return [one for one in environment.snapshots if name_of(one) not in ours] if environment else []


def name_of(model: Any) -> Name:
    """Schema and name of a model, or of a snapshot."""
    table = model.fully_qualified_table
    return table.db, table.name


def _update(context: Context, change: Callable[[list[Any]], list[Any]]) -> None:
    environments = context.state_sync.state_sync.environment_state  # type: ignore[attr-defined] # under its cache
    environment = environments.get_environment(constants.PROD)
    snapshots = change(environment.snapshots)
    promoted = None if environment.promoted_snapshot_ids is None else [one.snapshot_id for one in snapshots]
    environments.update_environment(
        environment.copy(update={"snapshots_": snapshots, "promoted_snapshot_ids_": promoted})
    )
