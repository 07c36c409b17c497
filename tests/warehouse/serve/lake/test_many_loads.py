"""A lake of many loads: how often the inventory is written, and that a kill between two of its writes costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake import plan
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.inventory import LakeFile, write_inventory
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.store import FolderStore
from tests.support import raw_tables
from tests.support.lakes import rows_if_any, rows_of_lake, rows_of_warehouse
from tests.support.tiers import rest_long

LOADS = 16


class Killed(BaseException):
    """In place of a kill."""


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse whose loads are published one by one, and recorded once they are half of the lake."""
    monkeypatch.setattr(plan, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(plan, "_COMMITS", 2, raising=False)
    warehouse = raw_tables.make(tmp_path / "w")
    for number in range(LOADS):
        raw_tables.load(warehouse, [raw_tables.advert(number)], number)
    return warehouse


def test_the_inventories_that_are_written_grow_with_the_files_alone(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[int] = []

    def noted(store: FolderStore, files: Sequence[LakeFile]) -> None:
        named.append(len(files))
        write_inventory(store, files)

    monkeypatch.setattr(plan, "write_inventory", noted)
    said: list[str] = []
    published = publish_lake(warehouse, LakeAddress.of(str(tmp_path / "lake")), say=said.append)
    assert sum(named) <= 5 * len(published.held)
    assert len(said) == LOADS
    assert said[0] == f"1 of {LOADS} loads are in the lake"
    assert said[-1] == f"{LOADS} of {LOADS} loads are in the lake"
    assert f"2 of {LOADS} loads are written, and not recorded yet" in said


@pytest.mark.parametrize("puts", rest_long([2, LOADS + 4, *range(5, LOADS, 3)], 2))
def test_a_kill_between_two_inventories_loses_nothing_and_adds_nothing_twice(
    puts: int, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, done = tmp_path / "lake", [0]
    put = FolderStore.put

    def counted(store: FolderStore, files: Sequence[tuple[Path, str]]) -> None:
        done[0] += 1
        if done[0] > puts:
            raise Killed
        put(store, files)

    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "put", counted)
        with pytest.raises(Killed):
            publish_lake(warehouse, LakeAddress.of(str(lake)))
    seen = rows_if_any(lake)
    assert set(seen) < set(rows_of_warehouse(warehouse.folder))
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where _dlt_load_id = '1'")
    publish_lake(warehouse, LakeAddress.of(str(lake)))
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)
    assert not list(lake.glob("job_versions/*/1.parquet"))
