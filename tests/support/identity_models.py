"""The models that identify postings, rendered by SQLMesh and run in a DuckDB of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

import duckdb
from sqlglot import exp

from jobhouse.sentrion.fetch.job import version_id_of
from jobhouse.sentrion.read.arrow_jobs import job_table
from tests.support.raw_tables import FIRST_LOAD
from tests.support.sql_models import build as build_models
from tests.support.sql_models import project, rendered, without_catalog

STAGING = "staging.stg_sentrion__job_versions"
TEXTS = "staging.stg_sentrion__texts"
IDENTIFIED = "intermediate.int_versions__identified"
CURRENT = "intermediate.int_jobs__current"
DESCRIBED = "intermediate.int_openings__described"
LINKED = "intermediate.int_openings__linked"
CLUSTERED = "intermediate.int_openings__clustered"


@cache
def after(name: str) -> list[str]:
    """What is executed after a model's query."""
    statements = project().get_model(name).render_post_statements(this_model=exp.to_table(name))
    return [without_catalog(statement) for statement in statements]


def upstream_of(*names: str) -> list[str]:
    """Those models and all that they read, in the order of building; embedded ones are parts of others."""
    wanted = {name for target in names for name in project().dag.upstream(project().get_model(target).fqn)}
    wanted |= {project().get_model(name).fqn for name in names}
    models = [project().get_model(fqn) for fqn in project().dag.sorted if fqn in wanted]
    return [model.name for model in models if model is not None and not model.kind.is_symbolic]


def store(db: duckdb.DuckDBPyConnection, jobs: Sequence[dict[str, Any]], at: datetime = FIRST_LOAD) -> None:
    """Let these job objects be the raw rows."""
    distinct = list({version_id_of(job): job for job in jobs}.items())
    ids, contents = [key for key, _ in distinct], [job for _, job in distinct]
    count = len(ids)
    raw = job_table(contents, ids, "default", ["w"] * count, [at] * count)  # noqa: F841 - DuckDB reads it by its name
    db.execute("create schema if not exists sentrion")
    db.execute(
        "create or replace table sentrion.job_versions as select * replace (to_json(department_name) as "
        "department_name, to_json(skills) as skills, extra::json as extra), '1' as _dlt_load_id from raw"
    )
    db.execute("create or replace table sentrion._dlt_loads as select '1' as load_id, 0 as status")


def build(db: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Build those models and all that they read, each whole."""
    for name in upstream_of(*names):
        rebuild(db, name)


def rebuild(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Build one model whole; one that reads itself finds itself empty."""
    build_models(db, name)


def update(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Bring a model that reads itself up to date, as SQLMesh does: replace by key, then its statements."""
    key = project().get_model(name).unique_key[0].sql("duckdb")
    db.execute(f"create or replace temp table news as {rendered(name)}")
    db.execute(f"delete from {name} where {key} in (select {key} from news)")
    db.execute(f"insert into {name} select * from news")
    for statement in after(name):
        db.execute(statement)
