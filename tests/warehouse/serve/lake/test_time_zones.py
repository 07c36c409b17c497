"""Files of a lake keep their months on a machine of any time zone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.contents import GROWING
from jobhouse.warehouse.serve.lake.publish import publish_lake
from tests.support.commands import PYTHONPATH
from tests.support.lakes import loaded
from tests.support.tiers import rest_long

ON_SPARK = """
import json, sys
from pathlib import Path
from jobhouse.warehouse.spark.raw import files_read_in, loads_in
lake = Path(sys.argv[1])
print(json.dumps(list(files_read_in(lake, {}, loads_in(lake)))))
"""
ON_DUCKDB = """
import json, sys
from pathlib import Path
from jobhouse.warehouse.connect import fetch_from, held_open
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.unlisted import files_read
with held_open(Warehouse(Path(sys.argv[1]).with_name("over"))) as db:
    print(json.dumps(list(files_read(fetch_from(db), sys.argv[1], {}, {"0"}))))
"""


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake whose files hold what came two hours after a month began, by UTC."""
    warehouse = loaded(tmp_path / "w", 1)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("update sentrion.search_hits set first_seen_at = '2026-02-01 02:00:00+00'")
        db.execute("update sentrion.requests set requested_at = '2026-02-01 02:00:00+00'")
    publish_lake(warehouse, LakeAddress.of(f"{tmp_path / 'lake'}/"))
    (tmp_path / "over").mkdir()
    return tmp_path / "lake"


@pytest.mark.parametrize("program", [ON_SPARK, ON_DUCKDB], ids=["Spark", "DuckDB"])
@pytest.mark.parametrize("zone", rest_long(["America/New_York", "UTC"], 1))
def test_a_build_notes_files_by_the_names_that_they_have(program: str, zone: str, lake: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, str(lake)], capture_output=True, text=True, check=True,
        env=os.environ | {"TZ": zone, "PYTHONPATH": PYTHONPATH},
    )  # fmt: skip
    there = {file.relative_to(lake).as_posix() for table in GROWING for file in lake.glob(f"{table.name}/*/*.parquet")}
    assert set(json.loads(done.stdout)) == there
    assert "search_hits/month=2026-02/0.parquet" in there
