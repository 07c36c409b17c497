"""The SQLMesh models as Spark reads them: rendered for it, each with what it reads, its audits and its key.

SQLMesh's own adapter for Spark has no INCREMENTAL_BY_UNIQUE_KEY over plain files, so jobhouse runs the queries itself.
"""

from __future__ import annotations

import glob
import hashlib
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from sqlglot import exp
from sqlmesh.core.console import NoopConsole, set_console

from jobhouse.warehouse.build.sqlmesh_run import ModelsAlone, ProjectContext, folder_named_to_sqlmesh
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.spark.dialect import SparkModels
from jobhouse.warehouse.spark.functions import duckdb_hash
from jobhouse.warehouse.spark.installed import pyspark_version
from jobhouse.warehouse.spark.names import view_of
from jobhouse.warehouse.spark.steps import read_view

THIS_MODEL: Final = "this_model"
"""The view by which the deletions of a model read it."""


_ROWS_DEPEND_ON: Final = ("functions.py", "raw.py", "session.py", "steps.py", "tables.py")
"""The modules here that make rows of a query's text; those that write the text show in the text."""


class SparkAdapter:
    """What tells the macros which engine they write for."""

    dialect = "spark"


@dataclass(frozen=True)
class SparkAudit:
    """A query that returns the bad rows, as text in Spark's SQL."""

    name: str
    query: str
    is_blocking: bool
    reads: frozenset[str] = frozenset()
    """The tables that the query reads."""


@dataclass(frozen=True)
class SparkModel:
    """One model. Tables stand in its queries as views, see `view_of`."""

    name: str
    columns: Mapping[str, str]
    """Declared columns with their types in Spark; empty where the model declares none."""
    query: exp.Query | None
    """None for a seed."""
    seed: Any = None
    """SQLMesh's model, which reads the rows."""
    unique_key: tuple[str, ...] = ()
    """The key of a model that adds to its own rows; empty for one that is written whole."""
    is_embedded: bool = False
    """Whether it is part of its readers' queries, and nothing that is kept."""
    deletions: tuple[str, ...] = ()
    """Queries for the rows to delete afterwards, which read the model as the view `this_model`."""
    audits: tuple[SparkAudit, ...] = ()
    reads: frozenset[str] = frozenset()
    """The tables that its query and deletions read, itself apart."""
    code: str = field(default="", compare=False)
    """A digest of how its rows are made: of its own text, and of that of all models that it reads."""


def models_of(project: Path) -> list[SparkModel]:
    """All models of a SQLMesh project in the order in which they are built."""
    with _context(project) as context, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        codes: dict[str, str] = {}
        models, engine = [], _engine()
        for name in context.dag.sorted:
            model = context.models.get(name)
            if model is not None and not model.kind.is_external:
                models.append(_with_code(spark_model(model), codes, engine))
                codes[models[-1].name] = models[-1].code
    return models


@contextmanager
def _context(project: Path) -> Iterator[Any]:
    # the cache of a warehouse is under its lock, which a load may hold for hours
    with (
        tempfile.TemporaryDirectory(prefix="jobhouse-") as temporary,
        folder_named_to_sqlmesh(Warehouse(Path(temporary))),
    ):
        set_console(NoopConsole())
        with closing(ProjectContext(paths=glob.escape(str(project)), loader=ModelsAlone)) as context:
            yield context


def spark_model(model: Any) -> SparkModel:
    """A model of SQLMesh, its macros evaluated for Spark.

    Raises:
        ValueError: its columns, deletions or audits cannot be written for Spark. Of its query, that is found as it is
            written.
    """
    declared = model.columns_to_types_ or {}
    columns = {name: str(kind.sql(dialect=SparkModels)) for name, kind in declared.items()}
    audits = tuple(_audits(model))
    if model.kind.is_seed:
        return SparkModel(model.name, columns, None, seed=model, audits=audits)
    query = model.render_query_or_raise(engine_adapter=SparkAdapter())
    deletions = [_deletion(one) for one in _post_statements(model)]
    reads = {name for one in (query, *deletions) for name in _point_to_views(one)} - {model.name}
    key = [column.name for column in model.unique_key] if model.kind.is_incremental_by_unique_key else []
    return SparkModel(
        model.name,
        columns,
        query,
        unique_key=tuple(key),
        is_embedded=model.kind.is_embedded,
        deletions=tuple(str(one.sql(dialect=SparkModels)) for one in deletions),
        audits=audits,
        reads=frozenset(reads),
    )


def _post_statements(model: Any) -> list[exp.Expr]:
    return list(model.render_post_statements(engine_adapter=SparkAdapter(), this_model=THIS_MODEL))


def _deletion(statement: exp.Expr) -> exp.Query:
    """The query for the rows that `delete from this_model where ...` deletes.

    Raises:
        ValueError: it is another statement.
    """
    if not isinstance(statement, exp.Delete):
        raise ValueError(f"Spark is given no statement but a delete after a model: {statement.sql('duckdb')[:200]}")
    alias = statement.this.alias or THIS_MODEL
    table = exp.alias_(exp.to_table(THIS_MODEL), alias, table=True, quoted=True)
    return exp.select("*").from_(table).where(statement.args["where"].this)


def _audits(model: Any) -> Iterator[SparkAudit]:
    for audit, arguments in model.audits_with_args:
        if audit.skip:
            continue
        blocking = arguments.pop("blocking", None)
        query = model.render_audit_query(audit, engine_adapter=SparkAdapter(), **arguments)
        reads = frozenset(_point_to_views(query))
        is_blocking = blocking == exp.true() if blocking else audit.blocking
        yield SparkAudit(audit.name, str(query.sql(dialect=SparkModels)), is_blocking, reads)


def _point_to_views(query: exp.Expr) -> set[str]:
    """Let a query read views, and return the tables that it read."""
    found = set()
    for table in list(query.find_all(exp.Table)):
        if table.db:
            name = f"{table.db}.{table.name}"
            found.add(name)
            read_view(table, view_of(name))
    return found


def _with_code(model: SparkModel, codes: Mapping[str, str], engine: str) -> SparkModel:
    """The model with the digest of all that its rows depend on but its inputs."""
    query = model.query.sql(dialect=SparkModels) if model.query is not None else str(model.seed.data_hash)
    texts = [engine, query, *model.deletions, *map(str, model.columns.items()), *model.unique_key]
    texts += [codes[name] for name in sorted(model.reads) if name in codes]
    code = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]
    return replace(model, code=code)


def _engine() -> str:
    """What makes rows of a text: rows of one engine are not added to those of another."""
    modules = [Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _ROWS_DEPEND_ON]
    return "\0".join((str(duckdb_hash()), pyspark_version(), *modules))
