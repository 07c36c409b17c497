"""A warehouse over a lake: it has marts, and its raw rows are the Parquet files of a lake, which views show.

A table in the file itself says so, in the schema where the raw tables would be: it cannot be lost without the marts.
Whatever loads or repairs refuses such a warehouse, since what it stored would be in no lake (`connect.writer`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import duckdb

from jobhouse.errors import JobhouseError, UsageError
from jobhouse.warehouse.bucket_errors import bucket_errors_translated
from jobhouse.warehouse.buckets import keep_facts, open_bucket
from jobhouse.warehouse.connection import closed_at_end
from jobhouse.warehouse.dlt_options import DATASET
from jobhouse.warehouse.file_format import literal
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.storage_errors import causes_of

MARK: Final = f"{DATASET}._lake"
_BUCKET: Final = re.compile(r"(s3|gs|gcs|az|abfss?|memory)://[^/]+(/.*)?")
_MARKED: Final = f"select url, built_at, version_count from {MARK}"


@dataclass(frozen=True)
class OverLake:
    """What the mark of a warehouse over a lake says."""

    url: str
    """A folder, or a bucket and a path in it."""
    built_at: datetime | None = None
    """When the marts were built from it last; None before the first build."""
    version_count: int | None = None
    """Job versions in the lake, as of the last build."""

    @property
    def is_bucket(self) -> bool:
        return "://" in self.url

    @property
    def is_gone(self) -> bool:
        """Whether the lake is a folder that is not there any more; a bucket is not asked."""
        return not self.is_bucket and not Path(self.url, "_lake").is_dir()

    @property
    def is_believable(self) -> bool:
        """Whether it names a bucket, or a folder by its absolute path that holds a lake, or is not there.

        Whoever made the file wrote the mark, and what it names is read in each query.
        """
        if self.is_bucket:
            return bool(_BUCKET.fullmatch(self.url))
        folder = Path(self.url)
        if str(folder) != self.url or not folder.is_absolute() or ".." in folder.parts or len(folder.parts) == 1:
            return False
        return not folder.exists() or (folder / "_lake" / "files.parquet").is_file()

    def refusal(self, warehouse: Warehouse) -> UsageError:
        """The error for a command that loads, asks or repairs."""
        return UsageError(
            f"The warehouse {warehouse.folder} keeps no raw rows, its marts are built from the lake at {self.url}, so "
            "nothing can be loaded, asked for, repaired or deleted here; do that in the warehouse that publishes this "
            "lake, or name another with --warehouse."
        )

    def other_gateway(self, warehouse: Warehouse) -> UsageError:
        """The error for a build from raw rows of the warehouse itself."""
        return UsageError(
            f"The marts in {warehouse.folder} are built from the lake at {self.url}, and there are no raw rows here; "
            f"build them with {warehouse.command('jobhouse transform --gateway lake')}."
        )

    def gone(self, warehouse: Warehouse) -> UsageError:
        """The error for a query that needs files of the lake, which is not there any more."""
        build = warehouse.command("jobhouse transform --gateway lake --lake URL")
        return UsageError(
            f"The lake {self.url}, which the marts in {warehouse.folder} are built from, is not there any more; put it "
            f"back, or name where it is now with {build}."
        )

    def write(self, execute: Callable[[str], object]) -> None:
        """Mark the warehouse."""
        built_at = "null" if self.built_at is None else literal(self.built_at.isoformat())
        count = "null" if self.version_count is None else str(self.version_count)
        execute(
            f"create or replace table {MARK} as select {literal(self.url)} as url, {built_at}::timestamptz as "
            f"built_at, {count}::bigint as version_count"
        )


def over_lake_in(db: duckdb.DuckDBPyConnection) -> OverLake | None:
    """What the mark says; None in a warehouse of raw rows.

    Raises:
        UsageError: it names no bucket, and a folder that is no lake.
    """
    try:
        row = db.execute(_MARKED).fetchone()
    except duckdb.CatalogException:
        return None
    over = OverLake(*row) if row else None
    if over and not over.is_believable:
        raise UsageError(
            f"The mark {MARK} in this warehouse says that its marts are built from a lake at {over.url!r}, where no "
            "lake is, so nothing is read; do not use a file that you were sent, or drop this table with DuckDB."
        )
    return over


def over_lake_of(warehouse: Warehouse) -> OverLake | None:
    """The same of a file that is not open; None also where it is not there, held by a program that writes, or damaged.

    It waits for nobody: whoever writes looks once more when the file is open.
    """
    if warehouse.is_unmade:
        return None
    with suppress(duckdb.Error), closed_at_end(duckdb.connect(str(warehouse.database), read_only=True)) as db:
        db.execute("set TimeZone = 'UTC'")
        return over_lake_in(db)
    return None


@contextmanager
def lake_read(warehouse: Warehouse, db: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Within the block, the lake of a warehouse over one can be read; yields the folder or the URLs by which it is.

    Raises:
        UsageError: the lake is not there any more; or the credentials of its bucket are wrong.
        Unreachable: the bucket does not answer.
    """
    over = over_lake_in(db)
    if over is None:
        yield []
        return
    urls = make_reachable(db, over.url)
    try:
        yield urls
    except (duckdb.Error, JobhouseError) as error:
        causes = causes_of(error)
        if over.is_gone and any(isinstance(cause, duckdb.IOException) for cause in causes):
            raise over.gone(warehouse) from error
        if over.is_bucket and any(type(cause) is duckdb.Error for cause in causes):  # what Python raised within DuckDB
            _ask_bucket(over.url)
        raise


def _ask_bucket(url: str) -> None:
    """Raise our error where the bucket does not give the lake's inventory."""
    files, root = open_bucket(url)
    with bucket_errors_translated(url):
        files.cat_file(f"{root}/_lake/files.parquet")


def make_reachable(db: duckdb.DuckDBPyConnection, url: str) -> list[str]:
    """Let DuckDB read a lake in a bucket by fsspec, as the lake was written: its own extension would be downloaded.

    Returns:
        The URLs by which DuckDB asks for it: a file system has several names, as `az` and `abfs`, and DuckDB takes the
        first of them, whatever the user wrote.

    Raises:
        UsageError: the URL or the credentials are wrong.
    """
    db.execute("set autoinstall_known_extensions = false")
    if "://" not in url:
        return [url]
    files, root = open_bucket(url)
    names = files.protocol if isinstance(files.protocol, (list, tuple)) else (files.protocol,)
    if not set(names) & set(db.list_filesystems()):
        keep_facts(files)
        db.register_filesystem(files)
    return [url, *(f"{name}://{root.lstrip('/')}" for name in names)]
