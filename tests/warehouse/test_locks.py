"""The locks of a warehouse within one process; `test_night_beside_backfill` has them between processes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from jobhouse.errors import Stopped
from jobhouse.warehouse.folder import Warehouse


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
