"""The locks of a warehouse within one process; `test_night_beside_backfill` has them between processes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.locks import NIGHTLY, RUN, WAREHOUSE, is_held, lock_for_nightly, lock_for_run


def test_a_released_warehouse_can_be_held_by_another_run_and_is_held_again(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with warehouse.held() as lock:
        with lock.released(), warehouse.held():
            pass
        with pytest.raises(Stopped, match="Another jobhouse run holds"), warehouse.held():
            pass


def test_a_released_warehouse_that_another_run_has_taken_is_not_taken_back(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    with (
        ExitStack() as other,
        pytest.raises(Stopped, match="Another jobhouse run holds"),
        warehouse.held() as lock,
        lock.released(),
    ):
        other.enter_context(warehouse.held())


def held(folder: Path) -> set[str]:
    return {name for name in (WAREHOUSE, RUN, NIGHTLY) if is_held(folder, name)}


def silent(_: str) -> None:
    pass


def test_a_run_holds_the_warehouse_until_it_ends_even_by_an_error(tmp_path: Path) -> None:
    during: set[str] = set()

    def fail() -> None:
        with lock_for_run(tmp_path):
            during.update(held(tmp_path))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert during == {WAREHOUSE, RUN}
    assert held(tmp_path) == set()


def test_a_second_run_is_refused_and_leaves_the_locks_of_the_first(tmp_path: Path) -> None:
    with lock_for_run(tmp_path):
        with pytest.raises(Stopped, match="Another jobhouse run holds the warehouse"), lock_for_run(tmp_path):
            pass
        assert held(tmp_path) == {WAREHOUSE, RUN}


def test_a_run_that_comes_while_a_nightly_run_works_is_refused(tmp_path: Path) -> None:
    with lock_for_nightly(tmp_path, silent):
        assert held(tmp_path) == {WAREHOUSE, NIGHTLY}
        with pytest.raises(Stopped, match="Another jobhouse nightly run holds"), lock_for_run(tmp_path):
            pass
    assert held(tmp_path) == set()


def test_a_second_nightly_run_is_refused(tmp_path: Path) -> None:
    with (
        lock_for_nightly(tmp_path, silent),
        pytest.raises(Stopped, match="it does what this one would"),
        lock_for_nightly(tmp_path, silent),
    ):
        pass


def test_a_run_sees_a_nightly_run_and_one_that_waits_is_ended_by_a_signal(tmp_path: Path) -> None:
    with lock_for_run(tmp_path) as lock:
        assert not lock.is_nightly_waiting()
        lock.file_lock.release()
        with lock_for_nightly(tmp_path, silent):
            assert lock.is_nightly_waiting()
            with pytest.raises(Stopped, match="Interrupted while a nightly run had its turn"):
                lock.yield_to_nightly(lambda: True)
        lock.yield_to_nightly(lambda: False)
        assert held(tmp_path) == {WAREHOUSE, RUN}
