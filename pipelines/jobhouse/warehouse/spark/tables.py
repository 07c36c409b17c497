"""Builds one model in Spark: its rows as Parquet in a folder of the run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from sqlglot import exp

from jobhouse.warehouse.file_format import literal, quoted
from jobhouse.warehouse.spark.dialect import SparkModels
from jobhouse.warehouse.spark.models import THIS_MODEL, SparkModel
from jobhouse.warehouse.spark.names import url_of, view_of
from jobhouse.warehouse.spark.steps import steps_of


@dataclass(frozen=True)
class TableBuilder:
    """Writes tables with a session, and what they need on the way into a folder that is emptied after each."""

    session: Any
    run: Path
    """Where the tables go."""

    def build(self, model: SparkModel, held: Path | None) -> Path | None:
        """Write the table of a model, and let its view show it.

        Args:
            model: what is built; the views of all that it reads must be there.
            held: the rows of a model that adds to its own, as the last build left them.

        Returns:
            the folder of the table; None where the held rows are to stay as they are.
        """
        folder = self.run.joinpath(*model.name.split("."))
        if model.query is None:
            _write_seed(model, folder)
            self.show(model.name, folder)
            return folder
        if model.unique_key:
            shown = self._add(model, held, folder)
            self.show(model.name, shown)
            self._clear()
            return None if shown is held else shown
        rows = self._result(model)
        rows.write.parquet(url_of(folder))
        self.show(model.name, folder, rows.schema)
        self._clear()
        return folder

    def embed(self, model: SparkModel) -> None:
        """Compute an embedded model once, for all who read it in this run."""
        rows = self._result(model)
        path = self.run / "_embedded" / view_of(model.name)
        rows.write.parquet(url_of(path))
        self.show(model.name, path, rows.schema)
        self._clear()

    def show(self, name: str, folder: Path, schema: Any = None) -> None:
        """Let the view of a table show the rows of a folder; where the schema is given, no file is read for it."""
        reader = self.session.read.schema(schema) if schema is not None else self.session.read
        reader.parquet(url_of(folder)).createOrReplaceTempView(view_of(name))

    def _add(self, model: SparkModel, held: Path | None, folder: Path) -> Path:
        """Write the held rows with the new ones in the place of those with their keys, and without those to delete.

        Returns the folder that has the rows: where nothing is new, that of the held ones.
        """
        before = self.session.read.parquet(url_of(held)) if held else no_rows(self.session, model.columns)
        before.createOrReplaceTempView(view_of(model.name))
        news, has_news = before, False
        rows = self._result(model)
        if held:
            news = self._stored(rows, "news")
            has_news = row_count(self._step("news")) > 0
            rows = before.join(news, list(model.unique_key), "left_anti").unionByName(news) if has_news else before
        elif model.deletions:
            rows = self._stored(rows, "news")
        deleted = False
        for number, deletion in enumerate(model.deletions):
            rows.createOrReplaceTempView(THIS_MODEL)
            keys = self._stored(self.session.sql(deletion).select(*model.unique_key), f"deleted_{number}")
            if row_count(self._step(f"deleted_{number}")):
                rows, deleted = rows.join(keys, list(model.unique_key), "left_anti"), True
        if held and not has_news and not deleted:
            return held
        rows.select(*before.columns).write.parquet(url_of(folder))
        return folder

    def _result(self, model: SparkModel) -> Any:
        """The rows of a model's query, with the types that it declares."""
        assert model.query is not None
        steps, last = steps_of(model.query, view_of(model.name))
        for step in steps:
            rows = self.session.sql(_text(step.query))
            if step.is_read_again:
                rows = self._stored(rows, step.view)
            rows.createOrReplaceTempView(step.view)
        rows = self.session.sql(_text(last))
        typed = [f"cast(`{name}` as {kind}) as `{name}`" for name, kind in model.columns.items()]
        return rows.selectExpr(*typed) if set(model.columns) == set(rows.columns) else rows

    def _stored(self, rows: Any, name: str) -> Any:
        """The same rows, computed once."""
        path = self._step(name)
        rows.write.parquet(url_of(path))
        return self.session.read.schema(rows.schema).parquet(url_of(path))

    def _step(self, name: str) -> Path:
        return self.run / "_steps" / name

    def _clear(self) -> None:
        shutil.rmtree(self.run / "_steps", ignore_errors=True)


def _text(query: exp.Expr) -> str:
    return str(query.sql(dialect=SparkModels))


def no_rows(session: Any, kinds: Mapping[str, str]) -> Any:
    """A table without rows, of columns with these types of Spark."""
    listed = ", ".join(f"cast(null as {kind}) as `{name}`" for name, kind in kinds.items())
    return session.sql(f"select {listed} where false")


def row_count(folder: Path) -> int:
    """The rows of a table."""
    return sum(pq.read_metadata(file).num_rows for file in folder.glob("*.parquet"))


def _write_seed(model: SparkModel, folder: Path) -> None:
    """Write the rows of a seed's file, in the types that the model declares."""
    import pandas as pd  # what SQLMesh reads seeds as

    folder.mkdir(parents=True)
    types = {quoted(name): kind.sql("duckdb") for name, kind in model.seed.columns_to_types.items()}
    listed = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in types.items())
    with duckdb.connect() as db:
        db.register("seed", pd.concat(list(model.seed.render_seed())))
        target = literal(str(folder / "rows.parquet"))
        db.execute(f"copy (select {listed} from seed) to {target} (format parquet, compression zstd)")
