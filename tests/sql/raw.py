"""Raw tables as dlt leaves them, filled without an API, for tests that need many small loads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.sentrion.rows import hit_table, job_table, version_id
from pipelines.warehouse.folder import Warehouse
from pipelines.warehouse.transform import project

Job = dict[str, Any]
FIRST_LOAD = datetime(2026, 1, 1, tzinfo=UTC)


def make(folder: Path) -> Warehouse:
    """A warehouse with empty raw tables."""
    folder.mkdir(parents=True, exist_ok=True)
    warehouse = Warehouse(folder)
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("create schema sentrion")
        for table in yaml.safe_load((project() / "external_models.yaml").read_text()):
            columns = ", ".join(f'"{name}" {kind}' for name, kind in table["columns"].items())
            db.execute(f"create table {table['name']} ({columns})")
    return warehouse


def load(warehouse: Warehouse, jobs: Sequence[Job], number: int) -> None:
    """One package: the jobs that are not there yet, each once, read `number` days after the first."""
    at = FIRST_LOAD + timedelta(days=number)
    by_id = {version_id(job): job for job in jobs}
    with duckdb.connect(str(warehouse.database)) as db:
        held = {row[0] for row in db.execute("select version_id from sentrion.job_versions").fetchall()}
        new = {key: job for key, job in by_id.items() if key not in held}
        many = [at] * len(new)
        rows = job_table(list(new.values()), list(new), "default", ["default/x/2026-01"] * len(new), many)
        hits = hit_table(list(new), "default", many)
        for table, found in (("job_versions", rows), ("search_hits", hits)):
            db.register("found", found)
            db.execute(f"insert into sentrion.{table} by name select *, '{number}' as _dlt_load_id from found")
            db.unregister("found")
        db.execute("insert into sentrion._dlt_loads by name select ? as load_id, 0 as status", [str(number)])
