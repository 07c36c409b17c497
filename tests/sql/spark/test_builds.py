"""`transform --gateway spark`: the rows of DuckDB's builds, after a full build and after each increment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support import raw_tables
from tests.support.spark.lakes import BothBuilds


def test_increments_on_both_engines_lead_to_the_same_rows(spark: Any, tmp_path: Path) -> None:
    both = BothBuilds(raw_tables.make(tmp_path / "warehouse"), tmp_path / "lake", spark)
    for number, jobs in enumerate(raw_tables.loads()):
        raw_tables.load(both.warehouse, jobs, number)
        both.publish()
        both.build_in_duckdb()
        both.build_in_spark()
        assert both.differences() == []
    kept = {path.name for path in (both.lake / "spark").iterdir() if path.is_dir()}
    assert kept == {table.folder.split("/")[1] for table in both.manifest.tables.values()}
    assert both.build_in_spark().models == 0
    both.build_in_spark(full=True)
    assert both.differences() == []
