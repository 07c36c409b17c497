"""Single SQL models on rows that a test gives, without a warehouse: each is rendered by SQLMesh and run in DuckDB."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest import mock

import duckdb
import pandas as pd
from sqlglot import exp

from tests.support.paths import SQL

STAGING = "staging.stg_sentrion__job_versions"
PLACE_MODELS = (
    "reference.countries",
    "reference.states",
    "reference.cities",
    "reference.place_evidence",
    "intermediate.int_countries__aliases",
    "intermediate.int_places__aliases",
    "intermediate.int_place_texts__parsed",
    "intermediate.int_place_texts__compared",
    "intermediate.int_place_texts__split",
    "intermediate.int_place_texts__placed",
    "intermediate.int_places__texts",
    "intermediate.int_places__located",
    "intermediate.int_places__resolved",
)


@cache
def project() -> Any:
    """SQLMesh's view of the project, with its caches in a folder of its own."""
    folder = tempfile.mkdtemp(prefix="jobhouse-sql-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # one process: a test run forks enough already; the warnings are SQLMesh's own
    settings = {"JOBHOUSE_WAREHOUSE": folder, "MAX_FORK_WORKERS": "1"}
    with mock.patch.dict(os.environ, settings), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jobhouse.warehouse.build.sqlmesh_run import ModelsAlone, ProjectContext

        # as a build does, so that it shares their cache
        return ProjectContext(paths=str(SQL), loader=ModelsAlone)


def build(db: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Make the tables of these models, in this order; what they read must be there."""
    for name in names:
        db.execute(f"create schema if not exists {name.split('.', maxsplit=1)[0]}")
        model = project().get_model(name, raise_if_missing=True)
        if model.kind.is_incremental_by_unique_key:  # it reads itself, and finds itself empty
            columns = ", ".join(f"{column} {kind.sql('duckdb')}" for column, kind in model.columns_to_types.items())
            db.execute(f"create or replace table {name} ({columns})")
            db.execute(f"insert into {name} {query_of(db, name)}")
        else:
            db.execute(f"create or replace table {name} as {query_of(db, name)}")


def query_of(db: duckdb.DuckDBPyConnection, name: str) -> str:
    model = project().get_model(name, raise_if_missing=True)
    if model.kind.is_seed:
        db.register("seed", pd.concat(list(model.render_seed())))
        types = (f"cast({column} as {kind}) as {column}" for column, kind in model.columns_to_types.items())
        return f"select {', '.join(types)} from seed"
    return rendered(name)


@cache
def rendered(name: str) -> str:
    """The model's query with its macros evaluated, which takes seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return without_catalog(project().render(name))


def without_catalog(query: exp.Expression) -> str:
    """The query as DuckDB reads it, in whatever file it is run."""
    for table in query.find_all(exp.Table):
        table.set("catalog", None)
    return str(query.sql(dialect="duckdb"))


def stage(db: duckdb.DuckDBPyConnection, query: str) -> None:
    """Let the rows of a query be the staged ones."""
    db.execute("create schema if not exists staging")
    db.execute(f"create or replace table {STAGING} as {query}")


def parse_salaries(inputs: list[tuple[Any, ...]], boards: Sequence[str | None] = ()) -> list[tuple[Any, ...]]:
    """Min, max, currency, period, annual min and max, and basis for each (text, from, to, currency, country).

    `boards` has the job board of each. A country may be several: Canada / Germany, or Canada / Europe.
    """
    with duckdb.connect() as db:
        db.execute(
            "create table inputs (salary_key integer, salary_offered varchar, salary_from double, salary_to double, "
            "salary_currency varchar, country varchar, job_board varchar)"
        )
        rows = [(*row, board) for row, board in zip(inputs, boards or [None] * len(inputs), strict=True)]
        db.executemany("insert into inputs values (?, ?, ?, ?, ?, ?, ?)", enumerate_rows(rows))
        stage(
            db,
            "select inputs.*, salary_key::varchar as version_id, country as place_key, "
            "null::bigint as description_hash from inputs",
        )
        db.execute("create table staging.stg_sentrion__texts (description_hash bigint, text_pay varchar)")
        build_salaries(db)
        return db.execute(
            "select salary_min, salary_max, salary_currency, salary_period, salary_annual_min, salary_annual_max, "
            "salary_basis from intermediate.int_salaries__parsed order by salary_key::integer"
        ).fetchall()


def parse_stated_salaries(inputs: list[tuple[str, str | None]]) -> list[tuple[Any, ...]]:
    """Min, max, currency and period that each (description, country) states; all None where it states no pay."""
    with duckdb.connect() as db:
        db.execute("create table inputs (number integer, description varchar, country varchar)")
        db.executemany("insert into inputs values (?, ?, ?)", enumerate_rows(inputs))
        stage(
            db,
            "select number, number::varchar as version_id, 'load' as load_id, number::bigint as description_hash, "
            "md5(number::varchar) as salary_key, null::varchar as salary_offered, null::double as salary_from, "
            "null::double as salary_to, null::varchar as salary_currency, country, country as place_key, "
            "null::varchar as job_board from inputs",
        )
        db.execute(
            "create table staging.stg_sentrion__descriptions as "
            "select number::varchar as version_id, description, 'load' as load_id from inputs"
        )
        build(db, "staging.stg_sentrion__texts")
        build_salaries(db)
        return db.execute(
            "select salaries.salary_min, salaries.salary_max, salaries.salary_currency, salaries.salary_period "
            f"from {STAGING} as versions inner join staging.stg_sentrion__texts as texts using (description_hash) "
            "left join intermediate.int_places__resolved as places using (place_key) left join "
            f"({query_of(db, 'intermediate.int_salaries__combinations')}) as combinations on "
            "combinations.salary_offered = texts.text_pay "
            "and combinations.country_code is not distinct from places.country_code "
            "left join intermediate.int_salaries__parsed as salaries on "
            "salaries.salary_key = combinations.salary_key "
            "and salaries.country_code is not distinct from places.country_code order by versions.number"
        ).fetchall()


def build_salaries(db: duckdb.DuckDBPyConnection) -> None:
    """Read the pay of the staged rows, whose place is no more than a country."""
    build(db, "reference.countries", "intermediate.int_countries__aliases")
    # the countries of the inputs are unambiguous, so that their names alone resolve them
    names = {"resolved": "split_part(country, ' / ', 1)", "located": "unnest(string_split(country, ' / '))"}
    for table, name in names.items():
        db.execute(
            f"create table intermediate.int_places__{table} as select distinct names.country as place_key, "
            "aliases.country_code, contains(names.country, ' / ') as is_several_countries "
            f"from (select country, {name} as name from inputs) as names "
            "inner join intermediate.int_countries__aliases as aliases on lower(names.name) = aliases.spelling"
        )
    build(
        db,
        "reference.currencies",
        "reference.pay_evidence",
        "reference.pay_periods",
        "reference.pay_ratios",
        "intermediate.int_salary_texts__folded",
        "intermediate.int_salary_texts__parsed",
        "intermediate.int_salaries__parsed",
    )


def resolve_places(texts: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Country, state, city, the three flags and the location for each (city, state, country)."""
    with duckdb.connect() as db:
        build_places(db, texts)
        return db.execute(
            "select country_code, state_code, city, is_remote_place, is_several_countries, is_country_doubtful, "
            "location_id from intermediate.int_places__resolved order by place_key"
        ).fetchall()


def locate_places(db: duckdb.DuckDBPyConnection, texts: list[tuple[Any, ...]]) -> list[list[str]]:
    """Each place of each (city, state, country) in its order: country, state and city in one text."""
    build_places(db, texts)
    rows = db.execute(
        "select list(concat_ws(' ', concat_ws('-', country_code, state_code), found.city) order by place_number) "
        "filter (where country_code is not null) from inputs left join intermediate.int_places__located as found "
        "on inputs.place_key = found.place_key group by inputs.place_key order by inputs.place_key"
    ).fetchall()
    return [places or [] for (places,) in rows]


def build_places(db: duckdb.DuckDBPyConnection, texts: list[tuple[Any, ...]]) -> None:
    db.execute("create table inputs (place_key integer, city varchar, state varchar, country varchar)")
    db.executemany("insert into inputs values (?, ?, ?, ?)", enumerate_rows(texts))
    stage(db, "select * from inputs")
    build(db, *PLACE_MODELS)


def enumerate_rows(inputs: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(number, *row) for number, row in enumerate(inputs)]


@contextmanager
def macros_kept_apart() -> Iterator[None]:
    """Leave SQLMesh's list of macros as it was: one imported by hand would be taken for a built-in afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sqlmesh import macro
    before = macro.get_registry()
    try:
        yield
    finally:
        macro.set_registry(before)


def macro_values(module: str, macro: str, rows: list[tuple[Any, ...]]) -> list[Any]:
    """What a macro of `sql/macros/<module>.py` makes of each row of texts."""
    project()
    spec = importlib.util.spec_from_file_location(f"macros_{module}", SQL / "macros" / f"{module}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    with macros_kept_apart():
        spec.loader.exec_module(loaded)
    names = [f"text_{number}" for number in range(len(rows[0]))]
    sql = getattr(loaded, macro)(None, *(exp.column(name) for name in names))
    with duckdb.connect() as db:
        db.execute(f"create table inputs (number integer, {', '.join(f'{name} varchar' for name in names)})")
        db.executemany(f"insert into inputs values (?{', ?' * len(names)})", enumerate_rows(rows))
        return [value for (value,) in db.execute(f"select {sql} from inputs order by number").fetchall()]
