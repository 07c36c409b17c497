"""Each model in DuckDB and in Spark, one after the other in their lineage, each engine over its own rows."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from jobhouse.warehouse.raw_tables import RAW_TABLES, make_table
from tests.support.spark.dialect import SparkModels
from tests.support.sql_models import build, project

KEYS_BY_HASH = ("address_keys", "all_keys", "block_key", "block_keys", "keys", "tree_id", "link_hash")
"""Columns of hashes that are compared within one engine alone, beside those whose name ends with _hash."""


NOT_IN_SPARK = ("intermediate.int_openings__linked",)
"""Models that Spark does not come to an end with: it plans each part of the query as often as that is read. What reads
them is given DuckDB's rows."""


class SparkAdapter:
    """What tells the macros which engine they write for."""

    dialect = "spark"


@dataclass
class BothEngines:
    """A database of DuckDB, a session of Spark, and a folder in which their rows lie as Parquet."""

    db: duckdb.DuckDBPyConnection
    session: Any
    folder: Path

    def take_raw_tables(self, warehouse: Path) -> None:
        """Give both engines the raw rows of a warehouse."""
        self.db.execute("set TimeZone = 'UTC'")
        self.db.execute("create schema sentrion")
        self.db.execute(f"attach '{warehouse / 'jobs.duckdb'}' as stored (read_only)")
        for table in RAW_TABLES:
            make_table(self.db.execute, table)
            rows = f"from stored.sentrion.{table.name}"
            self.db.execute(f"insert into sentrion.{table.name} by name select * {rows}")
            self._export(f"sentrion.{table.name}", "raw")

    def differences(self, name: str) -> str:
        """Build a model on both engines; what differs, as a line of text, empty where nothing does."""
        build(self.db, name)
        self._export(name, "duckdb")
        model = project().get_model(name, raise_if_missing=True)
        if model.kind.is_seed or name in NOT_IN_SPARK:
            self._show(name, self._path("duckdb", name))
            return ""
        self.session.sql(self._query(model)).coalesce(1).write.parquet(str(self._path("spark", name)))
        self._show(name, self._path("spark", name))
        return self._compare(name)

    def _export(self, name: str, engine: str) -> None:
        path = self._path(engine, name)
        path.mkdir(parents=True)
        described = self.db.execute(f"describe {name}").fetchall()
        listed = ", ".join(
            f"{column}::varchar as {column}" if kind == "JSON" else column for column, kind, *_ in described
        )
        self.db.execute(f"copy (select {listed} from {name}) to '{path / 'rows.parquet'}' (format parquet)")
        if engine == "raw":
            self._show(name, path)

    def _path(self, engine: str, name: str) -> Path:
        return self.folder / engine / name

    def _show(self, name: str, path: Path) -> None:
        self.session.read.parquet(str(path)).createOrReplaceTempView(_view(name))

    def _query(self, model: Any) -> str:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            query = model.render_query(engine_adapter=SparkAdapter())
        for table in list(query.find_all(exp.Table)):
            if table.db:
                table.replace(self._table(f"{table.db}.{table.name}", table.alias or table.name, model.name))
        return str(query.sql(dialect=SparkModels))

    def _table(self, name: str, alias: str, reader: str) -> exp.Expr:
        """A view; of a model that reads itself, one without rows."""
        view = _view(name)
        if name == reader:
            rows = self.session.read.parquet(str(self._path("duckdb", name))).limit(0)
            rows.createOrReplaceTempView(view)
        return exp.alias_(exp.to_table(view), alias, table=True, quoted=True)

    def _compare(self, name: str) -> str:
        ours, theirs = (f"'{self._path(engine, name)}/*.parquet'" for engine in ("duckdb", "spark"))
        kinds = {column: kind for column, kind, *_ in self.db.execute(f"describe from {ours}").fetchall()}
        listed = ", ".join(
            _comparable(column, kind)
            for column, kind in kinds.items()
            if not column.endswith("_hash") and column not in KEYS_BY_HASH
        )
        one, other = (f"select {listed} from {rows}" for rows in (ours, theirs))
        missing, more = (
            self.db.execute(f"select count(*), any_value(rows) from ({query}) as rows").fetchall()[0]
            for query in (f"{one} except all {other}", f"{other} except all {one}")
        )
        return (
            f"{name}: {missing[0]} rows are missing and {more[0]} are more: {missing[1]} {more[1]}"
            if missing[0] or more[0]
            else ""
        )


def _view(name: str) -> str:
    return name.replace(".", "__")


def _comparable(column: str, kind: str) -> str:
    """A column; a double to nine digits."""
    if kind != "DOUBLE":
        return f"cast({column} as {kind}) as {column}"
    return f"format('{{:.9g}}', {column}) as {column}"
