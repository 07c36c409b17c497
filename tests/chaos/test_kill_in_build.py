"""kill -9 in the middle of a build: the marts stay those of the last whole build."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

from pipelines.warehouse.folder import Warehouse
from tests.chaos.processes import finished, start
from tests.made_up import query
from tests.sql import raw

BUILT = """
select schema_name, table_name from duckdb_tables() where schema_name not like 'sentrion%'
union all select schema_name, sql from duckdb_views() where not internal
order by all
"""


def test_a_build_that_was_killed_leaves_the_marts_as_they_were(built_warehouse: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built_warehouse, tmp_path / "w"))
    postings = "select * from marts.fct_job_postings order by all"
    before = query(folder, BUILT), query(folder, postings)
    raw.load(Warehouse(folder), raw.loads()[1], 1)
    cut = start("http://127.0.0.1:9", folder, "transform", point="building:350")
    finished(cut)
    assert cut.returncode == -signal.SIGKILL
    assert (query(folder, BUILT), query(folder, postings)) == before
