"""Every model but those that Spark is too slow for gives in Spark the rows that it gives in DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from tests.support.spark.models import BothEngines
from tests.support.sql_models import project


def test_every_model_has_the_same_rows_on_both_engines(spark: Any, built_warehouse: Path, tmp_path: Path) -> None:
    with duckdb.connect() as db:
        engines = BothEngines(db, spark, tmp_path)
        engines.take_raw_tables(built_warehouse)
        models = [project().models[name] for name in project().dag.sorted if name in project().models]
        built = [model.name for model in models if not model.kind.is_external]
        assert [found for name in built if (found := engines.differences(name))] == []
