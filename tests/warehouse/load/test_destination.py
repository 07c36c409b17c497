"""The destination differs from dlt's own in nothing but how often it looks for its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt
import duckdb
import pyarrow as pa
import pytest
from dlt.common.normalizers.naming.snake_case import NamingConvention

from jobhouse.warehouse.connect import writer
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.killed_loads import remove_doubles
from jobhouse.warehouse.load.destination import InsertNewJob, WarehouseDuckDb


def test_it_can_do_what_dlts_own_can(tmp_path: Path) -> None:
    ours, theirs = (make(str(tmp_path / "a.duckdb")) for make in (WarehouseDuckDb, dlt.destinations.duckdb))
    assert dict(ours.capabilities()) == dict(theirs.capabilities())
    naming = NamingConvention()
    assert dict(ours.capabilities(naming=naming)) == dict(theirs.capabilities(naming=naming))


def test_a_pipeline_of_dlts_own_finds_its_state_and_it_finds_theirs(tmp_path: Path) -> None:
    def pipeline(make: Any) -> dlt.Pipeline:
        return dlt.pipeline("p", pipelines_dir=str(tmp_path), destination=make(str(tmp_path / "a.duckdb")))

    for makers in ((WarehouseDuckDb, dlt.destinations.duckdb), (dlt.destinations.duckdb, WarehouseDuckDb)):
        first, second = makers
        pipeline(first).run([{"n": 1}], table_name=first.__name__.lower())
        assert pipeline(second).state["destination_type"] == "dlt.destinations.duckdb"
        assert first.__name__.lower() in pipeline(second).default_schema.tables


def test_it_looks_for_its_settings_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    resolve = dlt.destinations.duckdb.configuration

    def counted(destination: Any, *given: Any, **named: Any) -> Any:
        looked.append(destination)
        return resolve(destination, *given, **named)

    monkeypatch.setattr(dlt.destinations.duckdb, "configuration", counted)
    ours = WarehouseDuckDb(str(tmp_path / "a.duckdb"))
    one, other = ours.capabilities(), ours.capabilities()
    assert looked == [ours]
    assert one is not other


def load(folder: Path, *tables: pa.Table) -> None:
    """A package of one table whose new rows are inserted; the keys are those of one search."""
    pipeline = dlt.pipeline(
        "p",
        pipelines_dir=str(folder),
        destination=WarehouseDuckDb(str(folder / "jobs.duckdb")),
        dataset_name="sentrion",
    )
    disposition: Any = {"disposition": "merge", "strategy": "insert-only"}
    hits = dlt.resource(
        list(tables), name="search_hits", primary_key=("search", "version_id"), write_disposition=disposition
    )
    pipeline.run(hits, loader_file_format="parquet")


def stored(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "jobs.duckdb")) as db:
        return db.execute(query).fetchall()


def hits(search: str, ids: list[str], note: str) -> pa.Table:
    return pa.table({"search": [search] * len(ids), "version_id": ids, "note": [note] * len(ids)})


def test_rows_whose_key_is_there_are_not_inserted_again(tmp_path: Path) -> None:
    load(tmp_path, hits("a", ["1", "2"], "first"))
    load(tmp_path, hits("a", ["2", "3"], "second"), hits("b", ["2"], "second"))
    found = stored(tmp_path, "select search, version_id, note from sentrion.search_hits order by all")
    assert found == [("a", "1", "first"), ("a", "2", "first"), ("a", "3", "second"), ("b", "2", "second")]


def test_they_do_without_a_staging_table(tmp_path: Path) -> None:
    load(tmp_path, hits("a", ["1", "2"], "first"))
    assert not stored(
        tmp_path, "select * from duckdb_tables() where table_name = 'search_hits' and schema_name <> 'sentrion'"
    )


def test_an_insertion_that_is_made_again_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = InsertNewJob.run

    def twice(job: InsertNewJob) -> None:
        insert(job)
        insert(job)

    monkeypatch.setattr(InsertNewJob, "run", twice)
    load(tmp_path, hits("a", ["1", "2"], "first"))
    assert stored(tmp_path, "select count(*) from sentrion.search_hits") == [(2,)]


def test_many_rows_go_into_the_file_at_once_and_not_into_its_log_before(tmp_path: Path) -> None:
    note = "a long note " * 200
    rows = hits("a", [str(number) for number in range(4_000)], note)
    with writer(Warehouse(tmp_path)):
        load(tmp_path, rows)
        log = (tmp_path / "jobs.duckdb.wal").stat().st_size
    assert log < len(note) * len(rows) / 10


def test_what_a_killed_load_of_an_earlier_version_left_in_staging_goes(tmp_path: Path) -> None:
    load(tmp_path, hits("a", ["1"], "first"))
    with duckdb.connect(str(tmp_path / "jobs.duckdb")) as db:
        db.execute("create schema if not exists sentrion_staging")
        for table in ("search_hits", "windows"):
            db.execute(f"create table sentrion_staging.{table} as select 'a' as search, '1' as version_id")
        remove_doubles(db)
        left = [
            db.execute(f"select count(*) from sentrion_staging.{table}").fetchone()
            for table in ("search_hits", "windows")
        ]
    assert left == [(0,), (1,)]
