"""The working folder of dlt, damaged, lost, or of another time than the warehouse file: the file wins."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from dlt.common.versioned_state import compress_state, decompress_state

from jobhouse.errors import Stopped, UsageError
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load import load_loop
from jobhouse.warehouse.load.pipeline import load_extracted
from jobhouse.warehouse.load.working_folder import SET_ASIDE_KEPT
from tests.support.history import query, stored
from tests.support.small_world import World, stopped_before

SECOND, LAST = 2, 3


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, World]:
    """Killed with a package that is extracted, or ready to be loaded, or half loaded; and read to its end."""
    place = tmp_path_factory.mktemp("worlds")
    patch, made = pytest.MonkeyPatch(), {}
    moments = {"extracted": ("normalize_and_load", SECOND), "ready": ("_load", SECOND), "last": ("_load", LAST)}
    for name, (step, at) in moments.items():
        (place / name).mkdir()
        made[name] = stopped_before(step, at, World.at(place / name), place / name / "killed", patch)
    return {**made, "whole": _read_on(made["ready"], place / "whole")}


def _read_on(world: World, folder: Path) -> World:
    whole = world.copied(folder)
    whole.read()
    return whole


def dlt_of(world: World) -> Path:
    return Warehouse(world.folder).working / "jobhouse"


def set_aside(world: World) -> list[Path]:
    return sorted(world.folder.glob("dlt-set-aside-*"))


def test_a_package_in_both_places_is_loaded_once(worlds: dict[str, World], tmp_path: Path) -> None:
    """As a kill leaves it that comes after dlt has moved a package on and before it has removed where it came from."""
    world = worlds["ready"].copied(tmp_path / "w")
    (package,) = (dlt_of(world) / "load" / "normalized").iterdir()
    twin = dlt_of(world) / "normalize" / "extracted" / package.name
    shutil.copytree(package, twin)
    (twin / "schema.json").unlink()  # it is half deleted
    run = world.read()
    assert run.events.notes == []
    world.check()


def test_a_package_half_normalized_is_normalized_anew(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["extracted"].copied(tmp_path / "w")
    (package,) = (dlt_of(world) / "normalize" / "extracted").iterdir()
    shutil.copytree(package / "new_jobs", dlt_of(world) / "load" / "new" / package.name / "new_jobs")
    run = world.read()
    assert run.events.notes == []
    world.check()


def test_an_older_file_put_back_is_what_counts(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["whole"].copied(tmp_path / "w")
    shutil.copy(Warehouse(worlds["ready"].folder).database, Warehouse(world.folder).database)
    before = len(stored(world.folder))
    run = world.read()
    assert 0 < before < len(world.versions)
    assert run.counters.requests > 0
    assert ["not of the same time" in note for note in run.events.notes] == [True]
    world.check()


def test_what_waits_for_a_later_file_is_not_loaded_into_an_older_one(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["last"].copied(tmp_path / "w")
    shutil.copy(Warehouse(worlds["ready"].folder).database, Warehouse(world.folder).database)
    run = world.read()
    assert ["belongs to another jobs.duckdb" in note for note in run.events.notes] == [True]
    assert len(set_aside(world)) == 1
    world.check()


def test_what_waits_in_an_older_folder_is_not_loaded_again(worlds: dict[str, World], tmp_path: Path) -> None:
    """Its package is in the file already, where the copy was made while it was on its way."""
    world = worlds["whole"].copied(tmp_path / "w")
    shutil.rmtree(Warehouse(world.folder).working)
    shutil.copytree(Warehouse(worlds["ready"].folder).working, Warehouse(world.folder).working)
    run = world.read()
    assert run.counters.requests == 0
    assert query(world.folder, "select count(*) - count(distinct load_id) from sentrion._dlt_loads") == [(0,)]
    world.check()


@pytest.mark.parametrize("name", ["whole", "ready"])
def test_a_file_that_is_gone_is_read_again(name: str, worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds[name].copied(tmp_path / "w")
    Warehouse(world.folder).database.unlink()
    run = world.read()
    assert len(run.events.notes) == 1
    assert len(set_aside(world)) == (name == "ready")
    world.check()


def test_a_warehouse_that_was_moved_goes_on(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["ready"].copied(tmp_path / "elsewhere" / "w")
    run = world.read()
    assert run.events.notes == []
    world.check()


def test_few_folders_that_were_set_aside_are_kept(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["ready"].copied(tmp_path / "w")
    kept = Warehouse(world.folder).working
    for _ in range(SET_ASIDE_KEPT + 1):
        shutil.rmtree(kept)
        shutil.copytree(Warehouse(worlds["last"].folder).working, kept)
        with pytest.raises(Stopped):
            world.read(max_requests=0)
    assert len(set_aside(world)) == SET_ASIDE_KEPT


def test_the_working_folder_does_not_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, drain = World.at(tmp_path, 120), load_extracted
    counts: list[int] = []

    def counted(*given: object) -> None:
        drain(*given)  # type: ignore[arg-type]
        counts.append(sum(path.is_file() for path in Warehouse(world.folder).working.rglob("*")))

    monkeypatch.setattr(load_loop, "load_extracted", counted)
    world.read()
    assert len(counts) >= 5
    assert len(set(counts[1:])) == 1


def test_what_lies_in_the_place_of_our_files_is_got_over(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["whole"].copied(tmp_path / "w")
    warehouse = Warehouse(world.folder)
    shutil.rmtree(warehouse.working)
    warehouse.working.write_text("no folder")
    (warehouse.load_in_progress / "inside").mkdir(parents=True)
    run = world.read()
    assert run.counters.requests == 0
    assert not warehouse.load_in_progress.exists()
    world.check()


def test_a_file_of_a_newer_dlt_is_refused(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["whole"].copied(tmp_path / "w")
    with duckdb.connect(str(Warehouse(world.folder).database)) as db:
        (state,) = db.execute("select state from sentrion._dlt_pipeline_state order by version desc").fetchall()[0]
        newer = compress_state({**decompress_state(state), "_state_engine_version": 99})  # type: ignore[typeddict-item]
        db.execute(f"update sentrion._dlt_pipeline_state set state = '{newer}'")
    with pytest.raises(UsageError, match="newer jobhouse"):
        world.read()


# -- damage

Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "halved": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
}


def damaged(world: World, place: Path, *, all_ways: bool = False) -> Iterator[tuple[str, World]]:
    """The world once for each kind of file in its working folder, damaged in one way in turn; or each file in all."""
    working = Warehouse(world.folder).working
    files = sorted(path for path in working.rglob("*") if path.is_file())
    one_of_each_kind = {re.sub(r"[0-9a-f]{8,}|[0-9]+", "N", str(path)): path for path in files}
    for number, path in enumerate(files if all_ways else one_of_each_kind.values()):
        for name in DAMAGES if all_ways else [list(DAMAGES)[number % len(DAMAGES)]]:
            hurt = world.copied(place / f"{number}-{name}")
            DAMAGES[name](Warehouse(hurt.folder).working / path.relative_to(working))
            yield f"{path.relative_to(working)} {name}", hurt


def wrongs_of_damage(name: str, world: World) -> Iterator[str]:
    try:
        run = world.read()
        world.check()
        if len(run.events.notes) > 1:
            yield f"{name}: it says {run.events.notes}"
    except Exception as error:  # noqa: BLE001 - each damage is tried, and what it led to is reported
        yield f"{name}: {type(error).__name__}: {str(error)[:300]}"
    finally:
        shutil.rmtree(world.folder)


@pytest.mark.long
@pytest.mark.parametrize("state", ["extracted", "ready"])
def test_damage_to_any_file_is_got_over(state: str, worlds: dict[str, World], tmp_path: Path) -> None:
    wrongs = [wrong for name, hurt in damaged(worlds[state], tmp_path) for wrong in wrongs_of_damage(name, hurt)]
    assert wrongs == []


def test_a_working_folder_of_a_newer_dlt_is_made_anew(worlds: dict[str, World], tmp_path: Path) -> None:
    world = worlds["whole"].copied(tmp_path / "w")
    for path in ("load/.version", "normalize/.version"):
        (dlt_of(world) / path).write_text("9.0.0")
    state = dlt_of(world) / "state.json"
    state.write_text(state.read_text().replace('"_state_engine_version":4', '"_state_engine_version":99'))
    run = world.read()
    assert run.counters.requests == 0
    world.check()
