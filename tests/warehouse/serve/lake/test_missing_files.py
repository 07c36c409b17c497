"""A file that the lake's inventory names and that is not there: builds stop, and the next publish writes it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from jobhouse.errors import DataCheckFailed, Stopped
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.serve.lake import damage
from jobhouse.warehouse.serve.lake.address import LakeAddress
from jobhouse.warehouse.serve.lake.damage import refuse_damaged
from jobhouse.warehouse.serve.lake.inventory import INVENTORY, MARK, LakeFile, read_inventory, snapshot_name
from jobhouse.warehouse.serve.lake.publish import publish_lake
from jobhouse.warehouse.serve.lake.rows import transform_over_lake
from jobhouse.warehouse.serve.lake.store import FolderStore, Store
from jobhouse.warehouse.serve.parquet_folder import publish_parquet
from jobhouse.warehouse.serve.publish import publish
from tests.support import raw_tables
from tests.support.lakes import files_of, loaded, rows_of_lake, rows_of_warehouse
from tests.support.small_marts import jobhouse

ONE_MISSING = r"1 file of \d+ in the lake \S+ is missing or cut: {file} is not there.*run jobhouse publish"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return loaded(tmp_path / "w", 1)


@pytest.fixture
def address(warehouse: Warehouse, tmp_path: Path) -> LakeAddress:
    address = LakeAddress.of(f"{tmp_path / 'lake'}/")
    publish_lake(warehouse, address)
    return address


@pytest.fixture
def lake(address: LakeAddress) -> Path:
    assert address.folder
    return address.folder


def first_file(lake: Path) -> Path:
    return min((lake / "job_versions").glob("*/*.parquet"))


@pytest.mark.parametrize("full", [False, True])
def test_a_build_stops_before_anything_is_made(full: bool, lake: Path, address: LakeAddress, tmp_path: Path) -> None:
    file = first_file(lake)
    file.unlink()
    with pytest.raises(DataCheckFailed, match=ONE_MISSING.format(file=file.relative_to(lake))):
        transform_over_lake(Warehouse(tmp_path / "over"), address, full=full)
    assert not (tmp_path / "over").exists()


@pytest.mark.long
def test_a_build_with_nothing_new_stops_too(place: Path) -> None:
    first_file(place / "lake").unlink()
    with pytest.raises(DataCheckFailed, match="is not there"):
        transform_over_lake(Warehouse(place / "over"), LakeAddress.of(str(place / "lake")))


@pytest.mark.parametrize("publish_over", [publish, publish_parquet])
def test_a_copy_over_a_lake_that_lacks_files_is_not_made(publish_over: Callable[..., object], place: Path) -> None:
    first_file(place / "lake").unlink()
    with pytest.raises(DataCheckFailed, match="is not there"):
        publish_over(Warehouse(place / "over"))
    assert not Warehouse(place / "over").published.exists()


def test_beside_the_mark_of_a_publish_the_same_command_is_to_be_run_again(
    lake: Path, address: LakeAddress, tmp_path: Path
) -> None:
    first_file(lake).unlink()
    (lake / MARK).touch()
    with pytest.raises(Stopped, match=r"A publish .* is under way, or was killed, and 1 file of"):
        transform_over_lake(Warehouse(tmp_path / "over"), address)
    assert not (tmp_path / "over").exists()


def refuse(lake: Path, address: LakeAddress, tmp_path: Path) -> None:
    files = read_inventory(FolderStore(lake, 0o022), address.text)
    refuse_damaged(address, files or {}, Warehouse(tmp_path / "over"))


def test_a_publish_that_adds_or_replaces_files_stops_no_build(lake: Path, address: LakeAddress, tmp_path: Path) -> None:
    (lake / MARK).touch()
    (lake / "job_versions/month=2026-01/9.parquet").write_bytes(b"of a load that is not recorded yet")
    (lake / snapshot_name("_dlt_loads")).write_bytes(b"more than before, and the inventory follows")
    refuse(lake, address, tmp_path)


def test_a_publish_that_ends_while_the_files_are_listed_stops_no_build(
    lake: Path, address: LakeAddress, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a file away and ends, between the inventory that a build has read and the list of the files."""
    before = read_inventory(FolderStore(lake, 0o022), address.text) or {}
    named = {**before, "gone.parquet": LakeFile("gone.parquet", "job_versions", "0", "2026-01", 1, 1, "1:1")}
    refuse_damaged(address, named, Warehouse(tmp_path / "over"))
    monkeypatch.setattr(damage, "read_inventory", lambda store, shown: named)
    with pytest.raises(DataCheckFailed, match=r"gone\.parquet is not there"):
        refuse_damaged(address, named, Warehouse(tmp_path / "over"))


@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_the_next_publish_writes_again_what_the_lake_lacks(
    damage: str, lake: Path, address: LakeAddress, warehouse: Warehouse
) -> None:
    whole = {name: content for name, (_, content) in files_of(lake).items()}
    file = first_file(lake)
    if damage == "missing":
        file.unlink()
        (lake / snapshot_name("_dlt_loads")).unlink()
    else:
        file.write_bytes(file.read_bytes()[:-10])
    said: list[str] = []
    publish_lake(warehouse, address, say=said.append)
    assert rows_of_lake(lake) == rows_of_warehouse(warehouse.folder)
    after = {name: content for name, (_, content) in files_of(lake).items()}
    assert {name for name in whole if after.get(name) != whole[name]} <= {INVENTORY}
    found = "2 files of the lake are" if damage == "missing" else "1 file of the lake is"
    assert f"{found} missing or cut" in said[0]


def test_a_missing_file_whose_rows_were_deleted_leaves_the_inventory(
    lake: Path, address: LakeAddress, warehouse: Warehouse, tmp_path: Path
) -> None:
    file = lake / "job_versions/month=unknown/0.parquet"
    file.unlink()
    with duckdb.connect(str(warehouse.database)) as db:
        db.execute("delete from sentrion.job_versions where post_date = 'soon'")
    publish_lake(warehouse, address)
    refuse(lake, address, tmp_path)


def test_publishing_with_nothing_new_lists_the_lake_once(
    lake: Path, address: LakeAddress, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[Store] = []
    sizes = FolderStore.sizes

    def noted(store: FolderStore) -> dict[str, int]:
        listed.append(store)
        return sizes(store)

    monkeypatch.setattr(FolderStore, "sizes", noted)
    before = files_of(lake)
    publish_lake(warehouse, address)
    assert (len(listed), files_of(lake)) == (1, before)


def test_what_a_person_put_beside_the_files_stays(lake: Path, address: LakeAddress, warehouse: Warehouse) -> None:
    own = [lake / name for name in ("marts/notes.txt", "job_versions/0.parquet", "job_versions/a/b/0.parquet")]
    for file in own:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("put here by a person")
    (lake / MARK).touch()
    publish_lake(warehouse, address)
    assert all(file.exists() for file in own)
    assert not list(lake.glob("marts/*/*"))


def test_a_command_ends_with_the_code_of_what_it_found(lake: Path, address: LakeAddress, tmp_path: Path) -> None:
    first_file(lake).unlink()
    over = Warehouse(tmp_path / "over")
    assert jobhouse(over, "transform", "--gateway", "lake", "--lake", str(lake)).returncode == 5
    (lake / MARK).touch()
    assert jobhouse(over, "transform", "--gateway", "lake", "--lake", str(lake)).returncode == 3


def test_a_load_that_the_warehouse_does_not_have_any_more_is_refused_by_its_files(
    lake: Path, address: LakeAddress, warehouse: Warehouse, tmp_path: Path
) -> None:
    """A publish was killed after the load records, and the warehouse was put back from a backup without the load."""
    older = warehouse.database.read_bytes()
    inventory = (lake / INVENTORY).read_bytes()
    raw_tables.load(warehouse, raw_tables.loads()[1], 1)
    publish_lake(warehouse, address)
    (lake / INVENTORY).write_bytes(inventory)
    (lake / MARK).touch()
    warehouse.database.write_bytes(older)
    before = files_of(lake)
    done = jobhouse(warehouse, "publish", "--to", str(lake))
    assert done.returncode == 2, done.stderr
    assert b"does not have (1, such as 1)" in done.stderr
    assert files_of(lake) == before


def test_the_views_follow_a_lake_to_another_place(lake: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    moved = lake.rename(tmp_path / "moved")
    again = LakeAddress.of(str(moved))
    published = publish_lake(warehouse, again)
    assert [file.name for file in published.written] == ["_lake/views.sql"]
    assert str(lake) not in (moved / "_lake/views.sql").read_text()
    assert publish_lake(warehouse, again).written == []
