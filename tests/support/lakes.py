"""A lake as its readers see it: by DuckDB and by pandas, as the documents say, and file by file."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from jobhouse.warehouse.file_format import literal, quoted
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.raw_tables import RAW_TABLES
from tests.support import raw_tables
from tests.support.history import query
from tests.support.markdown import reference

KEY = "order by version_id"
OF_WAREHOUSE = f"""
select version_id, job_title, post_date, skills::varchar as skills, extra::varchar as extra, fetched_at, row_digest
from sentrion.job_versions
where _dlt_load_id in (select load_id from sentrion._dlt_loads where status = 0)
{KEY}
"""
DOCUMENTED = next(block.text for block in reference("lake").blocks if block.language == "sql")
"""The query of the documents."""
OF_LAKE = f"""
select version_id, job_title, post_date, skills, extra, fetched_at, row_digest
from ({DOCUMENTED.replace("lake/", "LAKE/")})
{KEY}
"""
NEWER = {table.name: table.columns[-2].name for table in RAW_TABLES}
"""A column of each table that files of an earlier version lack."""


def loaded(folder: Path, loads: int = raw_tables.LOADS) -> Warehouse:
    """A warehouse of some loads, whose adverts are of many months, and one of no month."""
    shutil.copytree(_loaded_once(loads).name, folder, dirs_exist_ok=True)
    return Warehouse(folder)


@cache
def _loaded_once(loads: int) -> TemporaryDirectory[str]:
    """The same, to be copied: making it takes a second."""
    folder = TemporaryDirectory(prefix="jobhouse-")
    warehouse = raw_tables.make(Path(folder.name))
    jobs = raw_tables.loads()
    jobs[0].append(raw_tables.advert(99, **{"Post Date": "soon"}))
    for number in range(loads):
        raw_tables.load(warehouse, jobs[number], number)
    return folder


def rows_of_lake(lake: Path, sql: str = OF_LAKE) -> list[tuple[Any, ...]]:
    """What a reader of the lake gets."""
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        return db.execute(sql.replace("LAKE", str(lake))).fetchall()


def rows_if_any(lake: Path) -> list[tuple[Any, ...]]:
    """The same of a lake that may hold no advert yet, or no load."""
    there = any(lake.glob("job_versions/*/*.parquet")) and any(lake.glob("_dlt_loads/*"))
    return rows_of_lake(lake) if there else []


def rows_of_warehouse(folder: Path) -> list[tuple[Any, ...]]:
    """The same of the warehouse."""
    return query(folder, OF_WAREHOUSE)


def files_of(lake: Path) -> dict[str, tuple[int, bytes]]:
    """Each file of a lake with its time and what it holds, but for the lock."""
    files = [path for path in sorted(lake.rglob("*")) if path.is_file() and path.suffix != ".lock"]
    return {path.relative_to(lake).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def rewrite_as_before(lake: Path, pattern: str) -> None:
    """Rewrite files of raw tables without the columns of `NEWER`."""
    with duckdb.connect() as db:
        for table, column in NEWER.items():
            for file in (file for file in lake.glob(pattern) if file.is_relative_to(lake / table)):
                before = file.rename(file.with_suffix(".before"))
                rows = f"select * exclude ({quoted(column)}) from read_parquet({literal(str(before))})"
                db.execute(f"copy ({rows}) to {literal(str(file))} (format parquet)")
                before.unlink()
