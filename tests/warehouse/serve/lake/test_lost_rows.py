"""Which of a lake's files a build over it notes as read, and when it finds that rows of them are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import duckdb
import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse import memory
from jobhouse.warehouse.build import transform as build
from jobhouse.warehouse.connect import fetch_from
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import LakeFile, files_of_loads
from jobhouse.warehouse.serve.lake.plan import Lake
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import LakeRows, transform_over_lake
from jobhouse.warehouse.spark.raw import files_read_in, loads_in
from tests.support import raw_tables
from tests.support.lakes import loaded, rewrite_as_before

NOTED = "select name, digest from sentrion._lake_files"


class Killed(BaseException):
    """In place of a kill."""


@dataclass
class Over:
    """A lake, and a warehouse over it in which raw rows are made without their marts."""

    source: Warehouse
    folder: Warehouse
    address: LakeAddress
    db: duckdb.DuckDBPyConnection

    @property
    def rows(self) -> LakeRows:
        return LakeRows.of(self.folder, self.address)

    def build(self) -> None:
        """What a build does with the raw rows."""
        self.rows.prepare(self.folder, self.db)
        self.rows.complete(self.db.execute, fetch_from(self.db))

    @property
    def lost(self) -> str | None:
        return self.rows.lost_rows(fetch_from(self.db))

    @property
    def noted(self) -> dict[str, str]:
        return dict(self.db.execute(NOTED).fetchall())

    def load_and_kill_the_publish(self, number: int) -> None:
        """A publish that is killed after `_dlt_loads` was written and before the inventory is."""

        def killed(_: Lake) -> None:
            raise Killed

        raw_tables.load(self.source, raw_tables.loads()[number], number)
        with mock.patch.object(Lake, "commit", killed), pytest.raises(Killed):
            self.publish()

    def publish(self) -> None:
        publish_lake(self.source, self.address)

    def delete(self, rows: str) -> None:
        """Delete rows of the second load; in the condition, the variable `one` is the id of a version."""
        with duckdb.connect(str(self.source.database)) as db:
            one = "select min(version_id) from sentrion.job_versions where _dlt_load_id = '1'"
            db.execute(f"set variable one = ({one})")
            for table in ("job_versions", "search_hits"):
                db.execute(f"delete from sentrion.{table} where {rows}")


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Over]:
    folder = Warehouse(tmp_path / "over")
    folder.folder.mkdir()
    address = LakeAddress.of(f"{tmp_path / 'lake'}/")
    with duckdb.connect(str(folder.database)) as db:
        over = Over(loaded(tmp_path / "w", 1), folder, address, db)
        over.publish()
        yield over


def test_files_that_a_killed_publish_left_out_of_the_inventory_are_noted_as_it_would_name_them(over: Over) -> None:
    over.load_and_kill_the_publish(1)
    over.build()
    assert over.noted.keys() > files_of_loads(over.rows.files.values()).keys()
    assert over.lost is None  # the publish is still to be repeated, and their rows are there
    over.publish()
    assert over.noted == files_of_loads(over.rows.files.values())
    assert over.lost is None


def test_such_files_are_noted_also_where_an_earlier_version_wrote_them_without_a_column(over: Over) -> None:
    over.load_and_kill_the_publish(1)
    over.build()
    expected = {name: digest.partition(":")[0] for name, digest in over.noted.items()}
    rewrite_as_before(Path(over.address.text), "job_versions/*/1.parquet")
    over.build()
    assert {name: digest.partition(":")[0] for name, digest in over.noted.items()} == expected


def test_no_statement_names_all_files_of_a_large_lake(over: Over) -> None:
    """DuckDB takes 9 KB for each name that is an expression of its own."""
    over.build()
    many = {
        name: LakeFile(name, "job_versions", "0", "2026-01", 1, 1, f"1:{number}")
        for number in range(20_000)
        if (name := f"job_versions/month=2026-01/it's {number}.parquet")
    }
    rows, longest = replace(over.rows, files={**over.rows.files, **many}), [0]

    def noted(statement: str) -> None:
        longest.append(len(statement))
        over.db.execute(statement)

    rows.complete(noted, fetch_from(over.db))
    assert over.noted == files_of_loads(rows.files.values())
    assert max(longest) < 500_000


def test_spark_notes_the_same_files(over: Over, tmp_path: Path) -> None:
    over.load_and_kill_the_publish(1)
    over.build()
    lake = tmp_path / "lake"
    assert files_read_in(lake, over.rows.files, loads_in(lake)) == over.noted


@pytest.mark.parametrize("rows", ["_dlt_load_id = '1'", "version_id = getvariable('one')"], ids=["a load", "a row"])
def test_rows_deleted_after_a_killed_publish_are_missed(rows: str, over: Over) -> None:
    over.load_and_kill_the_publish(1)
    over.build()
    over.delete(rows)
    over.publish()
    assert "took out rows that the marts hold" in (over.lost or "")


def test_a_file_of_a_load_that_was_read_without_being_noted_means_a_build_from_nothing(over: Over) -> None:
    """As an earlier version noted what the inventory named alone."""
    over.build()
    [name, *_] = over.noted
    over.db.execute("delete from sentrion._lake_files where name = ?", [name])
    assert over.lost


def test_files_of_a_new_load_are_no_loss(over: Over) -> None:
    over.build()
    raw_tables.load(over.source, raw_tables.loads()[1], 1)
    over.publish()
    assert over.lost is None


def test_a_folder_whose_files_no_build_has_noted_is_built_from_nothing_once(over: Over) -> None:
    over.build()
    over.db.execute("drop table sentrion._lake_files")  # as an earlier version left it
    assert "did not note" in (over.lost or "")
    over.build()
    assert over.lost is None


def test_nothing_is_lost_where_nothing_was_built(over: Over) -> None:
    over.rows.prepare(over.folder, over.db)
    assert over.lost is None


def test_a_build_that_starts_again_with_more_memory_says_once_what_is_lost(
    over: Over, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    over.build()
    over.db.execute("drop table sentrion._lake_files")
    over.db.close()
    tried: list[bool] = []

    def out_of_memory(*_: object, full: bool) -> None:
        tried.append(full)
        raise duckdb.OutOfMemoryException("no more")

    monkeypatch.setattr(build, "news_since_last_build", out_of_memory)
    monkeypatch.setattr(memory, "memory_limits", lambda _: [100, 200, 300])
    with pytest.raises(Stopped, match="no more"):
        transform_over_lake(over.folder, over.address)
    assert tried == [True] * 3
    assert capsys.readouterr().err.count("did not note which files") == 1
