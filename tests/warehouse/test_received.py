"""A warehouse that somebody else made reaches no file of whoever opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from jobhouse.errors import JobhouseError, UsageError
from jobhouse.warehouse.connect import analyst, reader
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.parquet_folder import publish_parquet
from jobhouse.warehouse.serve.publish import publish
from tests.support import raw_tables

LEAK = "create schema if not exists marts; create view marts.leak as select content as n from read_text('{}')"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.txt"
    file.write_text("secret")
    return file


@pytest.fixture
def received(tmp_path: Path, secret: Path) -> Warehouse:
    """A file with a view that reads a file of its reader."""
    warehouse = raw_tables.make(tmp_path / "w")
    execute(warehouse, LEAK.format(secret))
    return warehouse


def execute(warehouse: Warehouse, statements: str) -> None:
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute(statements)


@pytest.mark.parametrize("copy", [publish, publish_parquet])
def test_no_copy_of_the_marts_holds_a_file_of_the_reader(received: Warehouse, copy: Any) -> None:
    with pytest.raises((JobhouseError, duckdb.PermissionException), match="disabled by configuration"):
        copy(received)
    assert not any((received.folder / "published").glob("*"))


def test_a_reader_reaches_no_other_file(received: Warehouse) -> None:
    with reader(received) as db, pytest.raises(duckdb.PermissionException):
        db.execute("from marts.leak")


@pytest.mark.parametrize("url", ["", "/", ".", "x/../..", "//", "file:///", "https://example.org/x", "OTHER"])
def test_the_mark_of_a_lake_that_is_none_is_refused(url: str, received: Warehouse, tmp_path: Path) -> None:
    url = url.replace("OTHER", str(tmp_path))
    execute(
        received,
        f"create table sentrion._lake as select '{url}' as url, null::timestamptz as built_at, 1 as version_count",
    )
    with pytest.raises(UsageError, match="where no lake is"), analyst(received):
        pass
